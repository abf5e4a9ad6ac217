//! A changed record to changed bytes: only what differs is cut out or put in; comments, the order of keys, blank lines,
//! quoting and unknown keys stay as they are, in block and in flow style.

use super::fields::{Fields, Record, Value};
use super::registry::Entry;
use super::tree::{self, Node, NodeKind};
use super::write;
use std::ops::Range;

/// Collects what is to be replaced in a document.
#[derive(Debug)]
pub(crate) struct Patch<'a> {
    yaml: &'a str,
    line_end: &'static str,
    splices: Vec<(Range<usize>, String)>,
}

/// A value as it is to be written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Written {
    /// On one line, right between brackets too.
    pub(crate) flow: String,
    /// In block style, what stands on the key's own line.
    pub(crate) head: String,
    /// In block style, the lines below, indented from the margin of the mapping that holds the key.
    pub(crate) lines: Vec<String>,
}

impl Written {
    pub(crate) fn of(value: &Value<'_>) -> Self {
        let (mut flow, mut block) = (String::new(), String::new());
        write::write_flow(&mut flow, value);
        write::write_value(&mut block, value, 0);
        let (head, lines) = block.split_once('\n').unwrap_or((&block, ""));
        Self { flow, head: head.trim_start().to_owned(), lines: lines.lines().map(str::to_owned).collect() }
    }

    /// Items of a list, one after the other.
    pub(crate) fn items(items: &[Fields<'_>]) -> Self {
        let (mut flow, mut block) = (String::new(), String::new());
        for (number, item) in items.iter().enumerate() {
            if number > 0 {
                flow.push_str(", ");
            }
            write::write_flow_mapping(&mut flow, item);
            write::write_item(&mut block, item, 0);
        }
        Self { flow, head: String::new(), lines: block.lines().map(str::to_owned).collect() }
    }
}

impl<'a> Patch<'a> {
    pub(crate) fn new(yaml: &'a str) -> Self {
        let crlf = yaml.find('\n').is_some_and(|at| yaml[..at].ends_with('\r'));
        Self { yaml, line_end: if crlf { "\r\n" } else { "\n" }, splices: Vec::new() }
    }

    /// The document with everything replaced.
    pub(crate) fn finish(mut self) -> String {
        self.splices.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(self.yaml.len() + 64);
        let mut at = 0;
        for (range, new) in &self.splices {
            out.push_str(&self.yaml[at..range.start.max(at)]);
            out.push_str(new);
            at = range.end.max(at);
        }
        out.push_str(&self.yaml[at..]);
        out
    }

    fn replace(&mut self, range: Range<usize>, new: impl Into<String>) {
        self.splices.push((range, new.into()));
    }

    /// Sets `key` of a mapping, or takes it out. A new key goes behind the last of `before` that is there, else to the
    /// end.
    pub(crate) fn set(&mut self, mapping: &Node, key: &str, value: Option<&Written>, before: &[&str]) {
        match (mapping.entry(key), value) {
            (Some((key, old)), Some(new)) => self.set_value(mapping, key, old, new),
            (Some((found, old)), None) => self.remove_key(mapping, found, old),
            (None, Some(new)) => self.insert_key(mapping, key, new, before),
            (None, None) => {}
        }
    }

    /// Sets what differs between two states of the record that `mapping` holds.
    pub(crate) fn fields(&mut self, mapping: &Node, old: &Fields<'_>, new: &Fields<'_>) {
        let mut before = Vec::with_capacity(new.len());
        for ((key, old), (_, new)) in old.iter().zip(new) {
            if old != new {
                self.set(mapping, key, new.as_ref().map(Written::of).as_ref(), &before);
            }
            before.push(*key);
        }
    }

    fn set_value(&mut self, mapping: &Node, key: &Node, old: &Node, new: &Written) {
        let colon = self.colon(key);
        let simple = matches!(old.kind, NodeKind::Scalar(_) | NodeKind::Alias) || old.is_flow();
        if simple && !old.is_empty() && (mapping.is_flow() || new.lines.is_empty()) {
            let new = if mapping.is_flow() { &new.flow } else { &new.head };
            self.replace(old.span.clone(), new.clone());
            return;
        }
        let end = old.span.end.max(colon);
        let mut value = self.rendered(mapping, new);
        // A block that keeps the line ends behind it took them with it.
        if self.yaml[..end].ends_with('\n') && end > colon {
            value.push_str(self.line_end);
        }
        self.replace(colon..end, value);
    }

