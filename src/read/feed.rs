//! RSS and Atom: the items of a feed that hold their full text, and where the user asks for it those that their links
//! lead to.

use super::address::is_web_address;
use super::dates::{self, Order};
use super::decode::decode;
use super::error::{ReadError, ReadErrorKind};
use super::format::{ArticleStream, Format, Probe};
use super::fragment;
use super::pending::{Draft, Loaded, Origin, PendingArticle};
use super::reach::Reach;
use super::source::{Follow, Source};
use super::unreadable::Unreadable;
use super::xml::{self, Event};
use crate::article::{Article, ArticleField, Metadata};

/// See the module.
pub(super) struct Feed;

/// A description with so many words is the text itself.
const FULL_TEXT: usize = 150;
/// The most that is kept of one field.
const LONGEST: usize = 16 * 1024 * 1024;

impl Format for Feed {
    fn name(&self) -> Option<&'static str> {
        Some("feed")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["rss", "atom"]
    }

    /// By its first element, whatever it is called.
    fn claims(&self, probe: &Probe<'_>) -> bool {
        let head = String::from_utf8_lossy(probe.head);
        let mut rest = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        // Declarations, styles and comments stand before it.
        while let Some(inside) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
            let end = if inside.starts_with("--") { "-->" } else { ">" };
            let Some((_, behind)) = inside.split_once(end) else { return false };
            rest = behind.trim_start();
        }
        ["<rss", "<feed", "<rdf:RDF"].iter().any(|tag| {
            rest.strip_prefix(tag).is_some_and(|behind| behind.starts_with(|c: char| c.is_whitespace() || c == '>'))
        })
    }

    fn articles(&'static self, source: Source) -> Result<ArticleStream, ReadError> {
        let origin = source.origin.clone();
        let error = |kind| origin.error(kind);
        let follow = source.follow.clone();
        let text = decode(source.bytes().map_err(error)?).map_err(error)?.text;
        let feed = parse(&text).map_err(|kind| error(kind.into()))?;
        let all = feed.items.len();
        let wanted = |item: &Item| item.is_full() || follow.is_some() && is_web_address(item.link.trim());
        let items: Vec<(usize, Item)> = feed.items.into_iter().enumerate().filter(|(_, item)| wanted(item)).collect();
        if items.is_empty() && all > 0 {
            return Err(error(ReadErrorKind::SummariesOnly { items: all }));
        }
        let summaries = all - items.len();
        let outlet = feed.title;
        let language = feed.language;
        let pending = items.into_iter().enumerate().map(move |(number, (item_number, item))| {
            let (outlet, language) = (outlet.clone(), language.clone());
            let mut origin = origin.line(item_number + 1);
            origin.url = None;
            let size = item.content.len() + item.summary.len();
            let note = (number == 0 && summaries > 0)
                .then(|| format!("{summaries} of its {all} items hold only summaries and were left out"));
            let follow = follow.clone().filter(|_| !item.is_full());
            Ok(PendingArticle::new(origin, size as u64, move |origin: &Origin| {
                let mut draft = match follow {
                    Some(follow) => item.fetched(&follow, origin.reach)?,
                    None => item.draft(),
                };
                draft.meta.outlet = draft.meta.outlet.take().or(outlet);
                draft.meta.language = draft.meta.language.take().or(language);
                draft.notes.extend(note);
                Ok(draft)
            }))
        });
        Ok(Box::new(pending))
    }
}

/// What a feed holds.
#[derive(Debug, Default)]
struct Contents {
    title: Option<String>,
    language: Option<String>,
    items: Vec<Item>,
}

/// An item of a feed.
#[derive(Debug, Default)]
struct Item {
    title: String,
    link: String,
    author: String,
    published: String,
    updated: String,
    language: String,
    content: String,
    summary: String,
}

impl Item {
    fn is_full(&self) -> bool {
        let words = |html: &str| fragment::text(html).split_whitespace().count();
        let (content, summary) = (words(&self.content), words(&self.summary));
        content > summary.max(20) || content.max(summary) >= FULL_TEXT
    }

