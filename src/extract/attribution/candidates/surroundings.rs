//! What stands around a passage.

use std::ops::Range;

use super::Finder;
use crate::extract::lexicon::Classes;
use crate::extract::tokens::Kind;

/// So many signs may stand between a quotation and an edge for it to stand there.
const SIGNS: usize = 16;

/// What stands around a passage.
#[derive(Debug, Clone, Copy, Default)]
pub struct Surroundings {
    /// A verb of saying follows directly, with its subject.
    pub tagged_after: bool,
    /// A verb of the tables stands before it in its sentence, with its subject.
    pub cued_before: bool,
    /// A verb of saying stands right before it, with at most a comma or colon between.
    pub introduced: bool,
    /// What stands right before it.
    pub lead: Lead,
    /// The passage begins its sentence.
    pub opens: bool,
    /// The passage is all of its sentence.
    pub alone: bool,
    /// The passage begins its paragraph.
    pub first: bool,
    /// The paragraph before ends with a colon.
    pub announced: bool,
    /// The paragraph has nothing but passages.
    pub whole: bool,
    /// In a headline.
    pub headline: bool,
    /// What stands right behind it in its sentence.
    pub follows: Follows,
}

/// What stands right before a passage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Lead {
    /// Nothing: it begins its sentence.
    #[default]
    Start,
    /// A colon.
    Colon,
    /// A comma.
    Comma,
    /// that, whether, if.
    That,
    /// as.
    As,
    /// and, or, after another passage.
    And,
    /// An article or a possessive.
    Determiner,
    /// A preposition.
    Preposition,
    /// A form of to be.
    Be,
    /// A verb of the tables.
    Verb,
    /// Another sign.
    Sign,
    /// Any other word.
    Word,
}

impl Lead {
    /// How many there are.
    pub const COUNT: usize = Self::Word as usize + 1;
}

/// What stands right behind a passage in its sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Follows {
    /// Nothing: it ends its sentence.
    #[default]
    Nothing,
    /// A comma.
    Comma,
    /// A full stop.
    Stop,
    /// A verb of saying.
    Says,
    /// A word with a capital.
    Capital,
    /// Any other word.
    Word,
    /// Another sign.
    Sign,
}

impl Finder<'_, '_> {
    /// Looks around the passage at `token`.
    pub(super) fn surroundings(&self, token: usize) -> Surroundings {
        let narrative = self.narrative;
        let tokens = &narrative.tokens;
        let here = &tokens[token];
        let sentence = narrative.sentence(token);
        let layout = narrative.layout[here.paragraph as usize];
        let first = layout.tokens.0 as usize;
        // A handful of signs may stand beside a quotation; more is no prose, and not worth looking through each time.
        let signs = |range: Range<usize>| {
            range.len() <= SIGNS && tokens[range].iter().all(|token| matches!(token.kind, Kind::Sign(_)))
        };
        let opens = signs(sentence.start..token);
        let alone = opens && signs(token + 1..sentence.end);
        let above = here.paragraph.checked_sub(1).map(|above| narrative.layout[above as usize].tokens.1 as usize);
        Surroundings {
            opens,
            alone,
            first: signs(first..token),
            announced: above.is_some_and(|end| end > 0 && tokens[end - 1].is_sign(':')),
            whole: self.quoted[here.paragraph as usize],
            headline: layout.headline,
            lead: self.lead(token, opens),
            follows: self.follows(token),
            ..Surroundings::default()
        }
    }

    fn lead(&self, token: usize, opens: bool) -> Lead {
        if opens {
            return Lead::Start;
        }
        let before = &self.narrative.tokens[token - 1];
        match before.kind {
            Kind::Sign(':') => Lead::Colon,
            Kind::Sign(',') => Lead::Comma,
            Kind::Sign(_) | Kind::Quote(_) | Kind::Number => Lead::Sign,
            Kind::Possessive => Lead::Determiner,
            Kind::Word => match before.of(self.narrative.text) {
                "that" | "whether" | "if" => Lead::That,
                "as" | "like" => Lead::As,
                "and" | "or" | "but" => Lead::And,
                _ if before.is(Classes::DETERMINER.union(Classes::POSSESSIVE)) => Lead::Determiner,
                _ if before.is(Classes::BE) => Lead::Be,
                _ if before.is(Classes::PREPOSITION) => Lead::Preposition,
                _ if self.clauses.is_cue(token - 1) => Lead::Verb,
                _ => Lead::Word,
            },
        }
    }

    fn follows(&self, token: usize) -> Follows {
        let end = self.narrative.sentence(token).end;
        let Some(next) = self.narrative.tokens.get(token + 1).filter(|_| token + 1 < end) else {
            return Follows::Nothing;
        };
        match next.kind {
            Kind::Sign(',') => Follows::Comma,
            Kind::Sign('.') => Follows::Stop,
            Kind::Word if next.is(Classes::SAY) => Follows::Says,
            Kind::Word if next.is_capital() => Follows::Capital,
            Kind::Word => Follows::Word,
            _ => Follows::Sign,
        }
    }
}
