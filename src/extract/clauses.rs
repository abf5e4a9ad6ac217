//! Who does what in a sentence, without a parser: the subject of a verb, found by walking left over what may stand
//! between the two (auxiliaries, appositions, brackets, relative clauses), or right where the order is inverted.

use super::lexicon::Classes;
use super::mentions::{Form, Mention};
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
            return !token.is(Classes::PRESENT.union(Classes::ING)) && !before.is(Classes::DETERMINER)
                || before.of(self.narrative.text) == "that" && token.is(Classes::PAST);
        }
        // "a public call for", "his latest claim": a base form after a noun's modifier is a noun.
        let base =
            token.is(Classes::PRESENT) && !token.is(Classes::PAST) && !token.of(self.narrative.text).ends_with('s');
        if base {
            let subject = before.is(Classes::MODAL
                .union(Classes::DO)
                .union(Classes::ADVERB)
                .union(Classes::SUBJECTIVE)
                .union(Classes::RELATIVE))
                || before.of(self.narrative.text) == "to"
                || before.is(Classes::CONJUNCTION)
                || self.mention_before(at).is_some_and(|index| self.mentions[index as usize].plural)
                || self.mention_before(at).is_some_and(|index| self.mentions[index as usize].form != Form::Nominal);
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
                if let Some(mention) = self.mention_before(if numbered { end - 1 } else { end }) {
                    return Some(Subject { mention, how: SubjectLink::Relative, passive });
                }
                // "a report, obtained by the paper, that warned": no person.
                let thing = comma && matches!(before.of(text), "that" | "which");
                if let Some(mention) = thing.then(|| self.thing_before_comma(end, sentence.start)).flatten() {
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
                if is_ing || tokens[verb].is(Classes::PARTICIPLE) && !tokens[verb].is(Classes::SAY) && at == verb {
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
        let mention = &self.mentions[mention as usize];
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
        let mention = &self.mentions[inner];
        let mut at = mention.start as usize;
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
                if !found.governed {
                    return Some(index);
                }
                at = found.start as usize;
                continue;
            }
            if !token.is_word() && token.kind != Kind::Number && token.kind != Kind::Possessive
                || token.is(Classes::VERB) && self.is_cue(at)
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
        let tokens = self.tokens();
        for at in (sentence.start..verb).rev() {
            let token = &tokens[at];
            if !token.is_word() {
                continue;
            }
            let auxiliary = token.is(Classes::AUXILIARY)
                && self.mention_at(at).is_none()
                && !(at + 1 < verb && (self.is_cue(at + 1) || tokens[at + 1].is(Classes::AUXILIARY)));
            let plain = !token.is(Classes::VERB)
                && token.shape == Shape::Lower
                && !token.is(Classes::FUNCTION)
                && self.mention_at(at).is_none()
                && is_past_form(token.of(self.narrative.text))
                && self.mention_before(at).is_some();
            if auxiliary || plain || self.is_cue(at) {
                return self.subject_within(at, depth - 1).map(|subject| Subject {
                    mention: subject.mention,
                    how: SubjectLink::Shared,
                    passive,
                });
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
                if mention.governed || mention.possessive || mention.modifier {
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
            if matches!(token.kind, Kind::Sign(';' | ':')) || token.is_quote() || self.is_cue(at) {
                return None;
            }
        }
        None
    }

    /// "…, but his barrister Hugh Penn KC, told the jury": a name that only a comma parts from its verb, the clause's
    /// own subject since no other comma opens an apposition there.
    fn parted_by_comma(&self, comma: usize, first: usize) -> Option<u32> {
        let tokens = self.tokens();
        let mut end = comma;
        while end > first && tokens[end - 1].is(Classes::SUFFIX) && tokens[end - 1].shape == Shape::Upper {
            if self.mention_at(end - 1).is_some() {
                break;
            }
            end -= 1;
        }
        let index = self.mention_before(end)?;
        let mention = &self.mentions[index as usize];
        if !tokens[comma].is_sign(',') || mention.form != Form::Name || mention.governed || mention.possessive {
            return None;
        }
        let clause = (first..mention.start as usize).rev().find(|&at| {
            let token = &tokens[at];
            !token.is_word() || matches!(token.of(self.narrative.text), "but" | "while" | "although")
        })?;
        let before = &tokens[clause..mention.start as usize];
        let joined = before[0].is_word();
        let own = before[1..].iter().enumerate().all(|(offset, token)| {
            token.is_word() && !token.is(Classes::AUXILIARY) && !self.is_cue(clause + 1 + offset)
        });
        (joined && own).then_some(index)
    }

    /// The mention before the apposition that ends with the comma or dash at `close`.
    fn before_apposition(&self, close: usize, first: usize, passive: bool) -> Option<Subject> {
        let tokens = self.tokens();
        // "Ora's site -- told me": the mark may be two dashes.
        let mut close = close;
        while close > first && tokens[close].is_sign('-') && tokens[close - 1].is_sign('-') {
            close -= 1;
        }
        let opens = |token: &Token| match tokens[close].kind {
            Kind::Sign(',') => matches!(token.kind, Kind::Sign(',' | '(')),
            _ => matches!(token.kind, Kind::Sign('—' | '–' | '-')),
        };
        let mut at = first;
        let mut best = None;
        while at < close {
            if let Some(index) = self.mention_at(at) {
                let mention = &self.mentions[index as usize];
                let end = mention.end as usize;
                let bracket = tokens[end].is_sign('(');
                let direct = end < close && (opens(&tokens[end]) || bracket);
                let usable = !mention.possessive && !mention.modifier;
                if direct
                    && usable
                    && (!mention.governed
                        || best.is_none()
                            && mention.form == Form::Name
                            && self.outer(index as usize).is_none()
                            && at == first)
                {
                    return Some(Subject { mention: index, how: SubjectLink::Apposition, passive });
                }
                if usable && !mention.governed && best.is_none() && end < close {
                    best = Some(index);
                }
                at = end.max(at + 1);
            } else {
                at += 1;
            }
        }
        best.map(|mention| Subject { mention, how: SubjectLink::Gap, passive })
    }
}

/// Whether an unknown word looks like a verb's past form.
fn is_past_form(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed")
}
