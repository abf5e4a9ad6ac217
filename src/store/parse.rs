//! One document's bytes to its record or to the problem that it has, with the place in the file and a hint.

use super::error::Problem;
use super::ids;
use super::literal;
use super::schema::{self, Parsed, UnknownWord};
use super::tree;
use crate::yaml::Error;
use memchr::memmem;

/// Where a document begins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Start {
    /// Line of its first byte, from 1.
    pub(crate) line: usize,
}

/// Longest document that is read, in bytes: an article of ten megabytes fits several times, a memory bomb does not.
pub(crate) const LONGEST: usize = 64 << 20;

/// Longest document without its article text.
const LONGEST_REST: usize = 32 << 20;

/// Reads one document.
pub(crate) fn document(bytes: &[u8], start: Start) -> Result<Parsed, Box<Problem>> {
    document_noting(bytes, start).map(|(parsed, _)| parsed)
}

/// Reads one document, with the problems of single quotations and speakers in it, which do not hide the others.
pub(crate) fn document_noting(bytes: &[u8], start: Start) -> Result<(Parsed, Vec<Problem>), Box<Problem>> {
    let yaml = text(bytes, start)?;
    match literal::cut(yaml) {
        Some(cut) => {
            // The parser sees an empty text in its place, so that a second one is still a doubled key.
            let head = &yaml[..cut.lines.start];
            let rest = [head, "text: ''\n", &yaml[cut.lines.end..]].concat();
            let taken_out = super::stream::line_ends(&bytes[cut.lines.clone()]) - 1;
            let first_behind = super::stream::line_ends(head.as_bytes()) + 2;
            let moved = |line: usize| if line >= first_behind { line + taken_out } else { line };
            let mut parsed = parse(&rest, start, moved)?;
            if let Parsed::Document(document) = &mut parsed.0 {
                document.text = Some(cut.text(yaml));
            }
            Ok(parsed)
        }
        None => parse(yaml, start, |line| line),
    }
}

/// The document as text, if it is that.
pub(crate) fn text(bytes: &[u8], start: Start) -> Result<&str, Box<Problem>> {
    if bytes.len() > LONGEST {
        return Err(Box::new(Problem {
            line: start.line,
            // How long it is nobody knows: no more of it is read than this.
            message: format!("a document of more than {} megabytes", LONGEST >> 20),
            hint: Some("documents this long are not read; split it into several articles".to_owned()),
            ..Problem::default()
        }));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
        let last = valid.rsplit('\n').next().unwrap_or_default();
        Box::new(Problem {
            line: start.line + super::stream::line_ends(valid.as_bytes()),
            column: last.chars().count() + 1,
            message: "bytes that are not UTF-8".to_owned(),
            hint: Some("save the file as UTF-8".to_owned()),
            ..Problem::default()
        })
    })
}

/// Gives `yaml` to the parser; `moved` turns its lines into those of the document.
fn parse(yaml: &str, start: Start, moved: impl Fn(usize) -> usize) -> Result<(Parsed, Vec<Problem>), Box<Problem>> {
    if yaml.len() > LONGEST_REST {
        return Err(Box::new(Problem {
            line: start.line,
            message: format!("a document with {} megabytes besides its article text", yaml.len() >> 20),
            hint: Some(format!("more than {} megabytes are not read", LONGEST_REST >> 20)),
            ..Problem::default()
        }));
    }
    let parsed = schema::parse_noting(yaml).map_err(|error| {
        let (line, error) = match error {
            Error::Excess { line, what } => {
                return Box::new(Problem {
                    line: start.line - 1 + moved(line),
                    message: what.to_owned(),
                    hint: Some("write the values out, or remove the document".to_owned()),
                    ..Problem::default()
                });
            }
            Error::Parser { line, error } => (line, error),
        };
        let message = error.to_string();
        // The lines that it tells are those of the document alone.
        let message = message.split_once(" at line ").map_or(message.as_str(), |(message, _)| message).to_owned();
        let (line, column) = (line.unwrap_or(1), error.location().map_or(0, |place| place.column()));
        let (line, column) = doubled(yaml, &message, line, column).unwrap_or((line, column));
        let (line, column) = control(yaml, &message).unwrap_or((line, column));
        let (message, line, column) = stray(yaml, &message).unwrap_or((message, line, column));
        let conflict = conflict(yaml);
        let line = conflict.unwrap_or(line);
        Box::new(Problem {
            line: start.line - 1 + moved(line),
            column: if conflict.is_some() { 1 } else { column },
            hint: Some(if conflict.is_some() { CONFLICT.to_owned() } else { hint(&message) }),
            message: if conflict.is_some() { "a Git conflict marker".to_owned() } else { message },
            ..Problem::default()
        })
    });
    let (parsed, unknown) = parsed?;
    let problems = if unknown.is_empty() { Vec::new() } else { words(yaml, &parsed, unknown, start, moved) };
    Ok((parsed, problems))
}

