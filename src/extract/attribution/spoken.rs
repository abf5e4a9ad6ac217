//! Whether a passage in quotation marks was said by somebody, or is a title, a nickname, a word mentioned as a word,
//! the writer's own raised eyebrow.

use super::candidates::{Candidate, Frame, Lead, Relation};
use super::features::{Passage, Scale, Template};
use crate::extract::lexicon::Classes;
use crate::extract::narrative::Narrative;
use crate::extract::tokens::{Kind, Shape};

const LENGTH: Scale = &["1", "2", "3", "4-6", "7-12", "13+"];
const RELATED: Scale = &[
    "after-say",
    "after",
    "before-say",
    "before-call",
    "before-act",
    "agent",
    "according",
    "owner",
    "label",
    "before",
    "paragraph-says",
    "paragraph",
    "above",
    "speaker",
    "nobody",
];
const LEAD: Scale =
    &["start", "colon", "comma", "that", "as", "and", "determiner", "preposition", "be", "verb", "sign", "word"];
const NEXT: Scale =
    &["end", "comma", "noun", "verb", "and", "preposition", "sign", "passage", "word", "name", "possessive"];
/// The step of the scale of capitals that stands for a title's.
pub const TITLE_CASE: usize = 2;
/// The step for a capital at the head alone.
pub const FIRST_CAPITAL: usize = 1;
/// The step for a passage without words.
pub const NO_WORDS: usize = 4;
const CAPITALS: Scale = &["small", "first", "title", "upper", "number"];
const INNER: Scale = &["none", "comma", "stop", "question", "dash"];
const BEFORE: Scale = &[
    "none",
    "naming",
    "work",
    "name",
    "possessive",
    "adjective",
    "noun",
    "verb-say",
    "verb-call",
    "verb-act",
    "small-word",
    "other",
];
const OWNER: Scale = &["none", "outlet", "organisation", "pronoun", "name", "noun"];
const PREPOSITION: Scale = &["none", "on", "in", "of", "to", "for", "with", "by", "as", "at", "about", "from", "other"];
const NOUN: Scale = &["none", "work", "head", "speech", "plural", "other"];
const WORD_BEFORE: Scale = &[
    "none", "on", "in", "of", "for", "with", "or", "the", "and", "his", "her", "their", ",", "to", "an", "a", "called",
    "as", "are", "been", "was", "is", "be", "that", ":", "had", "has", "about", "from", "it", "word", "words", "term",
    "phrase", "(", "titled", "known", "other",
];
const WORD_AFTER: Scale = &[
    "none", "is", "(", "which", "-", "—", "or", "was", "a", "on", "about", "that", "while", "who", "when", "with",
    "in", "at", "by", "and", "for", "to", "the", "because", "of", "but", "she", "he", "they", "as", "said", "from",
    "if", ",", ".", ")", "other",
];
const FRAMES: Scale = &["none", "say", "call", "act", "weak"];
const FLAG: Scale = &["no", "yes"];
const ENDING: Scale = &["long", "hyphen", "adjective", "ing", "ed", "ly", "plural", "other"];
const USAGE: Scale = &["none", "generic", "contrast", "mentioned"];
const COPIES: Scale = &["0", "1", "2+"];
const SCORE: Scale = &["0", "1", "2", "3", "4", "5", "6", "7"];
const VOICE: Scale = &["none", "verb", "first-person", "second-person"];

