//! MHTML, as browsers save a page with everything on it in one file: the page among the parts of a message.

use mail_parser::{MessageParser, MimeHeaders, PartType};

use crate::read::address::{is_web_address, page_address};
use crate::read::error::{ReadError, ReadErrorKind};
use crate::read::format::{ArticleStream, Format, Probe, one_article};
use crate::read::pending::Draft;
use crate::read::source::Source;

/// See the module.
pub(crate) struct Mhtml;

const ENDINGS: [&str; 2] = ["mhtml", "mht"];

impl Format for Mhtml {
    fn name(&self) -> Option<&'static str> {
        Some("mhtml")
    }

    fn endings(&self) -> &'static [&'static str] {
        &ENDINGS
    }

    /// By its name, or by the headers that browsers write before it.
    fn claims(&self, probe: &Probe<'_>) -> bool {
        let begins = || String::from_utf8_lossy(&probe.head[..probe.head.len().min(2048)]).to_ascii_lowercase();
        let is_saved_page = |head: &str| {
            head.contains("content-type: multipart/related")
                && (head.contains("\nsnapshot-content-location:") || head.starts_with("from: <saved by"))
        };
        probe.ends_with(&ENDINGS) || is_saved_page(&begins())
    }

    fn articles(&'static self, source: Source) -> Result<ArticleStream, ReadError> {
        one_article(source, |bytes, origin| read(&bytes).map_err(|kind| origin.error(kind)))
    }
}

fn read(bytes: &[u8]) -> Result<Draft, ReadErrorKind> {
    let message = MessageParser::default().parse(bytes).ok_or(ReadErrorKind::NoArticle)?;
    // Frames and advertisements follow the page.
    let page = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(html) => Some((html, part)),
        _ => None,
    });
    let (html, part) = page.ok_or(ReadErrorKind::NoArticle)?;
    let mut draft = super::read_html(html);
    if draft.text.is_empty() {
        return Err(ReadErrorKind::NoArticle);
    }
    let header = message.header("Snapshot-Content-Location").and_then(|value| value.as_text());
    let address = header.or_else(|| part.content_location()).filter(|address| is_web_address(address));
    draft.meta.url = draft.meta.url.or_else(|| address.map(page_address));
    let saved = message.date().filter(|date| date.is_valid()).map(mail_parser::DateTime::to_rfc3339);
    draft.meta.fetched = draft.meta.fetched.or(saved);
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_read_out_of_its_message() {
        let message = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://quay.example/pier?utm_source=x\r\nSubject: \
                       The pier\r\nDate: Wed, 4 Mar 2026 09:30:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: \
                       multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--x\"\r\n\r\n----x\r\nContent-Type: \
                       text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: \
                       https://quay.example/pier\r\n\r\n<html><head><meta charset=3Dutf-8></head><body><p>=E2=80=9CThe \
                       pier opens in May,=E2=80=9D said Lena=\r\n Hurst.</p></body></html>\r\n----x\r\nContent-Type: \
                       image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----x--\r\n";
        let probe = Probe { name: "", head: message.as_bytes(), media_type: None };
        assert!(Mhtml.claims(&probe));
        let draft = read(message.as_bytes()).unwrap();
        assert_eq!(draft.text, "“The pier opens in May,” said Lena Hurst.");
        assert_eq!(draft.meta.url.as_deref(), Some("https://quay.example/pier"));
        assert_eq!(draft.meta.fetched.as_deref(), Some("2026-03-04T09:30:00Z"));
    }

    #[test]
    fn what_holds_no_page_says_so() {
        for bytes in [&b""[..], b"MIME-Version: 1.0\r\n\r\nwords", b"\xff\xfe\x00"] {
            assert!(matches!(read(bytes), Err(ReadErrorKind::NoArticle)));
        }
    }
}
