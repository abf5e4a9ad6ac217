//! What a page says of itself: JSON-LD first, then OpenGraph and other `meta` elements, then what its body shows.

use std::sync::LazyLock;

use dom_query::Document;
use regex::Regex;
use serde_json::Value;

use crate::article::Metadata;
use crate::read::address::{is_web_address, page_address};
use crate::read::dates::{self, Order};
use crate::read::{entities, fragment};

/// What a page states for machines.
pub(super) struct Stated {
    /// The details of its article.
    pub(super) meta: Metadata,
    /// The article's text, which some publishers repeat there.
    pub(super) body: Option<String>,
}

/// What a page states of its article. `html` is the page as it came, for what stands in its comments.
pub(super) fn stated(document: &Document, html: &str) -> Stated {
    let mut data = linked_data(document);
    let body = data.body.take().map(|body| body_text(&body)).filter(|body| !body.is_empty());
    Stated { meta: metadata(document, html, data), body }
}

/// The text of an article that is repeated in JSON-LD: markup, or paragraphs parted by line ends.
fn body_text(body: &str) -> String {
    if fragment::is_markup(body) {
        return fragment::text(body).trim().to_owned();
    }
    let body = entities::html(body);
    body.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn metadata(document: &Document, html: &str, data: LinkedData) -> Metadata {
    let metas = Metas::new(document);
    let outlet = first([
        metas.get(&["og:site_name"]),
        data.outlet.clone(),
        metas.get(&["application-name", "cre", "dc.publisher", "publisher", "twitter:app:name:iphone"]),
    ]);
    let heading = || document.select("h1").nodes().first().map(|heading| heading.text().to_string());
    let page_title = || document.select("head title").nodes().first().map(|title| title.text().to_string());
    let title = first([
        metas.get(&["og:title"]),
        data.title.clone(),
        metas.get(&["twitter:title", "dc.title", "parsely-title", "sailthru.title", "headline"]),
        page_title(),
        heading(),
    ])
    .map(|title| without_outlet(&title, outlet.as_deref()));
    let published = [
        data.published.clone(),
        metas.get(&[
            "article:published_time",
            "article:published",
            "og:published_time",
            "datepublished",
            "parsely-pub-date",
            "sailthru.date",
            "pubdate",
            "publishdate",
            "publish-date",
            "publish_date",
            "ptime",
            "dc.date.issued",
            "dcterms.created",
            "dcterms.date",
            "dc.date",
            "date",
            "rnews:datepublished",
            "article.published",
            "bt:pubdate",
            "displaydate",
            "cxenseparse:recs:publishtime",
            "article:post_date",
            "originalpublicationdate",
        ]),
        in_markup(document),
        stated_anywhere(html),
        first_time(document),
        in_address(metas.get(&["og:url"]).as_deref()),
    ]
    .into_iter()
    .flatten()
    .find_map(|text| date(&text));
    let author = first([
        data.author.clone(),
        metas
            .get(&[
                "author",
                "article:author",
                "parsely-author",
                "sailthru.author",
                "dc.creator",
                "byl",
                "article:author_name",
                "dc.author",
            ])
            .map(|author| name(&author))
            .filter(|author| is_name(author)),
        shown_author(document),
    ]);
    let language = first([
        document.html_root().attr("lang").map(|lang| lang.to_string()),
        document.html_root().attr("xml:lang").map(|lang| lang.to_string()),
        data.language.clone(),
        metas.get(&["og:locale", "content-language", "language", "dc.language"]),
    ])
    .map(|tag| tag.replace('_', "-"))
    .filter(|tag| tag.len() <= 20 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    let canonical = document.select("link[rel~=canonical]").nodes().first().and_then(|link| link.attr("href"));
    Metadata {
        title,
        url: address([
            canonical.map(|href| href.to_string()),
            metas.get(&["og:url"]),
            saved_from(html),
            data.url.clone(),
        ]),
        outlet,
        author,
        published,
        language,
        ..Metadata::default()
    }
}

/// The first that says something, spaces collapsed.
fn first<const N: usize>(values: [Option<String>; N]) -> Option<String> {
    values.into_iter().flatten().map(|value| plain(&value)).find(|value| !value.is_empty() && value.len() < 1000)
}

/// A value without markup and entities, its spaces collapsed.
fn plain(value: &str) -> String {
    let decoded;
    let value = if value.contains(['&', '<']) && value.len() < 10_000 {
        decoded = Document::fragment(value).text().to_string();
        &*decoded
    } else {
        value
    };
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title without the name of the outlet behind it.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    for separator in [" | ", " - ", " – ", " — ", " :: ", " « ", " » "] {
        if let Some((before, behind)) = title.rsplit_once(separator)
            && before.len() > behind.len()
            && outlet.is_some_and(|outlet| {
                let (a, b) = (outlet.to_lowercase(), behind.trim().to_lowercase());
                a == b || a.replace([' ', '.'], "").contains(&b.replace([' ', '.'], ""))
            })
        {
            return before.trim().to_owned();
        }
    }
    title.to_owned()
}

/// The `meta` elements of a page.
struct Metas(Vec<(String, String)>);

impl Metas {
    fn new(document: &Document) -> Self {
        let mut metas = Vec::new();
        for node in document.select("meta[content]").nodes() {
            let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| node.attr(key));
            if let (Some(name), Some(content)) = (name, node.attr("content"))
                && !content.trim().is_empty()
            {
                metas.push((name.trim().to_lowercase(), content.to_string()));
            }
        }
        Self(metas)
    }

    /// The value of the first of `names` that is there.
    fn get(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.0.iter().find(|(found, _)| found == name)).map(|(_, value)| value.clone())
    }
}

