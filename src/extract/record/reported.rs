//! Who is quoted inside a turn: the subject of the verb that a passage hangs on there, before it ("and she said, “…”")
//! or after it ("“…,” I thought").
//!
//! Speech has its own ways: the one who speaks says "I" of himself and "you" to the other side, people go "…", are like
//! "…", and quote what nobody in particular says.

use super::super::Reading;
use super::super::attribution::Decision;
use super::super::lexicon::Classes;
use super::super::tokens::{Kind, Shape, Token};
use crate::text::{ByteRange, capitalized};

/// Whom the words beside a passage name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The one who speaks the turn: "I thought, “…”".
    Oneself,
    /// The one who is spoken to: "You said last week, “…”".
    Addressee,
    /// The same, or anybody: "you say, “…”".
    You,
    /// The mention of this number: "my mother told me, “…”".
    Mention(usize),
    /// Somebody whom the narrative does not know, by the noun or pronoun: "customers ask us, “…”".
    Unnamed(String),
    /// Nobody is named: "I was told, “…”".
    Nobody,
}

/// What a passage hangs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Whose words it makes them.
    pub source: Source,
    /// The words that name the speaker.
    pub mention: Option<ByteRange>,
    /// The verb.
    pub cue: ByteRange,
    /// Whether nothing but its object stands between the verb and the passage.
    pub close: bool,
    /// Whether the verb names or judges: "called the plan “…”".
    pub judges: bool,
    /// Whether it does so of a pronoun: "called it “…”".
    pub pointed: bool,
}

/// What the verb does with the passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Says or thinks it.
    Says,
    /// Names something so.
    Calls,
}

/// The clause in the sentence of a passage that makes it somebody's words. `from` is where the turn's words begin.
#[must_use]
pub fn clause(reading: &Reading<'_>, decision: &Decision, from: usize) -> Option<Clause> {
    let token = decision.passage.token as usize;
    let sentence = reading.narrative.sentence(token);
    let tokens = &reading.narrative.tokens;
    let mut start = sentence.start;
    while start < token && (tokens[start].start as usize) < from {
        start += 1;
    }
    let finder = Finder { reading, start, end: sentence.end };
    finder.before(token).or_else(|| finder.after(token))
}

/// The most words between a verb and the passage that it introduces.
const FAR: usize = 9;

struct Finder<'a, 't> {
    reading: &'a Reading<'t>,
    /// The first token of the sentence that is of the turn.
    start: usize,
    /// One past the last one.
    end: usize,
}

impl Finder<'_, '_> {
    fn token(&self, at: usize) -> &Token {
        &self.reading.narrative.tokens[at]
    }

    fn word(&self, at: usize) -> String {
        self.token(at).of(self.reading.narrative.text).to_lowercase().replace('’', "'")
    }

    /// Whether the words from `at` on are these.
    fn are(&self, at: usize, words: &[&str]) -> bool {
        at >= self.start
            && at + words.len() <= self.end
            && words.iter().enumerate().all(|(n, w)| self.word(at + n) == *w)
    }

    /// Whether the token is a verb of saying or thinking, or one that speech uses for them.
    fn manner(&self, at: usize) -> Option<Manner> {
        let token = self.token(at);
        if !token.is_word() || token.shape != Shape::Lower && at > self.start {
            return None;
        }
        let word = self.word(at);
        if OTHER_VERBS.contains(&word.as_str()) {
            return None;
        }
        if token.is(Classes::SAY) || THINKING.contains(&word.as_str()) {
            return Some(Manner::Says);
        }
        // "a sign that reads “…”": what people read is a title.
        let before = at.checked_sub(1).filter(|&before| before >= self.start).map(|before| self.token(before));
        let written = |before: &Token| before.is(Classes::RELATIVE.union(Classes::DOCUMENT));
        if matches!(word.as_str(), "read" | "reads") && before.is_some_and(written) {
            return Some(Manner::Says);
        }
        // "I heard my mother call, “…!”"
        let cried = self.end > at + 1 && self.token(at + 1).is_sign(',');
        token.is(Classes::CALL).then_some(if cried { Manner::Says } else { Manner::Calls })
    }

