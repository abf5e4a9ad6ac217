//! Speakers without a name: an entity under its description.

use super::Walk;
use crate::extract::lexicon::Classes;
use crate::extract::mentions::{Form, Mention, NOBODY};
use crate::extract::speakers::{Entity, EntityKind};
use crate::extract::tokens::{Kind, Shape, offset};

impl Walk<'_, '_> {
    /// A speaker without a name, under its description.
    pub(super) fn unnamed(&mut self, mentions: &[Mention], index: usize) -> u32 {
        let mention = &mentions[index];
        let name = self.one_of(mentions, index).unwrap_or_else(|| self.description(mention));
        let list = &mut self.entities.list;
        let head = self.narrative.tokens[mention.head as usize].id;
        let entity = offset(list.len());
        list.push(Entity {
            name,
            kind: EntityKind::Unnamed,
            words: vec![head],
            first: head,
            last: head,
            male: u32::from(mention.male && !mention.female),
            female: u32::from(mention.female && !mention.male),
            count: 1,
            full: 0,
            introduced: NOBODY,
            places: Vec::new(),
            titled: 0,
            seen: mention.start,
            aliases: Vec::new(),
            role: None,
            role_classes: mention.classes.union(if mention.plural { Classes::PEOPLE } else { Classes::NONE }),
            role_words: Vec::new(),
            age: None,
        });
        entity
    }

    /// "Two insiders confirmed it. “…,” said one.": one of the insiders.
    fn one_of(&self, mentions: &[Mention], index: usize) -> Option<String> {
        const NEAR: usize = 6;
        let text = self.narrative.text;
        let tokens = &self.narrative.tokens;
        let mention = &mentions[index];
        let head = &tokens[mention.head as usize];
        let which = match head.of(text).to_ascii_lowercase().as_str() {
            "one" => "One",
            "another" | "other" => "Another",
            _ => return None,
        };
        let phrase = &tokens[mention.head as usize + 1..mention.end as usize];
        // "One of them" may be one of those in the paragraph before.
        let of_them = phrase.last().is_some_and(|them| them.of(text) == "them");
        let many = match phrase.last().filter(|_| !of_them) {
            Some(noun) => noun,
            None => {
                let near = || mentions[..index].iter().enumerate().rev().take(NEAR);
                let several = |&(_, many): &(usize, &Mention)| {
                    let noun = &tokens[many.head as usize];
                    let close = noun.paragraph + u32::from(of_them) >= head.paragraph;
                    many.plural && many.form == Form::Nominal && many.classes.any(Classes::PEOPLE) && close
                };
                // Those who spoke, before those who were spoken of.
                let spoke = near().find(|found| several(found) && self.subjects[found.0].says.is_some());
                let (_, many) = spoke.or_else(|| near().find(several))?;
                &tokens[many.head as usize]
            }
        };
        let noun = many.of(text);
        (many.is(Classes::PEOPLE) && noun.len() > 2).then(|| format!("{which} of the {noun}"))
    }

    /// The phrase without its article, with what follows it after a preposition.
    fn description(&self, mention: &Mention) -> String {
        const LONGEST: usize = 9;
        let tokens = &self.narrative.tokens;
        let text = self.narrative.text;
        let mut start = mention.start as usize;
        let articles = ["the", "a", "an", "this", "that", "these", "those", "one", "some", "such"];
        while start < mention.head as usize && articles.contains(&tokens[start].of(text).to_ascii_lowercase().as_str())
        {
            start += 1;
        }
        let mut end = mention.end as usize;
        let limit = self.narrative.sentence(mention.head as usize).end.min(end + LONGEST);
        let follows = end < limit && matches!(tokens[end].of(text), "of" | "for" | "in" | "at" | "with" | "from");
        if follows {
            let mut at = end + 1;
            let mut last = end;
            while at < limit {
                let token = &tokens[at];
                let says = token.is(Classes::SAY) && token.is(Classes::PAST) && !token.is(Classes::HEAD);
                if self.predicates(at, end) || says && token.shape == Shape::Lower {
                    break;
                }
                let noun = token.is_word()
                    && !token.is(Classes::FUNCTION)
                    && !(token.is(Classes::VERB)
                        && token.is(Classes::FINITE)
                        && token.shape == Shape::Lower
                        && !tokens[at - 1].is(Classes::DETERMINER.union(Classes::POSSESSIVE)));
                let small = token.is_word()
                    && token.is(Classes::DETERMINER.union(Classes::PREPOSITION).union(Classes::POSSESSIVE))
                    && !token.is(Classes::SUBORDINATOR);
                if noun || matches!(token.kind, Kind::Possessive | Kind::Number) && at + 1 < limit {
                    last = at + 1;
                } else if !small {
                    break;
                }
                at += 1;
            }
            if last > end + 1 {
                end = last;
            }
        }
        let phrase = &text[tokens[start].start as usize..tokens[end - 1].end as usize];
        let mut words = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
        // "Norland's foreign ministry" goes by "Norland foreign ministry", as an organisation does.
        let owner = tokens[start..mention.head as usize].iter().position(|token| token.kind == Kind::Possessive);
        if mention.classes.any(Classes::ORGANISATION)
            && let Some(owner) = owner.map(|owner| &tokens[start + owner])
            && tokens[start].is_capital()
        {
            words = words.replacen(&format!("{} ", owner.of(text)), " ", 1);
        }
        if let Some(first) = words.chars().next().filter(|first| first.is_lowercase()) {
            let upper: String = first.to_uppercase().collect();
            words.replace_range(..first.len_utf8(), &upper);
        }
        words
    }

    /// Whether the word at `at`, behind the preposition at `from`, is a verb unknown to the lexicon: "a man in Leeds
    /// wept", "the chief in Benghazi breaks silence".
    fn predicates(&self, at: usize, from: usize) -> bool {
        let tokens = &self.narrative.tokens;
        let (token, before) = (&tokens[at], &tokens[at - 1]);
        let word = token.of(self.narrative.text);
        let behind_noun = at > from + 1 && before.is_word() && !before.is(Classes::FUNCTION);
        let small = token.is_word() && token.shape == Shape::Lower && !token.is(Classes::HEAD);
        behind_noun && small && (word.ends_with("ed") || word.ends_with('s') && before.is_capital())
    }
}