    /// What stands behind the colon.
    fn rendered(&self, mapping: &Node, new: &Written) -> String {
        if mapping.is_flow() {
            return format!(" {}", new.flow);
        }
        let mut value = if new.head.is_empty() { String::new() } else { format!(" {}", new.head) };
        let margin = " ".repeat(self.column(mapping.span.start));
        for line in &new.lines {
            value.push_str(self.line_end);
            if !line.is_empty() {
                value.push_str(&margin);
                value.push_str(line);
            }
        }
        value
    }

    fn insert_key(&mut self, mapping: &Node, key: &str, new: &Written, before: &[&str]) {
        let NodeKind::Mapping { flow, entries } = &mapping.kind else { return };
        let value = self.rendered(mapping, new);
        let last = before.iter().rev().find_map(|key| mapping.entry(key)).or(entries.last().map(|(k, v)| (k, v)));
        match last {
            None => self.replace(mapping.span.start + 1..mapping.span.start + 1, format!("{key}:{value}")),
            Some((found, old)) if *flow => {
                let end = old.span.end.max(found.span.end + usize::from(old.is_empty()));
                self.replace(end..end, format!(", {key}:{value}"));
            }
            Some((found, old)) => {
                let end = old.span.end.max(self.colon(found));
                let margin = " ".repeat(self.column(entries[0].0.span.start));
                self.insert_line(end, &format!("{margin}{key}:{value}"));
            }
        }
    }

    /// Puts lines behind the line that `end` is on.
    fn insert_line(&mut self, end: usize, lines: &str) {
        let line_end = self.line_end;
        let at = self.end_of_line(end);
        if self.yaml[..at].ends_with('\n') {
            self.replace(at..at, format!("{lines}{line_end}"));
        } else {
            self.replace(at..at, format!("{line_end}{lines}"));
        }
    }

    /// Takes a key with its value out. Where a comment of a person would go with it, an empty value stays instead.
    fn remove_key(&mut self, mapping: &Node, key: &Node, old: &Node) {
        let NodeKind::Mapping { flow, entries } = &mapping.kind else { return };
        let number = entries.iter().position(|(node, _)| node.span == key.span).unwrap_or_default();
        let end = old.span.end.max(self.colon(key));
        let next = entries.get(number + 1).map(|(next, _)| next.span.start);
        let only = entries.len() == 1;
        let range = if *flow {
            match (next, number.checked_sub(1)) {
                (Some(next), _) => key.span.start..next,
                (None, Some(before)) => {
                    let (before_key, before) = &entries[before];
                    before.span.end.max(before_key.span.end + usize::from(before.is_empty()))..end
                }
                (None, None) => key.span.start..end,
            }
        } else {
            let start = self.start_of_line(key.span.start);
            let alone = self.yaml[start..key.span.start].trim().is_empty();
            match next {
                _ if alone => start..self.end_of_line(end),
                Some(next) => key.span.start..next,
                None => key.span.start..end,
            }
        };
        let commented = self.has_comment(range.clone(), old);
        if commented || (only && !*flow) {
            let colon = self.colon(key);
            let empty = if *flow { " null" } else { "" };
            let end = if matches!(old.kind, NodeKind::Block) { end } else { old.span.end.max(colon) };
            self.replace(colon..end, empty);
        } else {
            self.replace(range, "");
        }
    }

    /// Whether there is a comment in `range`, outside of the value itself.
    fn has_comment(&self, range: Range<usize>, value: &Node) -> bool {
        let outside = [range.start..value.span.start.max(range.start), value.span.end.min(range.end)..range.end];
        outside.into_iter().any(|part| {
            let words = &self.yaml[part];
            words.starts_with('#') || words.contains(" #") || words.contains("\t#") || words.contains("\n#")
        })
    }

    /// Puts an item into the list under `key` of the document's outermost mapping, as item number `at` among those
    /// that are there.
    pub(crate) fn insert_item(&mut self, mapping: &Node, key: &str, at: usize, item: &Written, before: &[&str]) {
        let Some((found, list)) = mapping.entry(key) else {
            let list = Written { flow: format!("[{}]", item.flow), ..item.clone() };
            self.insert_key(mapping, key, &list, before);
            return;
        };
        let items = list.items();
        if items.is_empty() {
            let list_of_one = Written { flow: format!("[{}]", item.flow), ..item.clone() };
            self.set_value(mapping, found, list, &list_of_one);
            return;
        }
        if list.is_flow() {
            match items.get(at) {
                Some(next) => self.replace(next.span.start..next.span.start, format!("{}, ", item.flow)),
                None => {
                    let end = items[items.len() - 1].span.end;
                    self.replace(end..end, format!(", {}", item.flow));
                }
            }
            return;
        }
        let margin = " ".repeat(self.column(self.dash(found, list, 0)));
        let lines: Vec<String> = item.lines.iter().map(|line| format!("{margin}{line}")).collect();
        let lines = lines.join(self.line_end);
        match items.get(at) {
            Some(_) => {
                let start = self.start_of_line(self.dash(found, list, at));
                let line_end = self.line_end;
                self.replace(start..start, format!("{lines}{line_end}"));
            }
            None => self.insert_line(self.end_of_item(&items[items.len() - 1]), &lines),
        }
    }

