//! Pronouns: the entity that fits in gender and number and scores best by distance, syntax and weight.

use super::Walk;
use super::wanted::Wanted;
use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::{Form, Mention, NOBODY};
use crate::extract::speakers::{Entity, EntityKind};
use crate::extract::tokens::{Kind, offset};

/// The entity that fits best.
#[derive(Debug, Clone, Copy)]
pub(super) struct Best {
    pub(super) entity: u32,
    /// Its last mention.
    pub(super) last: usize,
    pub(super) score: f32,
    /// How far it is ahead of the next.
    pub(super) margin: f32,
}

/// Where people post.
const PLATFORMS: Words =
    words!("facebook twitter instagram tiktok youtube whatsapp linkedin telegram weibo wechat reddit snapchat bluesky");

/// How many mentions a pronoun looks back over.
const RECENT: usize = 150;

impl Walk<'_, '_> {
    pub(super) fn pronoun(&mut self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let mention = &mentions[index];
        if mention.classes.any(Classes::FIRST) {
            return None;
        }
        // "It read": a sign, a letter.
        let verb = self.subjects[index].verb.map(|verb| self.narrative.tokens[verb as usize].of(self.narrative.text));
        let written = matches!(verb, Some("read" | "reads"));
        let found = written.then(|| self.best(mentions, index, Wanted::of_pronoun(mention, true), None)).flatten();
        let wanted = Wanted::of_pronoun(mention, false);
        let Best { entity, last, margin, .. } = found.or_else(|| self.best(mentions, index, wanted, None))?;
        // From a coin's toss between two to near certainty where nobody else fits.
        self.sure = 0.72 + 0.26 * (1.0 - (-0.9 * margin).exp());
        if !wanted.human {
            self.sure -= 0.15;
        }
        let found = &mut self.entities.list[entity as usize];
        // What nobody knows yet the pronoun tells.
        if wanted.human && found.male + found.female == 0 && found.kind != EntityKind::Organisation {
            found.male += u32::from(mention.classes.any(Classes::HE));
            found.female += u32::from(mention.classes.any(Classes::SHE));
            if found.kind == EntityKind::Open {
                found.kind = EntityKind::Person;
            }
        }
        Some((entity, offset(last).into()))
    }

    /// The entity that fits best. `clashes` tells of an entity that it cannot be meant.
    pub(super) fn best(
        &self,
        mentions: &[Mention],
        index: usize,
        wanted: Wanted,
        clashes: Option<&dyn Fn(&Entity) -> bool>,
    ) -> Option<Best> {
        let mention = &mentions[index];
        let token = &self.narrative.tokens[mention.start as usize];
        let own = self.subjects[index];
        let period = self.period(mention);
        let beside = self.quote_beside(mention);
        let mut best: Option<(f32, u32, usize)> = None;
        let mut second = f32::MIN;
        let reply = mention.form == Form::Pronoun && beside.is_some() && self.is_reply(mention);
        let human = mention.form == Form::Pronoun && wanted.human;
        let only_before = human.then(|| self.only_before(mentions, index, wanted, period)).flatten();
        let reported = mention.form == Form::Pronoun && self.is_reported(mention);
        for (entity, last) in self.recent(RECENT) {
            if token.paragraph.saturating_sub(last.paragraph) > wanted.reach {
                break;
            }
            let candidate = &self.entities.list[entity];
            let Some(fit) = wanted.fit(candidate, mention) else { continue };
            if clashes.is_some_and(|clashes| clashes(candidate)) {
                continue;
            }
            let sentences = period.saturating_sub(last.sentence);
            let paragraphs = token.paragraph.saturating_sub(last.paragraph);
            let mut score = fit + last.weight;
            score -= 0.9 * (sentences.min(8) as f32);
            score -= 0.35 * (paragraphs as f32);
            if last.subject != u32::MAX && period.saturating_sub(last.subject) <= 2 {
                score += 0.6;
            }
            // "…, said the nurse Ann Lee. “…,” she said.": who was named behind the verb just now goes on.
            let inverted = || self.subjects[last.mention].says.is_some_and(|(_, how)| how == SubjectLink::Inverted);
            if paragraphs == 0 && sentences <= 1 && inverted() {
                score += 1.5;
            }
            // Who does something by one unknown name is somebody; whom something is done to is less in view.
            let acts = self.subjects[last.mention].subject;
            if wanted.human && acts && candidate.kind == EntityKind::Open && candidate.words.len() == 1 {
                score += 0.5;
            }
            if wanted.human && !acts && self.is_object(&mentions[last.mention]) {
                score -= 0.4;
            }
            score += (candidate.count.min(20) as f32).ln_1p() * 0.45;
            // Who names somebody is somebody else.
            if beside.is_some_and(|quote| self.inside[quote].contains(&offset(entity))) {
                score -= 2.5;
            }
            let latest = &mentions[last.mention];
            if human {
                // Nobody else stands in the sentence before.
                if sentences == 1 && only_before == Some(last.mention) {
                    score += 0.4;
                }
                // "A truck driver was the last to see him. He …": somebody without a name who begins a sentence.
                if sentences <= 2 && self.comes_up(latest, last.mention) && candidate.seen == latest.start {
                    score += if paragraphs == 0 { 1.4 } else { 0.6 };
                }
                // "“Why?” Ann Lee asked. “Because,” she replied.": an answer is the other's.
                if reply && sentences == 1 && self.subjects[last.mention].says.is_some() {
                    score -= 3.0;
                }
            }
            // "Lee has left, the paper quoted him as saying": whom the words are about does not say them.
            if reported && sentences == 0 {
                score -= 2.5;
            }
            // "In a post, it said": what opens the sentence behind a preposition is not its subject.
            if mention.form == Form::Pronoun && !wanted.human && sentences == 0 && own.subject {
                let opener = &mentions[last.mention];
                score -= if opener.governed && opener.entity == offset(entity) { 3.0 } else { 0.0 };
            }
            // "In a Facebook post …, the office joked. “…,” it wrote.": where words were posted is not who posted them.
            if !wanted.human && mentions[last.mention].governed && PLATFORMS.has(candidate.first) {
                score -= 2.5;
            }
            // The object of a verb is not its subject.
            let object = !own.subject && mention.classes.any(Classes::OBJECTIVE);
            if object && sentences == 0 {
                let verb = self.subjects[last.mention].verb;
                if verb.is_some_and(|verb| verb < mention.start && mention.start - verb < 5) {
                    score -= 4.0;
                }
            }
            if best.is_none_or(|(most, ..)| score > most) {
                let index = u32::try_from(entity).unwrap_or(NOBODY);
                second = best.map_or(second, |(most, ..)| most);
                best = Some((score, index, last.mention));
            } else {
                second = second.max(score);
            }
        }
        best.map(|(score, entity, last)| Best { entity, last, score, margin: score - second })
    }

