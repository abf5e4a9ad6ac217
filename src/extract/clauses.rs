//! Who does what in a sentence, without a parser: the subject of a verb, found by walking left over what may stand
//! between the two (auxiliaries, appositions, brackets, relative clauses), or right where the order is inverted.

mod adjunct;
mod apposition;
#[cfg(test)]
mod tests;

use super::lexicon::{Classes, Words, words};
use super::mentions::{Article, Form, Mention};
use super::narrative::Narrative;
use super::tokens::{Kind, Shape, Token};

/// How a subject was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectLink {
    /// Directly before the verb.
    Direct,
    /// Before a relative pronoun.
    Relative,
    /// Before an apposition or a bracket.
    Apposition,
    /// The subject of an earlier verb of the sentence.
    Shared,
    /// With other words between.
    Gap,
    /// After the verb.
    Inverted,
}

/// A verb's subject.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    /// The mention.
    pub mention: u32,
    /// How it was found.
    pub how: SubjectLink,
    /// Whether the verb is passive: its subject does not act.
    pub passive: bool,
}

/// A narrative with its mentions, ready to be asked for subjects.
#[derive(Debug)]
pub struct Clauses<'a, 't> {
    narrative: &'a Narrative<'t>,
    mentions: &'a [Mention],
    /// For each token one more than the index of the mention that it belongs to, 0 for none.
    mention_of: Vec<u32>,
}

/// Every verb of a narrative that can signal speech, with its subject, found once and asked often.
#[derive(Debug, Default)]
pub struct SubjectIndex {
    /// For each such verb, in order, its token and its subject.
    list: Vec<(u32, Subject)>,
    /// For each mention what it does.
    pub roles: Vec<Role>,
}

/// What a mention does in its sentence.
#[derive(Debug, Clone, Copy, Default)]
pub struct Role {
    /// It is the subject of a verb.
    pub subject: bool,
    /// It is the sentence's first mention, and nothing governs it.
    pub leads: bool,
    /// The first verb that it is the subject of.
    pub verb: Option<u32>,
    /// The first verb of saying that it is the acting subject of.
    pub says: Option<(u32, SubjectLink)>,
}

impl SubjectIndex {
    /// Goes through the narrative once.
    #[must_use]
    pub fn new(narrative: &Narrative<'_>, mentions: &[Mention]) -> Self {
        let clauses = Clauses::new(narrative, mentions);
        let mut acts = Self { list: Vec::new(), roles: vec![Role::default(); mentions.len()] };
        for (at, token) in narrative.tokens.iter().enumerate() {
            if !token.is(Classes::VERB) || !clauses.is_cue(at) {
                continue;
            }
            let Some(subject) = clauses.subject_either_side(at) else { continue };
            let verb = super::tokens::offset(at);
            acts.list.push((verb, subject));
            let role = &mut acts.roles[subject.mention as usize];
            role.subject = true;
            role.verb.get_or_insert(verb);
            if token.is(Classes::SAY) && !subject.passive {
                role.says.get_or_insert((verb, subject.how));
            }
        }
        let mut last = u32::MAX;
        // "Russia's Maria Brown beat …": what only goes before the first mention leads nothing.
        let mut owner = u32::MAX;
        let periods = narrative.periods();
        for (mention, role) in mentions.iter().zip(&mut acts.roles) {
            let sentence = periods[narrative.tokens[mention.start as usize].sentence as usize];
            let first = sentence != last || mention.start == owner;
            last = sentence;
            owner = if first && mention.possessive { mention.end + 1 } else { u32::MAX };
            role.leads = first && !mention.governed && !mention.modifier && !mention.possessive;
        }
        acts
    }

    /// The subject of the verb at `verb`, if that is one that can signal speech.
    #[must_use]
    pub fn subject(&self, verb: usize) -> Option<Subject> {
        let at = self.list.binary_search_by_key(&super::tokens::offset(verb), |&(verb, _)| verb).ok()?;
        Some(self.list[at].1)
    }
}

/// Verbs that the sayer follows without a comma, and that no person is the object of.
const TRAILING: &[&str] = &[
    "said",
    "says",
    "added",
    "adds",
    "wrote",
    "writes",
    "explained",
    "explains",
    "noted",
    "notes",
    "argued",
    "argues",
    "insisted",
    "insists",
    "recalled",
    "recalls",
    "concluded",
    "concludes",
    "continued",
    "continues",
];

