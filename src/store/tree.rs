//! A document as a tree of nodes with the bytes that each takes: what tells an editor where to cut.
//!
//! The parser behind it is another than the one that reads records. That is meant: what is written by the places of one
//! is verified by reading it back through the other.

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::ops::Range;

/// A value and where it stands.
#[derive(Debug)]
pub(crate) struct Node {
    /// From its first byte to behind its last; of a block collection from its first to its last value. A block scalar
    /// begins behind its header.
    pub(crate) span: Range<usize>,
    pub(crate) kind: NodeKind,
}

#[derive(Debug)]
pub(crate) enum NodeKind {
    /// Plain or quoted.
    Scalar(String),
    /// Literal or folded.
    Block,
    Alias,
    Sequence {
        flow: bool,
        items: Vec<Node>,
    },
    Mapping {
        flow: bool,
        entries: Vec<(Node, Node)>,
    },
}

impl Node {
    /// The value under `key`, with its key.
    pub(crate) fn entry(&self, key: &str) -> Option<(&Node, &Node)> {
        let NodeKind::Mapping { entries, .. } = &self.kind else { return None };
        let entry = entries.iter().find(|(node, _)| matches!(&node.kind, NodeKind::Scalar(name) if name == key));
        entry.map(|(key, value)| (key, value))
    }

    /// The keys of a mapping.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        let entries = match &self.kind {
            NodeKind::Mapping { entries, .. } => entries.as_slice(),
            _ => &[],
        };
        entries.iter().filter_map(|(key, _)| match &key.kind {
            NodeKind::Scalar(name) => Some(name.as_str()),
            _ => None,
        })
    }

    pub(crate) fn items(&self) -> &[Node] {
        match &self.kind {
            NodeKind::Sequence { items, .. } => items,
            _ => &[],
        }
    }

    pub(crate) fn is_flow(&self) -> bool {
        matches!(self.kind, NodeKind::Sequence { flow: true, .. } | NodeKind::Mapping { flow: true, .. })
    }

    pub(crate) fn is_collection(&self) -> bool {
        matches!(self.kind, NodeKind::Sequence { .. } | NodeKind::Mapping { .. })
    }

    /// Whether nothing is written there.
    pub(crate) fn is_empty(&self) -> bool {
        self.span.is_empty() && !self.is_collection()
    }
}

/// The tree of a stream's one document; the error is a sentence.
pub(crate) fn parse(yaml: &str) -> Result<Node, String> {
    let mut builder = Builder { yaml, bytes: Bytes::new(yaml), open: Vec::new(), root: None };
    for event in Parser::new_from_str(yaml) {
        let (event, span) = event.map_err(|error| error.to_string())?;
        builder.event(event, span);
    }
    builder.root.ok_or_else(|| "the document is empty".to_owned())
}

struct Builder<'a> {
    yaml: &'a str,
    bytes: Bytes<'a>,
    open: Vec<Open>,
    root: Option<Node>,
}

