//! Web pages: the article's text without the page's furniture, and the details that the page states.
//!
//! The page is parsed as browsers do it, made a flat tree (`tree.rs`), rid of what is plainly furniture (`furniture.rs`),
//! and the part that holds most of the remaining prose is taken (`body.rs`), block by block (`blocks.rs`). Pages that
//! browsers saved in one file (`mhtml.rs`, `webarchive.rs`) are read the same way.

mod blocks;
mod body;
mod charset;
mod furniture;
mod metadata;
#[cfg(feature = "documents")]
mod mhtml;
mod text;
mod tree;
mod webarchive;

use dom_query::Document;

use super::error::{ReadError, ReadErrorKind};
use super::format::{ArticleStream, Format, Probe, one_article};
use super::pending::{Draft, Origin};
use super::sniff;
use super::source::Source;
use metadata::Stated;
use tree::Tree;

#[cfg(feature = "documents")]
pub(super) use mhtml::Mhtml;
pub(super) use webarchive::WebArchive;

/// See the module.
pub(super) struct Page;

const ENDINGS: [&str; 3] = ["html", "htm", "xhtml"];

impl Format for Page {
    fn name(&self) -> Option<&'static str> {
        Some("html")
    }

    fn endings(&self) -> &'static [&'static str] {
        &ENDINGS
    }

    fn claims(&self, probe: &Probe<'_>) -> bool {
        let served = matches!(probe.media_type, Some("text/html" | "application/xhtml+xml"));
        probe.ends_with(&ENDINGS) || served || sniff::is_html(&String::from_utf8_lossy(probe.head))
    }

    fn articles(&'static self, source: Source) -> Result<ArticleStream, ReadError> {
        if let Some(kind) = sniff::of_bytes(source.head()) {
            return Err(source.origin.error(kind));
        }
        one_article(source, parse)
    }
}

fn parse(bytes: Vec<u8>, origin: &Origin) -> Result<Draft, ReadError> {
    read_page(bytes, origin).map_err(|kind| origin.error(kind))
}

/// The article on the page that `bytes` are.
///
/// # Errors
/// When they are no text, or no article can be found.
pub(super) fn read_page(bytes: Vec<u8>, origin: &Origin) -> Result<Draft, ReadErrorKind> {
    let decoded = charset::decode_page(bytes, origin.charset.as_deref())?;
    let mut draft = read_html(&decoded.text);
    if draft.text.is_empty() {
        return Err(ReadErrorKind::NoArticle);
    }
    // What a person saved is taken as it is; a program that fetched a stub should not pass for having read it.
    if origin.fetched.is_some() {
        if draft.text.len() < STUB && is_paywalled(&decoded.text) {
            return Err(ReadErrorKind::Paywalled);
        }
        if draft.text.len() < SHORTEST {
            return Err(ReadErrorKind::NoArticle);
        }
    }
    (draft.encoding, draft.damaged) = (decoded.encoding, decoded.damaged);
    Ok(draft)
}

/// A page with less text than this is the stub of an article, if it says that the article is not free.
const STUB: usize = 1500;

/// A fetched page with less text than this holds no article.
const SHORTEST: usize = 200;

/// The article on a page: its text, empty if there is none, and its details.
pub(super) fn read_html(html: &str) -> Draft {
    if is_too_deep(html) {
        return Draft::default();
    }
    let document = Document::from(html);
    let Stated { meta, body: stated } = metadata::stated(&document, html);
    let mut tree = Tree::new(&document);
    drop(document);
    furniture::drop_furniture(&mut tree);
    let blocks = body::body(&tree, meta.title.as_deref());
    let shown = text::text(&tree, &blocks);
    // Where scripts build the page, or a part of it is covered, the publisher's own copy has more of the article.
    let text = match stated {
        Some(stated) if stated.len() >= SHORTEST && stated.len() > 2 * shown.len() => stated,
        _ => shown,
    };
    Draft { text, meta, ..Draft::default() }
}

/// Whether far more elements are opened than closed. A parser looks through all open elements again and again, so that
/// such a page would take it for ever; pages that people read nest a few dozen.
fn is_too_deep(html: &str) -> bool {
    const DEEPEST: i64 = 10_000;
    let bytes = html.as_bytes();
    let mut depth = 0i64;
    memchr::memchr_iter(b'<', bytes).any(|at| {
        match bytes.get(at + 1) {
            Some(b'/') => depth = (depth - 1).max(0),
            Some(first) if first.is_ascii_alphabetic() => {
                let name = &bytes[at + 1..bytes.len().min(at + 12)];
                let length = name.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
                let name = name[..length].to_ascii_lowercase();
                depth += i64::from(!CLOSED_BY_ITSELF.contains(&&*name));
            }
            _ => {}
        }
        depth > DEEPEST
    })
}