/// How many verbs a shared subject is looked for along.
const DEPTH: usize = 4;

impl<'a, 't> Clauses<'a, 't> {
    /// Prepares the answers.
    #[must_use]
    pub fn new(narrative: &'a Narrative<'t>, mentions: &'a [Mention]) -> Self {
        let mut mention_of = vec![0; narrative.tokens.len()];
        for (index, mention) in mentions.iter().enumerate() {
            let number = super::tokens::offset(index + 1);
            for slot in &mut mention_of[mention.start as usize..mention.end as usize] {
                *slot = number;
            }
        }
        Self { narrative, mentions, mention_of }
    }

    fn tokens(&self) -> &[Token] {
        &self.narrative.tokens
    }

    /// The mention that the token at `at` belongs to.
    #[inline]
    #[must_use]
    pub fn mention_at(&self, at: usize) -> Option<u32> {
        self.mention_of.get(at).copied().and_then(|number| number.checked_sub(1))
    }

    /// The mention that ends right before the token at `at`.
    #[inline]
    #[must_use]
    pub fn mention_before(&self, at: usize) -> Option<u32> {
        let index = self.mention_at(at.checked_sub(1)?)?;
        (self.mentions[index as usize].end as usize == at).then_some(index)
    }

    /// Whether the token at `at` is a verb that can signal speech where it stands.
    #[must_use]
    pub fn is_cue(&self, at: usize) -> bool {
        let token = &self.tokens()[at];
        if !token.is_word() || !token.is(Classes::VERB) || self.mention_at(at).is_some() {
            return false;
        }
        let first = self.narrative.sentence(at).start;
        if token.shape != Shape::Lower && !self.narrative.is_initial(at) {
            return false;
        }
        if at == first {
            return true;
        }
        let before = &self.tokens()[at - 1];
        let ing = token.is(Classes::ING);
        if before.kind == Kind::Possessive || before.is(Classes::POSSESSIVE) && !(before.is(Classes::OBJECTIVE) && ing)
        {
            return false;
        }
        let determined = before.is_word() && before.is(Classes::DETERMINER) && self.mention_at(at - 1).is_none();
        if determined {
            // "a petition that calls".
            let relative = at >= 2 && self.mention_before(at - 1).is_some();
            return before.of(self.narrative.text) == "that" && (token.is(Classes::PAST) || relative);
        }
        // "a public call for", "his latest claim": a base form after a noun's modifier is a noun.
        let word = token.of(self.narrative.text);
        let base =
            token.is(Classes::PRESENT) && !token.is(Classes::PAST) && (!word.ends_with('s') || word.ends_with("ss"));
        if base {
            let subject = before.is(Classes::MODAL
                .union(Classes::DO)
                .union(Classes::ADVERB)
                .union(Classes::SUBJECTIVE)
                .union(Classes::RELATIVE))
                || before.of(self.narrative.text) == "to"
                || before.is(Classes::CONJUNCTION)
                || self.mention_before(at).is_some_and(|index| self.mentions[index as usize].plural)
                || self.mention_before(at).is_some_and(|index| {
                    // "a Twitter comment": a noun.
                    let mention = &self.mentions[index as usize];
                    let modifies = mention.form == Form::Name && mention.article == Article::A;
                    mention.form != Form::Nominal && !modifies
                });
            return subject;
        }
        true
    }

    /// The subject of the verb at `verb`, after it where a passage stands right before.
    fn subject_either_side(&self, verb: usize) -> Option<Subject> {
        let tokens = self.tokens();
        let inverted = verb > 0
            && tokens[verb].is(Classes::SAY)
            && tokens[verb].is(Classes::FINITE)
            && (tokens[verb - 1].is_quote()
                || tokens[verb - 1].is_sign(',') && verb > 1 && tokens[verb - 2].is_quote());
        if inverted || self.trails(verb) {
            return self.inverted(verb).or_else(|| self.subject(verb));
        }
        self.subject(verb)
    }