    /// The clause before the passage at `token`.
    fn before(&self, token: usize) -> Option<Clause> {
        let mut at = token;
        // "and I quote": the verb stands before it.
        let mut close = true;
        while let Some(before) = at.checked_sub(1).filter(|&before| before >= self.start) {
            match self.token(before).kind {
                Kind::Sign(',' | ':' | '-' | '—' | '–' | '…') => at = before,
                Kind::Word if self.are(before.saturating_sub(2), &["and", "i", "quote"]) => at = before - 2,
                _ => break,
            }
        }
        if let Some(clause) = self.colloquial(at).or_else(|| self.letter(at, token)) {
            return Some(clause);
        }
        let lead = at.checked_sub(1).filter(|&lead| lead >= self.start).map(|lead| self.token(lead))?;
        let determined = lead.is(Classes::DETERMINER.union(Classes::POSSESSIVE))
            && !lead.is(Classes::OBJECTIVE.union(Classes::RELATIVE));
        let governed =
            lead.is(Classes::PREPOSITION) && !matches!(self.word(at - 1).as_str(), "as" | "like" | "about" | "of");
        let least = self.start.max(at.saturating_sub(FAR));
        for verb in (least..at).rev() {
            let token = self.token(verb);
            match token.kind {
                Kind::Quote(_) | Kind::Sign(';' | '?' | '!' | '.') => return None,
                Kind::Sign(_) => {
                    close = false;
                    continue;
                }
                _ => {}
            }
            if let Some(manner) = self.manner(verb).filter(|_| !self.is_noun(verb)) {
                let judges = manner == Manner::Calls;
                // "a “free trial” offer", "wrote the letter to “…”": the passage belongs to other words.
                let other = determined && !judges || governed && verb + 1 < at - 1;
                if other || judges && !self.takes_object(verb, at) {
                    return None;
                }
                let (source, mention) = self.subject(verb, at)?;
                let pointed = self.token(verb + 1).is(Classes::OBJECTIVE)
                    || matches!(self.word(verb + 1).as_str(), "that" | "this" | "these" | "those");
                return Some(Clause { source, mention, cue: self.token(verb).span(), close, judges, pointed });
            }
            let object = token.is(Classes::OBJECTIVE.union(Classes::YOU).union(Classes::FIRST))
                || matches!(self.word(verb).as_str(), "that" | "like" | "to" | "back" | "once" | "here" | "just");
            close &= object || at - verb <= 3 && self.is_in_mention(verb);
        }
        None
    }

    /// "I was like, “…”", "the manager goes “…”", before `at`.
    fn colloquial(&self, at: usize) -> Option<Clause> {
        let last = at.checked_sub(1).filter(|&last| last >= self.start)?;
        let word = self.word(last);
        let goes = matches!(word.as_str(), "go" | "goes" | "went");
        let verb = if goes { last } else { last.checked_sub(1).filter(|&verb| verb >= self.start)? };
        if !goes {
            let is = self.token(verb).is(Classes::BE) || is_contracted(&self.word(verb));
            if word != "like" || !is {
                return None;
            }
        }
        let (source, mention) = self.subject(verb, at)?;
        Some(Clause { source, mention, cue: self.token(verb).span(), close: true, judges: false, pointed: false })
    }

