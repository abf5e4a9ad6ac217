//! What is said: quotations, places and notices as sentences for the ear. Signs that a screen reader skips or spells
//! out are words here, and everything is one line of plain text.

use crate::quotation::{Kind, Review};
use crate::store::{QuotationIx, QuotationRef};
use crate::text::{counted, number};
use crate::tui::sanitise;
use crate::tui::state::labels;
use crate::tui::state::model::Model;
use crate::tui::state::verification::Verification;
use crate::tui::state::words;
use crate::tui::view::verification;
use crate::verify::against::{is_problem, is_term};

/// Signs of the program's own messages, and what is said for them.
const SIGNS: [(&str, &str); 9] = [
    ("% sure", " percent"),
    ("%", " percent"),
    (" · ", ", "),
    ("¶", "paragraph "),
    ("→", "to"),
    ("≡", "versions: "),
    (" › ", ", then "),
    ("✎ ", "note: "),
    ("▼ ", ""),
];

/// A message of the program as it is said.
#[must_use]
pub fn message(text: &str) -> String {
    let mut said = plain(text);
    for (sign, words) in SIGNS {
        said = said.replace(sign, words);
    }
    said.trim().to_owned()
}

/// A line of counts without its bar.
#[must_use]
pub fn counts(text: &str) -> String {
    let is_bar = |c: char| ('█'..='▏').contains(&c);
    message(text.trim_end_matches(|c: char| is_bar(c) || c == ' '))
}

