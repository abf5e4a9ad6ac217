//! Which part of a page is the article, and which blocks of that part are its text.

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::{Block, BlockKind, blocks};
use super::furniture::{Prose, is_furniture_line, weight};
use super::tree::{Index, Tree};

/// Names of elements that publishing systems give to the text of an article.
static BODY_NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"-(?:article-?(?:body|content|text|copy|main|page|wrap|wrapper|inner|container|detail|details)(?:-[a-z0-9]+)*|[a-z]+-article-?(?:body|content|text)|story-?(?:body|content|text|copy|main|detail)(?:-[a-z0-9]+)*|post-?(?:body|content|text|entry|article|inner)(?:-[a-z0-9]+)*|entry-?(?:content|body|text)|main-?(?:content|article|story|text)|body-?(?:content|copy|text|main)|content-?(?:body|article|text|main|well|area|inner)|text-?(?:content|body|copy)|page-?content|news-?(?:body|content|text|detail)|rich-?text(?:-[a-z]+)?|rte|prose|hentry|h-entry|articlebody|storybody|blog-?(?:content|body|post)|single-?(?:content|post)|field-name-body|node-content|story|article|post|copy)-",
    )
    .ok()
});

/// The blocks of the article's text.
pub(super) fn body(tree: &Tree, title: Option<&str>) -> Vec<Block> {
    let prose = Prose::new(tree);
    let root = container(tree, &prose);
    select(blocks(tree, root), title)
}

/// The element that holds the article: the smallest one with nearly all of the prose of its surroundings.
fn container(tree: &Tree, prose: &Prose) -> Index {
    let whole = prose.of(0);
    let marked = |index: Index| {
        let node = &tree.nodes[index];
        node.attribute("itemprop").is_some_and(|value| value.eq_ignore_ascii_case("articleBody"))
    };
    let named = |index: Index| {
        let node = &tree.nodes[index];
        node.is(&["article", "main"])
            || node.attribute("role").is_some_and(|role| matches!(role, "main" | "article"))
            || BODY_NAMES.as_ref().is_some_and(|names| names.is_match(&node.words))
    };
    let mut best = start(tree, prose, whole, marked);
    // Down to where the prose parts.
    loop {
        let of_best = prose.of(best);
        let elements = || tree.children(best).filter(|&index| !tree.nodes[index].is_text());
        let Some(next) = elements().max_by(|&a, &b| prose.of(a).total_cmp(&prose.of(b))) else { break };
        let needed = if named(next) { 0.5 } else { 0.75 };
        let own: f32 = elements().filter(|&index| is_leaf(tree, index)).map(|index| prose.of(index)).sum();
        let twin = elements().any(|other| {
            let (a, b) = (&tree.nodes[next], &tree.nodes[other]);
            other != next
                && a.name == b.name
                && first_word(&a.words) == first_word(&b.words)
                && !a.words.is_empty()
                && prose.of(other) > 0.0
        });
        if prose.of(next) < needed * of_best
            || is_leaf(tree, next)
            || own > 0.05 * of_best
            || twin && prose.of(next) < 0.95 * of_best
        {
            break;
        }
        best = next;
    }
    best
}

/// Where the search begins: at what the publisher marked as the article, if that is one thing, else at the whole page.
fn start(tree: &Tree, prose: &Prose, whole: f32, marked: impl Fn(Index) -> bool) -> Index {
    let only = |is: &dyn Fn(Index) -> bool, least: f32| {
        let mut found =
            tree.live(0).filter(|&index| !tree.nodes[index].is_text() && is(index) && prose.of(index) > 0.0);
        let first = found.next()?;
        let alone = found.all(|other| other < tree.nodes[first].end);
        (alone && prose.of(first) > (least * whole).max(200.0)).then_some(first)
    };
    let is_article = |index: Index| tree.nodes[index].is(&["article"]);
    // Several: the first that is no teaser, as where one article follows another.
    let first = |is: &dyn Fn(Index) -> bool| {
        tree.live(0).find(|&index| is(index) && prose.of(index) > (0.18 * whole).max(500.0))
    };
    only(&marked, 0.2)
        .or_else(|| only(&is_article, 0.15))
        .or_else(|| first(&marked))
        .or_else(|| first(&is_article))
        .unwrap_or(0)
}

/// The first value of an element's names.
fn first_word(words: &str) -> &str {
    words.split("- -").next().unwrap_or_default().trim_matches('-')
}

