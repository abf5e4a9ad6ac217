//! Whether a candidate is a report: what speaks for and against it.

use std::ops::Range;

use crate::extract::Reading;
use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::Classes;
use crate::extract::mentions::{Form, Mention, NOBODY};
use crate::extract::speakers::EntityKind;
use crate::extract::tokens::{Kind, Shape, Token};

use super::borders::{Choice, content, outer, subject};
use super::cue::Cue;
use super::tags::{Flags, Tagged, length};
use super::weights::{Sink, Value, weigh};

/// For each entity of an article how many verbs of saying it is the subject of.
#[derive(Debug, Default)]
pub struct Talkers(Vec<u32>);

impl Talkers {
    /// Counts once.
    #[must_use]
    pub fn new(reading: &Reading<'_>) -> Self {
        let mut counts = vec![0; reading.entities.len()];
        for (mention, role) in reading.mentions.iter().zip(&reading.acts.roles) {
            if role.says.is_some()
                && let Some(count) = counts.get_mut(mention.entity as usize)
            {
                *count += 1;
            }
        }
        Self(counts)
    }

    fn step(&self, mention: Option<&Mention>) -> &'static str {
        match mention.and_then(|mention| self.0.get(mention.entity as usize)) {
            None => "none",
            Some(0) => "0",
            Some(1) => "1",
            Some(2..=3) => "3",
            Some(_) => "more",
        }
    }
}

/// Nothing to say.
const NOT: Value<'static> = Value::of("-");
const NONE: Value<'static> = Value::of("none");
/// Outside the sentence.
const EDGE: Value<'static> = Value::of("edge");

fn either(holds: bool, then: &'static str, otherwise: &'static str) -> Value<'static> {
    Value::of(if holds { then } else { otherwise })
}

/// How likely a content's borders are, from the surest down: the share above which each name holds.
const SHARES: [(f32, &str); 5] = [(0.95, "sure"), (0.8, "likely"), (0.65, "rather"), (0.5, "half"), (0.35, "unsure")];
/// The same for borders that are right or nearly so.
const MASSES: [(f32, &str); 7] = [
    (0.985, "sure"),
    (0.96, "most"),
    (0.92, "likely"),
    (0.86, "rather"),
    (0.78, "more"),
    (0.68, "half"),
    (0.55, "unsure"),
];

