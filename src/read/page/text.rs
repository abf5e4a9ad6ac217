//! The blocks of an article as its text: paragraphs between blank lines, and what a page sets off as a quotation within
//! quotation marks, so that it stays one.

use super::blocks::Block;
use super::tree::{Index, Tree};

/// The text of `blocks`.
pub(super) fn text(tree: &Tree, blocks: &[Block]) -> String {
    let all: usize = blocks.iter().map(|block| block.text.len()).sum();
    let mut text = String::new();
    let mut rest = blocks;
    while let Some(first) = rest.first() {
        let length = match first.quote {
            Some(quote) => rest.iter().take_while(|block| block.quote == Some(quote)).count(),
            None => 1,
        };
        let (group, behind) = rest.split_at(length);
        rest = behind;
        let of_group: usize = group.iter().map(|block| block.text.len()).sum();
        match first.quote {
            // Where half of an article is set off, that is its layout.
            Some(quote) if 2 * of_group < all => quoted(tree, quote, group, &mut text),
            _ => group.iter().for_each(|block| paragraph(&block.text, &mut text)),
        }
    }
    text
}

fn paragraph(words: &str, text: &mut String) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(words);
}

/// A block quote: its words within marks, then who it is of.
fn quoted(tree: &Tree, quote: Index, group: &[Block], text: &mut String) {
    let (words, author) = match group.split_last() {
        Some((last, before)) if !before.is_empty() && is_attribution(&last.text) => (before, Some(&*last.text)),
        _ => (group, None),
    };
    // A post often has its author behind a dash in its last line.
    let is_post = tree.nodes[quote].words.contains("-twitter-tweet-");
    let marked = |block: &Block| block.text.contains(['“', '”', '"', '«', '»', '„', '‟']);
    let plain = words.iter().any(marked)
        || words.iter().all(|block| block.text.len() < 3)
        || (!is_post && group.len() == 1 && is_attribution(&group[0].text));
    for (number, block) in words.iter().enumerate() {
        let last = number + 1 == words.len();
        let shown = if plain {
            block.text.clone()
        } else {
            // Each paragraph opens the quotation, the last one closes it.
            format!("“{}{}", block.text, if last { "”" } else { "" })
        };
        paragraph(&shown, text);
    }
    if let Some(author) = author {
        if plain {
            paragraph(author, text);
        } else {
            text.push(' ');
            if !author.starts_with(DASHES) {
                text.push_str("— ");
            }
            text.push_str(author);
        }
    }
}

const DASHES: [char; 5] = ['—', '–', '―', '-', '~'];

/// Whether the last line of a block quote says who it is of.
fn is_attribution(line: &str) -> bool {
    let line = line.trim();
    line.len() < 200
        && line.starts_with(DASHES)
        && line.trim_start_matches(DASHES).trim().starts_with(char::is_alphabetic)
        || line.len() < 120 && line.contains("(@") && line.ends_with(|c: char| c.is_ascii_digit() || c == ')')
}
