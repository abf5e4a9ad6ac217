//! A draft to the document's new bytes, proved before anybody sees them: they are read again through the YAML library,
//! must give exactly the draft, and every key that this program does not know must be where and what it was.

use super::document::{Document, Extracted};
use super::draft::Draft;
use super::error::StoreError;
use super::literal;
use super::patch::{Patch, Written, strings};
use super::schema::{self, Parsed};
use super::tree::{self, Node};
use super::write;
use crate::article::Metadata;
use crate::quotation::{Evidence, Excerpt, Quotation};
use crate::speaker::Speaker;
use crate::text::CharRange;
use serde_yaml::Value;
use std::borrow::Cow;

const HINT: &str = "edit that place by hand; its YAML is beyond this program";

pub(crate) fn refused(what: impl Into<String>) -> StoreError {
    StoreError::Refused { what: what.into(), hint: HINT }
}

/// The bytes of a document after it became `draft`; `old` is its record now.
pub(crate) fn rewrite(yaml: &str, old: &Document, draft: &Draft) -> Result<String, StoreError> {
    let tree = tree::parse(yaml).map_err(refused)?;
    let mut patch = Patch::new(yaml);
    article(&mut patch, &tree, old, &draft.document);
    speakers(&mut patch, &tree, &old.speakers, &draft.document.speakers);
    quotations(&mut patch, &tree, old, draft);
    let new = patch.finish();
    prove(yaml, &new, draft)?;
    Ok(new)
}

/// Reads `new` back: it must be the draft, and otherwise what `old` was.
fn prove(old: &str, new: &str, draft: &Draft) -> Result<(), StoreError> {
    match schema::parse(new) {
        Ok(Parsed::Document(read)) if *read == draft.document => {}
        Ok(Parsed::Document(read)) => return Err(refused(difference(&read, &draft.document))),
        Ok(Parsed::Registry(_)) => return Err(refused("the document would read back as a registry")),
        Err(error) => return Err(refused(format!("the document would not read back: {error}"))),
    }
    // The article's text is most of the document, and was compared with the draft's above.
    let (old, new) = without_text(old, new);
    let value = |yaml: Cow<'_, str>| serde_yaml::from_str::<Value>(&yaml).map_err(|error| refused(error.to_string()));
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
    if same && old == new { Ok(()) } else { Err(refused("something beside the edit would change")) }
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
        Some((read, _)) => format!("quotation {} would not read back as it was meant", read.id),
        None => "the document would not read back as it was meant".to_owned(),
    }
}

/// Takes all that this program knows out of a document, and each quotation's unknown keys apart.
fn take_unknown(document: &mut Value) -> Vec<Value> {
    const ARTICLE: [&str; 9] = ["id", "title", "url", "outlet", "author", "published", "language", "file", "extracted"];
    const SPEAKER: [&str; 4] = ["name", "kind", "role", "aliases"];
    const QUOTATION: [&str; 12] =
        ["id", "speaker", "text", "kind", "at", "continues", "evidence", "review", "star", "tags", "note", "gone"];
    fn strip(value: &mut Value, keys: &[&str]) {
        if let Value::Mapping(mapping) = value {
            mapping.retain(|key, _| !key.as_str().is_some_and(|key| keys.contains(&key)));
        }
    }
    let Value::Mapping(mapping) = document else { return Vec::new() };
    mapping.remove("text");
    let mut article = mapping.remove("article").unwrap_or_default();
    strip(&mut article, &ARTICLE);
    let mut speakers = mapping.remove("speakers").unwrap_or_default();
    let mut kept = Vec::new();
    for speaker in speakers.as_sequence_mut().into_iter().flatten() {
        strip(speaker, &SPEAKER);
        if speaker.as_mapping().is_some_and(|mapping| !mapping.is_empty()) {
            kept.push(std::mem::take(speaker));
        }
    }
    let mut quotes = mapping.remove("quotes").unwrap_or_default();
    let mut items = Vec::new();
    for quotation in quotes.as_sequence_mut().into_iter().flatten() {
        strip(quotation, &QUOTATION);
        items.push(std::mem::take(quotation));
    }
    if article.as_mapping().is_some_and(|mapping| !mapping.is_empty()) {
        mapping.insert("article".into(), article);
    }
    mapping.insert("speakers".into(), Value::Sequence(kept));
    items
}

