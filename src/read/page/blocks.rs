//! A part of a page as a list of blocks: paragraphs, headings, list items, rows of tables, in their order.

use rustc_hash::FxHashSet;

use super::tree::{Index, Tree};

/// One block of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// What it is.
    pub(super) kind: BlockKind,
    /// Its text, spaces collapsed, line ends where the page breaks a line.
    pub(super) text: String,
    /// How many bytes of it are within links.
    pub(super) linked: usize,
    /// The element that it is the text of, or a part of it.
    pub(super) element: Index,
    /// The block quote around it.
    pub(super) quote: Option<Index>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A paragraph, or what else is text between two block elements.
    #[default]
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
}

impl Block {
    /// Which part of the text is within links.
    pub(super) fn link_density(&self) -> f32 {
        self.linked as f32 / self.text.len().max(1) as f32
    }
}

/// Elements that begin a block.
const BLOCKS: [&str; 44] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
    "caption",
    "legend",
    "option",
];

/// Whether an element of this name begins a block.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// The blocks of the part of `tree` below `root`.
pub(super) fn blocks(tree: &Tree, root: Index) -> Vec<Block> {
    let mut builder = Builder {
        tree,
        layout: layout_cells(tree),
        blocks: Vec::new(),
        open: Block::default(),
        space: false,
        breaks: 0,
    };
    builder.open.element = root;
    let mut within: Vec<Index> = vec![root];
    for index in tree.live(root) {
        while within.last().is_some_and(|&last| tree.nodes[last].end <= index) {
            let closed = within.pop().unwrap_or(root);
            builder.leave(closed, within.last().copied().unwrap_or(root));
        }
        if tree.nodes[index].is_text() {
            let linked = within.iter().any(|&at| tree.nodes[at].is(&["a"]));
            let verbatim = within.iter().any(|&at| tree.nodes[at].is(&["pre"]));
            builder.text(&tree.nodes[index].text, linked, verbatim);
        } else {
            builder.enter(index);
            within.push(index);
        }
    }
    builder.finish(root);
    builder.blocks
}

/// A cell with more text than this is a part of the page, not of a table of figures.
const LAYOUT_CELL: usize = 500;

/// The cells of tables that only lay out a page.
fn layout_cells(tree: &Tree) -> FxHashSet<Index> {
    let is_cell = |index: &Index| tree.nodes[*index].is(&["td", "th"]);
    let cells: Vec<Index> = tree.live(0).filter(is_cell).collect();
    if cells.is_empty() {
        return FxHashSet::default();
    }
    // How much text stands before each node.
    let mut before = vec![0; tree.nodes.len() + 1];
    for index in tree.live(0) {
        before[index + 1] = tree.nodes[index].text.len();
    }
    for at in 1..before.len() {
        before[at] += before[at - 1];
    }
    cells.into_iter().filter(|&cell| before[tree.nodes[cell].end] - before[cell] > LAYOUT_CELL).collect()
}

struct Builder<'a> {
    tree: &'a Tree,
    /// Cells of tables that hold a part of the page.
    layout: FxHashSet<Index>,
    blocks: Vec<Block>,
    open: Block,
    /// A space is due before the next word.
    space: bool,
    /// Line breaks in a row.
    breaks: usize,
}

impl Builder<'_> {
    fn enter(&mut self, index: Index) {
        let name = &*self.tree.nodes[index].name;
        match name {
            "br" => self.line_break(index),
            "td" | "th" if self.layout.contains(&index) => self.finish(index),
            "td" | "th" if !self.open.text.is_empty() => {
                self.open.text.push_str(" | ");
                self.space = false;
            }
            name if is_block(name) => self.finish(index),
            _ => {}
        }
    }

    fn leave(&mut self, index: Index, parent: Index) {
        if is_block(&self.tree.nodes[index].name) || self.layout.contains(&index) {
            self.finish(parent);
        }
    }

    /// Two line breaks in a row end a paragraph, as in pages without paragraphs; one stays a line end.
    fn line_break(&mut self, index: Index) {
        self.breaks += 1;
        if self.breaks >= 2 {
            let parent = self.tree.nodes[index].parent;
            self.finish(parent);
        }
    }

    fn text(&mut self, text: &str, linked: bool, verbatim: bool) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                if verbatim && !self.open.text.is_empty() {
                    self.breaks = self.breaks.max(1);
                }
                self.space = true;
            }
            self.line(line, linked);
        }
    }

    fn line(&mut self, line: &str, linked: bool) {
        let space = |character: char| matches!(character, ' ' | '\t' | '\r' | '\u{c}' | '\u{a0}');
        for (number, word) in line.split(space).enumerate() {
            if number > 0 {
                self.space = true;
            }
            if word.is_empty() || word.chars().all(|c| matches!(c, '\u{200b}' | '\u{feff}' | '\u{200c}')) {
                continue;
            }
            let before = self.open.text.len();
            if self.breaks > 0 && !self.open.text.is_empty() {
                self.open.text.push('\n');
            } else if self.space && !self.open.text.is_empty() && !self.open.text.ends_with(' ') {
                self.open.text.push(' ');
            }
            (self.breaks, self.space) = (0, false);
            self.open.text.push_str(word);
            if linked {
                self.open.linked += self.open.text.len() - before;
            }
        }
    }

    /// Ends the block; the next one belongs to `element`.
    fn finish(&mut self, element: Index) {
        let next = Block { element, ..Block::default() };
        let mut block = std::mem::replace(&mut self.open, next);
        (self.space, self.breaks) = (false, 0);
        if block.text.chars().all(|character| !character.is_alphanumeric()) {
            return;
        }
        block.text.truncate(block.text.trim_end_matches([' ', '|', '\n']).len());
        let around = || std::iter::once(block.element).chain(self.tree.ancestors(block.element));
        let mut kind = BlockKind::Paragraph;
        let mut quote = None;
        let mut in_layout = false;
        for at in around() {
            in_layout |= self.layout.contains(&at);
            match &*self.tree.nodes[at].name {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => kind = BlockKind::Heading,
                "li" | "dd" | "dt" if kind == BlockKind::Paragraph => kind = BlockKind::Item,
                "tr" | "table" if kind == BlockKind::Paragraph && !in_layout => kind = BlockKind::Row,
                "blockquote" => quote = quote.or(Some(at)),
                _ => {}
            }
        }
        (block.kind, block.quote) = (kind, quote);
        self.blocks.push(block);
    }
}
