//! What each record holds: keys with their values, in the order in which a document has them. One table per record,
//! from which writing, rewriting and the search for keys that this program does not know all read.

use super::document::{Document, Extracted};
use super::registry::Entry;
use crate::article::{ArticleField, Metadata, Revision};
use crate::quotation::{Evidence, Excerpt, Quotation, Reviewed};
use crate::speaker::Speaker;
use crate::text::CharRange;
use std::borrow::Cow;

/// Every key of a record, with its value where it has one.
pub(crate) type Fields<'a> = Vec<(&'static str, Option<Value<'a>>)>;

/// A value and how it is laid out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    /// A string, in quotes where it needs them.
    Text(&'a str),
    /// A word or number that needs no quotes.
    Plain(Cow<'static, str>),
    /// A place, or several.
    Ranges(&'a [CharRange]),
    Strings(&'a [String]),
    /// A mapping on one line.
    Inline(Fields<'a>),
    /// A mapping with a line per key.
    Mapping(Fields<'a>),
    /// A list with an item per record.
    Items(Vec<Fields<'a>>),
    /// A text of many lines: a literal block.
    Block(&'a str),
}

/// A record that a document holds.
pub(crate) trait Record {
    /// Every key that the record may have, with its value.
    fn fields(&self) -> Fields<'_>;
}

/// The keys of a record of type `T`.
pub(crate) fn keys<T: Record + Default>() -> Vec<&'static str> {
    T::default().fields().into_iter().map(|(key, _)| key).collect()
}

impl Record for Document {
    fn fields(&self) -> Fields<'_> {
        let article = article(&self.meta, self.extracted.as_ref());
        vec![
            ("article", article.iter().any(|(_, value)| value.is_some()).then_some(Value::Mapping(article))),
            ("text", self.text.as_deref().map(Value::Block)),
            ("speakers", items(&self.speakers)),
            ("quotes", Some(Value::Items(self.quotations.iter().map(Record::fields).collect()))),
            ("revisions", items(&self.revisions)),
        ]
    }
}

fn items<T: Record>(items: &[T]) -> Option<Value<'_>> {
    (!items.is_empty()).then(|| Value::Items(items.iter().map(Record::fields).collect()))
}

/// The fields under `article`.
pub(crate) fn article<'a>(meta: &'a Metadata, extracted: Option<&'a Extracted>) -> Fields<'a> {
    let mut fields: Fields<'a> = ArticleField::ALL.map(|field| (field.key(), meta.get(field).map(Value::Text))).into();
    fields.push(("extracted", extracted.map(|extracted| Value::Inline(extracted.fields()))));
    fields
}

impl Record for Extracted {
    fn fields(&self) -> Fields<'_> {
        vec![("version", Some(Value::Text(&self.version))), ("indirect", Some(boolean(self.indirect)))]
    }
}

impl Record for Revision {
    fn fields(&self) -> Fields<'_> {
        vec![
            ("fetched", self.fetched.as_deref().map(Value::Text)),
            ("sha256", self.sha256.as_deref().map(Value::Text)),
            ("text", Some(Value::Block(&self.text))),
        ]
    }
}

impl Record for Speaker {
    fn fields(&self) -> Fields<'_> {
        speaker(&self.name, Some(self.kind.word()), self.role.as_deref(), &self.aliases).into()
    }
}

impl Record for Entry {
    fn fields(&self) -> Fields<'_> {
        let kind = self.kind.map(|kind| kind.word());
        let mut fields: Fields<'_> = speaker(&self.name, kind, self.role.as_deref(), &self.aliases).into();
        fields.push(("distinct", strings(&self.distinct)));
        fields
    }
}

fn speaker<'a>(
    name: &'a str,
    kind: Option<&'static str>,
    role: Option<&'a str>,
    aliases: &'a [String],
) -> [(&'static str, Option<Value<'a>>); 4] {
    [
        ("name", Some(Value::Text(name))),
        ("kind", kind.map(word)),
        ("role", role.map(Value::Text)),
        ("aliases", strings(aliases)),
    ]
}

impl Record for Quotation {
    fn fields(&self) -> Fields<'_> {
        vec![
            ("id", text(&self.id)),
            ("speaker", self.speaker.as_deref().map(Value::Text)),
            ("speakers", strings(&self.speakers)),
            ("text", Some(Value::Text(&self.text))),
            ("kind", self.kind.map(|kind| word(kind.word()))),
            ("at", self.at.as_ref().map(|at| Value::Ranges(std::slice::from_ref(at)))),
            ("page", self.page.map(number)),
            ("time", self.time.as_deref().map(Value::Text)),
            ("denied", self.denied.map(boolean)),
            ("continues", self.continues.as_deref().map(Value::Text)),
            ("evidence", self.evidence.as_ref().map(|evidence| Value::Mapping(evidence.fields()))),
            ("review", self.review.map(|review| word(review.word()))),
            ("reviewed", self.reviewed.as_ref().map(|reviewed| Value::Inline(reviewed.fields()))),
            ("star", self.star.then(|| boolean(true))),
            ("tags", strings(&self.tags)),
            ("note", self.note.as_deref().map(Value::Text)),
            ("gone", self.gone.then(|| boolean(true))),
            ("revision", self.revision.map(number)),
        ]
    }
}

impl Record for Evidence {
    fn fields(&self) -> Fields<'_> {
        vec![
            ("speaker", self.speaker.as_deref().map(Value::Text)),
            ("speakers", strings(&self.speakers)),
            ("kind", Some(word(self.kind.word()))),
            ("at", Some(Value::Ranges(std::slice::from_ref(&self.at)))),
            ("denied", self.denied.then(|| boolean(true))),
            ("mention", self.mention.as_ref().map(|words| Value::Inline(words.fields()))),
            ("antecedent", self.antecedent.as_ref().map(|words| Value::Inline(words.fields()))),
            ("cue", self.cue.as_ref().map(|words| Value::Inline(words.fields()))),
            ("rule", text(&self.rule)),
            ("confidence", Some(number(self.confidence))),
        ]
    }
}

impl Record for Excerpt {
    fn fields(&self) -> Fields<'_> {
        vec![("text", Some(Value::Text(&self.text))), ("at", (!self.at.is_empty()).then_some(Value::Ranges(&self.at)))]
    }
}

impl Record for Reviewed {
    fn fields(&self) -> Fields<'_> {
        vec![("by", text(&self.by)), ("on", text(&self.on))]
    }
}

fn word(word: &'static str) -> Value<'static> {
    Value::Plain(word.into())
}

fn boolean(on: bool) -> Value<'static> {
    word(if on { "true" } else { "false" })
}

fn number(number: impl ToString) -> Value<'static> {
    Value::Plain(number.to_string().into())
}

/// A string that says nothing when it is empty.
fn text(text: &str) -> Option<Value<'_>> {
    (!text.is_empty()).then_some(Value::Text(text))
}

fn strings(strings: &[String]) -> Option<Value<'_>> {
    (!strings.is_empty()).then_some(Value::Strings(strings))
}