fn article(patch: &mut Patch<'_>, tree: &Node, old: &Document, new: &Document) {
    let fields = fields(&old.meta).into_iter().zip(fields(&new.meta));
    let mut set: Vec<(&str, Option<Written>)> = Vec::new();
    for ((key, old), (_, new)) in fields {
        if old != new {
            set.push((key, new.map(Written::string)));
        }
    }
    if old.extracted != new.extracted {
        set.push(("extracted", new.extracted.as_ref().map(|extracted| Written::line(flow_extracted(extracted)))));
    }
    const ORDER: [&str; 9] = ["id", "title", "url", "outlet", "author", "published", "language", "file", "extracted"];
    match tree.entry("article") {
        Some((_, article)) if article.is_collection() => {
            for (key, value) in &set {
                let number = ORDER.iter().position(|known| known == key).unwrap_or(ORDER.len());
                patch.set(article, key, value.as_ref(), &ORDER[..number]);
            }
        }
        _ if set.is_empty() => {}
        _ => {
            let set: Vec<_> = set.iter().filter_map(|(key, value)| Some((key, value.as_ref()?))).collect();
            let block: String = set.iter().map(|(key, value)| format!("  {key}: {}\n", value.head)).collect();
            let flow: Vec<String> = set.iter().map(|(key, value)| format!("{key}: {}", value.flow)).collect();
            let value = Written::lines(&block, format!("{{{}}}", flow.join(", ")));
            patch.set(tree, "article", Some(&value), &[]);
        }
    }
    if old.text != new.text {
        patch.set(tree, "text", new.text.as_deref().map(text).as_ref(), &["article"]);
    }
}

fn fields(meta: &Metadata) -> [(&'static str, Option<&str>); 8] {
    [
        ("id", meta.id.as_deref()),
        ("title", meta.title.as_deref()),
        ("url", meta.url.as_deref()),
        ("outlet", meta.outlet.as_deref()),
        ("author", meta.author.as_deref()),
        ("published", meta.published.as_deref()),
        ("language", meta.language.as_deref()),
        ("file", meta.file.as_deref()),
    ]
}

fn text(text: &str) -> Written {
    let mut block = String::new();
    write::write_text(&mut block, text);
    let (head, lines) = block.split_once('\n').unwrap_or((&block, ""));
    Written {
        flow: Written::string(text).flow,
        head: head.trim_start_matches("text: ").to_owned(),
        lines: lines.lines().map(str::to_owned).collect(),
    }
}

fn speakers(patch: &mut Patch<'_>, tree: &Node, old: &[Speaker], new: &[Speaker]) {
    let nodes = tree.entry("speakers").map(|(_, list)| list.items()).unwrap_or_default();
    for (number, speaker) in new.iter().enumerate() {
        match old.get(number) {
            Some(known) if known.name == speaker.name => {
                let Some(node) = nodes.get(number) else { continue };
                if known.kind != speaker.kind {
                    patch.set(node, "kind", Some(&Written::line(speaker.kind.word().to_owned())), &["name"]);
                }
                if known.role != speaker.role {
                    let role = speaker.role.as_deref().map(Written::string);
                    patch.set(node, "role", role.as_ref(), &["name", "kind"]);
                }
                if known.aliases != speaker.aliases {
                    patch.set(node, "aliases", strings(&speaker.aliases).as_ref(), &["name", "kind", "role"]);
                }
            }
            _ => {
                let mut block = String::new();
                write::write_speaker(&mut block, speaker);
                let item = Written::lines(&block, flow_speaker(speaker));
                patch.insert_item(tree, "speakers", usize::MAX, &item, &["article", "text"]);
            }
        }
    }
}

fn quotations(patch: &mut Patch<'_>, tree: &Node, old: &Document, draft: &Draft) {
    let nodes = tree.entry("quotes").map(|(_, list)| list.items()).unwrap_or_default();
    for (new, from) in draft.document.quotations.iter().zip(&draft.from) {
        if let Some((node, old)) = from.and_then(|number| Some((nodes.get(number)?, &old.quotations[number])))
            && old != new
        {
            quotation(patch, node, old, new);
        }
    }
    let kept: Vec<usize> = draft.from.iter().flatten().copied().collect();
    let gone: Vec<usize> = (0..nodes.len()).filter(|number| kept.binary_search(number).is_err()).collect();
    let added = draft.from.iter().any(Option::is_none);
    // A list that loses all and gets others is written anew as the first of them.
    let emptied = gone.len() == nodes.len() && !nodes.is_empty();
    if emptied && added {
        let (mut block, mut flow) = (String::new(), Vec::new());
        for new in &draft.document.quotations {
            write::write_quotation(&mut block, new);
            flow.push(flow_quotation(new));
        }
        patch.set(tree, "quotes", Some(&Written::lines(&block, format!("[{}]", flow.join(", ")))), &[]);
        return;
    }
    let mut new_in_a_row = (String::new(), Vec::new());
    let mut next_old = |number: Option<usize>, run: &mut (String, Vec<String>)| {
        if !run.1.is_empty() {
            let item = Written::lines(&run.0, run.1.join(", "));
            patch.insert_item(tree, "quotes", number.unwrap_or(usize::MAX), &item, &["article", "text", "speakers"]);
            *run = (String::new(), Vec::new());
        }
    };
    for (new, from) in draft.document.quotations.iter().zip(&draft.from) {
        match from {
            Some(number) => next_old(Some(*number), &mut new_in_a_row),
            None => {
                write::write_quotation(&mut new_in_a_row.0, new);
                new_in_a_row.1.push(flow_quotation(new));
            }
        }
    }
    next_old(None, &mut new_in_a_row);
    if !gone.is_empty() {
        patch.remove_items(tree, "quotes", &gone);
    }
}

fn quotation(patch: &mut Patch<'_>, node: &Node, old: &Quotation, new: &Quotation) {
    const ORDER: [&str; 12] =
        ["id", "speaker", "text", "kind", "at", "continues", "evidence", "review", "star", "tags", "note", "gone"];
    let mut set = |key: &str, value: Option<Written>| {
        let number = ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len());
        patch.set(node, key, value.as_ref(), &ORDER[..number]);
    };
    let on = |on: bool| on.then(|| Written::line("true".to_owned()));
    if old.id != new.id {
        set("id", Some(Written::string(&new.id)));
    }
    if old.speaker != new.speaker {
        set("speaker", new.speaker.as_deref().map(Written::string));
    }
    if old.text != new.text {
        set("text", Some(Written::string(&new.text)));
    }
    if old.kind != new.kind {
        set("kind", new.kind.map(|kind| Written::line(kind.word().to_owned())));
    }
    if old.at != new.at {
        set("at", new.at.map(|at| Written::line(flow_place(at))));
    }
    if old.continues != new.continues {
        set("continues", new.continues.as_deref().map(Written::string));
    }
    if old.evidence != new.evidence {
        set("evidence", new.evidence.as_ref().map(evidence));
    }
    if old.review != new.review {
        set("review", new.review.map(|review| Written::line(review.word().to_owned())));
    }
    if old.star != new.star {
        set("star", on(new.star));
    }
    if old.tags != new.tags {
        set("tags", strings(&new.tags));
    }
    if old.note != new.note {
        set("note", new.note.as_deref().map(Written::string));
    }
    if old.gone != new.gone {
        set("gone", on(new.gone));
    }
}

