//! Headings inside an article that are set as quotations: they stand above the words that they are taken from.
//!
//! What was said before them says nothing about them; only an echo further down gives them a speaker.

use super::Passage;
use super::spoken::{TITLE_CASE, capitals};
use crate::extract::narrative::Narrative;

/// Whether the passage is all of a short heading in title case.
pub fn is_heading(narrative: &Narrative<'_>, passage: &Passage, quote: usize) -> bool {
    const LONGEST: usize = 8;
    passage.around.whole
        && passage.paragraph > 0
        && (2..=LONGEST).contains(&passage.words)
        && !passage.continues
        && capitals(narrative, quote) == TITLE_CASE
}

/// Whether the passage is all of its paragraph and ends as no sentence does: the heading of a section.
pub fn is_subheading(narrative: &Narrative<'_>, passage: &Passage, quote: usize) -> bool {
    const LONGEST: usize = 12;
    let quoted = &narrative.quoted[quote];
    let (start, end) = narrative.layout[passage.paragraph as usize].tokens;
    let only = (start as usize..end as usize).all(|at| {
        let token = &narrative.tokens[at];
        at == passage.token as usize || token.is_sign('-') || token.is_sign('–') || token.is_sign('*')
    });
    let inner = quoted.inner.of(narrative.text).trim_end();
    passage.around.whole
        && passage.around.first
        && !passage.around.announced
        && !passage.continues
        && quoted.closed
        && only
        && passage.paragraph > 0
        && (passage.paragraph as usize) + 1 < narrative.layout.len()
        && (2..=LONGEST).contains(&passage.words)
        && inner.ends_with(char::is_alphanumeric)
}

/// Whether the passage stands in a line between the paragraphs that leads to another page or belongs to this one's
/// furniture: "READ MORE: …", "© 2026 …".
pub fn is_furniture(narrative: &Narrative<'_>, passage: &Passage) -> bool {
    const LONGEST: usize = 200;
    const BEGINNINGS: [&str; 12] = [
        "read more",
        "read next",
        "read also",
        "also read",
        "related",
        "see also",
        "watch",
        "listen",
        "more on this",
        "don't miss",
        "image caption",
        "copyright",
    ];
    let line = narrative.paragraphs.spans()[passage.paragraph as usize].of(narrative.text);
    let line =
        line.trim_start_matches(|c: char| matches!(c, '*' | '_' | '>' | '#' | '-' | '•' | '[') || c.is_whitespace());
    if line.len() > LONGEST {
        return false;
    }
    line.starts_with('©')
        || line.split_once(':').is_some_and(|(label, _)| {
            let label = label.trim_end_matches(['*', '_', ' ']).replace('’', "'").to_lowercase();
            BEGINNINGS.contains(&label.as_str())
        })
}

#[cfg(test)]
mod tests {
    use crate::extract::attribution::testing::check_quotations as check;

    #[test]
    fn a_heading_is_not_the_last_speakers() {
        check(
            "“The mill is old,” said Mara Quist.\n\n‘We were never asked about the new dam’\n\nPeter Dahl lives below it. “Nobody came to see us,” he said.",
            &[
                ("The mill is old,", "Mara Quist"),
                ("We were never asked about the new dam", ""),
                ("Nobody came to see us,", "Peter Dahl"),
            ],
        );
    }

    #[test]
    fn a_heading_takes_its_speaker_from_the_words_below() {
        check(
            "“The mill is old,” said Mara Quist.\n\n‘Nobody came to see us’\n\nPeter Dahl lives below it. “Nobody came to see us, not even once,” he said.",
            &[
                ("The mill is old,", "Mara Quist"),
                ("Nobody came to see us", "Peter Dahl"),
                ("Nobody came to see us, not even once,", "Peter Dahl"),
            ],
        );
    }

    #[test]
    fn what_leads_to_another_page_is_not_the_last_speakers() {
        check(
            "“The mill is old,” said Mara Quist.\n\nREAD MORE: “I nearly drowned,” swimmer recalls\n\n“We dry it every year.”\n\n© 2026 Mill News. “All the news that turns.”",
            &[("The mill is old,", "Mara Quist"), ("We dry it every year.", "Mara Quist")],
        );
    }

    #[test]
    fn a_sentence_of_its_own_is_no_heading() {
        check(
            "“The mill is old,” said Mara Quist.\n\n“We have looked at every beam of it.”\n\nIt was built in 1803.",
            &[("The mill is old,", "Mara Quist"), ("We have looked at every beam of it.", "Mara Quist")],
        );
    }
}