    /// "It is dear, says the clerk Ivo Marsh.": the sayer stands behind the verb, at the end of what he says.
    fn trails(&self, verb: usize) -> bool {
        const FAR: usize = 4;
        let tokens = self.tokens();
        let token = &tokens[verb];
        let sentence = self.narrative.sentence(verb);
        let comma = verb > sentence.start + 1 && tokens[verb - 1].is_sign(',');
        if !comma || !TRAILING.contains(&token.of(self.narrative.text)) {
            return false;
        }
        let next = (verb + 1..sentence.end.min(verb + FAR)).find_map(|at| self.mention_at(at));
        let Some(next) = next.map(|next| &self.mentions[next as usize]) else { return false };
        let plain = tokens[verb + 1..(next.start as usize).max(verb + 1)]
            .iter()
            .all(|token| token.is_word() && !token.is(Classes::FUNCTION.without(Classes::DETERMINER)));
        let somebody = next.form == Form::Name || next.classes.any(Classes::HEAD);
        let closes = tokens.get(next.end as usize).is_none_or(|after| {
            next.end as usize >= sentence.end
                || !after.is_word()
                || after.is(Classes::PREPOSITION.union(Classes::RELATIVE).union(Classes::CONJUNCTION))
        });
        plain && somebody && closes && !next.possessive && !next.modifier
    }

    /// The subject of the verb at `verb`.
    #[must_use]
    pub fn subject(&self, verb: usize) -> Option<Subject> {
        self.subject_within(verb, DEPTH)
    }

    fn subject_within(&self, verb: usize, depth: usize) -> Option<Subject> {
        if let Some(mention) = self.sent_document(verb) {
            return Some(Subject { mention, how: SubjectLink::Gap, passive: false });
        }
        let mut subject = self.nearest_subject(verb, depth)?;
        // "A roofer who robbed Ann Lee told": what the relative clause speaks of is not the subject.
        if matches!(subject.how, SubjectLink::Direct | SubjectLink::Gap)
            && self.tokens()[verb].is(Classes::FINITE)
            && let Some(head) = self.restrictive_head(subject.mention, verb)
        {
            subject.mention = head;
            subject.how = SubjectLink::Gap;
        }
        Some(subject)
    }