/// Whether an element is a paragraph itself.
fn is_leaf(tree: &Tree, index: Index) -> bool {
    tree.nodes[index].is(&[
        "p",
        "li",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "tr",
        "td",
        "span",
        "a",
        "b",
        "strong",
        "em",
    ])
}

/// Leaves out what is furniture of the blocks of an article, and what stands before and behind its prose.
fn select(blocks: Vec<Block>, title: Option<&str>) -> Vec<Block> {
    let mut kept: Vec<Block> = Vec::new();
    let is_link = |block: &Block| block.kind == BlockKind::Heading && block.link_density() > 0.9;
    let is_summary = |block: &Block| block.text.len() < 120 && !ended(block);
    let teaser: Vec<bool> = blocks
        .iter()
        .zip(blocks.iter().skip(1))
        .map(|(block, next)| is_link(block) && (is_link(next) || is_summary(next)))
        .chain([blocks.last().is_some_and(is_link)])
        .collect();
    for (number, block) in blocks.into_iter().enumerate() {
        if teaser[number] || number > 0 && teaser[number - 1] && is_summary(&block) {
            continue;
        }
        let density = block.link_density();
        let short = block.text.len() < 300;
        if density > 0.9 && short && block.kind != BlockKind::Row
            || density > 0.6 && short && block.kind == BlockKind::Item
            || is_furniture_line(&block.text)
        {
            continue;
        }
        let repeats_title = block.kind == BlockKind::Heading && title.is_some_and(|title| title == block.text);
        if repeats_title || kept.last().is_some_and(|last| last.text == block.text) {
            continue;
        }
        kept.push(block);
    }
    drop_pull_quotes(&mut kept);
    // Headings, dates and names before the first paragraph and behind the last one.
    let first = kept.iter().position(is_prose).unwrap_or(0);
    let last = kept
        .iter()
        .rposition(|block| is_prose(block) || block.kind == BlockKind::Row)
        .map_or(kept.len(), |last| last + 1);
    kept.truncate(last);
    kept.drain(..first);
    kept
}

/// Drops what is set large beside the text and stands in it once more.
fn drop_pull_quotes(blocks: &mut Vec<Block>) {
    const LONGEST: usize = 300;
    const LARGEST_PAGE: usize = 200_000;
    if blocks.iter().map(|block| block.text.len()).sum::<usize>() > LARGEST_PAGE {
        return;
    }
    let texts: Vec<String> = blocks.iter().map(|block| folded(&block.text)).collect();
    let mut number = 0;
    blocks.retain(|block| {
        let at = number;
        number += 1;
        if block.text.len() > LONGEST || block.kind == BlockKind::Row {
            return true;
        }
        let words = pulled(&block.text);
        let least = if block.text.starts_with(['“', '"', '‘', '«']) { 5 } else { 6 };
        let again = |(other, text): (usize, &String)| {
            other != at && text.len() > words.len() + 10 && text.contains(words.as_str())
        };
        words.split(' ').count() < least || !texts.iter().enumerate().any(again)
    });
}

/// The words of a block that may be a pull quote, without a name behind their closing mark.
fn pulled(text: &str) -> String {
    let closing = text.char_indices().rfind(|&(at, c)| at > 0 && matches!(c, '”' | '"' | '»'));
    match closing {
        Some((at, _)) if text.starts_with(['“', '"', '«']) && text.len() - at < 80 && !text[at..].contains(". ") => {
            folded(&text[..at])
        }
        _ => folded(text),
    }
}

/// Words in lower case, without the marks around them and at their ends.
fn folded(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter_map(|c| match c {
            '“' | '”' | '"' | '‘' | '«' | '»' => None,
            '’' => Some('\''),
            c => Some(c.to_ascii_lowercase()),
        })
        .collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Whether a block reads like a sentence of the article: long, or ended like one.
fn is_prose(block: &Block) -> bool {
    match block.kind {
        BlockKind::Paragraph => {
            weight(block) > 60.0 || (ended(block) && block.text.len() > 20 && block.link_density() < 0.5)
        }
        BlockKind::Item => ended(block) && weight(block) > 20.0 || weight(block) > 60.0,
        BlockKind::Heading | BlockKind::Row => false,
    }
}

/// Whether a block ends like a sentence.
fn ended(block: &Block) -> bool {
    let text = block.text.trim_end_matches(['"', '”', '’', '\'', ')', '»', ']']);
    text.ends_with(['.', '!', '?', '…', ':', '。'])
}
