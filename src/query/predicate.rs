//! What a parsed query means: fields known, values read, words and patterns ready to be looked for.

use std::fmt;
use std::sync::Arc;

use super::QueryError;
use super::confidence;
use super::dates;
use super::error::nearest;
use super::fields::{FIELDS, Field, Order, Property, REVIEWS, TextField, Thing};
use super::matcher::Matcher;
use super::syntax::{self, Node, Term, Value};
use crate::quotation::Kind;
use crate::store::Flags;
use crate::text::ByteRange;
use crate::text::date::{self, Days};

/// A query that was understood. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The tree without its orders, for printing and for comparing.
    node: Option<Node>,
    sorts: Vec<Sort>,
    pub(super) meaning: Arc<Predicate>,
    said: Said,
}

/// What of the quotations that lists leave out a query speaks of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Said {
    rejected: bool,
    denied: bool,
    marked: bool,
    doubtful: bool,
}

/// An order of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub by: Order,
    /// The other way round.
    pub reversed: bool,
    /// Which of the many orders [`Order::Random`] is, where the query says so.
    pub seed: Option<u64>,
}

/// The tree as it is evaluated.
#[derive(Debug, Default)]
pub(super) enum Predicate {
    #[default]
    Everything,
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
    Not(Box<Predicate>),
    /// A value of a field that holds text.
    Text(TextField, Matcher),
    Kind(Kind),
    Is(Property),
    Has(Thing),
    /// Published within these days.
    Published(Days),
    /// In hundredths, both ends in it.
    Confidence(u8, u8),
    /// Its words stand in so many articles, both ends in it.
    Versions(usize, usize),
}

/// Parses a query. Nothing at all is a query too: it matches everything.
///
/// # Errors
/// When it cannot be understood; the error says where and what would be right.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    let mut query = Query::default();
    let Some(node) = syntax::parse(text)? else { return Ok(query) };
    let at = ByteRange::new(0, text.len());
    query.node = lift_sorts(node, &mut query.sorts, at)?;
    if let Some(node) = &query.node {
        query.meaning = Arc::new(meaning(node, &mut query.said)?);
    }
    Ok(query)
}

/// A query for one literal text, or for a regex when it is `/…/`: what a search prompt takes.
///
/// # Errors
/// When the regex cannot be understood.
pub fn literal(text: &str) -> Result<Query, QueryError> {
    let pattern = text.strip_prefix('/').filter(|pattern| !pattern.is_empty() && !pattern.starts_with('/'));
    let value = match pattern {
        Some(pattern) => Value::Regex(pattern.strip_suffix('/').unwrap_or(pattern).replace("\\/", "/")),
        None => Value::Word(text.to_owned()),
    };
    let value_at = ByteRange::new(0, text.len());
    let meaning = Predicate::Text(TextField::Words, Matcher::new(&value, value_at)?);
    // It is printed as a query that asks for the same.
    let node = Node::Term(Term { field: None, value, value_at });
    Ok(Query { node: Some(node), sorts: Vec::new(), meaning: Arc::new(meaning), said: Said::default() })
}

/// The text of a query for exactly this value of a field: `speaker:="Donald Trump"`.
#[must_use]
pub fn exactly(field: TextField, value: &str) -> String {
    format!("{}:{}", Field::Text(field).name(), Value::Exact(value.to_owned()))
}