    /// "the board's letter: “…”": what somebody wrote, before the colon at `at`.
    fn letter(&self, at: usize, token: usize) -> Option<Clause> {
        let noun = at.checked_sub(1).filter(|&noun| noun > self.start)?;
        let colon = at < token && self.token(at).is_sign(':');
        let written = self.token(noun).is(Classes::DOCUMENT.union(Classes::SPEECH));
        if !colon || !written || self.token(noun - 1).kind != Kind::Possessive {
            return None;
        }
        let owner = noun - 2;
        if owner < self.start {
            return None;
        }
        let mention = (self.start..=owner).rev().take(4).find_map(|at| {
            let number = super::super::tokens::offset(at);
            self.mention_starting(number).filter(|&mention| self.reading.mentions[mention].end as usize == owner + 1)
        });
        let (source, span) = match mention {
            Some(mention) => (Source::Mention(mention), Some(self.span_of(mention))),
            None => self.noun_before(owner)?,
        };
        Some(Clause { source, mention: span, cue: self.token(noun).span(), close: true, judges: false, pointed: false })
    }

    /// Whether the verb at `at` is a noun here: "the call", "a claim".
    fn is_noun(&self, at: usize) -> bool {
        let before = at.checked_sub(1).filter(|&before| before >= self.start).map(|before| self.token(before));
        let token = self.token(at);
        let base = !token.is(Classes::PAST) && !token.is(Classes::ING) || token.is(Classes::SPEECH);
        base && before.is_some_and(|before| {
            before.is(Classes::DETERMINER.union(Classes::POSSESSIVE).union(Classes::PREPOSITION))
                && before.of(self.reading.narrative.text) != "to"
                && !before.is(Classes::SUBJECTIVE.union(Classes::RELATIVE))
        })
    }

    /// Whether a verb that names has its object before the passage: "called it “…”", "describe the plan as “…”".
    fn takes_object(&self, verb: usize, at: usize) -> bool {
        let object = |at: usize| {
            let token = self.token(at);
            token.is_word() && !token.is(Classes::DETERMINER.union(Classes::PREPOSITION).without(Classes::OBJECTIVE))
                || matches!(self.word(at).as_str(), "that" | "this" | "these" | "those")
        };
        (verb + 1..at).any(object) && !self.token(verb).is(Classes::ING)
    }

    fn is_in_mention(&self, at: usize) -> bool {
        let number = super::super::tokens::offset(at);
        let next = self.reading.mentions.partition_point(|mention| mention.end <= number);
        self.reading.mentions.get(next).is_some_and(|mention| mention.start <= number)
    }

    /// The clause after the passage at `token`.
    fn after(&self, token: usize) -> Option<Clause> {
        let mut at = token + 1;
        if at < self.end && self.token(at).is_sign(',') {
            at += 1;
        }
        if at >= self.end {
            return None;
        }
        // "said my mother"
        if self.manner(at) == Some(Manner::Says) && self.token(at).is(Classes::FINITE) {
            let (source, mention) = self.noun_phrase_from(at + 1)?;
            return Some(Clause {
                source,
                mention: Some(mention),
                cue: self.token(at).span(),
                close: true,
                judges: false,
                pointed: false,
            });
        }
        // "I thought", "they always ask", "my mother would say"
        const REACH: usize = 7;
        let verb = (at..self.end.min(at + REACH))
            .take_while(|&at| self.token(at).is_word() || self.token(at).kind == Kind::Possessive)
            .find(|&at| self.manner(at) == Some(Manner::Says) && !self.is_noun(at))?;
        let between = self.token(at);
        if between.is(Classes::CONJUNCTION.union(Classes::RELATIVE).union(Classes::PREPOSITION)) || verb == at {
            return None;
        }
        let finder = Finder { reading: self.reading, start: at, end: self.end };
        let (source, mention) = finder.subject(verb, verb)?;
        Some(Clause { source, mention, cue: self.token(verb).span(), close: true, judges: false, pointed: false })
    }

