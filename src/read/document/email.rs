//! E-mail: the words of a message, its subject, sender and date.

use mail_parser::{Address, MessageParser};

use super::super::pending::Repair;
use super::{Document, Unreadable};

/// Reads a message.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let message = MessageParser::default().parse(bytes).ok_or(Unreadable::Damaged("it has no headers"))?;
    let mut document = Document::default();
    document.meta.title = message.subject().map(str::trim).filter(|subject| !subject.is_empty()).map(str::to_owned);
    document.meta.author = message.from().and_then(sender);
    document.meta.published = message.date().filter(|date| date.is_valid()).map(mail_parser::DateTime::to_rfc3339);
    let bodies = message.text_body_count();
    for number in 0..bodies.min(100) {
        if let Some(text) = message.body_text(number) {
            let text = text.replace("\r\n", "\n");
            let text = text.trim_matches('\n').trim_end();
            if !text.is_empty() {
                super::append(&mut document.text, text);
            }
        }
    }
    if !document.text.is_empty() {
        document.text.push('\n');
    }
    let attached = message.attachments().filter(|part| !part.is_message()).count();
    if attached > 0 {
        document.repairs.push(Repair { what: "attached files not read", count: attached });
    }
    Ok(document)
}

fn sender(from: &Address<'_>) -> Option<String> {
    let first = from.first()?;
    let name = first.name().or_else(|| first.address())?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_gives_its_words_and_who_sent_it() {
        let message = b"From: =?utf-8?q?Mara_L=C3=ADnd?= <mara@example.org>\r\nTo: desk@example.org\r\nSubject: The \
                        bridge\r\nDate: Mon, 12 Jan 2026 09:30:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: \
                        text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E2=80=9CIt \
                        stays,=E2=80=9D she=\r\n said.\r\n";
        let document = read(message).unwrap();
        assert_eq!(document.text, "“It stays,” she said.\n");
        assert_eq!(document.meta.title.as_deref(), Some("The bridge"));
        assert_eq!(document.meta.author.as_deref(), Some("Mara Línd"));
        assert_eq!(document.meta.published.as_deref(), Some("2026-01-12T09:30:00+01:00"));
    }

    #[test]
    fn deep_nesting_ends() {
        let mut message = String::new();
        for number in 0..5000 {
            message.push_str(&format!("Content-Type: multipart/mixed; boundary=b{number}\r\n\r\n--b{number}\r\n"));
        }
        let _ = read(message.as_bytes());
        let _ = read("Content-Type: message/rfc822\r\n\r\n".repeat(5000).as_bytes());
    }
}