    fn nearest_subject(&self, verb: usize, depth: usize) -> Option<Subject> {
        let tokens = self.tokens();
        let text = self.narrative.text;
        let sentence = self.narrative.sentence(verb);
        let is_ing = tokens[verb].is(Classes::ING) && !tokens[verb].is(Classes::FINITE);
        let mut at = verb;
        let mut passive = false;
        let mut infinitive = false;
        while at > sentence.start {
            let token = &tokens[at - 1];
            if !token.is_word() || self.mention_at(at - 1).is_some() {
                break;
            }
            let word = token.of(text);
            if token.is(Classes::BE) && at == verb && tokens[verb].is(Classes::PARTICIPLE) && !is_ing {
                passive = true;
            }
            if word == "to" {
                infinitive = true;
                break;
            }
            if token.is(Classes::AUXILIARY.union(Classes::ADVERB).union(Classes::NEGATION))
                && !token.is(Classes::PREPOSITION)
                || word.ends_with("ly") && token.shape == Shape::Lower
            {
                at -= 1;
            } else {
                break;
            }
        }
        passive |= self.has_agent(verb);
        if at == sentence.start {
            return self.carried(at, depth, passive).or_else(|| self.initial_verb(verb, passive));
        }
        if infinitive {
            // "only for Ann Lee to post that …".
            if let Some(mention) = self.mention_before(at - 1)
                && self.opens_with(mention, "for")
                && self.mentions[mention as usize].form != Form::Nominal
            {
                return Some(Subject { mention, how: SubjectLink::Direct, passive });
            }
            return self.shared(at - 1, depth, passive);
        }
        if let Some(mention) = self.mention_before(at) {
            if is_ing && at == verb && !self.speaks(verb, mention) && !self.opens_clause(mention) {
                return self.shared(verb, depth, passive).or(Some(Subject { mention, how: SubjectLink::Gap, passive }));
            }
            if self.mentions[mention as usize].governed
                && !is_ing
                && !self.is_counted(mention as usize)
                && let Some(outer) = self.outer(mention as usize)
            {
                return Some(Subject { mention: outer, how: SubjectLink::Gap, passive });
            }
            return Some(Subject { mention, how: SubjectLink::Direct, passive });
        }
        let before = &tokens[at - 1];
        match before.kind {
            Kind::Word if before.is(Classes::RELATIVE) && before.shape == Shape::Lower => {
                let comma = at >= 2 && at - 1 > sentence.start && tokens[at - 2].is_sign(',');
                let end = if comma { at - 2 } else { at - 1 };
                // "the Harbour Act 2015, which states".
                let numbered = end > sentence.start && tokens[end - 1].kind == Kind::Number;
                let thing = comma && matches!(before.of(text), "that" | "which");
                let named = self.mention_before(if numbered { end - 1 } else { end }).filter(|&mention| {
                    // "a report, obtained through a friend, that warned".
                    let human = self.mentions[mention as usize].classes.any(Classes::HUMAN);
                    !(thing && human && self.thing_before_comma(end, sentence.start).is_some())
                });
                if let Some(mention) = named {
                    let described = comma.then(|| self.described(mention, sentence.start)).flatten();
                    return Some(Subject {
                        mention: described.unwrap_or(mention),
                        how: SubjectLink::Relative,
                        passive,
                    });
                }
                // "a report, obtained by the paper, that warned": no person.
                if let Some(mention) = thing.then(|| self.thing_before_comma(end, sentence.start)).flatten() {
                    return Some(Subject { mention, how: SubjectLink::Relative, passive });
                }
                // "an old banner near the jetty that read".
                if let Some(mention) =
                    self.thing_near(end, sentence.start).filter(|_| !comma && before.of(text) == "that")
                {
                    return Some(Subject { mention, how: SubjectLink::Relative, passive });
                }
                self.gap(end, sentence.start, passive).or_else(|| self.shared(verb, depth, passive))
            }
            Kind::Word if before.is(Classes::CONJUNCTION) && at - 1 == sentence.start => {
                self.carried(at - 1, depth, passive).or_else(|| self.shared(verb, depth, passive))
            }
            Kind::Word if before.is(Classes::CONJUNCTION) => self.shared(verb, depth, passive),
            Kind::Sign(')' | ']') => {
                let open =
                    (sentence.start..at - 1).rev().find(|&open| matches!(tokens[open].kind, Kind::Sign('(' | '[')))?;
                let mention = self
                    .mention_before(open)
                    .or_else(|| self.gap(open, sentence.start, passive).map(|subject| subject.mention))?;
                Some(Subject { mention, how: SubjectLink::Apposition, passive })
            }
            Kind::Sign(',' | '—' | '–' | '-') => {
                let participle = tokens[verb].is(Classes::PARTICIPLE) && !tokens[verb].is(Classes::SAY) && at == verb;
                // "The clerk, who met her, called it “…”": no participle where the clause has no other verb.
                if participle
                    && tokens[verb].is(Classes::PAST)
                    && !passive
                    && let Some(mention) = self.awaits_verb(at - 1, sentence.start)
                {
                    return Some(Subject { mention, how: SubjectLink::Apposition, passive });
                }
                if is_ing && let Some(subject) = self.main_subject(verb, depth) {
                    return Some(subject);
                }
                if is_ing || participle {
                    return self.shared(verb, depth, passive).or_else(|| self.gap(at - 1, sentence.start, passive));
                }
                if let Some(mention) = self.parted_by_comma(at - 1, sentence.start) {
                    return Some(Subject { mention, how: SubjectLink::Apposition, passive });
                }
                self.before_apposition(at - 1, sentence.start, passive).or_else(|| self.shared(verb, depth, passive))
            }
            _ if is_ing => self.shared(verb, depth, passive),
            _ => self.gap(at, sentence.start, passive).or_else(|| self.shared(verb, depth, passive)),
        }
    }