fn graded(share: f32, grades: &[(f32, &'static str)]) -> Value<'static> {
    Value::of(grades.iter().find(|(least, _)| share > *least).map_or("open", |(_, name)| name))
}

/// A candidate, and what its features ask of it more than once.
#[derive(Debug)]
pub struct Described<'a, 'r, 't> {
    tagged: &'a Tagged<'r, 't>,
    cue: &'a Cue,
    sentence: Range<usize>,
    sayer: Range<usize>,
    stem: Value<'a>,
    frame: Value<'static>,
    tense: Value<'static>,
    form: Value<'static>,
    kind: Value<'static>,
    class: Value<'static>,
    link: Value<'static>,
    talks: Value<'static>,
}

impl<'a, 'r, 't> Described<'a, 'r, 't> {
    /// Describes a candidate; `stem` is that of its cue.
    #[must_use]
    pub fn new(tagged: &'a Tagged<'r, 't>, talkers: &Talkers, cue: &'a Cue, stem: &'a str) -> Self {
        let reading = tagged.reading;
        let tokens = &reading.narrative.tokens;
        let verb = &tokens[cue.token as usize];
        let mention = cue.mention(reading);
        let classes = Self::classes(tagged, cue);
        let tense = Value::of(match () {
            () if verb.is(Classes::PAST) => "past",
            () if verb.is(Classes::ING) => "ing",
            () if verb.is(Classes::PRESENT) => "present",
            () => "other",
        });
        let form = Value::of(match mention.map(|mention| mention.form) {
            Some(Form::Name) => "name",
            Some(Form::Nominal) => "noun",
            Some(Form::Pronoun) => "pronoun",
            None => "phrase",
        });
        let entity = mention.and_then(|mention| reading.entities.get(mention.entity as usize));
        let kind = Value::of(match entity.map(|entity| entity.kind) {
            Some(EntityKind::Person) => "person",
            Some(EntityKind::Open) => "open",
            Some(EntityKind::Organisation) => "organisation",
            Some(EntityKind::Place) => "place",
            Some(EntityKind::Unnamed) => "unnamed",
            None => "none",
        });
        let class = Value::of(match () {
            () if mention.is_some_and(Mention::is_first_person) => "first",
            () if classes.any(Classes::IT) => "it",
            () if classes.any(Classes::DOCUMENT) => "document",
            () if classes.any(Classes::PEOPLE.union(Classes::THEY)) => "people",
            () if classes.any(Classes::HUMAN.union(Classes::HE).union(Classes::SHE)) => "human",
            () if classes.any(Classes::ORGANISATION.union(Classes::GROUP)) => "organisation",
            () => "other",
        });
        let link = Value::of(match cue.link {
            Some(SubjectLink::Direct) => "direct",
            Some(SubjectLink::Relative) => "relative",
            Some(SubjectLink::Apposition) => "apposition",
            Some(SubjectLink::Shared) => "shared",
            Some(SubjectLink::Gap) => "gap",
            Some(SubjectLink::Inverted) => "inverted",
            None => "none",
        });
        Self {
            tagged,
            cue,
            sentence: reading.narrative.sentence(cue.token as usize),
            sayer: cue.sayer.0 as usize..cue.sayer.1 as usize,
            stem: Value::word(stem),
            frame: cue.frame.value(),
            tense,
            form,
            kind,
            class,
            link,
            talks: Value::of(talkers.step(mention)),
        }
    }

    /// What the lexicon says of the sayer.
    fn classes(tagged: &Tagged<'_, '_>, cue: &Cue) -> Classes {
        let head = || tagged.reading.narrative.tokens[cue.head(tagged.reading)].classes;
        cue.mention(tagged.reading).map_or_else(head, |mention| mention.classes)
    }

    fn sayer_entity(&self) -> u32 {
        self.cue.mention(self.tagged.reading).map_or(NOBODY, |mention| mention.entity)
    }

    fn tokens(&self) -> &'r [Token] {
        &self.tagged.reading.narrative.tokens
    }

    /// The tag of a token of the sentence.
    fn near(&self, at: usize) -> Value<'static> {
        if self.sentence.contains(&at) { self.tagged.tag(at) } else { EDGE }
    }

    /// A word of the sentence, where it is one of those that grammar needs.
    fn small(&self, at: usize) -> Value<'t> {
        let known =
            self.sentence.contains(&at) && self.tokens()[at].is_word() && self.tokens()[at].is(Classes::FUNCTION);
        if known { self.tagged.word(at) } else { NOT }
    }

    /// A word of the sentence that is no name.
    fn word(&self, at: usize) -> Value<'t> {
        let known =
            self.sentence.contains(&at) && self.tokens()[at].is_word() && self.tokens()[at].shape == Shape::Lower;
        if known { self.tagged.word(at) } else { self.near(at) }
    }

    /// What speaks for and against it whatever its content is.
    pub fn of_cue(&self, sink: &mut impl Sink) {
        let &Self { tagged, cue, stem, frame, tense, form, kind, class, link, talks, .. } = self;
        let tokens = self.tokens();
        let (token, sayer) = (cue.token as usize, &self.sayer);
        let mention = cue.mention(tagged.reading);
        let head = &tokens[cue.head(tagged.reading)];
        let addressee = either(cue.addressee, "addressee", "-");
        let gap = if token < sayer.start { Value::of("after") } else { length(token.abs_diff(sayer.end)) };
        let owned = Value::of(match mention {
            Some(mention) if mention.modifier => "modifier",
            Some(mention) if mention.possessive => "possessive",
            Some(mention) if mention.governed => "governed",
            _ => "free",
        });
        let before = token.wrapping_sub(1);
        let behind = cue.end as usize;
        weigh!(sink, "bias", const { Value::of("") });
        weigh!(sink, "frame", frame);
        weigh!(sink, "verb", stem);
        weigh!(sink, "verb frame", stem, frame);
        weigh!(sink, "verb tense", stem, tense);
        weigh!(sink, "verb frame class", stem, frame, class);
        weigh!(sink, "frame tense", frame, tense);
        weigh!(sink, "frame link", frame, link);
        weigh!(sink, "link form", link, form, class);
        weigh!(sink, "link gap", link, gap, frame);
        weigh!(sink, "link tense", link, tense);
        weigh!(sink, "form class", form, class);
        weigh!(sink, "kind", kind, frame);
        weigh!(sink, "class frame", class, frame, tense);
        weigh!(sink, "owned", owned, link);
        weigh!(sink, "owned frame", owned, frame);
        weigh!(sink, "addressee", addressee, frame, stem);
        weigh!(sink, "before", self.near(before), tense);
        weigh!(sink, "before word", self.small(before));
        weigh!(sink, "verb before", stem, self.near(before));
        weigh!(sink, "after", self.near(behind), frame);
        weigh!(sink, "after word", self.small(behind), frame);
        weigh!(sink, "verb after", stem, self.near(behind));
        weigh!(sink, "verb after word", stem, self.word(behind));
        weigh!(sink, "verb link", stem, link);
        weigh!(sink, "verb form", stem, form, link);
        weigh!(sink, "verb talks", stem, talks);
        weigh!(sink, "opener", self.near(self.sentence.start), frame);
        weigh!(sink, "opener word", self.small(self.sentence.start));
        weigh!(sink, "ahead of mention", self.near(sayer.start.wrapping_sub(1)), frame);
        weigh!(sink, "word ahead of mention", self.small(sayer.start.wrapping_sub(1)));
        weigh!(sink, "sayer start", self.near(sayer.start), form, link);
        let ends_with_s = || head.of(tagged.reading.narrative.text).ends_with('s');
        let plural = either(mention.map_or_else(ends_with_s, |mention| mention.plural), "plural", "single");
        weigh!(sink, "plural", plural, class, tense);
        let ahead = self.sentence.start..sayer.start.clamp(self.sentence.start, self.sentence.end);
        let embedded = either(tagged.any(ahead, Flags::PREDICATE), "embedded", "main");
        weigh!(sink, "embedded", embedded, frame, link);
        weigh!(sink, "embedded tense", embedded, tense, class);
        let outer = outer(tagged, self.cue);
        weigh!(sink, "outer", outer, frame);
        weigh!(sink, "outer link", outer, link, tense);
        weigh!(sink, "verb frame kind", stem, frame, kind);
        weigh!(sink, "talks", talks, frame);
        weigh!(sink, "talks kind", talks, kind, form);
        let numbered = tokens[sayer.clone()].iter().any(|token| token.kind == Kind::Number);
        weigh!(sink, "numbered", either(numbered, "number", "-"), class);
        weigh!(sink, "sayer length", length(sayer.len()), form);
        // The noun of a phrase, where the lexicon knows it as one that people and things speak as; any noun.
        let lower = head.is_word() && head.shape == Shape::Lower;
        let noun = lower && head.is(Classes::HEAD.union(Classes::SPEECH));
        let word = if lower { tagged.word(cue.head(tagged.reading)) } else { NOT };
        weigh!(sink, "head", if noun { word } else { NOT }, frame);
        weigh!(sink, "head word", word, tense);
        if tokens[self.sentence.clone()].iter().any(Token::is_quote) {
            weigh!(sink, "quote beside", frame);
        }
    }

    /// What speaks for and against it with the content that was chosen.
    pub fn of_content(&self, Choice { border, share, mass }: Choice, sink: &mut impl Sink) {
        let &Self { tagged, cue, stem, frame, tense, .. } = self;
        let (from, to) = content(tagged.reading, cue, border);
        let to = to.max(from);
        let own = either(tagged.any(from..to, Flags::PREDICATE), "clause", "none");
        let size = length(to - from);
        let share = graded(share, &SHARES);
        let mass = graded(mass, &MASSES);
        weigh!(sink, "mass", mass);
        weigh!(sink, "mass frame", mass, frame);
        weigh!(sink, "mass share", mass, share);
        weigh!(sink, "verb mass", stem, mass);
        let start = self.near(from);
        weigh!(sink, "verb clause", stem, own);
        weigh!(sink, "size", size, frame);
        weigh!(sink, "size clause", size, own);
        weigh!(sink, "share", share, frame);
        weigh!(sink, "verb share", stem, share);
        weigh!(sink, "verb size", stem, size);
        weigh!(sink, "start", start, frame, own);
        weigh!(sink, "start two", start, self.near(from + 1), frame);
        weigh!(sink, "start word", self.small(from), frame);
        weigh!(sink, "verb start", stem, start);
        weigh!(sink, "first word", self.word(from), frame);
        weigh!(sink, "second word", self.word(from + 1), frame);
        weigh!(sink, "verb first word", stem, self.word(from));
        weigh!(sink, "verb second word", stem, self.word(from + 1));
        weigh!(sink, "behind content", self.near(to), frame);
        weigh!(sink, "behind word", self.small(to), frame);
        weigh!(sink, "last", if to > from { self.near(to - 1) } else { NONE }, frame, own);
        // What the content says, and of whom: reports are full of "would" and of the sayer's pronoun.
        let predicate = tagged.find(from..to, Flags::PREDICATE);
        let word = predicate.map_or(NONE, |at| tagged.word(at));
        let predicate = predicate.map_or(NONE, |at| tagged.tag(at));
        let modal = either(tagged.any(from..to, Flags::MODAL), "modal", "plain");
        let classes = Self::classes(tagged, cue);
        let opener = self.tokens()[from..to].first().filter(|token| token.is_word());
        let echo = opener.is_some_and(|token| {
            token.is(Classes::SUBJECTIVE)
                && token
                    .classes
                    .any(classes.only(Classes::HE.union(Classes::SHE).union(Classes::IT).union(Classes::THEY)))
        });
        let echo = if echo { Value::of("echo") } else { start };
        weigh!(sink, "nested", either(tagged.any(from..to, Flags::SAID), "nested", "plain"), frame);
        weigh!(sink, "predicate", predicate, frame, tense);
        weigh!(sink, "verb predicate", stem, predicate);
        weigh!(sink, "predicate word", word, tense);
        weigh!(sink, "modal", modal, frame);
        weigh!(sink, "verb modal", stem, modal);
        let about = subject(tagged, self.sayer_entity(), from);
        weigh!(sink, "about", about, frame, tense);
        weigh!(sink, "verb about", stem, about, own);
        weigh!(sink, "class about", about, self.class, own);
        // What the sentence goes on with behind the content.
        let rest = to..self.sentence.end.max(to);
        let more = either(tagged.any(rest.clone(), Flags::PREDICATE), "clause", "none");
        weigh!(sink, "rest", length(rest.len()), more, frame);
        weigh!(sink, "echo", echo, frame, tense);
    }
}
