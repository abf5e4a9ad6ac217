//! Stores to explore, made by hand: places are counted from the words, so that the texts can be changed freely.

use std::fmt::Write as _;

/// A quotation: its speaker (none when nobody could be named), its words, its kind, its cue and its mention.
pub struct Said {
    pub speaker: Option<&'static str>,
    pub words: &'static str,
    pub kind: &'static str,
    pub cue: &'static str,
    pub mention: &'static str,
    pub confidence: f64,
}

const fn said(
    speaker: &'static str,
    words: &'static str,
    kind: &'static str,
    cue: &'static str,
    mention: &'static str,
    confidence: f64,
) -> Said {
    Said { speaker: Some(speaker), words, kind, cue, mention, confidence }
}

/// An article.
pub struct Written {
    pub id: &'static str,
    pub title: &'static str,
    pub published: &'static str,
    pub url: &'static str,
    /// Names with their kinds.
    pub speakers: &'static [(&'static str, &'static str)],
    pub text: &'static str,
    pub said: &'static [Said],
}

/// Two articles with seven quotations by four speakers.
pub const TWO: &[Written] = &[HARBOUR, OPERA];

/// `TWO` as a store.
pub fn two() -> String {
    store(TWO)
}

pub const HARBOUR: Written = Written {
    id: "harbour-bridge",
    title: "Harbour bridge to close for a year",
    published: "2026-01-08",
    url: "https://news.example/harbour?id=1",
    speakers: &[("Maria Olsen", "person"), ("Tom Reed", "person"), ("residents", "unnamed")],
    text: "Harbour bridge to close for a year\n\nThe bridge over the harbour will close in March, the council decided on \
Thursday.\n\n“We cannot wait until somebody is hurt,” Maria Olsen, the mayor, said after the vote. “The steel is tired \
and so are we.”\n\nShe described the old ferry as “a museum piece”.\n\nTom Reed, who runs the ferry, told the Gazette: \
“Nobody has asked us anything, and the museum piece carries nine hundred people a day.”\n\nAccording to residents, the \
detour is “an hour of our lives”.\n",
    said: &[
        said("Maria Olsen", "We cannot wait until somebody is hurt,", "direct", "said", "Maria Olsen", 0.97),
        said("Maria Olsen", "The steel is tired and so are we.", "direct", "said", "Maria Olsen", 0.93),
        said("Maria Olsen", "a museum piece", "mixed", "described the old ferry as", "She", 0.71),
        said(
            "Tom Reed",
            "Nobody has asked us anything, and the museum piece carries nine hundred people a day.",
            "direct",
            "told",
            "Tom Reed",
            0.95,
        ),
        said("residents", "an hour of our lives", "mixed", "According to", "residents", 0.62),
    ],
};

pub const OPERA: Written = Written {
    id: "opera-opens",
    title: "Opera house opens after ten years",
    published: "2026-02-20",
    url: "https://news.example/opera",
    speakers: &[("Ana Díaz", "person")],
    text: "Opera house opens after ten years\n\nThe new opera house opened on Friday with a piece by Ana Díaz.\n\n“Ten \
years ago this was a hole with a fence around it,” Ana Díaz said.\n\nA sign at the door reads “Silence, please”.\n",
    said: &[
        said("Ana Díaz", "Ten years ago this was a hole with a fence around it,", "direct", "said", "Ana Díaz", 0.96),
        Said { speaker: None, words: "Silence, please", kind: "mixed", cue: "reads", mention: "", confidence: 0.0 },
    ],
};

/// These articles as a store.
pub fn store(articles: &[Written]) -> String {
    articles.iter().map(document).collect::<Vec<_>>().join("---\n")
}