    /// The nearest mention to the left of `end`, if it is a document and only words stand between.
    fn thing_near(&self, end: usize, first: usize) -> Option<u32> {
        const FAR: usize = 8;
        let tokens = self.tokens();
        let at = (first.max(end.saturating_sub(FAR))..end)
            .rev()
            .take_while(|&at| tokens[at].is_word() && !self.is_cue(at))
            .find(|&at| self.mention_at(at).is_some())?;
        self.mention_at(at).filter(|&index| {
            let mention = &self.mentions[index as usize];
            let document = mention.classes.any(Classes::DOCUMENT) && !mention.classes.any(Classes::HUMAN);
            mention.form == Form::Nominal && document && !mention.modifier && !mention.possessive
        })
    }

    /// The nearest document or organisation that a comma follows, to the left of `end`.
    fn thing_before_comma(&self, end: usize, first: usize) -> Option<u32> {
        const FAR: usize = 14;
        let tokens = self.tokens();
        (first.max(end.saturating_sub(FAR))..end).rev().filter(|&at| tokens[at].is_sign(',')).find_map(|comma| {
            let index = self.mention_before(comma)?;
            let mention = &self.mentions[index as usize];
            let thing = mention.form == Form::Nominal
                && mention.classes.any(Classes::DOCUMENT.union(Classes::ORGANISATION))
                && !mention.classes.any(Classes::HUMAN);
            thing.then_some(index)
        })
    }

    /// "footage of Trump saying": somebody right before an -ing form of saying is its subject.
    fn speaks(&self, verb: usize, mention: u32) -> bool {
        const PAPERS: Words = words!("lawsuit lawsuits suit complaint petition filing indictment affidavit motion");
        let mention = &self.mentions[mention as usize];
        // "filed a lawsuit accusing the city of".
        let talks = Classes::SAY.union(Classes::CALL).union(Classes::ACT);
        if PAPERS.has(self.tokens()[mention.head as usize].id) && self.tokens()[verb].is(talks) {
            return !mention.modifier;
        }
        let somebody = mention.form != Form::Nominal || mention.classes.any(Classes::HUMAN.union(Classes::PEOPLE));
        self.tokens()[verb].is(Classes::SAY) && somebody && !mention.modifier
    }

    /// "with Trump saying": the mention before an -ing form is its subject where "with" opens the clause.
    fn opens_clause(&self, mention: u32) -> bool {
        self.opens_with(mention, "with")
    }

    /// Whether this word stands right before the mention.
    fn opens_with(&self, mention: u32, word: &str) -> bool {
        let start = self.mentions[mention as usize].start as usize;
        let tokens = self.tokens();
        // "with its chief economist saying".
        let own = start > 1 && tokens[start - 1].is_word() && tokens[start - 1].is(Classes::POSSESSIVE);
        let start = if own { start - 1 } else { start };
        start > 0 && tokens[start - 1].of(self.narrative.text) == word
    }

    /// The mention whose phrase holds this governed one: "a spokesman" for "a spokesman for Trump".
    fn outer(&self, inner: usize) -> Option<u32> {
        let inner_start = self.mentions[inner].start as usize;
        let mut at = inner_start;
        let first = self.narrative.sentence(at).start;
        // Over the preposition and what it may share a phrase with.
        while at > first {
            at -= 1;
            let token = &self.tokens()[at];
            if let Some(index) = self.mention_at(at) {
                let found = &self.mentions[index as usize];
                if found.possessive || found.modifier {
                    return None;
                }
                if !found.governed || self.is_counted(index as usize) {
                    return Some(index);
                }
                at = found.start as usize;
                continue;
            }
            // "The Harbour Board (HB) in a release said".
            if matches!(token.kind, Kind::Sign(')' | ']'))
                && let Some(open) = self.opening(at, first, inner_start)
            {
                at = open;
                continue;
            }
            if !token.is_word() && token.kind != Kind::Number && token.kind != Kind::Possessive
                || token.is(Classes::VERB) && self.is_cue(at) && !self.has_agent(at) && !token.is(Classes::ING)
                || token.is(Classes::AUXILIARY)
            {
                return None;
            }
        }
        None
    }

    /// "Ann questioned it; blamed the mayor; and said …": the subject before the semicolon.
    fn carried(&self, start: usize, depth: usize, passive: bool) -> Option<Subject> {
        let semicolon = start.checked_sub(1).filter(|&at| self.tokens()[at].is_sign(';'))?;
        let first = self.narrative.sentence(semicolon).start;
        let verb = (first..semicolon).find(|&at| self.is_cue(at) && self.mention_at(at).is_none())?;
        let subject = self.subject_within(verb, depth.checked_sub(1)?)?;
        Some(Subject { mention: subject.mention, how: SubjectLink::Shared, passive })
    }