impl Query {
    /// Whether it asks for nothing: everything matches.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.node.is_none()
    }

    /// Whether it is a choice: words beside it would belong to its last branch alone, unless it stands in brackets.
    #[must_use]
    pub fn is_alternative(&self) -> bool {
        matches!(self.node, Some(Node::Any(_)))
    }

    /// The orders that it asks for, the first before the second.
    #[must_use]
    pub fn sorts(&self) -> &[Sort] {
        &self.sorts
    }

    /// The same query in another order.
    #[must_use]
    pub fn sorted(mut self, sorts: Vec<Sort>) -> Self {
        self.sorts = sorts;
        self
    }

    /// Whether it says `is:rejected` or `is:reviewed` anywhere: only then are rejected quotations in lists and counts.
    #[must_use]
    pub fn says_rejected(&self) -> bool {
        self.said.rejected
    }

    /// Whether it says `is:denied` anywhere: only then are denied quotations in lists and counts.
    #[must_use]
    pub fn says_denied(&self) -> bool {
        self.said.denied
    }

    /// Whether it says `is:doubtful` anywhere: only then do statistics count what only may be speech.
    #[must_use]
    pub fn says_doubtful(&self) -> bool {
        self.said.doubtful
    }

    /// Whether it says `is:marked` anywhere: what it finds changes with the marks then.
    #[must_use]
    pub fn says_marked(&self) -> bool {
        self.said.marked
    }

    /// What lists leave out under this query.
    pub(super) fn left_out(&self) -> Flags {
        let mut flags = Flags::default();
        flags.set(Flags::REJECTED, !self.said.rejected);
        flags.set(Flags::DENIED, !self.said.denied);
        flags
    }

    /// Whether what it matches in one part of a store may depend on another part: on names of speakers that come later,
    /// or on an order.
    #[must_use]
    pub fn needs_whole_store(&self) -> bool {
        fn needs(meaning: &Predicate) -> bool {
            match meaning {
                Predicate::All(parts) | Predicate::Any(parts) => parts.iter().any(needs),
                Predicate::Not(inner) => needs(inner),
                Predicate::Text(field, _) => matches!(field, TextField::Speaker | TextField::Role | TextField::About),
                Predicate::Is(Property::Named | Property::Unnamed | Property::Organisation | Property::Person) => true,
                meaning if asks_for_versions(meaning) => true,
                Predicate::Everything
                | Predicate::Kind(_)
                | Predicate::Versions(..)
                | Predicate::Is(_)
                | Predicate::Has(_)
                | Predicate::Published(_)
                | Predicate::Confidence(..) => false,
            }
        }
        !self.sorts.is_empty() || needs(&self.meaning)
    }

    /// Whether it asks which quotations report the same words: then all quotations are to be compared before it is
    /// answered.
    #[must_use]
    pub fn needs_versions(&self) -> bool {
        fn needs(meaning: &Predicate) -> bool {
            match meaning {
                Predicate::All(parts) | Predicate::Any(parts) => parts.iter().any(needs),
                Predicate::Not(inner) => needs(inner),
                meaning => asks_for_versions(meaning),
            }
        }
        needs(&self.meaning)
    }

    /// Its parts that must all hold, with what they mean.
    fn parts(&self) -> Vec<(&Node, &Predicate)> {
        match (&self.node, &*self.meaning) {
            (Some(Node::All(nodes)), Predicate::All(meanings)) => nodes.iter().zip(meanings).collect(),
            (Some(node), meaning) => vec![(node, meaning)],
            (None, _) => Vec::new(),
        }
    }

    /// The parts of this query, all of which must hold, that are not parts of `other` too.
    pub(super) fn beyond(&self, other: &Self) -> Vec<&Predicate> {
        let known = other.parts();
        let is_new = |(node, _): &(&Node, &Predicate)| !known.iter().any(|(other, _)| same(node, other));
        self.parts().into_iter().filter(is_new).map(|(_, meaning)| meaning).collect()
    }

    /// Whether everything that this query matches, `other` matches too, as far as that can be told from the two alone:
    /// while a word is being typed it nearly always can.
    #[must_use]
    pub fn is_refinement_of(&self, other: &Self) -> bool {
        if (self.said.rejected && !other.said.rejected) || (self.said.denied && !other.said.denied) {
            return false;
        }
        let own = self.parts();
        other.parts().iter().all(|(node, meaning)| {
            own.iter().any(|(own_node, own_meaning)| match (own_meaning, meaning) {
                (Predicate::Text(field, matcher), Predicate::Text(of, other))
                    if field == of && matcher.is_refinement_of(other) =>
                {
                    true
                }
                _ => same(own_node, node),
            })
        })
    }
}

fn asks_for_versions(meaning: &Predicate) -> bool {
    matches!(meaning, Predicate::Versions(..) | Predicate::Is(Property::Differing))
}

