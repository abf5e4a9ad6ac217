//! Joint speakers: "said Anna Bell and Mark Tully", "Anna Bell, Eva Moll and Mark Tully said in a statement".
//!
//! The candidate that was chosen is one of them; the others stand beside it, joined by commas and "and", on the same side
//! of the verb.

use super::candidates::{Candidate, Relation};
use super::{Scene, index};
use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::Classes;
use crate::extract::mentions::{Article, Form, Mention, NOBODY};
use crate::extract::tokens::{Kind, Shape};

/// More people than this are a list, not speakers.
const MOST: usize = 6;

/// The entities of all who speak together with the chosen candidate, itself among them, in the order of the text; empty
/// where it speaks alone.
pub fn speakers(scene: &Scene<'_, '_>, chosen: &Candidate) -> Vec<u32> {
    use Relation as R;
    let tags = matches!(
        chosen.relation,
        R::AfterInverted
            | R::AfterSubject
            | R::AfterFar
            | R::AfterAccording
            | R::Before1
            | R::Before2
            | R::BeforeAccording
            | R::Agent
            | R::Label
            | R::Previous1Says
            | R::AboveSays
    );
    let (Some(mention), Some(cue)) = (chosen.mention, chosen.cue) else { return Vec::new() };
    if !tags || chosen.passive || chosen.how == Some(SubjectLink::Relative) {
        return Vec::new();
    }
    if cue.checked_sub(1).is_some_and(|before| scene.narrative.tokens[before as usize].is(Classes::RELATIVE)) {
        return Vec::new();
    }
    let joint = Joint { scene };
    let known = &scene.mentions[mention as usize];
    let after_verb = known.start > cue;
    let mut all = vec![mention];
    if after_verb {
        joint.to_the_right(mention, &mut all);
    }
    if all.len() == 1 {
        joint.to_the_left(mention, cue, &mut all);
        if !after_verb && all.len() > 1 && !joint.opens_clause(all[0]) {
            return Vec::new();
        }
    }
    let mut entities = Vec::new();
    for mention in all {
        let entity = scene.mentions[mention as usize].entity;
        if !entities.contains(&entity) {
            entities.push(entity);
        }
    }
    if entities.len() > 1 && entities.len() <= MOST { entities } else { Vec::new() }
}

struct Joint<'s, 'a, 't> {
    scene: &'s Scene<'a, 't>,
}