    /// A sentence that begins with its verb: "Said Ellis: …", "Calling Trump a fraud, Clinton said …".
    fn initial_verb(&self, verb: usize, passive: bool) -> Option<Subject> {
        let tokens = self.tokens();
        let sentence = self.narrative.sentence(verb);
        if tokens[verb].is(Classes::SAY) && tokens[verb].is(Classes::FINITE) {
            return self.inverted(verb);
        }
        let comma = (verb..sentence.end).find(|&at| tokens[at].is_sign(',') || tokens[at].is_quote())?;
        let mention = (comma..sentence.end.min(comma + 6)).find_map(|at| self.mention_at(at))?;
        Some(Subject { mention, how: SubjectLink::Shared, passive })
    }

    /// The mention right after a verb of saying.
    #[must_use]
    pub fn inverted(&self, verb: usize) -> Option<Subject> {
        const FAR: usize = 10;
        let sentence = self.narrative.sentence(verb);
        for at in verb + 1..sentence.end.min(verb + FAR) {
            let token = &self.tokens()[at];
            if let Some(mention) = self.mention_at(at) {
                let found = &self.mentions[mention as usize];
                if found.modifier || found.possessive && self.mention_at(found.end as usize + 1).is_some() {
                    continue;
                }
                return Some(Subject { mention, how: SubjectLink::Inverted, passive: false });
            }
            let passes = token.is_word()
                && !token.is(Classes::PREPOSITION.union(Classes::CONJUNCTION).union(Classes::AUXILIARY))
                || matches!(token.kind, Kind::Possessive | Kind::Number);
            if !passes {
                return None;
            }
        }
        None
    }

    /// The subject of the nearest verb to the left of `verb` in its sentence.
    fn shared(&self, verb: usize, depth: usize, passive: bool) -> Option<Subject> {
        if depth == 0 {
            return None;
        }
        let sentence = self.narrative.sentence(verb);
        let mut at = verb;
        while at > sentence.start {
            at -= 1;
            if let Some(open) = self.opening(at, sentence.start, verb) {
                at = open;
                continue;
            }
            if self.is_predicate(at, verb) {
                let subject = self.subject_within(at, depth - 1);
                // "confirmed a report had been made but declined": what was confirmed does not decline.
                if let Some(said) = subject.and_then(|subject| self.reported_by(&subject, at, verb)) {
                    at = said + 1;
                    continue;
                }
                return subject.map(|subject| Subject { mention: subject.mention, how: SubjectLink::Shared, passive });
            }
        }
        (sentence.start..verb)
            .find_map(|at| self.mention_at(at))
            .filter(|&mention| !self.mentions[mention as usize].governed)
            .map(|mention| Subject { mention, how: SubjectLink::Shared, passive })
    }

    /// The nearest mention to the left that no preposition governs, with nothing but words between.
    fn gap(&self, end: usize, first: usize, passive: bool) -> Option<Subject> {
        const FAR: usize = 14;
        let tokens = self.tokens();
        let mut at = end;
        while at > first && end - at < FAR {
            at -= 1;
            let token = &tokens[at];
            if let Some(index) = self.mention_at(at) {
                let mention = &self.mentions[index as usize];
                at = mention.start as usize;
                let governed = mention.governed && !self.is_counted(index as usize);
                if governed || mention.possessive || mention.modifier {
                    continue;
                }
                // "A brochure he received about his car said": the pronoun's clause belongs to the noun before it.
                let outer = (mention.form == Form::Pronoun && tokens[mention.start as usize].is(Classes::SUBJECTIVE))
                    .then(|| self.mention_before(mention.start as usize))
                    .flatten()
                    .filter(|&outer| {
                        let outer = &self.mentions[outer as usize];
                        outer.form == Form::Nominal && !outer.governed && !outer.possessive
                    });
                return Some(Subject { mention: outer.unwrap_or(index), how: SubjectLink::Gap, passive });
            }
            let parted = matches!(token.kind, Kind::Sign(';' | ':')) || token.is_quote();
            // "after what pals called": nobody that is known.
            if parted || self.is_cue(at) || matches!(token.of(self.narrative.text), "what" | "that") {
                return None;
            }
        }
        None
    }

