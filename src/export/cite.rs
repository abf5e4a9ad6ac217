//! A quotation as it is cited: its words with or without marks, its speaker, its article. One place for every format
//! that people read, so that nothing leaves the program looking verbatim that is not.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::Row;
use super::line::flat;

/// Whether the words were reported, not quoted: they never stand within marks or in a block quote.
#[must_use]
pub fn is_paraphrase(row: &Row<'_>) -> bool {
    row.kind == Some("indirect")
}

/// The words as they stand in a list: within marks where the source has them.
#[must_use]
pub fn quoted(row: &Row<'_>) -> String {
    match row.kind {
        Some("indirect" | "turn") => row.text.to_string(),
        _ => format!("“{}”", row.text),
    }
}

/// The words as they stand by themselves: a paraphrase is introduced as one.
#[must_use]
pub fn presented(row: &Row<'_>) -> String {
    if !is_paraphrase(row) {
        return quoted(row);
    }
    match row.speaker {
        Some(_) => format!("{} said, in the paper's words: {}", speaker_name(row), row.text),
        None => format!("In the paper's words: {}", row.text),
    }
}

/// The words with their citation as plain text.
#[must_use]
pub fn citation(row: &Row<'_>) -> String {
    let words = if row.kind == Some("turn") { format!("“{}”", row.text) } else { presented(row) };
    let title = row.title.as_deref().unwrap_or(&row.article);
    let mut text = format!("{words}\n{}, “{}”", speaker(row), flat(title));
    for part in details(row) {
        let _ = write!(text, ", {part}");
    }
    if let Some(url) = &row.url {
        let _ = write!(text, ", {url}");
    }
    text
}

/// The speaker with role, or that nobody is named; that the article denies the words stands with it.
#[must_use]
pub fn speaker(row: &Row<'_>) -> String {
    let mut text = speaker_name(row);
    if let Some(role) = row.role.as_deref().filter(|_| row.speaker_kind != Some("unnamed")) {
        let _ = write!(text, ", {}", flat(role));
    }
    if row.denied { format!("Not said by {text}, according to the article") } else { text }
}

/// The speaker's name, with "(unnamed)" where it is a description.
#[must_use]
pub fn speaker_name(row: &Row<'_>) -> String {
    match row.speaker.as_deref().map(flat) {
        None => "Unattributed".to_owned(),
        Some(name) if row.speaker_kind == Some("unnamed") => format!("{name} (unnamed)"),
        Some(name) => name,
    }
}

/// Author, outlet, date and place in the article, as far as they are known.
#[must_use]
pub fn details(row: &Row<'_>) -> Vec<String> {
    let mut parts: Vec<String> =
        [&row.author, &row.outlet, &row.published].into_iter().flatten().map(|part| flat(part)).collect();
    if row.gone {
        parts.push(match row.revision {
            Some(revision) => format!("no longer in the text (revision {revision})"),
            None => "no longer in the text".to_owned(),
        });
        return parts;
    }
    match (&row.time, row.page, row.paragraph) {
        (Some(time), ..) => parts.push(flat(time)),
        (None, Some(page), _) => parts.push(format!("p. {page}")),
        (None, None, Some(paragraph)) => parts.push(format!("¶{paragraph}")),
        (None, None, None) => {}
    }
    parts
}

/// What a person decided, with who and when where that is known: "confirmed by Ann, 2026-01-08".
#[must_use]
pub fn reviewed(row: &Row<'_>) -> Option<String> {
    let mut text = row.review?.to_owned();
    if let Some(by) = &row.reviewed_by {
        let _ = write!(text, " by {}", flat(by));
    }
    if let Some(on) = &row.reviewed_on {
        let _ = write!(text, ", {}", flat(on));
    }
    Some(text)
}

/// Without the comma that belongs to the article's sentence.
#[must_use]
pub fn tidy<'a>(words: &Cow<'a, str>) -> Cow<'a, str> {
    match words {
        Cow::Borrowed(words) => Cow::Borrowed(without_comma(words)),
        Cow::Owned(words) => Cow::Owned(without_comma(words).to_owned()),
    }
}

fn without_comma(words: &str) -> &str {
    words.trim_end().strip_suffix(',').unwrap_or(words)
}

/// Whether browsers open it as a page.
#[must_use]
pub fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// The address with a text fragment that makes browsers show the words; `None` for what is no address of the web.
#[must_use]
pub fn pointing(url: &str, words: &str) -> Option<String> {
    if !is_web(url) {
        return None;
    }
    let words: Vec<&str> = words.trim_end_matches([',', '.']).split_whitespace().collect();
    let fragment = if words.len() > 8 {
        let (first, last) = (words[..4].join(" "), words[words.len() - 4..].join(" "));
        format!("{},{}", percent_encoded(&first), percent_encoded(&last))
    } else {
        percent_encoded(&words.join(" "))
    };
    let plain = url.split_once('#').map_or(url, |(plain, _)| plain);
    Some(format!("{plain}#:~:text={fragment}"))
}

/// Percent-encoded, also the characters that mean something in a text fragment.
#[must_use]
pub fn percent_encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: &'static str) -> Row<'static> {
        Row {
            article: "a".into(),
            speaker: Some("Ann Lee".into()),
            text: "it would rain,".into(),
            kind: Some(kind),
            ..Row::default()
        }
    }

    #[test]
    fn what_is_not_verbatim_stands_within_no_marks() {
        assert_eq!(quoted(&row("direct")), "“it would rain,”");
        assert_eq!(quoted(&row("turn")), "it would rain,");
        assert_eq!(presented(&row("indirect")), "Ann Lee said, in the paper's words: it would rain,");
        assert!(!citation(&row("indirect")).starts_with('“'));
        let nobody = Row { speaker: None, ..row("indirect") };
        assert_eq!(presented(&nobody), "In the paper's words: it would rain,");
    }

    #[test]
    fn the_denied_are_cited_as_denied() {
        let denied = Row { denied: true, ..row("direct") };
        assert_eq!(speaker(&denied), "Not said by Ann Lee, according to the article");
    }

    #[test]
    fn the_comma_of_the_sentence_can_go() {
        assert_eq!(tidy(&"a, b, ".into()), "a, b");
        assert_eq!(tidy(&"a.".into()), "a.");
    }

    #[test]
    fn a_place_is_a_time_a_page_or_a_paragraph() {
        let at = |time: Option<&'static str>, page| {
            details(&Row { time: time.map(Into::into), page, paragraph: Some(3), ..Row::default() }).join(" ")
        };
        assert_eq!(
            (at(Some("00:01:02"), None), at(None, Some(7)), at(None, None)),
            ("00:01:02".into(), "p. 7".into(), "¶3".into())
        );
    }

    #[test]
    fn a_url_points_at_the_words() {
        let url = "https://example.org/a#top";
        assert_eq!(
            pointing(url, "no, never-ever").as_deref(),
            Some("https://example.org/a#:~:text=no%2C%20never%2Dever")
        );
        assert_eq!(
            pointing(url, "one two three four five six seven eight nine").as_deref(),
            Some("https://example.org/a#:~:text=one%20two%20three%20four,six%20seven%20eight%20nine")
        );
        assert_eq!(pointing("javascript:alert(1)", "x"), None);
    }
}