    /// Takes items out of the list under `key`.
    pub(crate) fn remove_items(&mut self, mapping: &Node, key: &str, numbers: &[usize]) {
        let Some((found, list)) = mapping.entry(key) else { return };
        let items = list.items();
        if numbers.is_empty() {
            return;
        }
        if numbers.len() == items.len() {
            let range = self.colon(found)..list.span.end;
            self.replace(range, " []");
            return;
        }
        for &number in numbers {
            let Some(item) = items.get(number) else { continue };
            if !list.is_flow() {
                let start = self.start_of_line(self.dash(found, list, number));
                let end = self.end_of_line(self.end_of_item(item));
                self.replace(start..end, "");
                continue;
            }
            // What stays is what is joined: the comma behind the item goes with it, behind the last that before it.
            match items.get(number + 1) {
                Some(next) => self.replace(item.span.start..next.span.start, ""),
                None => {
                    let kept = (0..number).rev().find(|number| !numbers.contains(number)).unwrap_or_default();
                    let start = if numbers.contains(&(number - 1)) { item.span.start } else { items[kept].span.end };
                    self.replace(start..item.span.end, "");
                }
            }
        }
    }

    /// The byte of the dash of an item of a list in block style.
    fn dash(&self, key: &Node, list: &Node, number: usize) -> usize {
        let items = list.items();
        let from = match number.checked_sub(1) {
            Some(before) => self.end_of_item(&items[before]),
            None => self.colon(key),
        };
        let bytes = self.yaml.as_bytes();
        let mut at = from;
        while at < bytes.len() {
            match bytes[at] {
                b'#' => at = self.end_of_line(at + 1),
                b'-' => return at,
                _ => at += 1,
            }
        }
        from
    }

    /// Where an item ends; that of a mapping whose last value is empty ends behind the colon.
    fn end_of_item(&self, item: &Node) -> usize {
        match &item.kind {
            NodeKind::Mapping { flow: false, entries } => {
                entries.last().map_or(item.span.end, |(key, value)| value.span.end.max(self.colon(key)))
            }
            _ => item.span.end,
        }
    }

    /// The byte behind the colon of a key.
    fn colon(&self, key: &Node) -> usize {
        self.yaml[key.span.end..].find(':').map_or(key.span.end, |at| key.span.end + at + 1)
    }

    fn start_of_line(&self, at: usize) -> usize {
        self.yaml[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// Behind the line end of the line that `at` is on; `at` itself where it stands behind one already.
    fn end_of_line(&self, at: usize) -> usize {
        if at > 0 && self.yaml.as_bytes()[at - 1] == b'\n' {
            return at;
        }
        self.yaml[at..].find('\n').map_or(self.yaml.len(), |end| at + end + 1)
    }

    fn column(&self, at: usize) -> usize {
        self.yaml[self.start_of_line(at)..at].chars().count()
    }
}

/// Sets a registry's entries in the document that holds it.
pub(crate) fn registry(yaml: &str, old: &[Entry], new: &[Entry]) -> Result<String, String> {
    let tree = tree::parse(yaml)?;
    let mut patch = Patch::new(yaml);
    let list = tree.entry("speakers").map(|(_, list)| list.items()).unwrap_or_default();
    if list.len() != old.len() {
        return Err("its list of speakers is written in a way that cannot be edited".to_owned());
    }
    let gone: Vec<usize> =
        (0..old.len()).filter(|&number| !new.iter().any(|entry| entry.name == old[number].name)).collect();
    // An entry under a new name takes the place of one that went.
    let mut free = gone.iter().copied();
    let mut removed = Vec::new();
    let mut added = Vec::new();
    for entry in new {
        let number = old.iter().position(|known| known.name == entry.name);
        let number = number.or_else(|| free.next());
        match number.and_then(|number| Some((list.get(number)?, &old[number]))) {
            Some((node, known)) => patch.fields(node, &known.fields(), &entry.fields()),
            None => added.push(entry),
        }
    }
    removed.extend(free);
    patch.remove_items(&tree, "speakers", &removed);
    for entry in added {
        patch.insert_item(&tree, "speakers", old.len(), &Written::items(&[entry.fields()]), &[]);
    }
    Ok(patch.finish())
}