/// The templates, in the order of their cells.
pub const TEMPLATES: &[Template] = &[
    Template { name: "bias", scales: &[FLAG] },
    Template { name: "length.related", scales: &[LENGTH, RELATED] },
    Template { name: "length.lead", scales: &[LENGTH, LEAD] },
    Template { name: "length.next", scales: &[LENGTH, NEXT] },
    Template { name: "length.capitals", scales: &[LENGTH, CAPITALS] },
    Template { name: "length.inner", scales: &[LENGTH, INNER] },
    Template { name: "length.before", scales: &[LENGTH, BEFORE] },
    Template { name: "length.voice", scales: &[LENGTH, VOICE] },
    Template { name: "lead.next", scales: &[LEAD, NEXT] },
    Template { name: "lead.related", scales: &[LEAD, RELATED] },
    Template { name: "before.capitals", scales: &[BEFORE, CAPITALS] },
    Template { name: "next.capitals", scales: &[NEXT, CAPITALS] },
    Template { name: "inner.capitals", scales: &[INNER, CAPITALS] },
    Template { name: "headline.single", scales: &[FLAG, FLAG, LENGTH] },
    Template { name: "closed", scales: &[FLAG, FLAG] },
    Template { name: "score.length", scales: &[SCORE, LENGTH] },
    Template { name: "naming-near", scales: &[FLAG, LENGTH, CAPITALS] },
    Template { name: "shared-sentence", scales: &[FLAG, LENGTH] },
    Template { name: "alone", scales: &[FLAG, FLAG, LENGTH] },
    Template { name: "work-near", scales: &[FLAG, CAPITALS] },
    Template { name: "distance", scales: &[SCORE, RELATED] },
    Template { name: "owner.capitals", scales: &[OWNER, CAPITALS] },
    Template { name: "owner.length", scales: &[OWNER, LENGTH] },
    Template { name: "preposition.capitals", scales: &[PREPOSITION, CAPITALS] },
    Template { name: "preposition.length", scales: &[PREPOSITION, LENGTH] },
    Template { name: "noun.length", scales: &[NOUN, LENGTH] },
    Template { name: "noun.capitals", scales: &[NOUN, CAPITALS] },
    Template { name: "frame.lead.length", scales: &[FRAMES, LEAD, LENGTH] },
    Template { name: "frame.next", scales: &[FRAMES, NEXT, LENGTH] },
    Template { name: "cue-near", scales: &[FRAMES, FLAG, LENGTH] },
    Template { name: "word-before.capitals", scales: &[WORD_BEFORE, CAPITALS] },
    Template { name: "word-before.length", scales: &[WORD_BEFORE, LENGTH] },
    Template { name: "word-after.capitals", scales: &[WORD_AFTER, CAPITALS] },
    Template { name: "word-after.length", scales: &[WORD_AFTER, LENGTH] },
    Template { name: "set-off", scales: &[FLAG, INNER, CAPITALS] },
    Template { name: "first.length", scales: &[FLAG, LENGTH, CAPITALS] },
    Template { name: "ending.next", scales: &[ENDING, NEXT] },
    Template { name: "ending.before", scales: &[ENDING, BEFORE] },
    Template { name: "ending.related", scales: &[ENDING, RELATED] },
    Template { name: "related.capitals", scales: &[RELATED, CAPITALS] },
    Template { name: "copies", scales: &[COPIES, LENGTH, CAPITALS] },
    Template { name: "usage", scales: &[USAGE, LENGTH] },
];

const OFFSETS: [usize; TEMPLATES.len() + 1] = {
    let mut offsets = [0; TEMPLATES.len() + 1];
    let mut at = 0;
    while at < TEMPLATES.len() {
        offsets[at + 1] = offsets[at] + super::features::cells_of(&TEMPLATES[at]);
        at += 1;
    }
    offsets
};

/// The number of cells.
pub const SIZE: usize = OFFSETS[TEMPLATES.len()];

/// The name of a cell: its template, then its steps.
#[must_use]
pub fn cell_name(cell: usize) -> String {
    super::features::name_of(TEMPLATES, &OFFSETS, cell)
}

fn step<const N: usize>(value: usize, limits: [usize; N]) -> usize {
    limits.iter().take_while(|&&limit| value > limit).count()
}