    /// Whether a mention is the first of somebody without a name, and begins its sentence.
    fn comes_up(&self, mention: &Mention, index: usize) -> bool {
        const NEW: Words = words!("a an one");
        let tokens = &self.narrative.tokens;
        let whole =
            mention.end > mention.head + 1 || tokens.get(mention.end as usize).is_some_and(|next| !next.is_sign(','));
        let new = NEW.has(tokens[mention.start as usize].id) || self.subjects[index].says.is_some();
        self.subjects[index].leads && whole && mention.form == Form::Nominal && new
    }

    /// The mention in the sentence before that alone can be meant there, if nothing in this one can.
    fn only_before(&self, mentions: &[Mention], index: usize, wanted: Wanted, period: u32) -> Option<usize> {
        const MANY: usize = 30;
        const LEAST: f32 = -1.0;
        let mention = &mentions[index];
        let mut found: Option<u32> = None;
        for other in mentions[..index].iter().rev().take(MANY) {
            let there = self.period(other);
            if there + 1 < period {
                break;
            }
            let Some(entity) = self.entities.list.get(other.entity as usize) else { continue };
            if other.modifier || wanted.fit(entity, mention).is_none_or(|fit| fit < LEAST) {
                continue;
            }
            if there == period {
                return None;
            }
            if *found.get_or_insert(other.entity) != other.entity {
                return None;
            }
        }
        found.and_then(|entity| self.last[entity as usize].map(|last| last.mention))
    }

    /// "He shot back": an answer to the previous speaker.
    fn is_reply(&self, mention: &Mention) -> bool {
        const REPLY: Words = words!("replied replies retorted retorts responded responds answered answers countered");
        const BACK: Words = words!("shot shoots fired fires hit hits snapped barked");
        let tokens = &self.narrative.tokens;
        let at = mention.end as usize;
        tokens.get(at).is_some_and(|verb| {
            let back = tokens.get(at + 1).is_some_and(|next| next.of(self.narrative.text) == "back");
            REPLY.has(verb.id) || BACK.has(verb.id) && back
        })
    }

    /// Whether a verb stands right before the mention, which is not its subject.
    fn is_object(&self, mention: &Mention) -> bool {
        let first = self.narrative.sentence(mention.start as usize).start;
        (mention.start as usize).checked_sub(1).filter(|&before| before >= first).is_some_and(|before| {
            let before = &self.narrative.tokens[before];
            before.is_word() && before.is(Classes::VERB) && before.is(Classes::PAST)
        })
    }

    /// "quoted him as saying".
    fn is_reported(&self, mention: &Mention) -> bool {
        let tokens = &self.narrative.tokens;
        let end = mention.end as usize;
        mention.classes.any(Classes::OBJECTIVE)
            && tokens.get(end).is_some_and(|word| word.of(self.narrative.text) == "as")
            && tokens.get(end + 1).is_some_and(|word| word.is(Classes::SAY) && word.is(Classes::ING))
    }

    /// The passage that the mention is the tag of: next to it in its sentence.
    fn quote_beside(&self, mention: &Mention) -> Option<usize> {
        const NEAR: usize = 3;
        let tokens = &self.narrative.tokens;
        let sentence = self.narrative.sentence(mention.start as usize);
        let before = sentence.start.max((mention.start as usize).saturating_sub(NEAR))..mention.start as usize;
        let after = mention.end as usize..sentence.end.min(mention.end as usize + NEAR);
        before.rev().chain(after).find_map(|at| match tokens[at].kind {
            Kind::Quote(quote) => Some(quote as usize),
            _ => None,
        })
    }
}
