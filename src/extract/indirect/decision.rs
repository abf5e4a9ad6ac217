//! Whether a candidate is a report: what speaks for and against it.

use crate::extract::Reading;
use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::Classes;
use crate::extract::mentions::{Form, Mention};
use crate::extract::speakers::EntityKind;
use crate::extract::tokens::{Kind, Shape, Token};

use super::borders::content;
use super::cues::Cue;
use super::stem::stem;
use super::tags::{is_predicate, length, tag};
use super::weights::Sink;

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

/// What speaks for and against the candidate with the content that ends, or begins, at `border`, which was chosen
/// with this share.
pub fn features(
    reading: &Reading<'_>,
    talkers: &Talkers,
    cue: &Cue,
    (border, share): (usize, f32),
    sink: &mut impl Sink,
) {
    let tokens = &reading.narrative.tokens;
    let text = reading.narrative.text;
    let frame = cue.frame.name();
    let (from, to) = content(reading, cue, border);
    let verb = &tokens[cue.token as usize];
    let lower = verb.of(text).to_ascii_lowercase();
    let stem = stem(&lower);
    let mention = cue.mention(reading);
    let head = &tokens[cue.head(reading)];
    let sayer = (cue.sayer.0 as usize, cue.sayer.1 as usize);
    let sentence = reading.narrative.sentence(cue.token as usize);
    let near = |at: usize| if sentence.contains(&at) { tag(&tokens[at], text) } else { "edge" };
    let word = |at: usize| {
        if sentence.contains(&at) && tokens[at].is_word() && tokens[at].is(Classes::FUNCTION) {
            tokens[at].of(text)
        } else {
            "-"
        }
    };
    let tense = match () {
        () if verb.is(Classes::PAST) => "past",
        () if verb.is(Classes::ING) => "ing",
        () if verb.is(Classes::PRESENT) => "present",
        () => "other",
    };
    let form = match mention.map(|mention| mention.form) {
        Some(Form::Name) => "name",
        Some(Form::Nominal) => "noun",
        Some(Form::Pronoun) => "pronoun",
        None => "phrase",
    };
    let entity = mention.and_then(|mention| reading.entities.get(mention.entity as usize));
    let kind = match entity.map(|entity| entity.kind) {
        Some(EntityKind::Person) => "person",
        Some(EntityKind::Open) => "open",
        Some(EntityKind::Organisation) => "organisation",
        Some(EntityKind::Place) => "place",
        Some(EntityKind::Unnamed) => "unnamed",
        None => "none",
    };
    let classes = mention.map_or(head.classes, |mention| mention.classes);
    let class = match () {
        () if mention.is_some_and(Mention::is_first_person) => "first",
        () if classes.any(Classes::IT) => "it",
        () if classes.any(Classes::DOCUMENT) => "document",
        () if classes.any(Classes::PEOPLE.and(Classes::THEY)) => "people",
        () if classes.any(Classes::HUMAN.and(Classes::HE).and(Classes::SHE)) => "human",
        () if classes.any(Classes::ORGANISATION.and(Classes::GROUP)) => "organisation",
        () => "other",
    };
    let link = match cue.link {
        Some(SubjectLink::Direct) => "direct",
        Some(SubjectLink::Relative) => "relative",
        Some(SubjectLink::Apposition) => "apposition",
        Some(SubjectLink::Shared) => "shared",
        Some(SubjectLink::Gap) => "gap",
        Some(SubjectLink::Inverted) => "inverted",
        None => "none",
    };
    let own = if tokens[from..to.max(from)].iter().any(is_predicate) { "clause" } else { "none" };
    let size = length(to.saturating_sub(from));
    let addressee = if cue.addressee { "addressee" } else { "-" };
    let before = near((cue.token as usize).wrapping_sub(1));
    let after = near(cue.end as usize);
    let gap = (cue.token as usize).abs_diff(sayer.1);
    let gap = if (cue.token as usize) < sayer.0 { "after" } else { length(gap) };
    let owned = match mention {
        Some(mention) if mention.modifier => "modifier",
        Some(mention) if mention.possessive => "possessive",
        Some(mention) if mention.governed => "governed",
        _ => "free",
    };
    let share = match share {
        share if share > 0.95 => "sure",
        share if share > 0.8 => "likely",
        share if share > 0.5 => "half",
        _ => "unsure",
    };
    let start = near(from);
    sink.add("bias", &[""]);
    sink.add("frame", &[frame]);
    sink.add("verb", &[stem]);
    sink.add("verb frame", &[stem, frame]);
    sink.add("verb tense", &[stem, tense]);
    sink.add("verb frame class", &[stem, frame, class]);
    sink.add("verb clause", &[stem, own]);
    sink.add("frame tense", &[frame, tense]);
    sink.add("frame link", &[frame, link]);
    sink.add("link form", &[link, form, class]);
    sink.add("link gap", &[link, gap, frame]);
    sink.add("link tense", &[link, tense]);
    sink.add("form class", &[form, class]);
    sink.add("kind", &[kind, frame]);
    sink.add("class frame", &[class, frame, tense]);
    sink.add("owned", &[owned, link]);
    sink.add("owned frame", &[owned, frame]);
    sink.add("size", &[size, frame]);
    sink.add("size clause", &[size, own]);
    sink.add("share", &[share, frame]);
    sink.add("addressee", &[addressee, frame, stem]);
    sink.add("before", &[before, tense]);
    sink.add("before word", &[word((cue.token as usize).wrapping_sub(1))]);
    sink.add("after", &[after, frame]);
    sink.add("after word", &[word(cue.end as usize), frame]);
    sink.add("start", &[start, frame, own]);
    sink.add("start two", &[start, near(from + 1), frame]);
    sink.add("start word", &[word(from), frame]);
    sink.add("opener", &[near(sentence.start), frame]);
    sink.add("opener word", &[word(sentence.start)]);
    sink.add("ahead of mention", &[near(sayer.0.wrapping_sub(1)), frame]);
    sink.add("word ahead of mention", &[word(sayer.0.wrapping_sub(1))]);
    sink.add("behind content", &[near(to), frame]);
    let many = mention.map_or_else(|| head.of(text).ends_with('s'), |mention| mention.plural);
    let plural = if many { "plural" } else { "single" };
    sink.add("plural", &[plural, class, tense]);
    // What the content says, and of whom: reports are full of "would" and of the sayer's pronoun.
    let inside = &tokens[from..to.max(from)];
    let predicate = inside.iter().find(|token| is_predicate(token)).map_or("none", |token| tag(token, text));
    let modal = inside.iter().any(|token| token.is_word() && token.is(Classes::MODAL));
    let modal = if modal { "modal" } else { "plain" };
    let opener = inside.first().filter(|token| token.is_word());
    let echo = opener.is_some_and(|token| {
        token.is(Classes::SUBJECTIVE)
            && token.classes.any(classes.only(Classes::HE.and(Classes::SHE).and(Classes::IT).and(Classes::THEY)))
    });
    let echo = if echo { "echo" } else { start };
    let embedded = tokens[sentence.start..sayer.0.clamp(sentence.start, sentence.end)].iter().any(is_predicate);
    let embedded = if embedded { "embedded" } else { "main" };
    let nested = inside.iter().any(|token| token.is_word() && token.is(Classes::SAY) && token.is(Classes::PAST));
    let nested = if nested { "nested" } else { "plain" };
    let talks = talkers.step(mention);
    let numbered = if tokens[sayer.0..sayer.1].iter().any(|token| token.kind == Kind::Number) { "number" } else { "-" };
    sink.add("embedded", &[embedded, frame, link]);
    sink.add("embedded tense", &[embedded, tense, class]);
    sink.add("nested", &[nested, frame]);
    sink.add("talks", &[talks, frame]);
    sink.add("talks kind", &[talks, kind, form]);
    sink.add("verb talks", &[stem, talks]);
    sink.add("numbered", &[numbered, class]);
    sink.add("sayer length", &[length(sayer.1 - sayer.0), form]);
    sink.add("verb after word", &[stem, word(cue.end as usize)]);
    sink.add("verb share", &[stem, share]);
    sink.add("verb size", &[stem, size]);
    sink.add("behind word", &[word(to), frame]);
    sink.add("predicate", &[predicate, frame, tense]);
    sink.add("verb predicate", &[stem, predicate]);
    sink.add("modal", &[modal, frame]);
    sink.add("verb modal", &[stem, modal]);
    sink.add("echo", &[echo, frame, tense]);
    sink.add("verb start", &[stem, start]);
    sink.add("verb after", &[stem, after]);
    sink.add("verb link", &[stem, link]);
    sink.add("last", &[if to > from { near(to - 1) } else { "none" }, frame, own]);
    sink.add("head", &[stem_of(head, text), frame]);
    if tokens[sentence.clone()].iter().any(crate::extract::tokens::Token::is_quote) {
        sink.add("quote beside", &[frame]);
    }
}

/// The noun of a phrase, where the lexicon knows it as one that people and things speak as.
fn stem_of<'t>(head: &Token, text: &'t str) -> &'t str {
    if head.is_word() && head.shape == Shape::Lower && head.is(Classes::HEAD.and(Classes::SPEECH)) {
        head.of(text)
    } else {
        "-"
    }
}