/// The problems of words that are not known, with the places of their records.
fn words(
    yaml: &str,
    parsed: &Parsed,
    unknown: Vec<UnknownWord>,
    start: Start,
    moved: impl Fn(usize) -> usize,
) -> Vec<Problem> {
    let tree = tree::parse(yaml).ok();
    let problem = |word: UnknownWord| {
        let items = tree.as_ref().and_then(|tree| Some(tree.entry(word.list)?.1.items()));
        let at = items.and_then(|items| Some(items.get(word.number)?.span.start));
        let before = at.map_or("", |at| &yaml[..at]);
        let column = at.map_or(0, |_| before.rsplit('\n').next().unwrap_or_default().chars().count() + 1);
        let (article, quotation) = match parsed {
            Parsed::Document(document) if word.list == "quotes" => {
                (document.meta.id.clone(), document.quotations.get(word.number).map(ids::name))
            }
            Parsed::Document(document) => (document.meta.id.clone(), None),
            Parsed::Registry(_) => (None, None),
        };
        Problem {
            line: start.line - 1 + moved(super::stream::line_ends(before.as_bytes()) + 1),
            column,
            article,
            quotation,
            message: word.message,
            hint: Some("correct the word; until then it is kept but ignored".to_owned()),
            ..Problem::default()
        }
    };
    unknown.into_iter().map(problem).collect()
}

/// Where a doubled key stands for the second time: the parser only tells where its mapping begins. Finds it in block
/// style; in flow style the beginning is near enough.
fn doubled(yaml: &str, message: &str, line: usize, column: usize) -> Option<(usize, usize)> {
    let key = message.split_once("duplicate field `")?.1.split_once('`')?.0;
    let indent = column.checked_sub(1)?;
    let of_mapping = |(number, text): &(usize, &str)| {
        let blanks = text.len() - text.trim_start().len();
        number + 1 == line || blanks >= indent || text.trim().is_empty() || (indent == 0 && !text.starts_with("---"))
    };
    let lines = yaml.lines().enumerate().skip(line - 1).take_while(of_mapping);
    let is_key = |text: &str| {
        let rest = text.get(indent..).and_then(|rest| rest.strip_prefix(key));
        rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    lines.filter(|(_, text)| is_key(text)).nth(1).map(|(number, _)| (number + 1, column))
}

/// What the parser tells without its place: a character that must not stand in YAML, and a byte order mark in the midst
/// of a file, which ends a document for it. That is what joining files leaves.
fn stray(yaml: &str, message: &str) -> Option<(String, usize, usize)> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    let (wanted, message) = if message.starts_with("control characters") {
        (yaml.find(is_control)?, "a control character".to_owned())
    } else {
        let starts = yaml.match_indices('\u{FEFF}').map(|(at, _)| at);
        let at = starts.into_iter().find(|&at| at == 0 || yaml[..at].ends_with('\n'))?;
        (at, "a byte order mark in the middle of the file".to_owned())
    };
    let before = &yaml[..wanted];
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Some((message, super::stream::line_ends(before.as_bytes()) + 1, column))
}

/// Where the control character stands that YAML does not allow: the parser only counts it.
fn control(yaml: &str, message: &str) -> Option<(usize, usize)> {
    message.contains("control characters are not allowed").then_some(())?;
    let disallowed = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    let before = &yaml[..yaml.find(disallowed)?];
    let line = before.rsplit('\n').next().unwrap_or_default();
    Some((super::stream::line_ends(before.as_bytes()) + 1, line.chars().count() + 1))
}

const CONFLICT: &str = "choose one side and remove the markers <<<<<<<, =======, >>>>>>>";

/// The line of git's first conflict mark.
fn conflict(yaml: &str) -> Option<usize> {
    let marks = ["<<<<<<< ", "=======", ">>>>>>> ", "||||||| "];
    memmem::find(yaml.as_bytes(), b"<<<<<<< ").or_else(|| memmem::find(yaml.as_bytes(), b">>>>>>> "))?;
    yaml.lines().position(|line| marks.iter().any(|mark| line.starts_with(mark))).map(|line| line + 1)
}