/// The cells of a passage, given the best of its candidates and how far ahead of "nobody" it is.
pub fn features(
    narrative: &Narrative<'_>,
    quote: usize,
    passage: &Passage,
    best: Option<&Candidate>,
    margin: f32,
    spoken_before: bool,
    cells: &mut Vec<u32>,
) {
    cells.clear();
    let around = &passage.around;
    let length = step(passage.words, [1, 2, 3, 6, 12]);
    let related = related(best);
    let lead = around.lead as usize;
    let next = next(narrative, passage.token as usize);
    let capitals = capitals(narrative, quote);
    let quoted = &narrative.quoted[quote];
    let inner = inner(quoted.inner.of(narrative.text));
    let before = before(narrative, passage.token as usize);
    let voice = voice(narrative, quote);
    let headline = usize::from(around.headline);
    let single = usize::from(quoted.single);
    let closed = usize::from(quoted.closed);
    let continues = usize::from(quoted.continues);
    let score = (margin.clamp(0.0, 7.0)) as usize;
    let (naming, work) = near(narrative, passage.token as usize);
    let distance = best.map_or(7, |best| step(best.distance as usize, [0, 1, 2, 4, 8, 15, 30]));
    let owner = owner(narrative, passage.token as usize);
    let preposition = preposition(narrative, passage.token as usize);
    let noun = noun(narrative, passage.token as usize);
    let word_before = beside(narrative, passage.token as usize, WORD_BEFORE, false);
    let word_after = beside(narrative, passage.token as usize, WORD_AFTER, true);
    let frame = best.map_or(0, |best| match best.frame {
        Frame::None => 0,
        Frame::Say => 1,
        Frame::Call => 2,
        Frame::Act => 3,
        Frame::Weak => 4,
    });
    let ending = ending(narrative, quote, passage.words);
    let cue_near = best.and_then(|best| best.cue).is_some_and(|cue| cue.abs_diff(passage.token) <= 3);
    let values: [&[usize]; TEMPLATES.len()] = [
        &[1],
        &[length, related],
        &[length, lead],
        &[length, next],
        &[length, capitals],
        &[length, inner],
        &[length, before],
        &[length, voice],
        &[lead, next],
        &[lead, related],
        &[before, capitals],
        &[next, capitals],
        &[inner, capitals],
        &[headline, single, length],
        &[closed, continues],
        &[score, length],
        &[usize::from(naming), length, capitals],
        &[usize::from(spoken_before), length],
        &[usize::from(around.alone), usize::from(around.announced), length],
        &[usize::from(work), capitals],
        &[distance, related],
        &[owner, capitals],
        &[owner, length],
        &[preposition, capitals],
        &[preposition, length],
        &[noun, length],
        &[noun, capitals],
        &[frame, lead, length],
        &[frame, next, length],
        &[frame, usize::from(cue_near), length],
        &[word_before, capitals],
        &[word_before, length],
        &[word_after, capitals],
        &[word_after, length],
        &[usize::from(around.lead == Lead::Comma), inner, capitals],
        &[usize::from(passage.paragraph == 0), length, capitals],
        &[ending, next],
        &[ending, before],
        &[ending, related],
        &[related, capitals],
        &[copies(narrative, quote), length, capitals],
        &[usage(narrative, passage.token as usize), length],
    ];
    for (template, steps) in values.iter().enumerate() {
        let cell = super::features::cell_at(TEMPLATES[template].scales, steps);
        cells.push(super::index(OFFSETS[template] + cell));
    }
}

fn related(best: Option<&Candidate>) -> usize {
    use Relation as R;
    let Some(best) = best else { return 14 };
    match (best.relation, best.frame) {
        (R::AfterInverted | R::AfterSubject | R::AfterFar, Frame::Say) => 0,
        (R::AfterInverted | R::AfterSubject | R::AfterFar | R::AfterOther | R::AfterDash, _) => 1,
        (R::Before1 | R::Before2 | R::Before3, Frame::Say) => 2,
        (R::Before1 | R::Before2 | R::Before3, Frame::Call) => 3,
        (R::Before1 | R::Before2 | R::Before3, _) => 4,
        (R::Agent, _) => 5,
        (R::AfterAccording | R::BeforeAccording, _) => 6,
        (R::Owner, _) => 7,
        (R::Label | R::HeadLabel | R::Inside | R::Below, _) => 8,
        (R::Object | R::BeforeOther | R::BeforeLead | R::BeforeWeak, _) => 9,
        (R::Previous1Says | R::Previous2Says | R::NextSays, _) => 10,
        (R::Previous1Subject | R::Previous1Other | R::Previous2Subject | R::Previous2Other | R::NextOther, _) => 11,
        (R::Speaker | R::Echo, _) => 13,
        (R::Nobody, _) => 14,
        _ => 12,
    }
}