/// Words of others on one line, without anything that commands a terminal.
#[must_use]
pub fn plain(text: &str) -> String {
    let shown = sanitise::shown(text);
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The quotation under the cursor: its place, who, how, how sure, what a person decided, and its words. Its article is
/// named when `with_article` says so.
#[must_use]
pub fn quotation(model: &Model, with_article: bool) -> Option<String> {
    let quotation = model.selection()?;
    let mut said = format!("{} of {}. ", number(model.list.at + 1), number(model.rows.len()));
    said.push_str(&facts(model, quotation).join(", "));
    said.push_str(". ");
    if with_article {
        said.push_str(&format!("From {}. ", source(model, quotation)));
    }
    if let Some(note) = quotation.note() {
        said.push_str(&format!("Note: {}. ", plain(note).trim_end_matches('.')));
    }
    let label = match quotation.kind() {
        Some(Kind::Indirect) => "Paraphrase",
        Some(Kind::Turn) => "Speech",
        _ => "Quote",
    };
    said.push_str(&format!("{label}: {}", plain(&quotation.words())));
    Some(said)
}

/// Who, how, how sure, and what was decided.
fn facts(model: &Model, quotation: QuotationRef<'_>) -> Vec<String> {
    let mut facts = vec![match quotation.speaker() {
        Some(speaker) => plain(&model.catalog.speaker(speaker).display()),
        None => "nobody named".to_owned(),
    }];
    facts.extend(quotation.kind().map(|kind| kind.word().to_owned()));
    facts.extend(words::certainty(&model.catalog, quotation).map(|sure| message(&sure)));
    let review = match quotation.review() {
        Some(Review::Confirmed) => "confirmed",
        Some(Review::Rejected) => "rejected",
        None => "not reviewed",
    };
    facts.push(review.to_owned());
    let flags = [
        (quotation.star(), "starred"),
        (quotation.denied(), "the article denies that it was said"),
        (quotation.gone(), "no longer in the text"),
    ];
    facts.extend(flags.into_iter().filter(|(is, _)| *is).map(|(_, words)| words.to_owned()));
    let tags: Vec<String> = quotation.tags().map(plain).collect();
    if !tags.is_empty() {
        facts.push(format!("{} {}", if tags.len() == 1 { "tag" } else { "tags" }, tags.join(" and ")));
    }
    facts
}

/// The article of a quotation: its title, outlet and date, and the paragraph.
fn source(model: &Model, quotation: QuotationRef<'_>) -> String {
    let article = model.catalog.article(quotation.article());
    let mut parts = vec![plain(article.title().unwrap_or_else(|| article.id()))];
    parts.extend([article.outlet(), article.published()].into_iter().flatten().map(plain));
    parts.extend(quotation.paragraph().map(|number| format!("paragraph {number}")));
    parts.join(", ")
}

/// How many quotations are in the list, and why these.
#[must_use]
pub fn list(model: &Model) -> String {
    let (seen, total) = (model.rows.len(), model.catalog.len());
    let query = model.query_text();
    let mut said = match (seen == total, query.is_empty()) {
        (true, true) => format!("{}.", counted(total, "quotation")),
        (_, true) => format!("{} of {}.", number(seen), counted(total, "quotation")),
        (_, false) => format!("{} of {} for {}.", number(seen), counted(total, "quotation"), plain(&query)),
    };
    if model.review.is_none()
        && let Some(left_out) = words::left_out(model.left_out)
    {
        said.pop();
        said.push_str(&format!(", {left_out}."));
    }
    said
}

/// The rows of the first pane, each with its number and count.
#[must_use]
pub fn groups(model: &Model, most: usize) -> Vec<String> {
    let groups = &model.found.groups;
    let shown = groups.rows.iter().take(most).enumerate();
    let mut lines = vec![format!("{}:", labels::title(groups.grouping.by))];
    lines.extend(shown.map(|(row, group)| {
        let name = labels::shown(&group.label, groups.grouping.by, &model.catalog);
        format!("{}. {}: {}", row + 1, plain(&name), number(group.count))
    }));
    if groups.rows.len() > most {
        lines.push(format!("{} more.", number(groups.rows.len() - most)));
    }
    lines
}

/// A passage of the draft that is being checked: its verdict, its words, and what is to be known of it.
#[must_use]
pub fn passage(draft: &Verification, row: usize) -> Option<String> {
    let (finding, passage, words) = draft.row(row)?;
    let checked = draft.checked.as_ref()?;
    let term = is_term(&checked.draft, finding);
    let verdict = if term { "term" } else { finding.verdict.label() };
    let problem = if is_problem(&checked.draft, finding, false) { "Problem, " } else { "" };
    let details = message(&verification::details(finding, passage, term));
    let words = plain(words).replace(" > ", " ");
    Some(format!("{} of {}. {problem}{verdict}. Draft: {words} In {details}", row + 1, draft.order.len()))
}

/// A version of a quotation: who, where, when, and the words.
#[must_use]
pub fn version(model: &Model, ix: QuotationIx) -> String {
    let quotation = model.catalog.quotation(ix);
    let speaker = quotation.speaker().map(|speaker| plain(&model.catalog.speaker(speaker).display()));
    let speaker = speaker.unwrap_or_else(|| "nobody named".to_owned());
    format!("{speaker}, {}: {}", source(model, quotation), plain(&quotation.words()))
}

/// The paragraph with that number, or the one that holds the quotation under the cursor.
///
/// # Errors
/// Says why there is none.
pub fn paragraph(model: &Model, wanted: Option<usize>) -> Result<String, String> {
    let Some((_, reading)) = model.context.shown.as_ref().filter(|(_, reading)| reading.own_words) else {
        return Err("The store has no text of this article.".to_owned());
    };
    let spans = reading.paragraphs.spans();
    let here = model.context.marks.quotation.map(|span| reading.paragraphs.number(span.start));
    let paragraph = wanted.or(here).unwrap_or(1);
    match paragraph.checked_sub(1).and_then(|at| spans.get(at)) {
        Some(span) => Ok(format!("Paragraph {paragraph} of {}: {}", spans.len(), plain(span.of(&reading.text)))),
        None => Err(format!("The article has {}.", counted(spans.len(), "paragraph"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_said_as_words() {
        assert_eq!(message("Rule: subject · 97% sure"), "Rule: subject, 97 percent");
        assert_eq!(message("Cue: “said” (¶3)"), "Cue: “said” (paragraph 3)");
        assert_eq!(message("by you; the program had Ann Bell, 20%"), "by you; the program had Ann Bell, 20 percent");
    }

    #[test]
    fn nothing_commands_the_terminal() {
        let said = plain("a\u{1b}[2Jb\nc\t d\u{9b}e\u{202e}f");
        assert!(!said.contains(char::is_control) && !said.contains('\u{202e}'), "{said:?}");
        assert!(said.starts_with('a') && said.contains("b c d"), "{said:?}");
    }
}
