//! An article to its quotations. Knows nothing of files and stores.
//!
//! The way of an article: `text::quoted` finds the passages in quotation marks; [`narrative`] makes tokens and
//! sentences of the words around them; [`names`] and [`mentions`] find who is named there; [`speakers`] and
//! [`resolve`] tell whom the mentions stand for; [`attribution`] decides for each passage whether it was said and by
//! whom; here the answers become records.

pub mod attribution;
pub mod clauses;
pub mod indirect;
pub mod lexicon;
pub mod mentions;
pub mod names;
pub mod narrative;
pub mod resolve;
pub mod speakers;
mod synonyms;
pub mod tokens;

use attribution::{Decision, Scene, model::Model};
use mentions::Mention;
use names::Capitals;
use narrative::Narrative;
use speakers::Entity;

use crate::article::Article;
use crate::quotation::Quotation;
use crate::speaker::Speaker;

/// What to look for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Also speech reported without quotation marks.
    pub indirect: bool,
}

/// What was found in one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extraction {
    /// Those who speak in it, each once, in the order of their first quotation.
    pub speakers: Vec<Speaker>,
    /// What they said, in the order of the text. Every quotation has its id, place and evidence.
    pub quotations: Vec<Quotation>,
}

/// Finds the quotations of `article` and their speakers.
#[must_use]
pub fn extract(article: &Article, options: Options) -> Extraction {
    extract_with(article, options, Model::learned())
}

/// The same with other weights than those that the program comes with: what learning measures itself by.
#[must_use]
pub fn extract_with(article: &Article, options: Options, model: &Model) -> Extraction {
    let reading = Reading::new(&article.text);
    let decisions = reading.decide(model);
    record::records(&reading, &decisions, options)
}

/// An article read up to the point where decisions can be made.
#[derive(Debug)]
pub struct Reading<'t> {
    /// Its tokens and sentences.
    pub narrative: Narrative<'t>,
    /// Its mentions, resolved.
    pub mentions: Vec<Mention>,
    /// Everybody and everything that they stand for.
    pub entities: Vec<Entity>,
    /// Who does what.
    pub acts: clauses::Acts,
    /// For each passage the speaker that its own first words name, as in a transcript, and where they end.
    pub labels: Vec<Option<(u32, u32)>>,
    /// For each passage the entities that it names.
    pub inside: Vec<Vec<u32>>,
    /// Passages that are nicknames inside names.
    pub nicknames: Vec<u32>,
}

impl<'t> Reading<'t> {
    /// Reads `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let narrative = Narrative::new(text);
        let capitals = capitals(&narrative);
        let outside = names::names(
            &narrative.tokens,
            text,
            &capitals,
            |at| narrative.is_initial(at),
            |at| narrative.layout[narrative.tokens[at].paragraph as usize].headline,
        );
        let inside = names::names(
            &narrative.inside,
            text,
            &capitals,
            |at| starts_inside(&narrative, at),
            |at| narrative.layout[narrative.inside[at].paragraph as usize].headline,
        );
        let nicknames = outside.iter().filter_map(|name| name.nickname).collect();
        let mut mentions = mentions::mentions(&narrative, &outside);
        let mut entities = speakers::entities(&narrative, &outside, &inside, &mut mentions);
        let acts = clauses::Acts::new(&narrative, &mentions);
        resolve::resolve(&narrative, &mut mentions, &mut entities, &acts);
        let labels = labels(&narrative, &entities);
        let inside = resolve::named_inside(&narrative, &entities);
        Self { narrative, mentions, entities: entities.list, acts, labels, inside, nicknames }
    }

    /// Decides about every passage with these weights.
    #[must_use]
    pub fn decide(&self, model: &Model) -> Vec<Decision> {
        attribution::attribute(&self.scene(), model, &|_, _| None, None)
    }

    /// What decisions are made on.
    #[must_use]
    pub fn scene(&self) -> Scene<'_, 't> {
        Scene {
            narrative: &self.narrative,
            mentions: &self.mentions,
            entities: &self.entities,
            acts: &self.acts,
            labels: &self.labels,
            inside: &self.inside,
            nicknames: &self.nicknames,
        }
    }
}

