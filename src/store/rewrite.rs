//! A draft to the document's new bytes, verified before anybody sees them: they are read again through the YAML library,
//! must give exactly the draft, and every key that this program does not know must be where and what it was.

use super::document::Document;
use super::draft::Draft;
use super::error::StoreError;
use super::fields::{self, Fields, Record};
use super::literal;
use super::patch::{Patch, Written};
use super::schema::{self, Parsed};
use super::tree::{self, Node};
use crate::article::{Metadata, Revision};
use crate::quotation::Quotation;
use crate::speaker::Speaker;
use crate::yaml;
use serde_yaml::Value;
use std::borrow::Cow;

const HINT: &str = "edit that place by hand; this program cannot rewrite its YAML";

pub(crate) fn refused(what: impl Into<String>) -> StoreError {
    StoreError::Refused { what: what.into(), hint: HINT }
}

/// The bytes of a document after it became `draft`; `old` is its record now.
pub(crate) fn rewrite(yaml: &str, old: &Document, draft: &Draft) -> Result<String, StoreError> {
    let tree = tree::parse(yaml).map_err(refused)?;
    let mut patch = Patch::new(yaml);
    article(&mut patch, &tree, old, &draft.document);
    let new = &draft.document;
    items(&mut patch, &tree, "speakers", &old.speakers, &new.speakers, &["article", "text"]);
    quotations(&mut patch, &tree, old, draft);
    items(&mut patch, &tree, "revisions", &old.revisions, &new.revisions, &["article", "text", "speakers", "quotes"]);
    let new = patch.finish();
    verify(yaml, &new, draft)?;
    Ok(new)
}

/// Reads `new` back: it must be the draft, and otherwise what `old` was.
fn verify(old: &str, new: &str, draft: &Draft) -> Result<(), StoreError> {
    match schema::parse(new) {
        Ok(Parsed::Document(read)) if *read == draft.document => {}
        Ok(Parsed::Document(read)) => return Err(refused(difference(&read, &draft.document))),
        Ok(Parsed::Registry(_)) => return Err(refused("the document would read back as a registry")),
        Err(error) => return Err(refused(format!("the document would not read back: {error}"))),
    }
    // The article's text is most of the document, and was compared with the draft's above.
    let (old, new) = without_text(old, new);
    let value = |yaml: Cow<'_, str>| yaml::from_str::<Value>(&yaml).map_err(|error| refused(error.to_string()));
    let (mut old, mut new) = (value(old)?, value(new)?);
    let (mut old_items, new_items) = (take_unknown(&mut old), take_unknown(&mut new));
    let expected: Vec<Value> = draft
        .from
        .iter()
        .map(|from| {
            from.map_or(Value::Null, |number| old_items.get_mut(number).map(std::mem::take).unwrap_or_default())
        })
        .collect();
    let is_nothing = |value: &Value| value.is_null() || value.as_mapping().is_some_and(serde_yaml::Mapping::is_empty);
    let same = expected.len() == new_items.len()
        && expected.iter().zip(&new_items).all(|(a, b)| a == b || (is_nothing(a) && is_nothing(b)));
    if same && old == new { Ok(()) } else { Err(refused("something besides the edit would change")) }
}

/// Both without the lines of the text, where they are the same.
fn without_text<'a>(old: &'a str, new: &'a str) -> (Cow<'a, str>, Cow<'a, str>) {
    match (literal::cut(old), literal::cut(new)) {
        (Some(a), Some(b)) if old[a.lines.clone()] == new[b.lines.clone()] => {
            let rest = |yaml: &str, cut: literal::Cut| [&yaml[..cut.lines.start], &yaml[cut.lines.end..]].concat();
            (rest(old, a).into(), rest(new, b).into())
        }
        _ => (old.into(), new.into()),
    }
}

fn difference(read: &Document, draft: &Document) -> String {
    let changed = read.quotations.iter().zip(&draft.quotations).find(|(a, b)| a != b);
    match changed {
        Some((read, _)) => format!("quotation {} would not read back as intended", read.id),
        None => "the document would not read back as intended".to_owned(),
    }
}