impl Joint<'_, '_, '_> {
    fn word(&self, at: usize) -> &str {
        let narrative = self.scene.narrative;
        narrative.tokens[at].of(narrative.text)
    }

    fn joins(&self, at: usize) -> bool {
        matches!(self.word(at), "and" | "&")
    }

    /// Whether a mention can be one of several speakers.
    fn can_join(mention: &Mention) -> bool {
        // "Jury member and Emmy winner Olga Brandt" are one person's roles.
        let human = mention.classes.any(Classes::HUMAN.union(Classes::PEOPLE))
            && (mention.plural || mention.article != Article::None);
        mention.entity != NOBODY
            && !mention.possessive
            && !mention.modifier
            && (mention.form == Form::Name || mention.form == Form::Nominal && human)
    }

    /// The mention that begins at a token, over its article.
    fn starts_at(&self, at: usize, end: usize) -> Option<u32> {
        let mentions = self.scene.mentions;
        let article = self.scene.narrative.tokens.get(at)?.is(Classes::DETERMINER.union(Classes::POSSESSIVE));
        let found = |at: usize| {
            let next = mentions.partition_point(|mention| (mention.start as usize) < at);
            mentions
                .get(next)
                .filter(|mention| mention.start as usize == at && mention.end as usize <= end)
                .map(|_| index(next))
        };
        found(at).or_else(|| article.then(|| found(at + 1)).flatten())
    }

    /// The mention that ends right before a token.
    fn ends_at(&self, end: usize, from: u32) -> Option<u32> {
        let before = from.checked_sub(1)?;
        (self.scene.mentions[before as usize].end as usize == end).then_some(before)
    }

    /// Where a mention begins with its article.
    fn start(&self, mention: u32, first: usize) -> usize {
        let start = self.scene.mentions[mention as usize].start as usize;
        let article = start > first
            && self.scene.narrative.tokens[start - 1].is(Classes::DETERMINER.union(Classes::POSSESSIVE))
            && !self.joins(start - 1);
        if article { start - 1 } else { start }
    }

    /// "said X, Y and Z": those behind the verb, unless the last one begins a clause of its own.
    fn to_the_right(&self, mention: u32, all: &mut Vec<u32>) {
        const APPOSITION: usize = 14;
        let tokens = &self.scene.narrative.tokens;
        let end = self.scene.narrative.sentence(self.scene.mentions[mention as usize].start as usize).end;
        if !Self::can_join(&self.scene.mentions[mention as usize]) {
            return;
        }
        let mut found = vec![mention];
        let mut joined = false;
        while let Some(&last) = found.last() {
            let mut at = self.scene.mentions[last as usize].end as usize;
            if joined || at >= end || found.len() > MOST {
                break;
            }
            let comma = tokens[at].is_sign(',');
            if comma {
                at += 1;
                // "X, the mayor, and Y".
                let direct =
                    at < end && (self.joins(at) || self.starts_at(at, end).is_some_and(|next| self.is_name(next)));
                if !direct {
                    let close = (at..end.min(at + APPOSITION))
                        .take_while(|&at| {
                            !tokens[at].is(Classes::AUXILIARY.union(Classes::RELATIVE)) && !tokens[at].is_quote()
                        })
                        .find(|&at| tokens[at].is_sign(','));
                    let Some(close) = close else { break };
                    at = close + 1;
                    if at >= end || !self.joins(at) {
                        break;
                    }
                }
            }
            if at < end && self.joins(at) {
                joined = true;
                at += 1;
            } else if !comma {
                break;
            }
            let next = self.starts_at(at, end).filter(|&next| Self::can_join(&self.scene.mentions[next as usize]));
            let Some(next) = next else {
                joined = false;
                break;
            };
            found.push(next);
        }
        let last = self.scene.mentions[found[found.len() - 1] as usize].end as usize;
        if joined && !self.has_verb(last..end) {
            *all = found;
        }
    }

    fn is_name(&self, mention: u32) -> bool {
        self.scene.mentions[mention as usize].form == Form::Name
    }

    /// Whether a predicate follows before the sentence or the next passage: then the last name is its subject.
    fn has_verb(&self, range: std::ops::Range<usize>) -> bool {
        let tokens = &self.scene.narrative.tokens;
        let mut relative = false;
        for at in range {
            let token = &tokens[at];
            if token.is_quote() || matches!(token.kind, Kind::Sign(';' | '.' | ':')) {
                return false;
            }
            relative |= token.is(Classes::RELATIVE.union(Classes::SUBORDINATOR));
            let finite = token.is_word()
                && token.shape == Shape::Lower
                && (token.is(Classes::AUXILIARY) || token.is(Classes::VERB) && token.is(Classes::PAST));
            if finite && !relative {
                return true;
            }
        }
        false
    }

    /// "X, Y and Z said": those before the chosen one.
    fn to_the_left(&self, mention: u32, cue: u32, all: &mut Vec<u32>) {
        let tokens = &self.scene.narrative.tokens;
        let first = self.scene.narrative.sentence(self.scene.mentions[mention as usize].start as usize).start;
        if !Self::can_join(&self.scene.mentions[mention as usize]) {
            return;
        }
        let mut found = vec![mention];
        let mut joined = false;
        while let Some(&next) = found.first() {
            let start = self.start(next, first);
            if start <= first + 1 || found.len() > MOST {
                break;
            }
            let mut end = start - 1;
            if !joined && self.joins(end) {
                joined = true;
                if end > first && tokens[end - 1].is_sign(',') {
                    end -= 1;
                }
            } else if !joined || !tokens[end].is_sign(',') {
                break;
            }
            let Some(before) = self.ends_at(end, next) else { break };
            let known = &self.scene.mentions[before as usize];
            if !Self::can_join(known)
                || known.governed
                || (known.start as usize) < first
                || !self.is_name(before) && known.start > cue
            {
                break;
            }
            found.insert(0, before);
        }
        if found.len() > 1 {
            *all = found;
        }
    }

    /// Whether nothing but the head of the clause stands before the first of those before the verb: no verb that it
    /// could be the object of, no preposition.
    fn opens_clause(&self, mention: u32) -> bool {
        let tokens = &self.scene.narrative.tokens;
        let first = self.scene.narrative.sentence(self.scene.mentions[mention as usize].start as usize).start;
        let start = self.start(mention, first);
        for at in (first..start).rev() {
            let token = &tokens[at];
            if token.is_quote() || token.is(Classes::SUBORDINATOR) || self.word(at) == "that" {
                return true;
            }
            match token.kind {
                Kind::Sign(_) => return true,
                Kind::Word if token.is(Classes::CONJUNCTION) => return at + 1 == start || at == first,
                Kind::Word if token.is(Classes::VERB.union(Classes::AUXILIARY)) => return false,
                _ => {}
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::extract::{Options, extract};

    #[track_caller]
    fn check(text: &str, speakers: &[&str]) {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let found = extract(&article, Options::default());
        let quotation = &found.quotations[0];
        let evidence = quotation.evidence.as_ref().expect("extracted");
        if let [one] = speakers {
            assert_eq!(quotation.speaker.as_deref(), Some(*one), "{text}");
            assert!(quotation.speakers.is_empty() && evidence.speakers.is_empty(), "{text}");
        } else {
            assert_eq!(quotation.speakers, speakers, "{text}");
            assert_eq!(evidence.speakers, speakers, "{text}");
            let all: Vec<&str> = found.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
            assert!(speakers.iter().all(|speaker| all.contains(speaker)), "{all:?}");
            assert!(!all.iter().any(|name| name.contains(" and ")), "{all:?}");
        }
    }

    #[test]
    fn people_who_speak_together_are_named_together() {
        check(
            "“The mill must stay open for all of us,” said Mara Quist and Olga Brandt.",
            &["Mara Quist", "Olga Brandt"],
        );
        check(
            "“The mill must stay open for all of us,” Mara Quist and Olga Brandt said in a joint letter.",
            &["Mara Quist", "Olga Brandt"],
        );
        check(
            "In May, Mara Quist, Peter Dahl and Olga Brandt said: “The mill must stay open for all of us.”",
            &["Mara Quist", "Peter Dahl", "Olga Brandt"],
        );
    }

    #[test]
    fn other_names_beside_the_speaker_say_nothing() {
        check("“The mill must stay open,” said Mara Quist, and Olga Brandt agreed.", &["Mara Quist"]);
        check("“The mill must stay open,” said Mara Quist and Olga Brandt nodded.", &["Mara Quist"]);
        check("In May she met Peter Dahl, and Olga Brandt said: “The mill must stay open.”", &["Olga Brandt"]);
        check("“The mill must stay open,” said Mara Quist of Dahl and Sons.", &["Mara Quist"]);
    }
}
