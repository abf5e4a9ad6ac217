//! The writer's own words: the tokens of an article with each quoted passage as one token, cut into sentences.
//!
//! Who speaks is told by the words around the quotation, so everything that looks for cues and mentions works on this
//! sequence; the words inside the marks are kept apart and serve only to know names.

use super::lexicon::Classes;
use super::tokens::{Kind, Shape, Token, offset, tokenise};
use crate::text::{ByteRange, Paragraphs, Quoted, quoted};

/// An article as the extraction sees it.
#[derive(Debug)]
pub struct Narrative<'t> {
    /// The article's text.
    pub text: &'t str,
    /// Its paragraphs.
    pub paragraphs: Paragraphs,
    /// The passages in quotation marks.
    pub quoted: Vec<Quoted>,
    /// The words outside of quotation marks, with a token for each passage.
    pub tokens: Vec<Token>,
    /// The words inside of quotation marks.
    pub inside: Vec<Token>,
    /// For each passage the range of its words in `inside`.
    pub inside_of: Vec<(u32, u32)>,
    /// For each passage its token.
    pub token_of: Vec<u32>,
    /// For each sentence the range of its tokens.
    pub sentences: Vec<(u32, u32)>,
    /// For each paragraph the range of its tokens, and what it looks like.
    pub layout: Vec<Layout>,
}

/// No sentence has more tokens: a text without full stops must not make every question about its sentences a long one.
const LONGEST: usize = 400;

/// What a paragraph looks like.
#[derive(Debug, Clone, Copy, Default)]
pub struct Layout {
    /// The range of its tokens.
    pub tokens: (u32, u32),
    /// Whether its words are capitalised as in a headline.
    pub headline: bool,
}