    /// The subject of the verb at `verb`; `at` is where the passage, or what leads to it, begins.
    fn subject(&self, verb: usize, at: usize) -> Option<(Source, Option<ByteRange>)> {
        let mut before = verb;
        // "I'm like": the subject and its verb are one word.
        if is_contracted(&self.word(verb)) {
            before += 1;
        }
        let mut passive = false;
        let mut perfect = false;
        while let Some(left) = before.checked_sub(1).filter(|&left| left >= self.start) {
            let token = self.token(left);
            let word = self.word(left);
            let small = token.is(Classes::AUXILIARY.union(Classes::ADVERB).union(Classes::NEGATION))
                && !token.is(Classes::PRONOUN)
                || word.ends_with("n't")
                || token.kind == Kind::Possessive
                || matches!(
                    word.as_str(),
                    "to" | "used"
                        | "kept"
                        | "keep"
                        | "keeps"
                        | "as"
                        | "going"
                        | "itself"
                        | "himself"
                        | "herself"
                        | "themselves"
                );
            let small = small && !(word == "as" && left + 1 < verb);
            if !small || token.kind != Kind::Possessive && !token.is_word() {
                break;
            }
            passive |= token.is(Classes::BE);
            perfect |= token.is(Classes::HAVE) || word == "did";
            before = left;
        }
        let verb_token = self.token(verb);
        if passive && verb_token.is(Classes::PARTICIPLE) && !verb_token.is(Classes::ING) {
            let by = (verb + 1..at).find(|&by| self.word(by) == "by");
            return match by.and_then(|by| self.noun_phrase_from(by + 1).or_else(|| self.bare_noun(by + 1, at))) {
                Some((source, mention)) => Some((source, Some(mention))),
                None => Some((Source::Nobody, None)),
            };
        }
        let past = verb_token.is(Classes::PAST) || perfect;
        match before.checked_sub(1).filter(|&left| left >= self.start) {
            Some(left) => self.named(left, verb, past),
            // "Said “…”", "Asked whether …": nobody.
            None => None,
        }
    }

    /// Whom the words that end at `left`, before the verb, name.
    fn named(&self, left: usize, verb: usize, past: bool) -> Option<(Source, Option<ByteRange>)> {
        let text = self.reading.narrative.text;
        let token = self.token(left);
        let word = self.word(left);
        let head = word.split('\'').next().unwrap_or("");
        let span = ByteRange::new(token.start as usize, token.start as usize + head.len().min(token.span().len()));
        let contracted = head.len() < word.len() && is_contracted(&word);
        // "I'm told": nobody says by whom.
        let participle = self.token(verb).is(Classes::PARTICIPLE) && !self.token(verb).is(Classes::ING);
        if participle && (word.ends_with("'m") || word.ends_with("'re")) {
            return Some((Source::Nobody, Some(span)));
        }
        if head == "i" || head == "myself" {
            return Some((Source::Oneself, Some(span)));
        }
        if head == "you" {
            let perfect = word.ends_with("'ve") || word.ends_with("'d");
            let source = if past || perfect { Source::Addressee } else { Source::You };
            return Some((source, Some(span)));
        }
        if contracted || ANYBODY.contains(&head) {
            return match self.mention_ending(left + 1).filter(|_| !ANYBODY.contains(&head)) {
                Some(mention) => Some((Source::Mention(mention), Some(self.span_of(mention)))),
                None => Some((Source::Unnamed(capitalized(&text[span.start..span.end])), Some(span))),
            };
        }
        if let Some(mention) = self.mention_ending(left + 1) {
            // "A dealer from Vienna told me": the place is not the subject.
            let known = &self.reading.mentions[mention];
            let preposition = (known.start as usize).checked_sub(1).filter(|&at| at > self.start);
            if let Some(at) = preposition.filter(|&at| self.token(at).is(Classes::PREPOSITION) && self.word(at) != "as")
                && let Some(found) = self.named(at - 1, verb, past)
            {
                return Some(found);
            }
            let first = self.reading.mentions[mention].is_first_person();
            let source = if first { Source::Unnamed("We".to_owned()) } else { Source::Mention(mention) };
            return Some((source, Some(self.span_of(mention))));
        }
        // "laughed and said", "rang me and said": the verb shares the subject of another one.
        let shared = matches!(word.as_str(), "and" | "then" | "but" | "or") || token.is_sign(',');
        if shared || token.is(Classes::RELATIVE) {
            let acts = self.reading.acts.subject(verb).filter(|subject| !subject.passive);
            let inside = acts.map(|subject| subject.mention as usize).filter(|&mention| {
                let mention = &self.reading.mentions[mention];
                let objective = matches!(self.word(mention.head as usize).as_str(), "me" | "us" | "him" | "them");
                mention.start as usize >= self.start && (mention.end as usize) <= verb && !objective
            });
            if let Some(mention) = inside {
                let oneself = self.reading.mentions[mention].is_first_person();
                let source = if oneself { self.first_person(mention) } else { Source::Mention(mention) };
                return Some((source, Some(self.span_of(mention))));
            }
        }
        if shared {
            // The first word that can be a subject, further left.
            return (self.start..left)
                .find_map(|at| self.noun_phrase_from(at).filter(|(_, span)| span.start < span.end))
                .map(|(source, span)| (source, Some(span)));
        }
        // "a sign that read": the noun before it.
        if token.is(Classes::RELATIVE) && left > self.start {
            return self.named(left - 1, verb, past);
        }
        let noun = self.noun_before(left)?;
        // "The note on the door said": the door is not the subject.
        let first = (self.start..=left)
            .rev()
            .find(|&at| noun.1.is_some_and(|span| self.token(at).start as usize <= span.start));
        let preposition = first.and_then(|first| {
            let article = self.token(first.checked_sub(1)?).is(Classes::DETERMINER);
            first.checked_sub(if article { 2 } else { 1 })
        });
        match preposition
            .filter(|&at| at > self.start && self.token(at).is(Classes::PREPOSITION) && self.word(at) != "as")
        {
            Some(at) => self.named(at - 1, verb, past).or(Some(noun)),
            None => Some(noun),
        }
    }

