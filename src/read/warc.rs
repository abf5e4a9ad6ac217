//! WARC archives, as crawlers keep them: the web pages among their responses, streamed.
//!
//! A broken record costs no other: the next one is looked for, also where the compression is broken. No more is held
//! than one record; one that is larger than a page can be is passed over.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

use super::error::{ReadError, ReadErrorKind};
use super::format::{ArticleStream, Format, Probe};
use super::page::read_page;
use super::pending::{Draft, Origin, PendingArticle};
use super::source::Source;

/// See the module.
pub(super) struct Warc;

/// The largest record, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;
/// The longest line of a header, in bytes, and the most lines.
const LONGEST_LINE: u64 = 64 * 1024;
const MOST_LINES: usize = 1000;
/// So many breaks in a row, without a record between them, end an archive.
const MOST_BREAKS: usize = 1000;

impl Format for Warc {
    fn name(&self) -> Option<&'static str> {
        Some("warc")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["warc"]
    }

    fn claims(&self, probe: &Probe<'_>) -> bool {
        probe.head.starts_with(b"WARC/1.") || probe.head.starts_with(b"WARC/0.")
    }

    fn articles(&'static self, source: Source) -> Result<ArticleStream, ReadError> {
        let origin = Arc::new(source.origin.clone());
        let from = source.stream().map_err(|error| origin.error(error.into()))?;
        Ok(Box::new(Records { from, origin, number: 0, breaks: 0, lost: false }))
    }
}

/// The records of an archive that is being read.
struct Records {
    from: Box<dyn BufRead + Send>,
    origin: Arc<Origin>,
    /// Number of the record read last, from 1.
    number: usize,
    breaks: usize,
    /// Whether the beginning of the next record must be looked for.
    lost: bool,
}

/// What the header of a record says.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    url: Option<String>,
    date: Option<String>,
    length: Option<u64>,
}

/// What came of reading a record.
enum Step {
    End,
    /// A record that holds no page.
    Other,
    Page(Box<PendingArticle>),
}

impl Iterator for Records {
    type Item = Result<PendingArticle, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.record() {
                Ok(Step::End) => return None,
                Ok(Step::Other) => self.breaks = 0,
                Ok(Step::Page(page)) => {
                    self.breaks = 0;
                    return Some(Ok(*page));
                }
                Err(kind) => {
                    self.breaks += 1;
                    if self.breaks > MOST_BREAKS {
                        return None;
                    }
                    return Some(Err(self.here().error(kind)));
                }
            }
        }
    }
}

impl Records {
    fn here(&self) -> Origin {
        let mut origin = self.origin.line(self.number);
        origin.place = format!("{}, record {}", self.origin.place, self.number);
        origin
    }

    fn record(&mut self) -> Result<Step, ReadErrorKind> {
        if !self.find_start()? {
            return Ok(Step::End);
        }
        self.number += 1;
        // Whatever goes wrong from here on, the next record must be looked for.
        self.lost = true;
        let header = self.header()?;
        let length = header.length.ok_or(ReadErrorKind::Record("its header gives no length"))?;
        let response = header.kind == "response";
        if !response || length > LARGEST {
            let passed = io::copy(&mut self.from.by_ref().take(length), &mut io::sink()).map_err(broken)?;
            if passed < length {
                return Err(ReadErrorKind::Record("it ends too early"));
            }
            self.lost = false;
            return if response { Err(ReadErrorKind::Record("it is larger than 64 MiB")) } else { Ok(Step::Other) };
        }
        let mut block = Vec::new();
        self.from.by_ref().take(length).read_to_end(&mut block).map_err(broken)?;
        if (block.len() as u64) < length {
            return Err(ReadErrorKind::Record("it ends too early"));
        }
        self.lost = false;
        let Some(response) = Response::of(block)? else { return Ok(Step::Other) };
        let mut origin = self.here();
        (origin.url, origin.fetched) = (header.url, header.date);
        (origin.media_type, origin.charset) = (Some("text/html".into()), response.charset.clone());
        let size = response.body().len() as u64;
        Ok(Step::Page(Box::new(PendingArticle::new(origin, size, move |origin| response.read(origin)))))
    }