impl<'t> Narrative<'t> {
    /// Reads `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let paragraphs = Paragraphs::new(text);
        let quoted = quoted(text, &paragraphs);
        let mut narrative = Self {
            text,
            paragraphs,
            quoted,
            tokens: Vec::with_capacity(text.len() / 6),
            inside: Vec::new(),
            inside_of: Vec::new(),
            token_of: Vec::new(),
            sentences: Vec::new(),
            layout: Vec::new(),
        };
        narrative.read();
        narrative
    }

    fn read(&mut self) {
        let mut next_quote = 0;
        for index in 0..self.paragraphs.spans().len() {
            let span = self.paragraphs.spans()[index];
            let paragraph = offset(index);
            let first = self.tokens.len();
            let first_byte = skip_bullet(self.text, span);
            let mut at = first_byte;
            while next_quote < self.quoted.len() && self.quoted[next_quote].paragraph == index {
                let quote = self.quoted[next_quote];
                let between = ByteRange::new(at, quote.outer.start.max(at));
                let between = within_emphasis(self.text, between, at > first_byte);
                if !between.is_empty() {
                    tokenise(self.text, between, paragraph, &mut self.tokens);
                }
                let inside = offset(self.inside.len());
                tokenise(self.text, quote.inner, paragraph, &mut self.inside);
                self.inside_of.push((inside, offset(self.inside.len())));
                self.token_of.push(offset(self.tokens.len()));
                self.tokens.push(Token {
                    start: offset(quote.outer.start),
                    end: offset(quote.outer.end),
                    kind: Kind::Quote(offset(next_quote)),
                    shape: Shape::Lower,
                    id: 0,
                    classes: Classes::NONE,
                    sentence: 0,
                    paragraph,
                });
                at = quote.outer.end;
                next_quote += 1;
            }
            if at < span.end {
                at += if at > first_byte { emphasis(&self.text[at..span.end]) } else { 0 };
                tokenise(self.text, ByteRange::new(at, span.end), paragraph, &mut self.tokens);
            }
            self.layout.push(Layout {
                tokens: (offset(first), offset(self.tokens.len())),
                headline: is_headline(&self.tokens[first..], &self.inside, &self.inside_of),
            });
            if self.layout[index].headline {
                self.lower_title_case(first);
            }
            self.join_phrases(first);
            self.cut_sentences(first);
        }
    }

    /// "Carol Penn Said Port Reform …": where every word has a capital, verbs and small words are read without it.
    fn lower_title_case(&mut self, first: usize) {
        for token in self.tokens.iter_mut().skip(first + 1) {
            let verb = token.is(Classes::SAY.union(Classes::CALL)) && token.is(Classes::FINITE);
            if token.shape == Shape::Capital
                && (verb || token.is(Classes::FUNCTION.without(Classes::PARTICLE)))
                && !token.is(Classes::FIRST_NAME.union(Classes::HEAD).union(Classes::DATE).union(Classes::ORG_WORD))
            {
                token.shape = Shape::Lower;
            }
        }
    }

    /// Gives verbs that say something only together with the next word their meaning: "as he put it".
    fn join_phrases(&mut self, first: usize) {
        let it = super::lexicon::word_id("it");
        let put = super::lexicon::word_id("put");
        let think = super::lexicon::word_id("think");
        for at in first..self.tokens.len().saturating_sub(1) {
            // "a Ministry think tank": a noun.
            if self.tokens[at].id == think && matches!(self.tokens[at + 1].of(self.text), "tank" | "tanks") {
                self.tokens[at].classes = Classes::COMMON;
                self.tokens[at + 1].classes = self.tokens[at + 1].classes.union(Classes::ORGANISATION);
            }
            if self.tokens[at].id == put && self.tokens[at + 1].id == it {
                self.tokens[at].classes = self.tokens[at].classes.union(Classes::SAY).union(Classes::PAST);
            }
        }
    }

    /// Cuts the tokens from `first` on, one paragraph, into sentences.
    fn cut_sentences(&mut self, first: usize) {
        let mut start = first;
        for at in first..self.tokens.len() {
            let last = at + 1 == self.tokens.len();
            let number = offset(self.sentences.len());
            self.tokens[at].sentence = number;
            if last || at - start >= LONGEST || self.ends_sentence(at) {
                self.sentences.push((offset(start), offset(at + 1)));
                start = at + 1;
            }
        }
    }

    /// Whether a sentence ends with the token at `at`.
    fn ends_sentence(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let next = &self.tokens[at + 1];
        match token.kind {
            Kind::Sign('.' | '!' | '?' | '…') => {
                // Closing brackets and a quotation's own mark belong to the sentence before.
                let goes_on = next.is_word() && next.shape == Shape::Lower;
                !goes_on && !matches!(next.kind, Kind::Sign('.' | '!' | '?' | ')' | ']' | ',' | '…'))
            }
            Kind::Sign(')' | ']') => {
                at > 0
                    && matches!(self.tokens[at - 1].kind, Kind::Sign('.' | '!' | '?'))
                    && !matches!(next.kind, Kind::Sign(_))
            }
            Kind::Sign(';') => !next.is_quote(),
            Kind::Sign('•') => true,
            Kind::Quote(quote) => {
                let inner = self.quoted[quote as usize].inner.of(self.text).trim_end_matches(|last: char| {
                    last.is_whitespace() || matches!(last, '’' | '\'' | '"' | '”' | ')' | ']')
                });
                let end = inner.chars().next_back();
                match end {
                    Some('.' | '…') => self.starts_sentence(at + 1, false),
                    Some('!' | '?' | '-' | '—') => self.starts_sentence(at + 1, true),
                    _ => false,
                }
            }
            Kind::Word if token.is(Classes::ABBREVIATION) || token.of(self.text).ends_with('.') => {
                // "in the U.S. The company": only a small word with a capital says that a sentence begins.
                token.of(self.text).ends_with('.')
                    && next.is_capital()
                    && next.is(Classes::FUNCTION)
                    && !next.is(Classes::PARTICLE)
                    && !token.is(Classes::TITLE)
                    && token.end - token.start > 2
            }
            _ => false,
        }
    }

    /// Whether the token at `at`, which follows a quotation that ends like a sentence, begins another one; with
    /// `doubtful`, after ! and ?, a name with a verb of saying goes on with it.
    fn starts_sentence(&self, at: usize, doubtful: bool) -> bool {
        let token = &self.tokens[at];
        match token.kind {
            Kind::Quote(_) => true,
            Kind::Sign(sign) => matches!(sign, '[' | '(' | '—' | '-' | '–' | '“' | '"' | '#' | '@' | '$'),
            Kind::Word if token.shape == Shape::Lower => false,
            Kind::Word if token.is(Classes::SAY) && token.is(Classes::FINITE) => false,
            Kind::Word => match self.tag_from(at, if doubtful { 25 } else { 4 }) {
                // "“Are you sure?” He said, “No.”": the capital of a pronoun begins a sentence.
                Some(verb) if doubtful => {
                    let mut behind = self.tokens[verb + 1..].iter();
                    token.is(Classes::SUBJECTIVE)
                        && behind.next().is_some_and(|next| next.is_sign(',') || next.is_sign(':'))
                        && behind.next().is_some_and(Token::is_quote)
                }
                Some(verb) => self.followed_by_quote(at) || self.says_something(verb),
                None => true,
            },
            _ => true,
        }
    }

    /// The verb of saying after the words from `at` on that name somebody.
    fn tag_from(&self, at: usize, limit: usize) -> Option<usize> {
        let paragraph = self.tokens[at].paragraph;
        let tokens = self.tokens.iter().enumerate().skip(at).take(limit);
        for (at, token) in tokens.take_while(|(_, token)| token.paragraph == paragraph) {
            let lower = token.is_word() && token.shape == Shape::Lower;
            if lower && token.is(Classes::SAY) && token.is(Classes::PAST) {
                return Some(at);
            }
            let other = lower && (token.is(Classes::AUXILIARY) || token.is(Classes::VERB) && token.is(Classes::PAST));
            // A nickname inside a name is no quotation.
            let passage = token.is_quote() && token.end - token.start > 16;
            if other || passage || matches!(token.kind, Kind::Sign('.' | '!' | '?' | ';' | ':')) {
                return None;
            }
        }
        None
    }

    /// Whether the verb of saying at `verb` has its own words as object, as in "The board said the plan was dead.": then
    /// it is no tag of the passage before.
    fn says_something(&self, verb: usize) -> bool {
        const FAR: usize = 12;
        let paragraph = self.tokens[verb].paragraph;
        let mut rest = self.tokens[verb + 1..].iter().take(FAR).take_while(|token| token.paragraph == paragraph);
        let Some(next) = rest.next() else { return false };
        if !next.is_word() || next.is(Classes::PREPOSITION.union(Classes::DATE)) {
            return false;
        }
        let finite = |token: &Token| {
            let text = token.of(self.text);
            token.is_word()
                && token.shape == Shape::Lower
                && (token.is(Classes::AUXILIARY)
                    || token.is(Classes::VERB) && token.is(Classes::FINITE)
                    || text == "that")
        };
        std::iter::once(next)
            .chain(rest)
            .take_while(|token| !matches!(token.kind, Kind::Sign(_) | Kind::Quote(_)))
            .any(finite)
    }

    /// Whether the words from `at` on introduce a further quotation: `… X said: “…”`.
    fn followed_by_quote(&self, at: usize) -> bool {
        self.tokens[at..]
            .iter()
            .take(12)
            .take_while(|token| token.paragraph == self.tokens[at].paragraph)
            .any(Token::is_quote)
    }

    /// The tokens of the sentence that the token at `at` stands in.
    #[inline]
    #[must_use]
    pub fn sentence(&self, at: usize) -> std::ops::Range<usize> {
        let (start, end) = self.sentences[self.tokens[at].sentence as usize];
        start as usize..end as usize
    }

    /// For each sentence the number of its period: what semicolons join counts as one.
    #[must_use]
    pub fn periods(&self) -> Vec<u32> {
        let mut period = 0;
        let number = |(index, &(start, _)): (usize, &(u32, u32))| {
            let joined = start > 0
                && self.tokens[start as usize - 1].is_sign(';')
                && self.tokens[start as usize].is_word()
                && self.tokens[start as usize].shape == Shape::Lower;
            period += u32::from(index > 0 && !joined);
            period
        };
        self.sentences.iter().enumerate().map(number).collect()
    }

    /// The words inside of passage `quote`.
    #[inline]
    #[must_use]
    pub fn words_of(&self, quote: usize) -> &[Token] {
        let (start, end) = self.inside_of[quote];
        &self.inside[start as usize..end as usize]
    }

    /// Whether the token is the first of its sentence.
    #[inline]
    #[must_use]
    pub fn is_initial(&self, at: usize) -> bool {
        let mut start = self.sentence(at).start;
        while start < at && (matches!(self.tokens[start].kind, Kind::Sign(_))) {
            start += 1;
        }
        // Emphasis may stand around a label: "**Ada Low:** Welcome".
        let emphasis = |at: usize| matches!(self.tokens[at].kind, Kind::Sign('*' | '_'));
        let before = (start..at).rev().find(|&before| !emphasis(before));
        start == at || before.is_some_and(|before| self.tokens[before].is_sign(':'))
    }
}