/// What follows the passage.
fn next(narrative: &Narrative<'_>, token: usize) -> usize {
    let sentence = narrative.sentence(token);
    if token + 1 >= sentence.end {
        return 0;
    }
    let next = &narrative.tokens[token + 1];
    match next.kind {
        Kind::Sign('.' | '!' | '?' | ';') => 0,
        Kind::Sign(',') => 1,
        Kind::Sign(_) => 6,
        Kind::Quote(_) => 7,
        Kind::Possessive => 10,
        Kind::Number => 8,
        Kind::Word => {
            let word = next.of(narrative.text);
            if matches!(word, "and" | "or" | "but") {
                4
            } else if next.is_capital() {
                9
            } else if next.is(Classes::PREPOSITION.union(Classes::CONJUNCTION)) {
                5
            } else if next.is(Classes::AUXILIARY) || next.is(Classes::SAY) && next.is(Classes::PAST) {
                3
            } else if next.is(Classes::FUNCTION) {
                8
            } else if next.is(Classes::HEAD.union(Classes::WORK).union(Classes::SPEECH))
                || word.ends_with('s')
                || next.is(Classes::COMMON)
            {
                2
            } else {
                8
            }
        }
    }
}

/// How the passage is capitalised, as a step of the scale.
pub fn capitals(narrative: &Narrative<'_>, quote: usize) -> usize {
    let words = narrative.words_of(quote);
    let (mut capital, mut small, mut upper) = (0, 0, 0);
    let mut first = None;
    for word in words.iter().filter(|word| word.is_word()).take(30) {
        first.get_or_insert(word.shape);
        if word.shape == Shape::Lower {
            if word.end - word.start > 3 && !word.is(Classes::FUNCTION) {
                small += 1;
            }
        } else {
            capital += 1;
            upper += usize::from(word.shape == Shape::Upper);
        }
    }
    match first {
        None => 4,
        Some(_) if upper > 1 && upper == capital && small == 0 => 3,
        Some(Shape::Lower) => 0,
        Some(_) if capital >= 2 && small == 0 => 2,
        Some(_) => 1,
    }
}

fn inner(text: &str) -> usize {
    match text.trim_end().chars().next_back() {
        Some(',') => 1,
        Some('.' | '…') => 2,
        Some('?' | '!') => 3,
        Some('-' | '—' | '–') => 4,
        _ => 0,
    }
}

/// The word before the passage, its article apart.
fn before(narrative: &Narrative<'_>, token: usize) -> usize {
    let sentence = narrative.sentence(token);
    let mut at = token;
    while at > sentence.start {
        let word = &narrative.tokens[at - 1];
        let article = word.is_word() && word.is(Classes::DETERMINER);
        if article || word.is_sign(',') || word.is_sign(':') {
            at -= 1;
        } else {
            break;
        }
    }
    if at == sentence.start {
        return 0;
    }
    let word = &narrative.tokens[at - 1];
    if word.kind == Kind::Possessive {
        return 4;
    }
    if !word.is_word() {
        return 11;
    }
    if word.is(Classes::NAMING) {
        1
    } else if word.is_capital() {
        3
    } else if word.is(Classes::SAY) && word.is(Classes::VERB) && !word.is(Classes::SPEECH) {
        7
    } else if word.is(Classes::WORK) {
        2
    } else if word.is(Classes::CALL) {
        8
    } else if word.is(Classes::FUNCTION) {
        10
    } else if word.is(Classes::ACT) {
        9
    } else if word.is(Classes::SPEECH.union(Classes::HEAD)) {
        6
    } else {
        5
    }
}

/// Whose the passage is, where a possessive stands before it: "CNN's “…”".
fn owner(narrative: &Narrative<'_>, token: usize) -> usize {
    let sentence = narrative.sentence(token);
    let mut at = token;
    // Over an adjective or two: "his nightly “…”".
    while at > sentence.start && token - at < 2 {
        let word = &narrative.tokens[at - 1];
        if word.is_word() && word.shape == Shape::Lower && !word.is(Classes::FUNCTION.union(Classes::VERB)) {
            at -= 1;
        } else {
            break;
        }
    }
    if at == sentence.start {
        return 0;
    }
    let word = &narrative.tokens[at - 1];
    if word.is_word() && word.is(Classes::POSSESSIVE) {
        return 3;
    }
    if word.kind != Kind::Possessive || at < 2 {
        return 0;
    }
    let owner = &narrative.tokens[at - 2];
    if owner.is(Classes::OUTLET) {
        1
    } else if owner.is(Classes::ORG_WORD.union(Classes::ACRONYM)) {
        2
    } else if owner.is_capital() {
        4
    } else {
        5
    }
}