/// Elements that need no end tag.
const CLOSED_BY_ITSELF: [&[u8]; 22] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param", b"source",
    b"track", b"wbr", b"p", b"li", b"td", b"tr", b"th", b"dd", b"dt", b"option",
];

/// Whether a page says that its article is not free to read.
fn is_paywalled(html: &str) -> bool {
    let Some((_, behind)) = html.split_once("isAccessibleForFree") else { return false };
    let value: String = behind.chars().take(20).filter(char::is_ascii_alphabetic).collect();
    value.to_ascii_lowercase().starts_with("false")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html lang="en-GB"><head><title>Harbour plan dropped | The Quay</title>
        <meta property="og:title" content="Harbour plan dropped"><meta property="og:site_name" content="The Quay">
        <link rel="canonical" href="https://quay.example/2026/harbour?utm_source=feed">
        <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle",
        "headline":"Harbour plan dropped","datePublished":"2026-03-04T09:30:00+01:00",
        "author":[{"@type":"Person","name":"By Ines Marr"},{"name":"Tom Oake"}]}]}</script></head><body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
        <div class="cookie-banner"><p>We use cookies to keep this site running and to measure how it is read by people like you every day.</p></div>
        <main><article><h1>Harbour plan dropped</h1><div class="byline">By Ines Marr</div>
        <figure><img src="a.jpg"><figcaption>The old harbour, seen from the hill on a clear day in winter.</figcaption></figure>
        <p>The council dropped its plan for a second harbour on Tuesday, after a night of talks.</p>
        <div class="share-bar"><a href="x">Share</a></div>
        <p>“It was never going to <em>pay</em> for itself,” said Lena Hurst, who leads the council&rsquo;s finance group.</p>
        <h2>What comes next</h2>
        <p>The money goes to the old pier, which has been closed since a storm in January last year.</p>
        <blockquote class="twitter-tweet"><p>Good news for the pier. It took long enough.</p>&mdash; Arno Vell (@arnovell) <a href="t">March 4, 2026</a></blockquote>
        <ul><li>The pier opens in May.</li><li>The ferry stops there again.</li></ul>
        <p><a href="/other">Read more: the storm that broke the pier</a></p>
        <p>Work starts next week, the council said in a statement on its website.</p>
        </article><aside><p>Another story of the day that has nothing to do with the harbour, but is long enough to be read.</p></aside></main>
        <section id="comments"><p>A reader writes at length that the pier was always better than the harbour, and goes on about it.</p></section>
        <footer><p>Copyright The Quay. All rights reserved.</p></footer></body></html>"#;

    #[test]
    fn an_article_is_read_without_the_furniture_of_its_page() {
        assert_eq!(
            read_html(PAGE).text,
            "The council dropped its plan for a second harbour on Tuesday, after a night of talks.\n\n\
             “It was never going to pay for itself,” said Lena Hurst, who leads the council’s finance group.\n\n\
             What comes next\n\n\
             The money goes to the old pier, which has been closed since a storm in January last year.\n\n\
             Good news for the pier. It took long enough.\n— Arno Vell (@arnovell) March 4, 2026\n\n\
             The pier opens in May.\n\nThe ferry stops there again.\n\n\
             Work starts next week, the council said in a statement on its website."
        );
    }

    #[test]
    fn the_details_are_those_that_the_page_states() {
        let meta = read_html(PAGE).meta;
        assert_eq!(meta.title.as_deref(), Some("Harbour plan dropped"));
        assert_eq!(meta.outlet.as_deref(), Some("The Quay"));
        assert_eq!(meta.url.as_deref(), Some("https://quay.example/2026/harbour"));
        assert_eq!(meta.published.as_deref(), Some("2026-03-04T09:30:00+01:00"));
        assert_eq!(meta.author.as_deref(), Some("Ines Marr, Tom Oake"));
        assert_eq!(meta.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn tables_that_lay_out_a_page_are_no_rows() {
        let body =
            "The well at the fairgrounds is safe to drink from again, the health office said on Monday. ".repeat(4);
        let page = format!(
            "<table><tr><td><a href='/'>Home</a><br><a href='/s'>Sports</a></td><td><b>The well is clean</b><br>By Lora \
             Hask<br><br>{body}<br><br>\"I drank a glass of it,\" said Everett Pome, its director.<br>\"I recommend it.\"\
             <br><br>{body}</td></tr></table>"
        );
        let body = body.trim();
        let words = "\"I drank a glass of it,\" said Everett Pome, its director.\n\"I recommend it.\"";
        assert_eq!(read_html(&page).text, format!("{body}\n\n{words}\n\n{body}"));
    }

    #[test]
    fn what_is_shown_twice_is_read_once_and_sources_stay_with_their_words() {
        let page = |inner: &str| {
            format!(
                "<article><p>The keeper has lived in the old lighthouse for more than forty years, and he will not go.</p>\
                 <p>“They sent me a letter that the light is automatic now,” says Gunnar Aas, and pours his coffee. “I wrote \
                 back that I am, too.”</p>{inner}<p>The coast guard wanted the station to be empty by the end of January.</p>\
                 </article>"
            )
        };
        let plain = read_html(&page("")).text;
        for pulled in [
            "<div class='x1'>“I wrote back that I am, too.”</div>",
            "<div class='x1'>I wrote back that I am, too</div>",
            "<div class='x1'><span>“</span>I wrote back that I am, too.<span>”</span><span>Gunnar Aas</span></div>",
        ] {
            assert_eq!(read_html(&page(pulled)).text, plain, "{pulled}");
        }
        let other = read_html(&page("<p>“I wrote back to nobody,” said his daughter.</p>")).text;
        assert!(other.contains("back to nobody"));
        for quote in [
            "<blockquote><p>“It was out of date before the ink was dry.”</p><cite>Rupert Hale, a spokesman</cite></blockquote>",
            "<blockquote><p>It was out of date before the ink was dry.</p><footer>Rupert Hale, a spokesman</footer></blockquote>",
        ] {
            let text = read_html(&page(quote)).text;
            assert!(
                text.contains("“It was out of date before the ink was dry.” — Rupert Hale, a spokesman\n"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_page_that_scripts_build_is_read_from_what_it_states() {
        let body = "“We are going back with our heads up,” said Nuala Quill.\\n\\n“And with an extra four per cent.” The \
            ovens of the bakery were lit again on Monday at noon, after nine days without bread in any of the streets \
            around the harbour &amp; the market.";
        let page = |shown: &str| {
            format!(
                r#"<html><head><script type="application/ld+json">{{"@type":"NewsArticle","headline":"Bread again",
                "articleBody":"{body}"}}</script></head><body><div id="app"><p>{shown}</p></div></body></html>"#
            )
        };
        let found = read_html(&page("Loading …"));
        assert!(found.text.starts_with("“We are going back with our heads up,” said Nuala Quill.\n\n“And"));
        assert!(found.text.ends_with("the harbour & the market."));
        assert_eq!(found.meta.title.as_deref(), Some("Bread again"));
        // What the page shows is taken where it is as long.
        let shown = "The ovens of the bakery were lit again on Monday at noon, after nine days without bread in all the \
            streets around the harbour and the market, and with a little more money for those who stand at them.";
        assert_eq!(read_html(&page(shown)).text, shown);
    }

    #[test]
    fn a_page_nested_without_end_is_refused() {
        let nested = |depth: usize| "<div>".repeat(depth) + "Words at the bottom.";
        assert!(read_html(&nested(400)).text.contains("Words"));
        assert_eq!(read_html(&nested(200_000)).text, "");
        assert_eq!(read_html(&"<b><i>".repeat(50_000)).text, "");
    }

    #[test]
    fn a_page_without_an_article_says_so() {
        let origin = Origin::default();
        let read = |html: &str| read_page(html.as_bytes().to_vec(), &origin);
        assert!(matches!(read("<html><body><nav>Home</nav></body></html>"), Err(ReadErrorKind::NoArticle)));
        let origin = Origin { fetched: Some("2026-03-04T00:00:00Z".into()), ..Origin::default() };
        let stub = "<script type='application/ld+json'>{\"isAccessibleForFree\": \"False\"}</script><p>The beginning of it.</p>";
        assert!(matches!(read_page(stub.as_bytes().to_vec(), &origin), Err(ReadErrorKind::Paywalled)));
    }
}
