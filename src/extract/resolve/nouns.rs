//! What the noun of a mention says of whom it can stand for.

use super::Walk;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::Mention;

impl Walk<'_, '_> {
    /// Whether the noun tells no more than a pronoun does.
    pub(super) fn is_anybody(&self, mention: &Mention) -> bool {
        const ANYBODY: Words = words!("man woman boy girl teenager lady gentleman person");
        ANYBODY.has(self.narrative.tokens[mention.head as usize].id)
    }

    /// Whether a relative clause after a comma says more of whom the noun stands for.
    pub(super) fn is_introduced(&self, mention: &Mention) -> bool {
        let tokens = &self.narrative.tokens;
        let end = mention.end as usize;
        tokens.get(end).is_some_and(|comma| comma.is_sign(','))
            && tokens.get(end + 1).is_some_and(|who| matches!(who.of(self.narrative.text), "who" | "whose"))
    }

    /// Whether the name of what the noun stands for says so, nearly always.
    pub(super) fn is_named_for_what_it_is(&self, mention: &Mention) -> bool {
        const NOUNS: Words = words!(
            "ministry department court tribunal university college school hospital parliament senate church mosque police army navy embassy prosecution defence defense"
        );
        NOUNS.has(self.narrative.tokens[mention.head as usize].id)
    }

    /// Whether the noun is what somebody does for others, and nobody beside another post.
    pub(super) fn is_post(&self, mention: &Mention) -> bool {
        const POSTS: Words = words!(
            "spokesman spokeswoman spokesperson official aide agent source insider detective prosecutor lawyer attorney judge \
             analyst guard nurse paramedic doctor interviewer moderator"
        );
        let tokens = &self.narrative.tokens;
        // "The suspended official": somebody known.
        let known = tokens[mention.start as usize..mention.head as usize]
            .iter()
            .any(|word| word.is(Classes::FORMER) || word.of(self.narrative.text).ends_with("ed"));
        !known && POSTS.has(tokens[mention.head as usize].id)
    }

    /// Whether the noun is what somebody is in passing: nobody whom an article names is called so.
    pub(super) fn is_extra(&self, mention: &Mention) -> bool {
        const EXTRAS: Words =
            words!("dispatcher caller clerk receptionist waiter waitress bystander cashier bartender");
        EXTRAS.has(self.narrative.tokens[mention.head as usize].id)
    }

    /// Whether the noun is what somebody is to a house, a shop, a street.
    pub(super) fn is_around(&self, mention: &Mention) -> bool {
        const AROUND: Words =
            words!("owner landlord landlady tenant neighbor neighbour resident passenger customer shopkeeper lodger");
        AROUND.has(self.narrative.tokens[mention.head as usize].id)
    }

    /// Whether every country has what the noun names.
    pub(super) fn is_state(&self, mention: &Mention) -> bool {
        const NOUNS: Words = words!(
            "ministry government embassy army navy police parliament court department agency authority council congress senate consulate treasury military"
        );
        NOUNS.has(self.narrative.tokens[mention.head as usize].id)
    }

    /// "The article", "the story": the paper that was named last speaks.
    pub(super) fn is_press(&self, mention: &Mention) -> bool {
        matches!(
            self.narrative.tokens[mention.head as usize].of(self.narrative.text),
            "article" | "story" | "editorial" | "piece"
        )
    }
}