/// The word or sign right before or after the passage, where it is one of the scale's.
fn beside(narrative: &Narrative<'_>, token: usize, scale: Scale, after: bool) -> usize {
    let sentence = narrative.sentence(token);
    let at = if after { token + 1 } else { token.wrapping_sub(1) };
    if !sentence.contains(&at) {
        return 0;
    }
    let word = narrative.tokens[at].of(narrative.text);
    scale.iter().position(|known| known.eq_ignore_ascii_case(word)).unwrap_or(scale.len() - 1)
}

/// The preposition before the passage, its article apart.
fn preposition(narrative: &Narrative<'_>, token: usize) -> usize {
    let sentence = narrative.sentence(token);
    let mut at = token;
    while at > sentence.start
        && narrative.tokens[at - 1].is_word()
        && narrative.tokens[at - 1].is(Classes::DETERMINER.union(Classes::POSSESSIVE))
    {
        at -= 1;
    }
    if at == sentence.start || !narrative.tokens[at - 1].is_word() || !narrative.tokens[at - 1].is(Classes::PREPOSITION)
    {
        return 0;
    }
    let word = narrative.tokens[at - 1].of(narrative.text).to_ascii_lowercase();
    PREPOSITION.iter().position(|known| *known == word).unwrap_or(PREPOSITION.len() - 1)
}

/// The noun after the passage.
fn noun(narrative: &Narrative<'_>, token: usize) -> usize {
    let sentence = narrative.sentence(token);
    let Some(word) = narrative.tokens.get(token + 1).filter(|_| token + 1 < sentence.end) else { return 0 };
    if !word.is_word() || word.is(Classes::FUNCTION) || word.is(Classes::VERB) && word.is(Classes::PAST) {
        return 0;
    }
    if word.is(Classes::WORK) {
        1
    } else if word.is(Classes::HEAD) {
        2
    } else if word.is(Classes::SPEECH) {
        3
    } else if word.of(narrative.text).ends_with('s') {
        4
    } else {
        5
    }
}

/// How a short passage ends: a term ("tap-and-go") looks otherwise than a judgement ("fearless").
fn ending(narrative: &Narrative<'_>, quote: usize, words: usize) -> usize {
    const LONGEST: usize = 3;
    const ADJECTIVES: &[&str] =
        &["less", "ous", "ful", "ive", "able", "ible", "ish", "ic", "ical", "ant", "ent", "al", "est"];
    let last = narrative.words_of(quote).iter().rev().find(|word| word.is_word());
    let Some(last) = last.filter(|_| words <= LONGEST) else { return 0 };
    let word = last.of(narrative.text).to_ascii_lowercase();
    if word.contains('-') {
        1
    } else if ADJECTIVES.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending)) {
        2
    } else if word.ends_with("ing") {
        3
    } else if word.ends_with("ed") {
        4
    } else if word.ends_with("ly") {
        5
    } else if word.ends_with('s') && !word.ends_with("ss") {
        6
    } else {
        7
    }
}

/// Whether the passage's last word looks like an adjective or a participle by its ending.
pub fn is_adjective(narrative: &Narrative<'_>, quote: usize) -> bool {
    matches!(ending(narrative, quote, 1), 2..=4)
}

/// How many other passages near by have the same words: names of things come again.
fn copies(narrative: &Narrative<'_>, quote: usize) -> usize {
    const NEAR: usize = 40;
    const LONGEST: usize = 6;
    let own = narrative.words_of(quote);
    if own.len() > LONGEST {
        return 0;
    }
    let same = |other: usize| {
        let words = narrative.words_of(other).iter().filter(|word| word.is_word());
        words.map(|word| word.id).eq(own.iter().filter(|word| word.is_word()).map(|word| word.id))
    };
    let range = quote.saturating_sub(NEAR)..narrative.quoted.len().min(quote + NEAR);
    range.filter(|&other| other != quote && same(other)).take(2).count()
}