    /// A noun that the narrative does not know as somebody, which ends at `left`: "my plumber", "locals".
    fn noun_before(&self, left: usize) -> Option<(Source, Option<ByteRange>)> {
        let text = self.reading.narrative.text;
        let token = self.token(left);
        let word = self.word(left);
        if token.is_word() && !token.is(Classes::FUNCTION.union(Classes::VERB)) {
            let mut first = left;
            while first > self.start && left - first < 4 {
                let before = self.token(first - 1);
                let modifier = before.is_word()
                    && !before.is(Classes::FUNCTION
                        .union(Classes::VERB)
                        .without(Classes::POSSESSIVE.union(Classes::DETERMINER)));
                if !modifier {
                    break;
                }
                first -= 1;
                if before.is(Classes::POSSESSIVE.union(Classes::DETERMINER)) {
                    break;
                }
            }
            let determined = self.token(first).is(Classes::POSSESSIVE.union(Classes::DETERMINER));
            let plural = token.shape == Shape::Lower && word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
            if determined || plural || token.is_capital() {
                let from = if determined && !self.token(first).is(Classes::POSSESSIVE) { first + 1 } else { first };
                let span = ByteRange::new(self.token(from.min(left)).start as usize, token.end as usize);
                return Some((Source::Unnamed(described(span.of(text))), Some(span)));
            }
        }
        None
    }

    fn first_person(&self, mention: usize) -> Source {
        let word = self.word(self.reading.mentions[mention].head as usize);
        if matches!(word.as_str(), "i" | "me" | "myself") { Source::Oneself } else { Source::Unnamed("We".to_owned()) }
    }

