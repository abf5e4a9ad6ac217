//! Interviews without labels: questions set as headings, in bold or in paragraphs of their own, answers below them.
//!
//! Essays and help pages have headings that ask, too. In an interview the questions speak to somebody and the answers
//! speak of themselves.

use super::blocks::{Block, Look, blocks};
use super::words::{personal, spoken};
use crate::text::{ByteRange, Paragraphs};

/// One paragraph of a question or an answer.
#[derive(Debug, Clone, Copy)]
pub struct Exchange {
    /// The words.
    pub words: ByteRange,
    /// Whether it is a question.
    pub asks: bool,
    /// Whether it is the first paragraph of its turn.
    pub first: bool,
}

/// How questions are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Setting {
    /// In bold, in italics, or as headings.
    Look(Look),
    /// In plain paragraphs of their own, as in text copied from a page.
    Plain,
}

impl Setting {
    /// Whether a block is set like a question.
    fn holds(self, text: &str, block: &Block) -> bool {
        match self {
            Self::Look(look) => block.look == look,
            Self::Plain => {
                let words = block.span.of(text);
                block.look == Look::Text && words.ends_with('?') && words.split_whitespace().count() <= LONGEST
            }
        }
    }
}

/// Reads `text` as an interview without labels, if it is one. `announced` says whether the words up to a byte, or the
/// title, speak of an interview.
#[must_use]
pub fn interview(text: &str, paragraphs: &Paragraphs, announced: &dyn Fn(usize) -> bool) -> Option<Vec<Exchange>> {
    if memchr::memchr_iter(b'?', text.as_bytes()).take(FEWEST).count() < FEWEST {
        return None;
    }
    let blocks = blocks(text, paragraphs, &[]);
    [Setting::Look(Look::Bold), Setting::Look(Look::Heading), Setting::Look(Look::Italic), Setting::Plain]
        .into_iter()
        .find_map(|setting| read(text, &blocks, setting, announced))
}

/// So many questions make an interview.
const FEWEST: usize = 3;
/// The most words that a plain paragraph has as a question.
const LONGEST: usize = 50;

fn read(text: &str, blocks: &[Block], setting: Setting, announced: &dyn Fn(usize) -> bool) -> Option<Vec<Exchange>> {
    let asks = |block: &Block| {
        let words = block.span.of(text).trim_end_matches(['*', '_', ' ', '>', 'b', '/', '<', '"', '”']);
        setting.holds(text, block) && words.ends_with('?')
    };
    let first = blocks.iter().position(asks)?;
    let (mut set, mut asking, mut addressed, mut answered, mut own) = (0usize, 0usize, 0usize, 0usize, 0usize);
    for (index, block) in blocks.iter().enumerate().skip(first).filter(|(_, block)| setting.holds(text, block)) {
        set += 1;
        asking += usize::from(asks(block));
        addressed += usize::from(personal(block.span.of(text)).you);
        let answer = blocks[index + 1..].iter().take_while(|block| !setting.holds(text, block));
        let (mut any, mut mine) = (false, false);
        for block in answer.filter(|block| block.look == Look::Text).take(6) {
            let personal = personal(block.span.of(text));
            any = true;
            mine |= personal.singular || personal.plural;
        }
        answered += usize::from(any);
        own += usize::from(mine);
    }
    let interview = asking >= FEWEST
        && asking * 10 >= set * 6
        && addressed * 10 >= set * 4
        && answered * 10 >= set * 7
        && own * 10 >= answered * 6
        && speaks_of_itself(text, blocks, setting, first)
        && (setting != Setting::Plain
            || addressed * 10 >= set * 6 && set * 8 >= blocks.len() - first && announced(blocks[first].span.start));
    interview.then(|| exchanges(text, blocks, setting, first)).flatten()
}

/// Whether the answers say "I": "we" alone is how a help page speaks.
fn speaks_of_itself(text: &str, blocks: &[Block], setting: Setting, first: usize) -> bool {
    let (mut plain, mut own, mut asked) = (0usize, 0usize, 0usize);
    for block in &blocks[first..] {
        let singular = personal(block.span.of(text)).singular;
        if setting.holds(text, block) {
            asked += usize::from(singular);
        } else if block.look == Look::Text {
            plain += 1;
            own += usize::from(singular);
        }
    }
    own >= 2 && own * 6 >= plain && own > asked
}

fn exchanges(text: &str, blocks: &[Block], setting: Setting, first: usize) -> Option<Vec<Exchange>> {
    let mut result: Vec<Exchange> = Vec::new();
    let mut asks: Option<bool> = None;
    for block in &blocks[first..] {
        if setting.holds(text, block) {
            if let Some(words) = spoken(text, block.span) {
                // Two bold paragraphs in a row are one question.
                result.push(Exchange { words, asks: true, first: asks != Some(true) });
                asks = Some(true);
            }
            continue;
        }
        match block.look {
            Look::Heading => asks = None,
            Look::End => asks = None,
            Look::Text | Look::Bold if asks.is_some() && !is_pull_quote(text, block) => {
                if let Some(words) = spoken(text, block.span) {
                    result.push(Exchange { words, asks: false, first: asks == Some(true) });
                    asks = Some(false);
                }
            }
            _ => {}
        }
    }
    // What is set like a question at the end and asks nothing is a note on the one who answers.
    while result.last().is_some_and(|last| last.asks && !last.words.of(text).ends_with('?')) {
        result.pop();
    }
    (!result.is_empty()).then_some(result)
}

/// Whether a block is set off with `>` and shows again what stands elsewhere.
fn is_pull_quote(text: &str, block: &Block) -> bool {
    let marks =
        |letter: char| matches!(letter, '>' | '“' | '”' | '"' | '‘' | '’' | '\'' | '*' | '_') || letter.is_whitespace();
    let whole = block.span.of(text);
    let words = whole.trim_matches(marks);
    whole.starts_with('>')
        && words.contains(' ')
        && memchr::memmem::find_iter(text.as_bytes(), words.as_bytes()).take(2).count() > 1
}