/// Whether the words before the passage use it as an expression: "what planners call a “…”", "instead of “…”", "the word
/// “…”".
fn usage(narrative: &Narrative<'_>, token: usize) -> usize {
    let sentence = narrative.sentence(token);
    let word = |at: usize| narrative.tokens[at].of(narrative.text);
    let mut at = token;
    while at > sentence.start && narrative.tokens[at - 1].is_word() && narrative.tokens[at - 1].is(Classes::DETERMINER)
    {
        at -= 1;
    }
    let Some(last) = at.checked_sub(1).filter(|&last| last >= sentence.start) else { return 0 };
    let any = |words: &[&str], at: usize| words.iter().any(|known| known.eq_ignore_ascii_case(word(at)));
    if any(&["call", "calls", "dub", "term", "terms", "call", "refer"], last)
        && (sentence.start.max(last.saturating_sub(5))..last).any(|at| any(&["what", "which"], at))
    {
        return 1;
    }
    let before = last.checked_sub(1).filter(|&before| before >= sentence.start);
    if any(&["of", "than"], last) && before.is_some_and(|before| any(&["instead", "rather"], before)) {
        return 2;
    }
    if any(&["word", "words", "term", "phrase", "expression", "letters", "name"], last) {
        return 3;
    }
    0
}

/// Whether words that introduce a name, and titled works, stand near before the passage.
fn near(narrative: &Narrative<'_>, token: usize) -> (bool, bool) {
    let sentence = narrative.sentence(token);
    let from = sentence.start.max(token.saturating_sub(5));
    let words = &narrative.tokens[from..token];
    let after = narrative.tokens.get(token + 1).filter(|_| token + 1 < sentence.end);
    let naming = words.iter().any(|word| word.is_word() && word.is(Classes::NAMING));
    let work = words.iter().any(|word| word.is_word() && word.is(Classes::WORK.union(Classes::OUTLET)))
        || after.is_some_and(|word| word.is_word() && word.is(Classes::WORK));
    (naming, work)
}

/// Whose voice is heard in the passage.
fn voice(narrative: &Narrative<'_>, quote: usize) -> usize {
    let words = narrative.words_of(quote);
    let any = |classes: Classes| words.iter().any(|word| word.is_word() && word.is(classes));
    if any(Classes::FIRST) {
        2
    } else if any(Classes::YOU) {
        3
    } else if has_finite_verb(narrative, quote) {
        1
    } else {
        0
    }
}

/// Whether the passage has a finite verb: an auxiliary, or a form that can only be one.
#[must_use]
pub fn has_finite_verb(narrative: &Narrative<'_>, quote: usize) -> bool {
    let words = narrative.words_of(quote);
    words.iter().enumerate().any(|(at, word)| {
        if !word.is_word() || word.shape != Shape::Lower && at > 0 {
            return false;
        }
        let text = word.of(narrative.text);
        let finite = Classes::BE.union(Classes::HAVE).union(Classes::DO).union(Classes::MODAL);
        if word.is(finite) {
            return !matches!(text, "be" | "been" | "being" | "having" | "doing" | "done");
        }
        let contracted = text
            .rsplit(['\'', '’'])
            .next()
            .is_some_and(|end| end.len() < text.len() && matches!(end, "re" | "m" | "ll" | "ve" | "d" | "t" | "s"));
        let subject = at > 0 && words[at - 1].is_word() && words[at - 1].is(Classes::SUBJECTIVE);
        contracted || subject || word.is(Classes::VERB) && word.is(Classes::PAST) && at > 0
    }) || words
        .windows(2)
        .any(|pair| pair[1].kind == Kind::Possessive && pair[0].is(Classes::PRONOUN.union(Classes::YOU)))
}

/// Whether the passage is a stage direction, all of it in brackets, or page furniture.
#[must_use]
pub fn is_aside(narrative: &Narrative<'_>, quote: usize) -> bool {
    let whole = narrative.quoted[quote].inner.of(narrative.text).trim();
    if whole.starts_with("Follow ") && whole.contains('@') {
        return true;
    }
    let inner = whole.trim_end_matches(['.', ',']);
    let bracketed = |open: char, close: char| {
        inner.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(|rest| !rest.contains(open))
    };
    bracketed('(', ')') || bracketed('[', ']')
}

/// Whether the lead makes the passage part of the writer's own sentence.
#[must_use]
pub fn is_fragment(lead: Lead) -> bool {
    !matches!(lead, Lead::Start | Lead::Colon | Lead::Comma | Lead::Sign)
}
