//! Echoes: a headline quotes a few words of what is quoted in full further down. The full quotation knows its speaker.

use super::candidates::{Candidate, Frame, Relation};
use super::{Decision, headings};
use crate::extract::lexicon::WordId;
use crate::extract::mentions::NOBODY;
use crate::extract::narrative::Narrative;

/// Longer passages stand for themselves.
const LONGEST: usize = 8;
/// How many passages further down are looked at.
const FAR: usize = 80;

/// Gives each short passage of a headline the speaker of the later passage that has its words.
pub fn echo(narrative: &Narrative<'_>, decisions: &mut [Decision]) {
    for at in 0..decisions.len() {
        let passage = &decisions[at].passage;
        let headline = passage.around.headline
            || passage.paragraph == 0
            || headings::is_subheading(narrative, passage, decisions[at].quote);
        // An explicit tag beats an echo.
        let tagged = decisions[at].chosen.is_some_and(|own| super::is_tag(&own));
        if !headline || tagged || passage.words == 0 || passage.words > LONGEST {
            continue;
        }
        let words = words(narrative, decisions[at].quote);
        if words.is_empty() {
            continue;
        }
        let Some(full) = decisions[at + 1..].iter().take(FAR).find(|later| says(narrative, later, &words)) else {
            continue;
        };
        let Some(entity) = full.chosen.map(|chosen| chosen.entity) else { continue };
        let (speaker_probability, spoken) = (full.speaker_probability, full.spoken);
        let own = decisions[at].chosen.filter(|own| own.entity == entity);
        // A first paragraph that is no headline says itself who speaks; an echo can only bear it out.
        if own.is_none() && decisions[at].passage.paragraph == 0 && !is_short(narrative, 0) {
            continue;
        }
        decisions[at].chosen = own.or(Some(echoed(entity)));
        decisions[at].speaker_probability = speaker_probability;
        decisions[at].spoken = decisions[at].spoken.max(spoken);
    }
}

/// Whether a paragraph is no longer than a headline.
fn is_short(narrative: &Narrative<'_>, paragraph: usize) -> bool {
    const HEADLINE: u32 = 40;
    narrative.layout.get(paragraph).is_some_and(|layout| layout.tokens.1 - layout.tokens.0 <= HEADLINE)
}

/// Whether a later passage was said by somebody and holds these words in this order.
fn says(narrative: &Narrative<'_>, later: &Decision, wanted: &[WordId]) -> bool {
    later.spoken > 0.5
        && !later.passage.around.headline
        && later.passage.words >= wanted.len()
        && later.chosen.is_some_and(|chosen| chosen.entity != NOBODY)
        && words(narrative, later.quote).windows(wanted.len()).any(|window| window == wanted)
}

fn words(narrative: &Narrative<'_>, quote: usize) -> Vec<WordId> {
    narrative.words_of(quote).iter().filter(|word| word.is_word()).map(|word| word.id).collect()
}

fn echoed(entity: u32) -> Candidate {
    Candidate {
        mention: None,
        entity,
        relation: Relation::Echo,
        cue: None,
        frame: Frame::None,
        how: None,
        passive: false,
        distance: 0,
        rank: 0,
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::extract::{Options, extract};

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Option<&str>)]) {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let found = extract(&article, Options::default()).quotations;
        let found: Vec<(&str, Option<&str>)> =
            found.iter().map(|quotation| (quotation.text.as_str(), quotation.speaker.as_deref())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_headline_takes_its_speaker_from_the_text() {
        check(
            "Budget ‘A Leap In The Dark,’ Rivals Warn\n\nThe budget was set out on Monday.\n\n“It is a leap in the dark, and we will all pay for it,” said Mary Brown, the leader of the opposition.",
            &[
                ("A Leap In The Dark,", Some("Mary Brown")),
                ("It is a leap in the dark, and we will all pay for it,", Some("Mary Brown")),
            ],
        );
    }

    #[test]
    fn a_long_first_paragraph_is_no_headline() {
        let text = "The committee has asked the council not to remove the words ‘mill house’ from its letters, after members of all the parties objected on Monday to the change that the clerk had made in the spring without a word to any of them. “We live in the mill house and will say so,” said Mary Brown, the leader of the opposition.";
        let article = Article { text: text.to_owned(), ..Article::default() };
        let found = extract(&article, Options::default()).quotations;
        let of_brown = found.iter().filter(|quotation| quotation.speaker.as_deref() == Some("Mary Brown"));
        let of_brown: Vec<&str> = of_brown.map(|quotation| quotation.text.as_str()).collect();
        assert_eq!(of_brown, ["We live in the mill house and will say so,"]);
    }

    #[test]
    fn other_words_are_no_echo() {
        check(
            "The ‘Buffett Rule’ Returns To The House\n\nThe budget was set out on Monday.\n\n“It is a leap in the dark,” said Mary Brown, the leader of the opposition.",
            &[("It is a leap in the dark,", Some("Mary Brown"))],
        );
    }
}