/// The words between two passages, without the emphasis that their marks stand in; with `behind`, a passage stands
/// before them.
fn within_emphasis(text: &str, between: ByteRange, behind: bool) -> ByteRange {
    let words = between.of(text);
    let end = between.start + words.trim_end_matches(['*', '_']).len();
    let start = if behind { between.start + emphasis(words) } else { between.start };
    ByteRange::new(start, end.max(start))
}

/// How many signs of emphasis `words` begin with.
fn emphasis(words: &str) -> usize {
    words.len() - words.trim_start_matches(['*', '_']).len()
}

/// Past a bullet or a Markdown mark at the head of a paragraph.
fn skip_bullet(text: &str, span: ByteRange) -> usize {
    let line = span.of(text);
    let rest = line.trim_start_matches(['#', '>', '*', '•', '·', '-', ' ', '\t']);
    if rest.is_empty() { span.start } else { span.start + (line.len() - rest.len()) }
}

/// Whether the words are capitalised as in a headline.
fn is_headline(tokens: &[Token], inside: &[Token], inside_of: &[(u32, u32)]) -> bool {
    let (mut capital, mut lower) = (0, 0);
    let mut count = |token: &Token| {
        if token.is_word() && token.shape == Shape::Lower {
            lower += usize::from(!token.is(Classes::FUNCTION));
        } else if token.is_word() && token.end - token.start > 3 {
            capital += 1;
        }
    };
    for token in tokens.iter().take(60) {
        if let Kind::Quote(quote) = token.kind {
            let (start, end) = inside_of[quote as usize];
            inside[start as usize..end as usize].iter().take(40).for_each(&mut count);
        } else {
            count(token);
        }
    }
    let short =
        tokens.len() <= 10 && !tokens.last().is_some_and(|last| matches!(last.kind, Kind::Sign('.' | ':' | ',' | ';')));
    capital >= 3 && capital >= lower * 8 || short && capital >= 2 && lower == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sentences of the narrative, passages written as `Q`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let narrative = Narrative::new(text);
        let found: Vec<String> = narrative
            .sentences
            .iter()
            .map(|&(start, end)| {
                let words: Vec<&str> = narrative.tokens[start as usize..end as usize]
                    .iter()
                    .map(|token| if token.is_quote() { "Q" } else { token.of(text) })
                    .collect();
                words.join(" ")
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_tag_belongs_to_the_sentence_of_its_quotation() {
        check("“It works,” he said. “It will.”", &["Q he said .", "Q"]);
        check("“Does it?” Brown asked. “Yes!” shouted Green.", &["Q Brown asked .", "Q shouted Green ."]);
        check(
            "He called it “a shame.” Trump left the room early that day.",
            &["He called it Q", "Trump left the room early that day ."],
        );
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        check(
            "Mr. Brown met Lt. Gen. Michael Flynn in the U.S. He left.",
            &["Mr. Brown met Lt. Gen. Michael Flynn in the U.S.", "He left ."],
        );
    }
}