/// Takes all that this program knows out of a document, and each quotation's unknown keys apart.
fn take_unknown(document: &mut Value) -> Vec<Value> {
    fn strip(value: &mut Value, keys: &[&str]) {
        if let Value::Mapping(mapping) = value {
            mapping.retain(|key, _| !key.as_str().is_some_and(|key| keys.contains(&key)));
        }
    }
    let is_left = |value: &Value| value.as_mapping().is_some_and(|mapping| !mapping.is_empty());
    let Value::Mapping(mapping) = document else { return Vec::new() };
    mapping.remove("text");
    let mut article = mapping.remove("article").unwrap_or_default();
    let empty = Metadata::default();
    let known = fields::article(&empty, None);
    strip(&mut article, &known.iter().map(|(key, _)| *key).collect::<Vec<_>>());
    if is_left(&article) {
        mapping.insert("article".into(), article);
    }
    for (list, keys) in [("speakers", fields::keys::<Speaker>()), ("revisions", fields::keys::<Revision>())] {
        let mut items = mapping.remove(list).unwrap_or_default();
        items.as_sequence_mut().into_iter().flatten().for_each(|item| strip(item, &keys));
        let kept = items.as_sequence_mut().into_iter().flatten().filter(|item| is_left(item));
        mapping.insert(list.into(), Value::Sequence(kept.map(std::mem::take).collect()));
    }
    let mut quotes = mapping.remove("quotes").unwrap_or_default();
    let keys = fields::keys::<Quotation>();
    let take = |quotation: &mut Value| {
        strip(quotation, &keys);
        std::mem::take(quotation)
    };
    quotes.as_sequence_mut().into_iter().flatten().map(take).collect()
}

fn article(patch: &mut Patch<'_>, tree: &Node, old: &Document, new: &Document) {
    let [old_fields, new_fields] =
        [old, new].map(|document| fields::article(&document.meta, document.extracted.as_ref()));
    match tree.entry("article") {
        Some((_, article)) if article.is_collection() => patch.fields(article, &old_fields, &new_fields),
        _ if old_fields == new_fields => {}
        _ => patch.set(tree, "article", Some(&Written::of(&fields::Value::Mapping(new_fields))), &[]),
    }
    if old.text != new.text {
        let text = new.text.as_deref().map(|text| Written::of(&fields::Value::Block(text)));
        patch.set(tree, "text", text.as_ref(), &["article"]);
    }
}

/// Changes the items of a list that only ever grows; `before` are the keys that stand before it.
fn items<T: Record>(patch: &mut Patch<'_>, tree: &Node, key: &str, old: &[T], new: &[T], before: &[&str]) {
    let nodes = tree.entry(key).map(|(_, list)| list.items()).unwrap_or_default();
    for (number, item) in new.iter().enumerate() {
        match old.get(number) {
            Some(known) => {
                if let Some(node) = nodes.get(number) {
                    patch.fields(node, &known.fields(), &item.fields());
                }
            }
            None => patch.insert_item(tree, key, usize::MAX, &Written::items(&[item.fields()]), before),
        }
    }
}

fn quotations(patch: &mut Patch<'_>, tree: &Node, old: &Document, draft: &Draft) {
    let nodes = tree.entry("quotes").map(|(_, list)| list.items()).unwrap_or_default();
    for (new, from) in draft.document.quotations.iter().zip(&draft.from) {
        if let Some((node, old)) = from.and_then(|number| Some((nodes.get(number)?, &old.quotations[number])))
            && old != new
        {
            patch.fields(node, &old.fields(), &new.fields());
        }
    }
    let kept: Vec<usize> = draft.from.iter().flatten().copied().collect();
    let gone: Vec<usize> = (0..nodes.len()).filter(|number| kept.binary_search(number).is_err()).collect();
    let added = draft.from.iter().any(Option::is_none);
    // A list that loses all and gets others is written afresh.
    if gone.len() == nodes.len() && !nodes.is_empty() && added {
        let all = draft.document.quotations.iter().map(Record::fields).collect();
        patch.set(tree, "quotes", Some(&Written::of(&fields::Value::Items(all))), &[]);
        return;
    }
    let mut run: Vec<Fields<'_>> = Vec::new();
    let mut insert = |run: &mut Vec<Fields<'_>>, at: usize| {
        if !run.is_empty() {
            patch.insert_item(tree, "quotes", at, &Written::items(run), &["article", "text", "speakers"]);
            run.clear();
        }
    };
    for (new, from) in draft.document.quotations.iter().zip(&draft.from) {
        match from {
            Some(number) => insert(&mut run, *number),
            None => run.push(new.fields()),
        }
    }
    insert(&mut run, usize::MAX);
    if !gone.is_empty() {
        patch.remove_items(tree, "quotes", &gone);
    }
}