    /// The article that its link leads to, with what the feed says besides.
    fn fetched(self, follow: &Follow, reach: Reach) -> Result<Draft, ReadError> {
        let Loaded { article, encoding, damaged, repairs, notes, .. } = follow(self.link.trim(), reach)?.read()?;
        let Article { mut meta, text, milestones } = article;
        meta.complete(&self.draft().meta);
        Ok(Draft { meta, text, milestones, encoding, damaged, repairs, notes })
    }

    fn draft(self) -> Draft {
        let html = if self.content.len() >= self.summary.len() { &self.content } else { &self.summary };
        let mut meta = Metadata::default();
        let published = if self.published.is_empty() { &self.updated } else { &self.published };
        for (field, value) in [
            (ArticleField::Title, fragment::text(&self.title).trim().replace("\n\n", " ")),
            (ArticleField::Url, self.link.trim().to_owned()),
            (ArticleField::Author, self.author.trim().to_owned()),
            (ArticleField::Published, dates::iso(published, Order::Unknown).unwrap_or_default()),
            (ArticleField::Language, self.language.trim().to_owned()),
        ] {
            if !value.is_empty() {
                meta.set(field, Some(value));
            }
        }
        Draft { meta, text: fragment::text(html), ..Draft::default() }
    }
}

/// Reads a feed of either kind; their elements differ in name only.
fn parse(text: &str) -> Result<Contents, Unreadable> {
    let mut feed = Contents::default();
    let mut path: Vec<String> = Vec::new();
    let mut item: Option<Item> = None;
    // How deep within XHTML content, which is markup again.
    let mut markup = 0usize;
    xml::walk(text, |event| {
        match event {
            Event::Start { name, attributes } => {
                if markup > 0 {
                    markup += 1;
                    if let Some(item) = &mut item {
                        push(&mut item.content, &format!("<{name}>"));
                    }
                    return Ok(());
                }
                if path.len() > 100 {
                    return Err(Unreadable::TooDeep);
                }
                match name {
                    "item" | "entry" => item = Some(Item::default()),
                    "content" if attributes.get("type").is_some_and(|kind| kind == "xhtml") => markup = 1,
                    "link" => {
                        let alternate = attributes.get("rel").is_none_or(|rel| rel == "alternate");
                        if let (Some(item), Some(href), true) = (&mut item, attributes.get("href"), alternate) {
                            item.link = href;
                        }
                    }
                    "feed" => feed.language = attributes.get("lang"),
                    _ => {}
                }
                path.push(name.to_owned());
            }
            Event::End { name } => {
                if markup > 1 {
                    markup -= 1;
                    if let Some(item) = &mut item {
                        push(&mut item.content, &format!("</{name}>"));
                    }
                    return Ok(());
                }
                markup = 0;
                if path.last().is_some_and(|open| open == name) {
                    path.pop();
                }
                if matches!(name, "item" | "entry")
                    && let Some(item) = item.take()
                {
                    feed.items.push(item);
                }
            }
            Event::Text(words) => {
                if markup > 0 {
                    if let Some(item) = &mut item {
                        push(&mut item.content, &words.replace('&', "&amp;").replace('<', "&lt;"));
                    }
                    return Ok(());
                }
                let within = |at: usize| path.len().checked_sub(at).and_then(|at| path.get(at)).map(String::as_str);
                let field = match (&mut item, within(1), within(2)) {
                    (Some(item), Some("title"), Some("item" | "entry")) => &mut item.title,
                    (Some(item), Some("link"), Some("item")) => &mut item.link,
                    (Some(item), Some("creator"), _) | (Some(item), Some("author"), Some("item")) => &mut item.author,
                    (Some(item), Some("name"), Some("author")) => &mut item.author,
                    (Some(item), Some("pubDate" | "published" | "date" | "issued"), _) => &mut item.published,
                    (Some(item), Some("updated" | "modified"), _) => &mut item.updated,
                    (Some(item), Some("language"), _) => &mut item.language,
                    (Some(item), Some("encoded" | "content"), _) => &mut item.content,
                    (Some(item), Some("description" | "summary"), Some("item" | "entry")) => &mut item.summary,
                    (None, Some("title"), Some("channel" | "feed")) => feed.title.get_or_insert_default(),
                    (None, Some("language"), Some("channel")) => feed.language.get_or_insert_default(),
                    _ => return Ok(()),
                };
                push(field, words);
            }
        }
        Ok(())
    })?;
    for field in [&mut feed.title, &mut feed.language] {
        *field = field.take().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    }
    Ok(feed)
}