/// Whether two trees are the same but for their places.
fn same(a: &Node, b: &Node) -> bool {
    match (a, b) {
        (Node::All(a), Node::All(b)) | (Node::Any(a), Node::Any(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Node::Not(a), Node::Not(b)) => same(a, b),
        (Node::Term(a), Node::Term(b)) => {
            let name = |term: &Term| term.field.as_ref().and_then(|(name, _)| Field::from_name(name));
            name(a) == name(b) && a.value == b.value
        }
        _ => false,
    }
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        let nodes = match (&self.node, &other.node) {
            (Some(a), Some(b)) => same(a, b),
            (None, None) => true,
            _ => false,
        };
        nodes && self.sorts == other.sorts
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(node) = &self.node {
            node.fmt(f)?;
        }
        for (i, sort) in self.sorts.iter().enumerate() {
            let gap = if i > 0 || self.node.is_some() { " " } else { "" };
            write!(f, "{gap}sort:{}{}", if sort.reversed { "-" } else { "" }, sort.by.word())?;
            if let Some(seed) = sort.seed {
                write!(f, ":{seed}")?;
            }
        }
        Ok(())
    }
}

/// Takes the orders out of the tree.
fn lift_sorts(node: Node, sorts: &mut Vec<Sort>, at: ByteRange) -> Result<Option<Node>, QueryError> {
    let one_or = |mut parts: Vec<Node>, many: fn(Vec<Node>) -> Node| match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(many(parts)),
    };
    match node {
        Node::Term(term) => {
            let Some((name, _)) = &term.field else { return Ok(Some(Node::Term(term))) };
            if Field::from_name(name) != Some(Field::Sort) {
                return Ok(Some(Node::Term(term)));
            }
            sorts.push(sort(&term)?);
            Ok(None)
        }
        Node::All(parts) => {
            let mut kept = Vec::with_capacity(parts.len());
            for part in parts {
                kept.extend(lift_sorts(part, sorts, at)?);
            }
            // What was one level down may now be of the same sort as this.
            let kept = kept.into_iter().flat_map(|node| match node {
                Node::All(parts) => parts,
                other => vec![other],
            });
            Ok(one_or(kept.collect(), Node::All))
        }
        Node::Any(parts) => {
            let mut kept = Vec::with_capacity(parts.len());
            for part in parts {
                let place = first_place(&part).unwrap_or(at);
                match lift_sorts(part, sorts, at)? {
                    Some(Node::Any(parts)) => kept.extend(parts),
                    Some(part) => kept.push(part),
                    None => {
                        return Err(QueryError::new(place, "sort: cannot be an alternative").hint("put it at the end"));
                    }
                }
            }
            Ok(one_or(kept, Node::Any))
        }
        Node::Not(inner) => {
            let place = first_place(&inner).unwrap_or(at);
            let before = sorts.len();
            match lift_sorts(*inner, sorts, at)? {
                Some(inner) if sorts.len() == before => Ok(Some(Node::Not(Box::new(inner)))),
                _ => Err(QueryError::new(place, "an order cannot be negated").hint("descending is sort:-date")),
            }
        }
    }
}

fn first_place(node: &Node) -> Option<ByteRange> {
    match node {
        Node::Term(term) => Some(term.at()),
        Node::Not(inner) => first_place(inner),
        Node::All(parts) | Node::Any(parts) => parts.first().and_then(first_place),
    }
}

fn meaning(node: &Node, said: &mut Said) -> Result<Predicate, QueryError> {
    Ok(match node {
        Node::All(parts) => Predicate::All(parts.iter().map(|part| meaning(part, said)).collect::<Result<_, _>>()?),
        Node::Any(parts) => Predicate::Any(parts.iter().map(|part| meaning(part, said)).collect::<Result<_, _>>()?),
        Node::Not(inner) => Predicate::Not(Box::new(meaning(inner, said)?)),
        Node::Term(term) => {
            let meaning = of_term(term)?;
            said.rejected |= matches!(meaning, Predicate::Is(Property::Rejected | Property::Reviewed));
            said.denied |= matches!(meaning, Predicate::Is(Property::Denied));
            said.marked |= matches!(meaning, Predicate::Is(Property::Marked));
            said.doubtful |= matches!(meaning, Predicate::Is(Property::Doubtful));
            meaning
        }
    })
}