    /// Whom the words from `at` on name: "my mother", "the engineer", "Ada".
    fn noun_phrase_from(&self, at: usize) -> Option<(Source, ByteRange)> {
        if at >= self.end {
            return None;
        }
        let number = super::super::tokens::offset(at);
        let word = self.word(at);
        let token = self.token(at);
        if let "i" | "i've" | "i'd" | "i'm" = word.as_str() {
            return Some((Source::Oneself, ByteRange::new(token.start as usize, token.start as usize + 1)));
        }
        if ANYBODY.contains(&word.as_str()) {
            return Some((Source::Unnamed(described(token.of(self.reading.narrative.text))), token.span()));
        }
        if let Some(mention) = self.mention_starting(number) {
            return Some((Source::Mention(mention), self.span_of(mention)));
        }
        let determined = token.is(Classes::POSSESSIVE.union(Classes::DETERMINER));
        if !determined {
            return None;
        }
        let last = (at + 1..self.end.min(at + 4)).take_while(|&at| {
            let token = self.token(at);
            token.is_word() && !token.is(Classes::FUNCTION) && !token.is(Classes::VERB.only(Classes::SAY))
        });
        let last = last.last()?;
        let from = if token.is(Classes::POSSESSIVE) { at } else { at + 1 };
        let span = ByteRange::new(self.token(from).start as usize, self.token(last).end as usize);
        Some((Source::Unnamed(described(span.of(self.reading.narrative.text))), span))
    }

    /// A noun without an article: "counsel".
    fn bare_noun(&self, at: usize, end: usize) -> Option<(Source, ByteRange)> {
        let noun = |at: &usize| self.token(*at).is_word() && !self.token(*at).is(Classes::FUNCTION);
        let last = (at..end.min(at + 3)).take_while(noun).last()?;
        let span = ByteRange::new(self.token(at).start as usize, self.token(last).end as usize);
        Some((Source::Unnamed(described(span.of(self.reading.narrative.text))), span))
    }

    /// The mention that begins with the token `number`.
    fn mention_starting(&self, number: u32) -> Option<usize> {
        let at = self.reading.mentions.partition_point(|mention| mention.start < number);
        self.reading.mentions.get(at).filter(|mention| mention.start == number).map(|_| at)
    }

    /// The mention that ends right before the token at `end`.
    fn mention_ending(&self, end: usize) -> Option<usize> {
        let number = super::super::tokens::offset(end);
        let at = self.reading.mentions.partition_point(|mention| mention.end < number);
        self.reading.mentions.get(at).filter(|mention| mention.end == number && !mention.possessive).map(|_| at)
    }

    fn span_of(&self, mention: usize) -> ByteRange {
        let mention = &self.reading.mentions[mention];
        let (first, last) = (self.token(mention.start as usize), self.token(mention.end as usize - 1));
        ByteRange::new(first.start as usize, last.end as usize)
    }
}

/// Verbs of thinking: what somebody thinks in so many words is his.
const THINKING: &[&str] = &[
    "think",
    "thinks",
    "thought",
    "thinking",
    "figured",
    "wondered",
    "wonder",
    "wondering",
    "texted",
    "messaged",
    "yelled",
    "yell",
    "yells",
    "quote",
    "quotes",
    "quoted",
];

/// Verbs that report words in the news, but hardly ever in speech.
const OTHER_VERBS: &[&str] =
    &["find", "finds", "found", "finding", "show", "shows", "showed", "shown", "offer", "offers", "offered"];

/// Words for somebody whom nobody can name.
const ANYBODY: &[&str] = &[
    "someone",
    "somebody",
    "people",
    "everyone",
    "everybody",
    "anyone",
    "anybody",
    "nobody",
    "folks",
    "others",
    "some",
    "many",
    "we",
    "one",
];

/// Whether a word holds its subject's verb: "I'm", "they've".
fn is_contracted(word: &str) -> bool {
    ["'m", "'re", "'ve", "'d", "'ll"].iter().any(|end| word.ends_with(end)) && word.len() > 3
        || word == "i'm"
        || word == "i'd"
}

const OWN: [&str; 9] = ["my", "our", "your", "the", "a", "an", "this", "that", "one"];

/// A noun phrase as the name of somebody: on one line, with a capital, and without "my" and articles.
pub fn described(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    let bare = match words.first() {
        Some(first) if words.len() > 1 && OWN.iter().any(|own| first.eq_ignore_ascii_case(own)) => &words[1..],
        _ => &words[..],
    };
    let bare = bare.strip_prefix(&["own"]).unwrap_or(bare);
    capitalized(&bare.join(" "))
}
