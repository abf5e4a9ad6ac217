//! A page's elements and text as a flat tree: nodes in document order, each with the end of its subtree, so that a
//! measure of all elements is one pass over a list and nesting of any depth costs nothing.

use dom_query::{Document, NodeData, NodeRef};

/// Where a node stands in the tree.
pub(super) type Index = usize;

/// One element or one run of text.
#[derive(Debug)]
pub(super) struct Node {
    /// The element's name in lower case; empty for text.
    pub(super) name: Box<str>,
    /// The text of a run; of an element, nothing.
    pub(super) text: Box<str>,
    /// Words of `class`, `id` and the like, lower case, each value within hyphens:
    /// `class="postBody main"` is `-post-body- -main-`.
    pub(super) words: String,
    /// The attributes.
    attributes: Vec<(Box<str>, Box<str>)>,
    /// The element around it; the root is its own.
    pub(super) parent: Index,
    /// One past its last descendant.
    pub(super) end: Index,
    /// Whether the page is read as if this subtree did not exist.
    pub(super) dropped: bool,
}

impl Node {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| **found == *name).map(|(_, value)| &**value)
    }

    /// Whether it is an element with one of these names.
    pub(super) fn is(&self, names: &[&str]) -> bool {
        names.contains(&&*self.name)
    }

    pub(super) fn is_text(&self) -> bool {
        self.name.is_empty()
    }
}

/// The tree of a page.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

/// The most nodes that are looked at; a page has a few thousand.
const MOST_NODES: usize = 400_000;

/// So many elements may lie within each other.
const DEEPEST: usize = 300;

/// Elements whose content is never text of an article. Scripts are read from the document, for their metadata.
const OPAQUE: [&str; 14] = [
    "script", "style", "template", "svg", "math", "iframe", "object", "embed", "canvas", "video", "audio", "map",
    "noframes", "head",
];

impl Tree {
    /// The tree of the body of `document`.
    pub(super) fn new(document: &Document) -> Self {
        let mut nodes = vec![Node {
            name: "body".into(),
            text: "".into(),
            words: String::new(),
            attributes: Vec::new(),
            parent: 0,
            end: 0,
            dropped: false,
        }];
        let root = document.body().unwrap_or_else(|| document.root());
        let mut parent: Index = 0;
        let mut next = root.first_child();
        // The document's own links lead through it: no recursion, and no list of open elements.
        let mut open: Vec<(NodeRef<'_>, Index)> = vec![(root, 0)];
        loop {
            match next {
                Some(node) if nodes.len() < MOST_NODES => {
                    let entered: Option<Node> = node.query_or(None, |inner| match &inner.data {
                        NodeData::Text { contents } if !contents.is_empty() => Some(Node {
                            name: "".into(),
                            text: Box::from(&**contents),
                            words: String::new(),
                            attributes: Vec::new(),
                            parent,
                            end: 0,
                            dropped: false,
                        }),
                        NodeData::Element(element) if !OPAQUE.contains(&&*element.name.local) => {
                            let attributes: Vec<(Box<str>, Box<str>)> = element
                                .attrs
                                .iter()
                                .map(|attribute| (Box::from(&*attribute.name.local), Box::from(&*attribute.value)))
                                .collect();
                            Some(Node {
                                name: Box::from(&*element.name.local),
                                text: "".into(),
                                words: words(&attributes),
                                attributes,
                                parent,
                                end: 0,
                                dropped: false,
                            })
                        }
                        _ => None,
                    });
                    match entered {
                        // Too deep to be anything but an attack: the text stays, the element does not.
                        Some(entered) if !entered.is_text() && open.len() > DEEPEST => {
                            open.push((node, parent));
                            next = node.first_child();
                        }
                        Some(entered) => {
                            let is_text = entered.is_text();
                            nodes.push(entered);
                            let index = nodes.len() - 1;
                            if is_text {
                                nodes[index].end = index + 1;
                                next = node.next_sibling();
                            } else {
                                open.push((node, index));
                                parent = index;
                                next = node.first_child();
                            }
                        }
                        None => next = node.next_sibling(),
                    }
                }
                _ => {
                    let Some((closed, index)) = open.pop() else { break };
                    nodes[index].end = nodes.len();
                    let Some(&(_, above)) = open.last() else { break };
                    parent = above;
                    next = closed.next_sibling();
                }
            }
        }
        Self { nodes }
    }

    /// Leaves out the subtree at `index`.
    pub(super) fn drop_subtree(&mut self, index: Index) {
        self.nodes[index].dropped = true;
    }

    /// The elements and texts below `index` that were not left out, in order.
    pub(super) fn live(&self, index: Index) -> impl Iterator<Item = Index> + '_ {
        let end = self.nodes[index].end;
        let mut at = index + 1;
        std::iter::from_fn(move || {
            while at < end {
                let here = at;
                if self.nodes[here].dropped {
                    at = self.nodes[here].end;
                } else {
                    at += 1;
                    return Some(here);
                }
            }
            None
        })
    }

    /// The direct children of `index` that were not left out.
    pub(super) fn children(&self, index: Index) -> impl Iterator<Item = Index> + '_ {
        let end = self.nodes[index].end;
        let mut at = index + 1;
        std::iter::from_fn(move || {
            while at < end {
                let here = at;
                at = self.nodes[here].end;
                if !self.nodes[here].dropped {
                    return Some(here);
                }
            }
            None
        })
    }

    /// The elements around `index`, from the inside.
    pub(super) fn ancestors(&self, index: Index) -> impl Iterator<Item = Index> + '_ {
        let mut at = index;
        std::iter::from_fn(move || {
            if at == 0 {
                return None;
            }
            at = self.nodes[at].parent;
            Some(at)
        })
    }
}

/// The words of the attributes that say what an element is for.
fn words(attributes: &[(Box<str>, Box<str>)]) -> String {
    const TELLING: [&str; 12] = [
        "class",
        "id",
        "role",
        "itemprop",
        "data-component",
        "data-testid",
        "data-module",
        "data-type",
        "data-qa",
        "data-test-id",
        "data-component-name",
        "property",
    ];
    let mut words = String::new();
    for (_, value) in attributes.iter().filter(|(name, _)| TELLING.contains(&&**name)) {
        let mut before = ' ';
        words.push('-');
        for character in value.chars().take(400) {
            if character.is_ascii_uppercase() && before.is_ascii_lowercase() {
                words.push('-');
            }
            before = character;
            if character.is_whitespace() {
                words.push_str("- -");
            } else if character.is_alphanumeric() {
                words.extend(character.to_lowercase());
            } else if !words.ends_with('-') {
                words.push('-');
            }
        }
        if !words.ends_with('-') {
            words.push('-');
        }
    }
    words
}