    /// Goes to the first line of the next record; `false` at the end.
    fn find_start(&mut self) -> Result<bool, ReadErrorKind> {
        let mut looked = 0u64;
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = self.from.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(|error| {
                self.number += usize::from(!self.lost);
                self.lost = true;
                broken(error)
            })?;
            if read == 0 {
                return Ok(false);
            }
            if line.starts_with(b"WARC/") {
                return Ok(true);
            }
            looked += read as u64;
            // Blank lines part records; anything else there shows that the last one was longer than it said.
            if !self.lost && !line.trim_ascii().is_empty() {
                self.lost = true;
                self.number += 1;
                return Err(ReadErrorKind::Record("something else is where it should begin"));
            }
            if looked > 64 * LARGEST {
                return Ok(false);
            }
        }
    }

    fn header(&mut self) -> Result<Header, ReadErrorKind> {
        let mut header = Header::default();
        for _ in 0..MOST_LINES {
            let mut line = Vec::new();
            self.from.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(broken)?;
            if line.is_empty() {
                return Err(ReadErrorKind::Record("it ends in its header"));
            }
            let line = String::from_utf8_lossy(&line);
            if line.trim().is_empty() {
                return Ok(header);
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => {
                    header.url = Some(value.trim_matches(['<', '>']).to_owned()).filter(|url| !url.is_empty());
                }
                "warc-date" => header.date = Some(value.to_owned()),
                "content-length" => header.length = value.parse().ok(),
                _ => {}
            }
        }
        Err(ReadErrorKind::Record("its header has too many lines"))
    }
}

fn broken(error: io::Error) -> ReadErrorKind {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            ReadErrorKind::Record("its compression is broken")
        }
        _ => error.into(),
    }
}

/// A web page as a server answered with it.
struct Response {
    block: Vec<u8>,
    /// Where in the block the page begins.
    body: usize,
    charset: Option<String>,
    chunked: bool,
    encoding: Option<String>,
}

impl Response {
    /// The page that a response holds, if it holds one.
    fn of(block: Vec<u8>) -> Result<Option<Self>, ReadErrorKind> {
        let Some(end) = memchr::memmem::find(&block, b"\r\n\r\n") else {
            return Err(ReadErrorKind::Record("it holds no HTTP response"));
        };
        let head = String::from_utf8_lossy(&block[..end.min(256 * 1024)]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split_whitespace().nth(1)).unwrap_or_default();
        if status != "200" {
            return Ok(None);
        }
        let (mut html, mut charset, mut chunked, mut encoding) = (false, None, false, None);
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let value = value.trim().to_ascii_lowercase();
            match name.trim().to_ascii_lowercase().as_str() {
                "content-type" => {
                    html = value.starts_with("text/html") || value.starts_with("application/xhtml+xml");
                    let given = value.split_once("charset=").map(|(_, rest)| rest);
                    let name = given.and_then(|given| given.split([';', ' ']).next());
                    charset =
                        name.map(|name| name.trim_matches(['"', '\'']).to_owned()).filter(|name| !name.is_empty());
                }
                "transfer-encoding" => chunked = value.contains("chunked"),
                "content-encoding" => encoding = Some(value),
                _ => {}
            }
        }
        Ok(html.then_some(Self { block, body: end + 4, charset, chunked, encoding }))
    }

    fn body(&self) -> &[u8] {
        &self.block[self.body..]
    }

    fn read(self, origin: &Origin) -> Result<Draft, ReadError> {
        let body = if self.chunked { dechunked(self.body()) } else { Cow::Borrowed(self.body()) };
        let body = match self.encoding.as_deref() {
            Some("gzip" | "x-gzip") => unpacked(flate2::read::MultiGzDecoder::new(&*body)),
            Some("deflate") => unpacked(flate2::read::ZlibDecoder::new(&*body)),
            None | Some("identity" | "") => Ok(body.into_owned()),
            // Crawlers often keep the header of a coding that they have taken off.
            Some(_) if body.trim_ascii_start().starts_with(b"<") => Ok(body.into_owned()),
            Some(_) => Err(ReadErrorKind::Record("its page is compressed in a way that cannot be read")),
        };
        let read = body.and_then(|bytes| read_page(bytes, origin));
        read.map_err(|kind| match kind {
            ReadErrorKind::Record(_) => origin.error(kind),
            kind => origin.error(ReadErrorKind::Passed(Box::new(kind))),
        })
    }
}

/// A page unpacked; as it is where it is not packed after all.
fn unpacked(from: impl Read) -> Result<Vec<u8>, ReadErrorKind> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 > LARGEST { Err(ReadErrorKind::Record("its page is larger than 64 MiB")) } else { Ok(bytes) }
}

