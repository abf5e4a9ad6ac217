//! Whether a candidate is a report: what speaks for and against it.

use crate::extract::Reading;
use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::Classes;
use crate::extract::mentions::Form;
use crate::extract::speakers::EntityKind;

use super::borders::content;
use super::cues::Cue;
use super::stem::stem;
use super::tags::{is_predicate, length, tag};
use super::weights::Sink;

/// What speaks for and against the candidate with the content that ends, or begins, at `border`, which was chosen
/// with this share.
pub fn features(reading: &Reading<'_>, cue: &Cue, (border, share): (usize, f32), sink: &mut impl Sink) {
    let tokens = &reading.narrative.tokens;
    let text = reading.narrative.text;
    let frame = cue.frame.name();
    let (from, to) = content(reading, cue, border);
    let verb = &tokens[cue.token as usize];
    let lower = verb.of(text).to_ascii_lowercase();
    let stem = stem(&lower);
    let mention = &reading.mentions[cue.mention as usize];
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
    let form = match mention.form {
        Form::Name => "name",
        Form::Nominal => "noun",
        Form::Pronoun => "pronoun",
    };
    let kind = match reading.entities.get(mention.entity as usize).map(|entity| entity.kind) {
        Some(EntityKind::Person) => "person",
        Some(EntityKind::Open) => "open",
        Some(EntityKind::Organisation) => "organisation",
        Some(EntityKind::Place) => "place",
        Some(EntityKind::Unnamed) => "unnamed",
        None => "none",
    };
    let class = match () {
        () if mention.is_first_person() => "first",
        () if mention.classes.any(Classes::IT) => "it",
        () if mention.classes.any(Classes::DOCUMENT) => "document",
        () if mention.classes.any(Classes::PEOPLE.and(Classes::THEY)) => "people",
        () if mention.classes.any(Classes::HUMAN.and(Classes::HE).and(Classes::SHE)) => "human",
        () if mention.classes.any(Classes::ORGANISATION.and(Classes::GROUP)) => "organisation",
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
    let gap = (cue.token as usize).abs_diff(mention.end as usize);
    let gap = if (cue.token as usize) < mention.start as usize { "after" } else { length(gap) };
    let owned = match () {
        () if mention.modifier => "modifier",
        () if mention.possessive => "possessive",
        () if mention.governed => "governed",
        () => "free",
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
    sink.add("ahead of mention", &[near((mention.start as usize).wrapping_sub(1)), frame]);
    sink.add("word ahead of mention", &[word((mention.start as usize).wrapping_sub(1))]);
    sink.add("behind content", &[near(to), frame]);
    let plural = if mention.plural { "plural" } else { "single" };
    sink.add("plural", &[plural, class, tense]);
    if tokens[sentence.clone()].iter().any(crate::extract::tokens::Token::is_quote) {
        sink.add("quote beside", &[frame]);
    }
}
