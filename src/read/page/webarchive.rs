//! Web archives, as Safari saves a page: a binary property list, whose main resource is the page.
//!
//! Only the few objects on the way to the page are looked at, so that a list that refers to itself costs nothing.

use crate::read::address::{is_web_address, page_address};
use crate::read::error::{ReadError, ReadErrorKind};
use crate::read::format::{ArticleStream, Format, Probe, one_article};
use crate::read::pending::{Draft, Origin};
use crate::read::source::Source;

/// See the module.
pub(crate) struct WebArchive;

const MAGIC: &[u8] = b"bplist00";

impl Format for WebArchive {
    fn name(&self) -> Option<&'static str> {
        Some("webarchive")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["webarchive"]
    }

    fn claims(&self, probe: &Probe<'_>) -> bool {
        probe.head.starts_with(MAGIC)
    }

    fn articles(&'static self, source: Source) -> Result<ArticleStream, ReadError> {
        one_article(source, |bytes, origin| read(&bytes, origin).map_err(|kind| origin.error(kind)))
    }
}

fn read(bytes: &[u8], origin: &Origin) -> Result<Draft, ReadErrorKind> {
    let (page, address, charset) = main_resource(bytes).ok_or(ReadErrorKind::NoArticle)?;
    let origin = Origin { charset: charset.or_else(|| origin.charset.clone()), ..origin.clone() };
    let mut draft = super::read_page(page.to_vec(), &origin)?;
    let address = address.filter(|address| is_web_address(address));
    draft.meta.url = draft.meta.url.or_else(|| address.map(|address| page_address(&address)));
    Ok(draft)
}

/// The bytes of the page, its address and its encoding.
fn main_resource(bytes: &[u8]) -> Option<(&[u8], Option<String>, Option<String>)> {
    let list = List::new(bytes)?;
    let resource = list.value(list.top, "WebMainResource")?;
    let text = |key| list.value(resource, key).and_then(|object| list.text(object));
    let page = list.data(list.value(resource, "WebResourceData")?)?;
    Some((page, text("WebResourceURL"), text("WebResourceTextEncodingName")))
}

/// A binary property list.
struct List<'b> {
    bytes: &'b [u8],
    /// Where the table of objects begins, the size of its entries, and how many it has.
    table: usize,
    offset_size: usize,
    objects: usize,
    /// The size of a reference to an object.
    reference_size: usize,
    /// The number of the outermost object.
    top: usize,
}

impl<'b> List<'b> {
    fn new(bytes: &'b [u8]) -> Option<Self> {
        let trailer = bytes.strip_prefix(MAGIC)?.last_chunk::<32>()?;
        let list = Self {
            bytes,
            offset_size: usize::from(trailer[6]),
            reference_size: usize::from(trailer[7]),
            objects: number(&trailer[8..16])?,
            top: number(&trailer[16..24])?,
            table: number(&trailer[24..32])?,
        };
        ((1..=8).contains(&list.offset_size) && (1..=8).contains(&list.reference_size)).then_some(list)
    }

    /// The kind of an object, how many parts it has, and what follows.
    fn object(&self, at: usize) -> Option<(u8, usize, &'b [u8])> {
        if at >= self.objects {
            return None;
        }
        let entry = self.table.checked_add(at.checked_mul(self.offset_size)?)?;
        let offset = number(self.bytes.get(entry..entry.checked_add(self.offset_size)?)?)?;
        let (marker, rest) = self.bytes.get(offset..)?.split_first()?;
        match marker & 0x0f {
            // A number of its own says how many.
            0x0f => {
                let (size, rest) = rest.split_first()?;
                let (count, rest) = rest.split_at_checked(1 << (size & 0x0f).min(4))?;
                Some((marker >> 4, number(count)?, rest))
            }
            count => Some((marker >> 4, usize::from(count), rest)),
        }
    }

    /// The number of the object that a dictionary holds under `key`.
    fn value(&self, dictionary: usize, key: &str) -> Option<usize> {
        let (0xd, count, rest) = self.object(dictionary)? else { return None };
        let size = count.checked_mul(self.reference_size)?;
        let (keys, rest) = rest.split_at_checked(size)?;
        let values = rest.get(..size)?;
        let mut pairs = keys.chunks(self.reference_size).zip(values.chunks(self.reference_size)).take(64);
        pairs.find_map(|(name, value)| {
            let name = self.text(number(name)?)?;
            if name == key { number(value) } else { None }
        })
    }

    fn data(&self, object: usize) -> Option<&'b [u8]> {
        match self.object(object)? {
            (0x4, count, rest) => rest.get(..count),
            _ => None,
        }
    }

    fn text(&self, object: usize) -> Option<String> {
        match self.object(object)? {
            (0x5, count, rest) => rest.get(..count).map(|bytes| String::from_utf8_lossy(bytes).into_owned()),
            (0x6, count, rest) => {
                let bytes = rest.get(..count.checked_mul(2)?)?;
                Some(encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0.into_owned())
            }
            _ => None,
        }
    }
}

/// The number that `bytes` are, the most significant first.
fn number(bytes: &[u8]) -> Option<usize> {
    bytes.iter().try_fold(0usize, |number, &byte| Some(number.checked_mul(256)? | usize::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list of these objects, the first of them the outermost.
    fn list(objects: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let mut table = Vec::new();
        for object in objects {
            table.extend(u16::try_from(bytes.len()).unwrap().to_be_bytes());
            bytes.extend(object);
        }
        let at = bytes.len() as u64;
        bytes.extend(table);
        bytes.extend([0, 0, 0, 0, 0, 0, 2, 1]);
        bytes.extend((objects.len() as u64).to_be_bytes());
        bytes.extend(0u64.to_be_bytes());
        bytes.extend(at.to_be_bytes());
        bytes
    }

    fn long(kind: u8, content: &[u8]) -> Vec<u8> {
        let count = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[kind << 4 | 0x0f, 0x11][..], &count, content].concat()
    }

    fn archive() -> Vec<u8> {
        list(&[
            vec![0xd1, 1, 2],
            long(5, b"WebMainResource"),
            vec![0xd2, 3, 4, 5, 6],
            long(5, b"WebResourceURL"),
            long(5, b"WebResourceData"),
            long(5, b"https://quay.example/pier#top"),
            long(4, "<html><body><p>“The pier opens in May,” said Lena Hurst.</p></body></html>".as_bytes()),
        ])
    }

    #[test]
    fn the_page_is_the_main_resource() {
        let draft = read(&archive(), &Origin::default()).unwrap();
        assert_eq!(draft.text, "“The pier opens in May,” said Lena Hurst.");
        assert_eq!(draft.meta.url.as_deref(), Some("https://quay.example/pier"));
    }

    #[test]
    fn broken_lists_are_refused() {
        let whole = archive();
        for length in 0..whole.len() {
            let _ = read(&whole[..length], &Origin::default());
        }
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 0xff;
            let _ = read(&broken, &Origin::default());
        }
        let own = list(&[vec![0xd1, 1, 0], long(5, b"WebMainResource")]);
        assert!(matches!(read(&own, &Origin::default()), Err(ReadErrorKind::NoArticle)));
    }
}