/// The speakers that passages name themselves: “WALLACE: …”.
fn labels(narrative: &Narrative<'_>, entities: &speakers::Entities) -> Vec<Option<(u32, u32)>> {
    narrative
        .inside_of
        .iter()
        .map(|&(start, end)| {
            let &(entity, after) = entities.inside.get(&start)?;
            (after < end && narrative.inside[after as usize].is_sign(':')).then_some((entity, after))
        })
        .collect()
}

/// How the article uses capitals.
fn capitals(narrative: &Narrative<'_>) -> Capitals {
    use tokens::Shape;
    let mut capitals = Capitals::default();
    // Only words that have a capital somewhere are ever asked for: a small filter keeps the others out of the sets.
    let mut seen = vec![false; FILTER];
    for token in narrative.tokens.iter().chain(&narrative.inside) {
        if token.is_capital() {
            seen[filter(token.id)] = true;
        }
    }
    for (at, token) in narrative.tokens.iter().enumerate().filter(|(_, token)| token.is_word()) {
        if token.shape == Shape::Lower {
            if seen[filter(token.id)] {
                capitals.lower.insert(token.id);
            }
        } else if !narrative.layout[token.paragraph as usize].headline && !narrative.is_initial(at) {
            capitals.upper.insert(token.id);
        }
    }
    for (at, token) in narrative.inside.iter().enumerate().filter(|(_, token)| token.is_word()) {
        if token.shape == Shape::Lower {
            if seen[filter(token.id)] {
                capitals.lower.insert(token.id);
            }
        } else if !narrative.layout[token.paragraph as usize].headline
            && !starts_inside(narrative, at)
            && token.shape == Shape::Capital
        {
            capitals.upper.insert(token.id);
        }
    }
    capitals
}

/// The size of the filter of words with a capital.
const FILTER: usize = 8192;

fn filter(id: lexicon::WordId) -> usize {
    usize::try_from(id ^ (id >> 29)).unwrap_or(0) % FILTER
}

/// Whether the token of a passage begins a sentence there.
fn starts_inside(narrative: &Narrative<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &narrative.inside[before]) else { return true };
    let here = &narrative.inside[at];
    matches!(before.kind, tokens::Kind::Sign(sign) if !matches!(sign, ',' | '-' | '&'))
        || before.paragraph != here.paragraph
        || here.start > before.end + 2
}