    /// "Hundreds of nurses", "a group of dockers": a noun that is counted, not governed.
    fn is_counted(&self, mention: usize) -> bool {
        const COUNTS: Words = words!(
            "group groups handful couple pair number crowd crowds section majority minority half third quarter lot one two three some most many several few all both each dozens hundreds thousands scores millions percent"
        );
        let start = self.mentions[mention].start as usize;
        let tokens = self.tokens();
        start >= 2
            && start - 1 > self.narrative.sentence(start).start
            && tokens[start - 1].of(self.narrative.text) == "of"
            && COUNTS.has(tokens[start - 2].id)
            && self.mention_at(start - 2).is_none()
    }

    /// "described by X", "submitted by the clerk": the verb is a participle with its agent right behind it.
    fn has_agent(&self, verb: usize) -> bool {
        let tokens = &self.narrative.tokens;
        let have = verb > 0 && tokens[verb - 1].is_word() && tokens[verb - 1].is(Classes::HAVE);
        tokens[verb].is(Classes::PARTICIPLE)
            && !have
            && tokens
                .get(verb + 1)
                .is_some_and(|by| by.sentence == tokens[verb].sentence && by.of(self.narrative.text) == "by")
            && (verb + 2..=verb + 3).any(|at| {
                let article = at == verb + 2 || tokens.get(at - 1).is_some_and(|word| word.is(Classes::DETERMINER));
                article && self.mention_at(at).is_some_and(|agent| self.mentions[agent as usize].start as usize == at)
            })
    }

    /// Whether the verb only modifies the noun before it, and the clause goes on with another one before `until`: "the
    /// figures submitted by the clerk were “…”".
    #[must_use]
    pub fn modifies(&self, verb: usize, until: usize) -> bool {
        let tokens = self.tokens();
        let first = self.narrative.sentence(verb).start;
        let bare = verb > first && !(tokens[verb - 1].is_word() && tokens[verb - 1].is(Classes::AUXILIARY));
        bare && self.has_agent(verb) && (verb + 3..until).any(|at| self.is_predicate(at, until))
    }

    /// Whether the token at `at` follows somebody who can do something, or his bracket: not "in a statement released".
    fn acts_before(&self, at: usize) -> bool {
        let closes = at > 0 && matches!(self.tokens()[at - 1].kind, Kind::Sign(')' | ']'));
        closes
            || self.mention_before(at).is_some_and(|index| {
                let mention = &self.mentions[index as usize];
                !mention.governed || self.is_counted(index as usize) || self.outer(index as usize).is_some()
            })
    }

    /// Whether the token at `at` is a clause's verb, as far as its form says: an auxiliary that no verb of the tables
    /// follows, a verb of the tables, a past form after somebody who is named.
    fn is_predicate(&self, at: usize, end: usize) -> bool {
        /// Past forms that no rule of spelling makes.
        const IRREGULAR: Words = words!(
            "held took gave came went made got left met kept set sat stood ran led fell rose drew broke brought built bought sold sent spent paid won lost grew threw became began chose drove ate flew forgot hid lay rode shook shot sang sank slept spoke stole struck swam tore wore woke fought caught taught sought hung dug bore bent bit blew cut hit hurt laid lent put quit rang shut swung swore understood"
        );
        let tokens = self.tokens();
        let token = &tokens[at];
        if !token.is_word() || self.mention_at(at).is_some() {
            return false;
        }
        let auxiliary = token.is(Classes::AUXILIARY)
            && !(at + 1 < end && (self.is_cue(at + 1) || tokens[at + 1].is(Classes::AUXILIARY)));
        let plain = !token.is(Classes::VERB)
            && token.shape == Shape::Lower
            && !token.is(Classes::FUNCTION)
            && (is_past_form(token.of(self.narrative.text)) || IRREGULAR.has(token.id))
            && self.acts_before(at);
        auxiliary || plain || self.is_cue(at)
    }
}

/// Whether an unknown word looks like a verb's past form.
fn is_past_form(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed")
}
