//! XML as a row of events, with names bare of their prefixes and entities resolved. Nothing is expanded but the five
//! entities of XML and characters by their numbers, so that no document grows while it is read.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Raw};

use super::entities;
use super::unreadable::Unreadable;

/// What an XML document holds, one after the other.
pub(super) enum Event<'a> {
    /// A tag that opens.
    Start {
        /// Its name without prefix.
        name: &'a str,
        /// What it says.
        attributes: Attributes<'a>,
    },
    /// A tag that closes, also after one without content.
    End {
        /// Its name without prefix.
        name: &'a str,
    },
    /// Words between tags, perhaps not all at once.
    Text(&'a str),
}

/// The attributes of a tag.
pub(super) struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// The value of an attribute, by its name without prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.0.attributes().with_checks(false).flatten().take(1000).find_map(|attribute| {
            let local = attribute.key.local_name();
            (local.as_ref() == name).then(|| entities::xml(&attribute.value).into_owned())
        })
    }
}

/// Gives every event of `xml` to `give`.
///
/// # Errors
/// The first error of `give`, and XML that is broken beyond reading.
pub(super) fn walk(xml: &str, mut give: impl FnMut(Event<'_>) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    loop {
        let event = reader.read_event().map_err(|_| Unreadable::Damaged("its XML is broken"))?;
        match event {
            Raw::Start(tag) => start(&tag, &mut give)?,
            Raw::Empty(tag) => {
                start(&tag, &mut give)?;
                give(Event::End { name: tag.local_name().as_ref() })?;
            }
            Raw::End(tag) => give(Event::End { name: tag.local_name().as_ref() })?,
            Raw::Text(text) => give(Event::Text(&text))?,
            Raw::CData(text) => give(Event::Text(&text))?,
            Raw::GeneralRef(name) => {
                let written = format!("&{};", &*name);
                give(Event::Text(&entities::xml(&written)))?;
            }
            Raw::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn start(tag: &BytesStart<'_>, give: &mut impl FnMut(Event<'_>) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    give(Event::Start { name: tag.local_name().as_ref(), attributes: Attributes(tag) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(xml: &str) -> String {
        let mut text = String::new();
        walk(xml, |event| {
            match event {
                Event::Start { name, attributes } => {
                    text.push_str(&format!("<{name}{}>", attributes.get("n").unwrap_or_default()));
                }
                Event::End { name } => text.push_str(&format!("</{name}>")),
                Event::Text(words) => text.push_str(words),
            }
            Ok(())
        })
        .unwrap();
        text
    }

    #[test]
    fn names_lose_their_prefix_and_entities_are_resolved() {
        assert_eq!(
            text("<a:b a:n='1&amp;'>x &#8220;y&#x201d; &lt;&unknown;</a:b><c/>"),
            "<b1&>x “y” <&unknown;</b><c></c>"
        );
        assert_eq!(text("<a><![CDATA[<b>&amp;]]></a>"), "<a><b>&amp;</a>");
    }

    #[test]
    fn entities_of_a_document_do_not_grow() {
        let bomb = "<!DOCTYPE a [<!ENTITY x 'xx'><!ENTITY y '&x;&x;'>]><a>&y;</a>";
        assert_eq!(text(bomb), "<a>&y;</a>");
    }
}