fn of_term(term: &Term) -> Result<Predicate, QueryError> {
    let Some((name, name_at)) = &term.field else {
        return Ok(Predicate::Text(TextField::Words, Matcher::new(&term.value, term.value_at)?));
    };
    let Some(field) = Field::from_name(name) else { return Err(unknown_field(name, *name_at)) };
    let words = plain(field, &term.value, term.value_at);
    Ok(match field {
        Field::Kind => {
            Predicate::Kind(one_of(field, words?, &Kind::ALL.map(|kind| (kind, kind.word())), term.value_at)?)
        }
        Field::Is => Predicate::Is(one_of(field, words?, Property::ALL, term.value_at)?),
        Field::Review => Predicate::Is(one_of(field, words?, &REVIEWS, term.value_at)?),
        Field::Has => Predicate::Has(one_of(field, words?, Thing::ALL, term.value_at)?),
        Field::Date => Predicate::Published(days(dates::range(words?), term)?),
        Field::Before => {
            let days = days(date::parse(words?).map(|(days, _)| days), term)?;
            Predicate::Published(Days { first: i32::MIN, last: days.first - 1 })
        }
        Field::After => {
            let days = days(date::parse(words?).map(|(days, _)| days), term)?;
            Predicate::Published(Days { first: days.last + 1, last: i32::MAX })
        }
        Field::Confidence => {
            let words = words?;
            let (from, to) = confidence::range(words).ok_or_else(|| {
                let awaits = confidence::is_begun(words).then(|| confidence::FORMS.to_owned());
                let turned = words.split_once("..").map(|(from, to)| format!("{to}..{from}"));
                let percent = words.parse::<u8>().ok().map(|number| format!("{number}%"));
                let meant = [turned, percent].into_iter().flatten().find(|meant| confidence::range(meant).is_some());
                let hint =
                    meant.map_or(confidence::FORMS.to_owned(), |meant| format!("did you mean confidence:{meant}?"));
                QueryError::new(term.value_at, "this is not a range of confidence").hint(hint).awaits(awaits)
            })?;
            Predicate::Confidence(from, to)
        }
        Field::Versions => {
            let words = words?;
            let (from, to) = whole_numbers(words).ok_or_else(|| {
                let awaits = matches!(words, "" | "..").then(|| VERSIONS.to_owned());
                QueryError::new(term.value_at, "this is not a number of articles").hint(VERSIONS).awaits(awaits)
            })?;
            Predicate::Versions(from, to)
        }
        Field::Sort => unreachable!("orders were taken out before"),
        Field::Text(field) => Predicate::Text(field, Matcher::new(&term.value, term.value_at)?),
    })
}

fn unknown_field(name: &str, at: ByteRange) -> QueryError {
    let names = FIELDS.iter().flat_map(|row| row.names.iter().copied());
    let hint = match nearest(name, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("to find the words themselves, put them in quotes: \"{name}:…\""),
    };
    QueryError::new(at, format!("unknown field `{name}`")).hint(hint)
}

/// The words of a value where a pattern makes no sense.
fn plain(field: Field, value: &Value, at: ByteRange) -> Result<&str, QueryError> {
    match value {
        Value::Word(words) | Value::Phrase(words) | Value::Exact(words) => Ok(words.trim()),
        Value::Regex(_) => {
            let error = QueryError::new(at, format!("{} takes no regex", field.name()));
            Err(match field.row().values {
                [] => error,
                values => error.hint(values.join(", ")),
            })
        }
    }
}