/// What JSON-LD says of the article.
#[derive(Default)]
struct LinkedData {
    title: Option<String>,
    url: Option<String>,
    outlet: Option<String>,
    author: Option<String>,
    published: Option<String>,
    language: Option<String>,
    body: Option<String>,
}

fn linked_data(document: &Document) -> LinkedData {
    let mut data = LinkedData::default();
    for node in document.select("script[type*='ld+json']").nodes().iter().take(50) {
        let text = node.text();
        let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
        let text = text.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim().trim_end_matches(';');
        let value = serde_json::from_str::<Value>(text).ok().or_else(|| {
            // Line ends and tabs within strings are the commonest fault.
            let fixed: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            serde_json::from_str(&fixed).ok()
        });
        if let Some(value) = value {
            visit(&value, &mut data, 0);
        }
    }
    data
}

fn visit(value: &Value, data: &mut LinkedData, depth: usize) {
    if depth > 6 {
        return;
    }
    match value {
        Value::Array(items) => items.iter().take(200).for_each(|item| visit(item, data, depth + 1)),
        Value::Object(fields) => {
            let is_article = match fields.get("@type") {
                Some(Value::String(kind)) => is_article_type(kind),
                Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_article_type),
                _ => false,
            };
            if is_article {
                let text = |key: &str| fields.get(key).and_then(|value| text_of(value, &["@id", "url"]));
                fill(&mut data.title, text("headline").or_else(|| text("name")));
                fill(&mut data.published, text("datePublished").or_else(|| text("dateCreated")));
                fill(&mut data.language, text("inLanguage"));
                fill(&mut data.body, fields.get("articleBody").and_then(Value::as_str).map(str::to_owned));
                fill(&mut data.url, text("url").or_else(|| text("mainEntityOfPage")).filter(|url| is_web_address(url)));
                let of = |key: &str| fields.get(key).and_then(|value| text_of(value, &["name"]));
                fill(&mut data.outlet, of("publisher").filter(|name| !is_web_address(name)));
                let authors = fields.get("author").or_else(|| fields.get("creator")).map(names).unwrap_or_default();
                fill(&mut data.author, Some(authors.join(", ")).filter(|authors| !authors.is_empty()));
            }
            for (key, inner) in fields.iter().take(200) {
                if matches!(
                    &**key,
                    "@graph" | "mainEntity" | "mainEntityOfPage" | "hasPart" | "itemListElement" | "item"
                ) {
                    visit(inner, data, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn is_article_type(kind: &str) -> bool {
    kind.ends_with("Article")
        || matches!(
            kind,
            "BlogPosting" | "LiveBlogPosting" | "Report" | "Review" | "SocialMediaPosting" | "DiscussionForumPosting"
        )
}

fn fill(field: &mut Option<String>, value: Option<String>) {
    if field.is_none() {
        *field = value.filter(|value| !value.trim().is_empty());
    }
}

/// A text, or that field of an object that holds it.
fn text_of(value: &Value, keys: &[&str]) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => items.first().and_then(|item| text_of(item, keys)),
        Value::Object(fields) => {
            keys.iter().find_map(|key| fields.get(*key)).and_then(Value::as_str).map(str::to_owned)
        }
        _ => None,
    }
}

/// The names of authors.
fn names(value: &Value) -> Vec<String> {
    let items = match value {
        Value::Array(items) => items.iter().take(20).collect(),
        one => vec![one],
    };
    let mut names: Vec<String> = Vec::new();
    for item in items {
        let found = match item {
            Value::Object(fields) => fields.get("name").map(|name| match name {
                Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
                other => other.as_str().unwrap_or_default().to_owned(),
            }),
            other => other.as_str().map(str::to_owned),
        };
        let found = found.map(|found| name(&plain(&found))).unwrap_or_default();
        if is_name(&found) && !names.contains(&found) {
            names.push(found);
        }
    }
    names
}

/// A name without the "By" before it.
fn name(text: &str) -> String {
    let text = text.trim();
    let by = text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("by "));
    let text = if by { text[3..].trim() } else { text };
    text.trim_end_matches([',', ';', '|']).trim().to_owned()
}

fn is_name(text: &str) -> bool {
    (2..200).contains(&text.len())
        && !is_web_address(text)
        && !text.starts_with('@')
        && text.chars().any(char::is_alphabetic)
}

/// The author as the page shows it.
fn shown_author(document: &Document) -> Option<String> {
    [
        "[itemprop~=author] [itemprop=name]",
        "[itemprop~=author]",
        "a[rel~=author]",
        ".byline a",
        ".author a",
        ".byline",
        ".author-name",
    ]
    .iter()
    .find_map(|selector| {
        let found = document.select(selector);
        let mut names: Vec<String> = Vec::new();
        for node in found.nodes().iter().take(4) {
            let text = node.attr("content").map_or_else(|| node.text().to_string(), |content| content.to_string());
            let found = name(&plain(&text));
            if is_name(&found)
                && found.len() < 60
                && !found.contains(|c: char| c.is_ascii_digit())
                && !names.contains(&found)
            {
                names.push(found);
            }
        }
        (!names.is_empty()).then(|| names.join(", "))
    })
}

/// The date in microdata.
fn in_markup(document: &Document) -> Option<String> {
    document.select("[itemprop~=datePublished]").nodes().iter().find_map(|node| {
        ["content", "datetime"]
            .iter()
            .find_map(|key| node.attr(key))
            .map(|value| value.to_string())
            .or_else(|| Some(node.text().to_string()))
    })
}

static ANYWHERE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"\\?"date_?[pP]ublished\\?"\s*:\s*\\?"([^"\\]{4,40})"#).ok());

/// The date in data of any form, as in JSON-LD that is not valid.
fn stated_anywhere(html: &str) -> Option<String> {
    ANYWHERE.as_ref()?.captures(html).map(|found| found[1].to_owned())
}

fn first_time(document: &Document) -> Option<String> {
    document
        .select("time[datetime]")
        .nodes()
        .first()
        .and_then(|time| time.attr("datetime"))
        .map(|time| time.to_string())
}

static DAY_PATH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"/(20\d\d)[/-](\d\d)[/-](\d\d)(?:/|-|$)").ok());

fn in_address(address: Option<&str>) -> Option<String> {
    let found = DAY_PATH.as_ref()?.captures(address?)?;
    Some(format!("{}-{}-{}", &found[1], &found[2], &found[3]))
}

/// A date as stated, in the form that the program keeps: the day, with the time where its offset is stated.
fn date(text: &str) -> Option<String> {
    dates::iso(text, Order::Unknown)
}

static SAVED_FROM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)<!--\s*saved from url=\(\d+\)(\S+)\s*-->|<!--[^>]{0,200}SingleFile[^>]{0,200}?url:\s*(\S+)").ok()
});

/// The address that a browser or SingleFile wrote into a saved page.
fn saved_from(html: &str) -> Option<String> {
    let end = html.char_indices().map(|(at, _)| at).take_while(|&at| at < 4096).last().unwrap_or(0);
    let found = SAVED_FROM.as_ref()?.captures(&html[..end])?;
    found.get(1).or_else(|| found.get(2)).map(|address| address.as_str().to_owned())
}

/// The first that is an address of a page, not of a whole site, if there is one.
fn address<const N: usize>(candidates: [Option<String>; N]) -> Option<String> {
    let found: Vec<String> = candidates
        .into_iter()
        .flatten()
        .map(|url| plain(&url))
        .filter(|url| is_web_address(url))
        .map(|url| page_address(&url))
        .collect();
    let is_page = |url: &&String| url.splitn(4, '/').nth(3).is_some_and(|path| !path.is_empty());
    found.iter().find(is_page).or_else(|| found.first()).cloned()
}