fn document(article: &Written) -> String {
    let mut out = String::new();
    let Written { id, title, published, url, .. } = article;
    let _ = write!(out, "article:\n  id: {id}\n  title: {title}\n");
    let _ = write!(out, "  url: {url}\n  outlet: The Gazette\n  published: {published}\ntext: |\n");
    for line in article.text.lines() {
        let _ = if line.is_empty() { writeln!(out) } else { writeln!(out, "  {line}") };
    }
    out.push_str("speakers:\n");
    for (name, kind) in article.speakers {
        let _ = write!(out, "- name: {name}\n  kind: {kind}\n");
    }
    out.push_str("quotes:\n");
    for (number, said) in article.said.iter().enumerate() {
        let _ = writeln!(out, "- id: q{:08x}", number + 1);
        if let Some(speaker) = said.speaker {
            let _ = writeln!(out, "  speaker: {speaker}");
        }
        let words = serde_json::Value::from(said.words).to_string();
        let at = place(article.text, said.words, 0);
        let _ = write!(out, "  text: {words}\n  kind: {}\n  at: {at}\n  evidence:\n", said.kind);
        if let Some(speaker) = said.speaker {
            let _ = writeln!(out, "    speaker: {speaker}");
        }
        let _ = write!(out, "    kind: {}\n    at: {at}\n", said.kind);
        let near = article.text.find(said.words).expect("its words are in the text");
        if !said.mention.is_empty() {
            let at = nearest(article.text, said.mention, near);
            let _ = writeln!(out, "    mention: {{text: {}, at: {at}}}", said.mention);
            let at = nearest(article.text, said.cue, near);
            let _ = writeln!(out, "    cue: {{text: {}, at: {at}}}", said.cue);
            let _ = write!(out, "    rule: by-hand\n    confidence: {}\n", said.confidence);
        }
    }
    out
}

/// Where `words` stand first from byte `from` on, in code points.
fn place(text: &str, words: &str, from: usize) -> String {
    let start = from + text[from..].find(words).unwrap_or_else(|| panic!("{words:?} is not in the text"));
    let points = |end: usize| text[..end].chars().count();
    format!("[{}, {}]", points(start), points(start + words.len()))
}

/// Of all places where `words` stand, the one nearest to byte `near`.
fn nearest(text: &str, words: &str, near: usize) -> String {
    let start = text
        .match_indices(words)
        .map(|(at, _)| at)
        .min_by_key(|at| at.abs_diff(near))
        .unwrap_or_else(|| panic!("{words:?} is not in the text"));
    place(text, words, start)
}

/// A store of `count` articles with two quotations each, by one speaker in ten, for lists that are longer than a screen.
pub fn many(count: usize) -> String {
    let mut out = String::new();
    for number in 0..count {
        let speaker = format!("Speaker {}", number % 10);
        let first = format!("This is statement number {number} of the year.");
        let second = "nothing more to say";
        let text = format!("Article {number}\n\n“{first}” {speaker} said. It was “{second}”, he added.\n");
        let (one, two) = (place(&text, &first, 0), place(&text, second, 0));
        let _ = write!(
            out,
            "{}article:\n  id: article-{number:05}\n  published: 2026-{:02}-01\ntext: |\n  Article {number}\n\n  “{first}” \
             {speaker} said. It was “{second}”, he added.\nspeakers:\n- name: {speaker}\n  kind: person\nquotes:\n- id: \
             q{number:07x}a\n  speaker: {speaker}\n  text: {first}\n  kind: direct\n  at: {one}\n- id: q{number:07x}b\n  \
             speaker: {speaker}\n  text: {second}\n  kind: mixed\n  at: {two}\n",
            if number > 0 { "---\n" } else { "" },
            number % 12 + 1,
        );
    }
    out
}

/// Quotations that nobody would want in a terminal: escape sequences, direction overrides, wide and combining
/// characters, right-to-left text, a word without an end. Without article texts, as people write them by hand.
pub fn hostile() -> String {
    let long = "endless".repeat(400);
    let words: [(&str, &str); 9] = [
        ("Escape Artist", "before \u{1b}]0;pwned\u{7}\u{1b}[2J\u{1b}[31m\u{9b}5m after"),
        ("Over\u{202e}ride", "invoice \u{202e}fdp.exe"),
        ("中村 太郎", "私たちは 橋を 直さなければ なりません。"),
        ("Family 👩\u{200d}👩\u{200d}👧", "We 🇺🇦 love ☂\u{fe0f} and 👍🏽 very much"),
        ("Zoe\u{308} Combining", "Cafe\u{301} na\u{308}chste Woche"),
        ("דוד לוי", "אנחנו לא יכולים לחכות"),
        ("فاطمة", "لا يمكننا الانتظار"),
        ("Long Winded", &long),
        ("Tab\tand\nline", "one\ttwo\nthree\r\nfour"),
    ];
    let mut out = String::from("quotes:\n");
    for (speaker, text) in words {
        let quoted = |text: &str| {
            let json = serde_json::Value::from(text).to_string();
            // JSON writes these as they are; a file of text could not hold them.
            json.chars()
                .map(|c| if ('\u{7f}'..='\u{9f}').contains(&c) { format!("\\u{:04x}", c as u32) } else { c.into() })
                .collect::<String>()
        };
        let _ = write!(out, "- speaker: {}\n  text: {}\n", quoted(speaker), quoted(text));
    }
    out
}