fn evidence(evidence: &Evidence) -> Written {
    let mut block = String::new();
    write::write_evidence(&mut block, evidence, "  ");
    Written::lines(&block, flow_evidence(evidence))
}

fn flow_evidence(evidence: &Evidence) -> String {
    let located = |located: &Excerpt| {
        let places: Vec<String> = located.at.iter().map(|&at| flow_place(at)).collect();
        let at = match places.as_slice() {
            [] => String::new(),
            [one] => format!(", at: {one}"),
            several => format!(", at: [{}]", several.join(", ")),
        };
        format!("{{text: {}{at}}}", Written::string(&located.text).flow)
    };
    let mut fields = Vec::new();
    fields.extend(string("speaker", evidence.speaker.as_deref()));
    fields.push(format!("kind: {}", evidence.kind.word()));
    fields.push(format!("at: {}", flow_place(evidence.at)));
    fields.extend(evidence.mention.as_ref().map(|words| format!("mention: {}", located(words))));
    fields.extend(evidence.antecedent.as_ref().map(|words| format!("antecedent: {}", located(words))));
    fields.extend(evidence.cue.as_ref().map(|words| format!("cue: {}", located(words))));
    fields.extend(string("rule", Some(evidence.rule.as_str()).filter(|rule| !rule.is_empty())));
    fields.push(format!("confidence: {}", evidence.confidence));
    format!("{{{}}}", fields.join(", "))
}

fn flow_quotation(quotation: &Quotation) -> String {
    let mut fields = Vec::new();
    fields.extend(string("id", Some(quotation.id.as_str()).filter(|id| !id.is_empty())));
    fields.extend(string("speaker", quotation.speaker.as_deref()));
    fields.extend(string("text", Some(&quotation.text)));
    fields.extend(quotation.kind.map(|kind| format!("kind: {}", kind.word())));
    fields.extend(quotation.at.map(|at| format!("at: {}", flow_place(at))));
    fields.extend(string("continues", quotation.continues.as_deref()));
    fields.extend(quotation.evidence.as_ref().map(|evidence| format!("evidence: {}", flow_evidence(evidence))));
    fields.extend(quotation.review.map(|review| format!("review: {}", review.word())));
    fields.extend(quotation.star.then(|| "star: true".to_owned()));
    fields.extend(strings(&quotation.tags).map(|tags| format!("tags: {}", tags.flow)));
    fields.extend(string("note", quotation.note.as_deref()));
    fields.extend(quotation.gone.then(|| "gone: true".to_owned()));
    format!("{{{}}}", fields.join(", "))
}

fn flow_speaker(speaker: &Speaker) -> String {
    let mut fields = Vec::new();
    fields.extend(string("name", Some(&speaker.name)));
    fields.push(format!("kind: {}", speaker.kind.word()));
    fields.extend(string("role", speaker.role.as_deref()));
    fields.extend(strings(&speaker.aliases).map(|aliases| format!("aliases: {}", aliases.flow)));
    format!("{{{}}}", fields.join(", "))
}

fn flow_extracted(extracted: &Extracted) -> String {
    format!("{{version: {}, indirect: {}}}", Written::string(&extracted.version).flow, extracted.indirect)
}

fn flow_place(at: CharRange) -> String {
    format!("[{}, {}]", at.start, at.end)
}

fn string(key: &str, value: Option<&str>) -> Option<String> {
    value.map(|value| format!("{key}: {}", Written::string(value).flow))
}