mod record;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The quotations of a text with their speakers, `-` where nobody is named.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let found = extract(&article, Options::default()).quotations;
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|quotation| (quotation.text.as_str(), quotation.speaker.as_deref().unwrap_or("-")))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn tags_on_either_side() {
        check(
            "“It works,” said Mary Brown. “It will last.”",
            &[("It works,", "Mary Brown"), ("It will last.", "Mary Brown")],
        );
        check("Mary Brown said: “It works.”", &[("It works.", "Mary Brown")]);
        check("“It works,” Mary Brown, 43, a farmer from Ohio, told reporters.", &[("It works,", "Mary Brown")]);
        check("\"It works,\" the home secretary, Mary Brown, said on Monday.", &[("It works,", "Mary Brown")]);
    }

    #[test]
    fn british_titles_verbs_and_marks() {
        check(
            "Chancellor Gordon Brown has defended his budget.\n\nMr Brown told MPs: \"We will not return to boom and bust.\"\n\nHe added: \"The economy is strong.\"\n\nShadow chancellor Oliver Letwin said it was a \"vote-now, pay-later Budget\".",
            &[
                ("We will not return to boom and bust.", "Gordon Brown"),
                ("The economy is strong.", "Gordon Brown"),
                ("vote-now, pay-later Budget", "Oliver Letwin"),
            ],
        );
        check("Lord Holme criticised the plan. ‘It is a scandal,’ he said.", &[("It is a scandal,", "Lord Holme")]);
        check(
            "England captain Steven Gerrard wants more. \"We've got to win the next game,\" the midfielder told BBC Sport.",
            &[("We've got to win the next game,", "Steven Gerrard")],
        );
    }

    #[test]
    fn organisations_and_the_unnamed_speak() {
        check(
            "Sales at Acme Holdings fell in May. \"Trading has been difficult,\" the company said in a statement.",
            &[("Trading has been difficult,", "Acme Holdings")],
        );
        check(
            "Analysts note that prices remain “volatile and hard to predict.”",
            &[("volatile and hard to predict.", "Analysts")],
        );
        check(
            "“We are looking into it,” a Treasury spokesman said.",
            &[("We are looking into it,", "Treasury spokesman")],
        );
    }

    #[test]
    fn a_company_is_no_deal_and_may_be_told_by_its_town() {
        check(
            "Shares of Brightwell Energy fell 6%. \"We remain confident in the outlook,\" the Aberdeen-based company said.",
            &[("We remain confident in the outlook,", "Brightwell Energy")],
        );
        check(
            "Investors cheered the deal. “We think that the price is fair,” the company added.",
            &[("We think that the price is fair,", "Company")],
        );
    }

    #[test]
    fn groups_at_the_head_of_a_sentence_are_no_persons() {
        let text = "Campaigners called the ruling “a disgrace”. Regulators described the bank's conduct as “reckless”.";
        check(text, &[("a disgrace", "Campaigners"), ("reckless", "Regulators")]);
        let article = Article { text: text.to_owned(), ..Article::default() };
        for speaker in extract(&article, Options::default()).speakers {
            assert_eq!(speaker.kind, crate::speaker::SpeakerKind::Unnamed, "{}", speaker.name);
        }
    }

    #[test]
    fn a_description_ends_before_its_verb() {
        check(
            "A woman in a red coat stopped. “Are you lost?” the woman asked.",
            &[("Are you lost?", "Woman in a red coat")],
        );
    }

    #[test]
    fn handles_name_those_who_post() {
        check(
            "“Can’t believe that this is real,” tweeted @northern_lass, who filmed the flood.",
            &[("Can’t believe that this is real,", "@northern_lass")],
        );
    }

    #[test]
    fn the_one_who_is_told_does_not_speak() {
        check("“I will go,” Mary Brown told John Green.", &[("I will go,", "Mary Brown")]);
        check("Mary Brown told John Green: “I will go.”", &[("I will go.", "Mary Brown")]);
    }

    #[test]
    fn namesakes_are_told_apart() {
        check(
            "Bill Clinton spoke first. Hillary Clinton spoke next. “I agree,” Mrs. Clinton said. “So do I,” Mr. Clinton said.",
            &[("I agree,", "Hillary Clinton"), ("So do I,", "Bill Clinton")],
        );
    }

    #[test]
    fn transcripts_name_their_speakers() {
        check(
            "Chris Wallace met Mike Pence on Sunday.\n\n\"WALLACE: Will she be there tomorrow night?\n\n\"PENCE: She will not be there.\"",
            &[
                ("WALLACE: Will she be there tomorrow night?", "Chris Wallace"),
                ("PENCE: She will not be there.", "Mike Pence"),
            ],
        );
    }

    #[test]
    fn nobody_is_named_where_nobody_can_be() {
        check("“Stop the war, stop it now,” read the sign.", &[("Stop the war, stop it now,", "Sign")]);
        check(
            "“We will never know what happened that night.”",
            &[("We will never know what happened that night.", "-")],
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Whatever stands in an article, every quotation stands verbatim at its place.
        #[test]
        fn any_text_is_survived(text in r#"([“”"'‘’«»`a-z .,:?!()\n—-]|Trump|said|Mr\.|he|told|that|as|é|😀|\u{301}|According to|<b>){0,120}"#) {
            for indirect in [false, true] {
                let article = Article { text: text.clone(), ..Article::default() };
                let extraction = extract(&article, Options { indirect });
                let positions = crate::text::Positions::new(&text);
                for quotation in &extraction.quotations {
                    let span = positions.span(quotation.at.expect("a quotation has a place")).expect("it lies in the text");
                    prop_assert_eq!(span.of(&text), &quotation.text);
                }
            }
        }
    }
}