/// What to do about an error of the parser, by what its message says.
pub(crate) fn hint(message: &str) -> String {
    const HINTS: [(&str, &str); 13] = [
        ("byte order mark", "remove it: it belongs only at the beginning of a file"),
        ("duplicate", "the key occurs twice: keep one of the two"),
        ("control character", "remove the character, or write it as an escape in double quotes"),
        ("recursion limit", "a store never needs to nest so deeply"),
        ("repetition limit", "aliases that repeat each other are not read"),
        ("tab", "indent with spaces, not with tabs"),
        ("could not find expected ':'", "quote the value, or indent it like its neighbors"),
        ("mapping values are not allowed", "put a value that contains a colon in quotes"),
        ("did not find expected key", "indent the line like its neighbors, or close a quote before it"),
        ("quoted scalar", "close the quote"),
        ("anchor", "aliases need an anchor in the same document"),
        ("invalid type", "see the README for what belongs there"),
        ("more than one document", "begin each document with a line ---"),
    ];
    let known = HINTS.iter().find(|(sign, _)| message.contains(sign));
    known.map_or("fix the line, or remove the document", |(_, hint)| hint).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(yaml: &[u8], expected: &str) {
        let problem = document(yaml, Start { line: 1 }).unwrap_err();
        assert_eq!(problem.to_string(), expected);
    }

    #[test]
    fn the_place_is_that_of_the_file() {
        check(
            b"article: {}\ntext: |\n  One.\narticle: {}\n",
            "store:4:1: duplicate field `article` (the key occurs twice: keep one of the two)",
        );
        check(
            b"quotes:\n- text: x\n  star: true\n  text: y\n",
            "store:4:3: quotes[0]: duplicate field `text` (the key occurs twice: keep one of the two)",
        );
        check(
            b"text: |\n  One.\ntext: |\n  Two.\n",
            "store:3:1: duplicate field `text` (the key occurs twice: keep one of the two)",
        );
    }

    #[test]
    fn an_unknown_word_is_a_problem_of_its_record_alone() {
        let yaml = "---\narticle: {id: a}\ntext: |\n  One.\n\n  Two.\nspeakers:\n- {name: B, kind: robot}\nquotes:\n- text: \
                    One.\n- id: q7\n  text: Two.\n  kind: quoted\n  review: maybe\n";
        let (parsed, problems) = document_noting(yaml.as_bytes(), Start { line: 1 }).unwrap();
        let Parsed::Document(document) = parsed else { panic!("{parsed:?}") };
        assert_eq!((document.quotations.len(), document.quotations[1].kind), (2, None));
        let shown: Vec<String> =
            problems.iter().map(|problem| problem.to_string().split(" (").next().unwrap().to_owned()).collect();
        assert_eq!(
            shown,
            [
                "store:8:3: a: kind: `robot` is not person, organisation or unnamed",
                "store:11:3: a/q7: kind: `quoted` is not direct, mixed, indirect or turn",
                "store:11:3: a/q7: review: `maybe` is not confirmed or rejected",
            ]
        );
    }

    #[test]
    fn conflict_marks_are_told_apart() {
        check(
            b"quotes:\n- text: x\n<<<<<<< HEAD\n  star: true\n=======\n  note: n\n>>>>>>> other\n",
            "store:3:1: a Git conflict marker (choose one side and remove the markers <<<<<<<, =======, >>>>>>>)",
        );
    }

    #[test]
    fn what_is_no_text_is_told_with_its_place() {
        check(b"text: x\nnote: a\xFFb\n", "store:2:8: bytes that are not UTF-8 (save the file as UTF-8)");
        check(
            b"text: |\n  One.\nquotes:\n- text: a\0b\n",
            "store:4:10: a control character (remove the character, or write it as an escape in double quotes)",
        );
        check(
            "a: 1\n\u{FEFF}b: 2\n".as_bytes(),
            "store:2:1: a byte order mark in the middle of the file (remove it: it belongs only at the beginning of a file)",
        );
        check(
            b"---\nquotes:\n- text: One\n  note: a\nb\nc\nd: e\n",
            "store:6:1: could not find expected ':' (quote the value, or indent it like its neighbors)",
        );
    }

    #[test]
    fn messages_speak_of_the_store() {
        check(
            b"article: 3\nquotes: []\n",
            "store:1:10: article: invalid type: integer `3`, expected fields of an article, such as `id` and `title` (see \
             the README for what belongs there)",
        );
        let control = document(b"quotes:\n- text: a\n  note: x\x01y\n", Start { line: 1 }).unwrap_err();
        assert_eq!((control.line, control.column), (3, 10), "{control}");
    }

    #[test]
    fn bombs_and_deep_nesting_end_in_an_error() {
        let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (this, last) in ('b'..='z').zip('a'..='y') {
            bomb.push_str(&format!("{this}: &{this} [{}]\n", vec![format!("*{last}"); 9].join(", ")));
        }
        bomb.push_str("quotes: [{text: x, tags: *z}]\n");
        assert!(document(bomb.as_bytes(), Start { line: 1 }).is_err());
        let deep = format!("quotes: {}", "[".repeat(3_000_000));
        check(
            deep.as_bytes(),
            "store:1: collections nested too deeply to be read (write the values out, or remove the document)",
        );
        let maps = format!("other: {}", "{a: ".repeat(1_000_000));
        assert!(document(maps.as_bytes(), Start { line: 1 }).is_err());
        let lines = format!("other: {}", "[\n ".repeat(300_000));
        assert!(document(lines.as_bytes(), Start { line: 1 }).is_err());
    }

    #[test]
    fn brackets_in_words_are_no_nesting() {
        let words = format!("quotes:\n{}", "- text: 'a [b] {c} ['\n".repeat(500));
        assert!(document(words.as_bytes(), Start { line: 1 }).is_ok());
    }
}