/// A body without the lengths of its chunks; as it is where it has none after all.
fn dechunked(body: &[u8]) -> Cow<'_, [u8]> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(end) = memchr::memchr(b'\n', &rest[..rest.len().min(1024)]) {
        let line = String::from_utf8_lossy(&rest[..end]);
        let digits = line.split(';').next().unwrap_or_default().trim();
        let Ok(length) = usize::from_str_radix(digits, 16) else { break };
        rest = &rest[end + 1..];
        if length == 0 {
            return Cow::Owned(whole);
        }
        let length = length.min(rest.len());
        whole.extend_from_slice(&rest[..length]);
        rest = &rest[length..];
        rest = rest.strip_prefix(b"\r\n").unwrap_or(rest);
        if rest.is_empty() {
            return Cow::Owned(whole);
        }
    }
    if whole.is_empty() { Cow::Borrowed(body) } else { Cow::Owned(whole) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn record(kind: &str, url: &str, block: &str) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-01-12T09:30:00Z\r\nContent-Length: \
             {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block.as_bytes(), b"\r\n\r\n"].concat()
    }

    fn answer(text: &str) -> String {
        let text = format!("<p>{text}: {}</p>", "the lamp was lit again in the evening. ".repeat(8));
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<!DOCTYPE html><html><body>{text}</body></html>"
        )
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        to.write_all(bytes).unwrap();
        to.finish().unwrap()
    }

    /// The addresses of the pages, and what is wrong between them.
    fn found(archive: Vec<u8>) -> Vec<String> {
        let origin = Origin { place: "crawl.warc.gz".into(), name: "crawl".into(), ..Origin::default() };
        let source = Source::of_reader(Box::new(io::Cursor::new(archive)), origin).unwrap();
        let source = super::super::compression::decompressed(source).unwrap();
        let stream = Warc.articles(source).unwrap();
        let url = |page: PendingArticle| page.read().map(|loaded| loaded.article.meta.url.unwrap_or_default());
        stream.map(|page| page.and_then(url).unwrap_or_else(|error| format!("! {error}"))).collect()
    }

    #[test]
    fn pages_among_other_records() {
        let plain = [
            record("warcinfo", "", "software: x"),
            record("request", "https://lamp.example/1", "GET /"),
            record("response", "https://lamp.example/1", &answer("one")),
            record(
                "response",
                "https://lamp.example/gone",
                "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nx",
            ),
            record("response", "https://lamp.example/i.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx"),
            record("response", "https://lamp.example/2", &answer("two")),
        ];
        let expected = ["https://lamp.example/1", "https://lamp.example/2"];
        assert_eq!(found(plain.concat()), expected);
        assert_eq!(found(plain.iter().flat_map(|record| packed(record)).collect()), expected);
        assert_eq!(found(packed(&plain.concat())), expected);
    }

    #[test]
    fn a_broken_record_costs_no_other() {
        let good = |number: usize| record("response", &format!("https://lamp.example/{number}"), &answer("words"));
        let mut torn = packed(&good(2));
        let middle = torn.len() / 2;
        torn.iter_mut().skip(middle).take(8).for_each(|byte| *byte ^= 0xff);
        let archive = [packed(&good(1)), torn, packed(&good(3))].concat();
        let found_packed = found(archive);
        assert_eq!(found_packed.first().map(String::as_str), Some("https://lamp.example/1"));
        assert_eq!(found_packed.last().map(String::as_str), Some("https://lamp.example/3"));
        assert!(found_packed[1].starts_with("! crawl.warc.gz, record 2: "), "{found_packed:?}");
        let wrong = String::from_utf8(good(2)).unwrap().replace("Content-Length: ", "Content-Length: x");
        let found_plain = found([good(1), wrong.into_bytes(), good(3)].concat());
        assert_eq!(
            found_plain,
            [
                "https://lamp.example/1",
                "! crawl.warc.gz, record 2: is a broken record: its header gives no length",
                "https://lamp.example/3"
            ]
        );
    }

    #[test]
    fn chunks_are_put_together() {
        assert_eq!(&*dechunked(b"4\r\nWiki\r\n5;x=y\r\npedia\r\n0\r\n\r\n"), b"Wikipedia");
        assert_eq!(&*dechunked(b"<html>4"), b"<html>4");
        assert_eq!(&*dechunked(b"ffffffff\r\nabc"), b"abc");
    }
}