fn push(field: &mut String, words: &str) {
    if field.len() + words.len() <= LONGEST {
        field.push_str(words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pending::Loaded;

    fn read(feed: &str) -> Vec<Result<Loaded, ReadError>> {
        let origin = Origin { place: "feed.xml".into(), name: "feed".into(), ..Origin::default() };
        let source = Source::of_reader(Box::new(std::io::Cursor::new(feed.as_bytes().to_vec())), origin).unwrap();
        let probe = Probe { name: "feed.xml", head: source.head(), media_type: None };
        assert!(Feed.claims(&probe));
        match Feed.articles(source) {
            Ok(stream) => stream.map(|pending| pending.and_then(PendingArticle::read)).collect(),
            Err(error) => vec![Err(error)],
        }
    }

    fn words(number: usize) -> String {
        "word ".repeat(number)
    }

    #[test]
    fn the_full_texts_of_rss_are_articles() {
        let feed = format!(
            "<?xml version='1.0'?>\n<!-- made -->\n<rss xmlns:content='c' xmlns:dc='d'><channel><title>The Lamp</title>\
             <language>en-gb</language><item><title>One &amp; two</title><link>https://lamp.example/1</link><dc:creator>Ann \
             Lee</dc:creator><pubDate>Mon, 12 Jan 2026 09:30:00 GMT</pubDate><description>Short</description>\
             <content:encoded><![CDATA[<p>&ldquo;It stays,&rdquo; she said.</p><p>{}</p>]]></content:encoded></item>\
             <item><title>Short</title><description>Only so much</description></item></channel></rss>",
            words(30)
        );
        let found = read(&feed);
        assert_eq!(found.len(), 1);
        let loaded = found[0].as_ref().unwrap();
        let meta = &loaded.article.meta;
        let fields = [&meta.title, &meta.url, &meta.outlet, &meta.author, &meta.published, &meta.language];
        assert_eq!(
            fields.map(|field| field.as_deref().unwrap_or_default()),
            ["One & two", "https://lamp.example/1", "The Lamp", "Ann Lee", "2026-01-12T09:30:00Z", "en-gb"]
        );
        assert!(loaded.article.text.starts_with("“It stays,” she said.\n\nword word"));
        assert_eq!(loaded.notes, ["1 of its 2 items hold only summaries and were left out"]);
    }

    #[test]
    fn atom_with_escaped_and_with_nested_markup() {
        let feed = format!(
            "<feed xml:lang='en'><title>Lamp</title><entry><title>A</title><link rel='self' href='x'/><link \
             href='https://lamp.example/a'/><author><name>Bo Day</name></author><updated>2026-01-12T00:00:00Z</updated>\
             <content type='html'>&lt;p>One {0}&lt;/p></content></entry><entry><title>B</title><content type='xhtml'><div>\
             <p>Two &lt;3 {0}</p><p>Three</p></div></content></entry></feed>",
            words(30)
        );
        let found: Vec<Loaded> = read(&feed).into_iter().map(Result::unwrap).collect();
        assert_eq!(found[0].article.meta.url.as_deref(), Some("https://lamp.example/a"));
        assert_eq!(found[0].article.meta.author.as_deref(), Some("Bo Day"));
        assert!(found[0].article.text.starts_with("One word"));
        assert!(found[1].article.text.starts_with("Two <3 word") && found[1].article.text.ends_with("\n\nThree\n"));
    }

    #[test]
    fn summaries_are_no_articles() {
        let error =
            read("<rss><channel><item><description>Short</description></item></channel></rss>").remove(0).unwrap_err();
        assert!(error.to_string().contains("only summaries"), "{error}");
    }
}