/// A collection that has not ended.
struct Open {
    start: usize,
    flow: bool,
    mapping: bool,
    nodes: Vec<Node>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        let span = self.bytes.range(span);
        match event {
            Event::Scalar(value, style, ..) => {
                let (kind, end) = match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => (NodeKind::Block, self.block_end(&span)),
                    ScalarStyle::SingleQuoted => (NodeKind::Scalar(value.into_owned()), self.quoted_end(&span, b'\'')),
                    ScalarStyle::DoubleQuoted => (NodeKind::Scalar(value.into_owned()), self.quoted_end(&span, b'"')),
                    ScalarStyle::Plain => (NodeKind::Scalar(value.into_owned()), span.end),
                };
                self.push(Node { span: span.start..end.max(span.start), kind });
            }
            Event::Alias(_) => self.push(Node { span, kind: NodeKind::Alias }),
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                let mapping = matches!(event, Event::MappingStart(..));
                let bracket = self.yaml[span.clone()].find(if mapping { '{' } else { '[' });
                let start = span.start + bracket.unwrap_or(0);
                self.open.push(Open { start, flow: bracket.is_some(), mapping, nodes: Vec::new() });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else { return };
                let last = open.nodes.last().map_or(open.start, |node| node.span.end);
                let end = if open.flow { self.closing(last.max(open.start + 1), open.mapping) } else { last };
                let span = open.start..end.max(open.start);
                let kind = if open.mapping {
                    let mut nodes = open.nodes.into_iter();
                    let pairs = std::iter::from_fn(|| Some((nodes.next()?, nodes.next()?)));
                    NodeKind::Mapping { flow: open.flow, entries: pairs.collect() }
                } else {
                    NodeKind::Sequence { flow: open.flow, items: open.nodes }
                };
                self.push(Node { span, kind });
            }
            _ => {}
        }
    }

    fn push(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(open) => open.nodes.push(node),
            None => self.root = self.root.take().or(Some(node)),
        }
    }

    /// The end of a flow collection: the bracket behind `from`, past spaces, commas and comments.
    fn closing(&self, from: usize, mapping: bool) -> usize {
        let bytes = self.yaml.as_bytes();
        let close = if mapping { b'}' } else { b']' };
        let mut at = from;
        while at < bytes.len() && bytes[at] != close {
            if bytes[at] == b'#' {
                at += memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at);
            } else {
                at += 1;
            }
        }
        (at + 1).min(bytes.len())
    }

    /// The end of a quoted scalar: the parser's span may include spaces and a comment behind it.
    fn quoted_end(&self, span: &Range<usize>, quote: u8) -> usize {
        let bytes = self.yaml.as_bytes();
        let Some(open) = memchr::memchr(quote, &bytes[span.clone()]) else { return span.end };
        let mut at = span.start + open + 1;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' if quote == b'"' => at += 2,
                byte if byte != quote => at += 1,
                _ if quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 2,
                _ => return at + 1,
            }
        }
        span.end
    }

    /// The end of a block scalar whose words begin at `span.start`. The parser's span runs on to the next token; what
    /// belongs to it is told by its header: with `+` the blank lines at its end do.
    fn block_end(&self, span: &Range<usize>) -> usize {
        let header_end = self.yaml[..span.start].rfind(['|', '>']).unwrap_or(0);
        let header = self.yaml[header_end..span.start].lines().next().unwrap_or_default();
        let words = &self.yaml[span.clone()];
        if header.split(" #").next().unwrap_or_default().contains('+') {
            span.start + words.rfind('\n').map_or(words.len(), |end| end + 1)
        } else {
            span.start + words.trim_end_matches([' ', '\n', '\r', '\t']).len()
        }
    }
}

/// Turns the parser's character counts into bytes; they only ever grow a little, so it goes forward from the last.
struct Bytes<'a> {
    yaml: &'a str,
    /// Byte offset of every 64th character.
    steps: Vec<usize>,
}

impl<'a> Bytes<'a> {
    fn new(yaml: &'a str) -> Self {
        Self { yaml, steps: yaml.char_indices().step_by(64).map(|(at, _)| at).collect() }
    }

    fn at(&self, character: usize) -> usize {
        let Some(&step) = self.steps.get(character / 64) else { return self.yaml.len() };
        let rest = &self.yaml[step..];
        rest.char_indices().nth(character % 64).map_or(self.yaml.len(), |(at, _)| step + at)
    }

    fn range(&self, span: Span) -> Range<usize> {
        let start = self.at(span.start.index());
        start..self.at(span.end.index()).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(yaml: &str, path: &[&str], expected: &str) {
        let tree = parse(yaml).unwrap();
        let mut node = &tree;
        for part in path {
            node = match part.parse::<usize>() {
                Ok(number) => &node.items()[number],
                Err(_) => node.entry(part).unwrap().1,
            };
        }
        assert_eq!(&yaml[node.span.clone()], expected);
    }

    const YAML: &str = "--- # c
article: {id: \"é a\", x: [1, 2, ], } # trailing
text: |
  One “
  two

# after
quotes:
- id: q1
  text: plain multi
    line text # note
  keep: |+
    a

  star: true

- # odd
  id: &x 'q2'
  tags: [ a, *x ]
  s: 'it''s'   # comment
  d: \"a \\\" # b\"   # comment
";

    #[test]
    fn nodes_know_their_bytes() {
        check(YAML, &["article"], "{id: \"é a\", x: [1, 2, ], }");
        check(YAML, &["article", "id"], "\"é a\"");
        check(YAML, &["article", "x"], "[1, 2, ]");
        check(YAML, &["text"], "One “\n  two");
        check(YAML, &["quotes", "0", "text"], "plain multi\n    line text");
        check(YAML, &["quotes", "0", "keep"], "a\n\n");
        check(YAML, &["quotes", "0", "star"], "true");
        check(YAML, &["quotes", "1", "tags"], "[ a, *x ]");
        check(YAML, &["quotes", "1", "s"], "'it''s'");
        check(YAML, &["quotes", "1", "d"], "\"a \\\" # b\"");
    }
}