fn one_of<T: Copy>(field: Field, word: &str, known: &[(T, &'static str)], at: ByteRange) -> Result<T, QueryError> {
    if let Some((value, _)) = known.iter().find(|(_, name)| name.eq_ignore_ascii_case(word)) {
        return Ok(*value);
    }
    let names = known.iter().map(|(_, name)| *name);
    let hint = match nearest(word, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one of {}", names.clone().collect::<Vec<_>>().join(", ")),
    };
    let typed = word.to_ascii_lowercase();
    let begun: Vec<&str> = names.filter(|name| name.starts_with(&typed)).collect();
    Err(QueryError::new(at, format!("unknown value `{word}` of {}", field.name()))
        .hint(hint)
        .awaits((!begun.is_empty()).then(|| begun.join(", "))))
}

const RANDOM: &str = Order::Random.word();

fn sort(term: &Term) -> Result<Sort, QueryError> {
    let word = plain(Field::Sort, &term.value, term.value_at)?;
    let (reversed, word) = word.strip_prefix('-').map_or((false, word), |word| (true, word));
    let seed = word.strip_prefix(RANDOM).and_then(|seed| seed.strip_prefix(':'));
    if let Some(seed) = seed {
        let seed = seed.parse().map_err(|_| {
            QueryError::new(term.value_at, "the seed of a random order is a whole number").hint("sort:random:7")
        })?;
        return Ok(Sort { by: Order::Random, reversed, seed: Some(seed) });
    }
    let by = one_of(Field::Sort, word, Order::ALL, term.value_at)?;
    Ok(Sort { by, reversed, seed: None })
}

fn days(days: Option<Days>, term: &Term) -> Result<Days, QueryError> {
    days.ok_or_else(|| {
        let range = if term.field.as_ref().is_some_and(|(name, _)| name.eq_ignore_ascii_case("date")) {
            ", or a range of them: 2026-01..2026-03"
        } else {
            ""
        };
        let forms = format!("2026, 2026-01 or 2026-01-08{range}");
        let typed = plain(Field::Date, &term.value, term.value_at).unwrap_or_default();
        let awaits = dates::is_begun(typed).then(|| format!("a date: {forms}"));
        let meant = dates::meant(typed).filter(|meant| !range.is_empty() || !meant.contains(".."));
        let hint = meant.map_or(forms, |meant| format!("did you mean {meant}?"));
        QueryError::new(term.value_at, "this is not a date").hint(hint).awaits(awaits)
    })
}

/// What `versions:` takes.
const VERSIONS: &str = "how many articles have the words: versions:2.., versions:1, versions:2..5";

/// Both ends of a range of whole numbers.
fn whole_numbers(text: &str) -> Option<(usize, usize)> {
    let end = |text: &str, or: usize| if text.is_empty() { Some(or) } else { text.parse().ok() };
    let (from, to) = match text.split_once("..") {
        Some(("", "")) => return None,
        Some((from, to)) => (end(from, 0)?, end(to, usize::MAX)?),
        None => (text.parse().ok()?, text.parse().ok()?),
    };
    (from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fields;
    use super::*;

    #[track_caller]
    fn check(text: &str, printed: &str) {
        let query = parse(text).unwrap();
        assert_eq!(query.to_string(), printed);
        assert_eq!(parse(printed).unwrap(), query);
    }

    #[track_caller]
    fn check_error(text: &str, message: &str, at: &str, hint: &str) {
        let error = parse(text).unwrap_err();
        assert_eq!(
            (error.message.as_str(), error.at.of(text), error.hint.as_deref().unwrap_or("")),
            (message, at, hint)
        );
    }

    #[test]
    fn orders_are_apart_from_conditions() {
        check("sort:-date a OR b", "a OR b sort:-date");
        check("a sort:date b sort:-length", "a b sort:date sort:-length");
        check("sort:random", "sort:random");
        check("sort:random:7", "sort:random:7");
        check("((a b) sort:date) c", "a b c sort:date");
        check("", "");
        check_error("-sort:date", "an order cannot be negated", "sort:date", "descending is sort:-date");
        check_error("a OR sort:date", "sort: cannot be an alternative", "sort:date", "put it at the end");
        check_error("sort:dat", "unknown value `dat` of sort", "dat", "did you mean `date`?");
    }

    #[test]
    fn errors_say_what_would_be_right() {
        check_error("x speeker:trump", "unknown field `speeker`", "speeker", "did you mean `speaker`?");
        check_error(
            "zebra:x",
            "unknown field `zebra`",
            "zebra",
            "to find the words themselves, put them in quotes: \"zebra:…\"",
        );
        check_error("kind:dirct", "unknown value `dirct` of kind", "dirct", "did you mean `direct`?");
        check_error(
            "is:nice",
            "unknown value `nice` of is",
            "nice",
            &format!("one of {}", fields::Property::WORDS.join(", ")),
        );
        check_error("date:2027..2026", "this is not a date", "2027..2026", "did you mean 2026..2027?");
        check_error("after:2026-1-8", "this is not a date", "2026-1-8", "did you mean 2026-01-08?");
        check_error(
            "confidence:0.9..0.1",
            "this is not a range of confidence",
            "0.9..0.1",
            "did you mean confidence:0.1..0.9?",
        );
        check_error("before:soon", "this is not a date", "soon", "2026, 2026-01 or 2026-01-08");
        check_error(
            "date:2026-02-30",
            "this is not a date",
            "2026-02-30",
            "2026, 2026-01 or 2026-01-08, or a range of them: 2026-01..2026-03",
        );
        check_error("kind:/d/", "kind takes no regex", "/d/", "direct, mixed, indirect, turn");
        assert!(parse("confidence:2").is_err() && parse("confidence:0.7..0.2").is_err());
        let error = parse("a /dr[ua/").unwrap_err();
        assert_eq!(error.at.start, 5);
    }

    #[test]
    fn numbers_of_articles_are_ranges() {
        assert_eq!(whole_numbers("2.."), Some((2, usize::MAX)));
        assert_eq!(whole_numbers("..3"), Some((0, 3)));
        assert_eq!(whole_numbers("2..5"), Some((2, 5)));
        assert_eq!(whole_numbers("4"), Some((4, 4)));
        for wrong in ["", "..", "5..2", "-1", "two", "2..x", "99999999999999999999999"] {
            assert_eq!(whole_numbers(wrong), None, "{wrong}");
        }
        assert!(parse("versions:2.. x").unwrap().needs_versions() && parse("-is:differing").unwrap().needs_versions());
        assert!(parse("versions:2..").unwrap().needs_whole_store() && !parse("is:star").unwrap().needs_versions());
    }

    #[test]
    fn typing_on_narrows() {
        let is_refinement_of = |new: &str, old: &str| parse(new).unwrap().is_refinement_of(&parse(old).unwrap());
        assert!(
            is_refinement_of("drugs", "drug") && is_refinement_of("drugs honour", "drugs") && is_refinement_of("x", "")
        );
        assert!(
            is_refinement_of("speaker:trump tag:a", "speaker:trum")
                && is_refinement_of("a -b", "a")
                && is_refinement_of("a -b", "-b")
        );
        assert!(
            !is_refinement_of("drug", "drugs")
                && !is_refinement_of("a OR b", "a")
                && !is_refinement_of("a -bc", "a -b")
        );
        assert!(!is_refinement_of("speaker:trump", "trump") && !is_refinement_of("", "x"));
        assert!(!is_refinement_of("a is:rejected", "a"), "the rejected were not in the first");
        assert!(!is_refinement_of("a review:rejected", "a") && !is_refinement_of("a is:reviewed", "a"));
    }

    #[test]
    fn values_are_written_so_that_they_are_read() {
        for value in ["Donald Trump", "x", "a \"b\" \\c", "O'Neil (x)", "-", ""] {
            let text = exactly(TextField::Speaker, value);
            let Some(Node::Term(term)) = syntax::parse(&text).unwrap() else { panic!("{text}") };
            assert_eq!(term.value, Value::Exact(value.into()), "{text}");
        }
    }

    #[test]
    fn a_search_prompt_takes_one_text_or_a_regex() {
        assert!(literal("a OR \"b").unwrap().is_refinement_of(&literal("a O").unwrap()));
        assert!(literal("/a|b/").is_ok() && literal("/a|b").is_ok() && literal("//").is_ok() && literal("/").is_ok());
        assert!(literal("/(/").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn what_is_understood_prints_back(text in r#"([a-c:=()/"“\\ -]|OR|NOT| OR | NOT |by:|is:star|kind:direct|sort:date|sort:-length|date:2026|\PC){0,16}"#) {
            match parse(&text) {
                Ok(query) => {
                    let printed = query.to_string();
                    prop_assert_eq!(parse(&printed), Ok(query.clone()), "{}", printed);
                    prop_assert!(query.is_refinement_of(&query));
                }
                Err(error) => {
                    prop_assert!(text.get(error.at.start..error.at.end).is_some());
                    prop_assert!(error.drawn(&text).contains("^"));
                }
            }
        }
    }
}
