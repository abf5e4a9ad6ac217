//! Regexes over folded text.
//!
//! Texts lie in one arena, a line break after each, so a pattern is rewritten to stay inside one line: classes lose the
//! line break, `^` and `$` become the ends of a line. The pattern is folded as the text was: `señor` finds `senor`,
//! `’` finds `'`. The crate `regex` never backtracks; the size of what it compiles is bounded here.

use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};
use regex_syntax::ast::{self, Ast, ClassSetItem, Visitor};
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{self, Class, Hir, HirKind, Look};

use super::QueryError;
use crate::text::ByteRange;
use crate::text::fold::{fold, fold_cased};

/// What a pattern may take when compiled.
const MOST_MEMORY: usize = 4 << 20;
/// Classes of more characters than this are taken as they are: `\w` knows accents already.
const SMALL_CLASS: usize = 512;

/// A pattern made for folded text.
#[derive(Debug, Clone)]
pub(super) struct FoldedRegex {
    pub(super) regex: Regex,
    /// It is for text that keeps its case.
    pub(super) cased: bool,
    /// Letters in lower case that every match holds, where they are enough to look for them first.
    pub(super) required: Option<Finder<'static>>,
    /// It asks for the edges of words, which is slow to tell in text that is not plain.
    pub(super) word_edges: bool,
}

/// Compiles `pattern`, which stands at `at` in the query, one byte behind its slash.
pub(super) fn compile(pattern: &str, at: ByteRange) -> Result<FoldedRegex, QueryError> {
    let ast = ast::parse::ParserBuilder::new().nest_limit(100).build().parse(pattern).map_err(|error| {
        let (start, end) = (error.span().start.offset, error.span().end.offset);
        let place = ByteRange::new((at.start + 1 + start).min(at.end), (at.start + 1 + end).min(at.end));
        QueryError::new(place, format!("regex: {}", error.kind())).hint("to find the characters themselves, use \"…\"")
    })?;
    let hir = hir::translate::Translator::new().translate(pattern, &ast).map_err(|error| {
        let (start, end) = (error.span().start.offset, error.span().end.offset);
        let place = ByteRange::new((at.start + 1 + start).min(at.end), (at.start + 1 + end).min(at.end));
        QueryError::new(place, format!("regex: {}", error.kind()))
    })?;
    let cased = names_capitals(&ast);
    let folded = line_wise(&hir, if cased { fold_cased } else { fold });
    let regex = RegexBuilder::new(&folded.to_string())
        .size_limit(MOST_MEMORY)
        .dfa_size_limit(MOST_MEMORY)
        .nest_limit(500)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => {
                QueryError::new(at, "regex: too big").hint("repeat fewer times, or repeat shorter parts")
            }
            _ => QueryError::new(at, "regex: cannot be used on folded text"),
        })?;
    let required = required(&folded).filter(|letters| letters.len() >= SHORTEST_REQUIRED && !begins_plainly(&folded));
    Ok(FoldedRegex {
        regex,
        cased,
        required: required.map(|letters| Finder::new(letters.to_ascii_lowercase().as_slice()).into_owned()),
        word_edges: folded.properties().look_set().contains_word_unicode(),
    })
}

/// Fewer letters than this are found nearly everywhere.
const SHORTEST_REQUIRED: usize = 3;

/// Whether every match begins with one of a few words: the crate `regex` looks for these itself.
fn begins_plainly(hir: &Hir) -> bool {
    let beginnings = Extractor::new().extract(hir);
    beginnings.min_literal_len().is_some_and(|shortest| shortest >= SHORTEST_REQUIRED)
}

/// The longest run of letters that every match holds. Only plain ones: others may change their length with their case.
fn required(hir: &Hir) -> Option<&[u8]> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(&*literal.0).filter(|letters| letters.is_ascii()),
        HirKind::Concat(parts) => parts.iter().filter_map(required).max_by_key(|letters| letters.len()),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        _ => None,
    }
}

/// Whether the pattern asks for capitals: in letters, in ranges of letters, or in a class of them. `\W` is none.
fn names_capitals(ast: &Ast) -> bool {
    struct Capitals(bool);
    impl Visitor for Capitals {
        type Output = bool;
        type Err = std::convert::Infallible;

        fn finish(self) -> Result<bool, Self::Err> {
            Ok(self.0)
        }

        fn visit_pre(&mut self, ast: &Ast) -> Result<(), Self::Err> {
            match ast {
                Ast::Literal(literal) => self.0 |= literal.c.is_uppercase(),
                Ast::ClassUnicode(class) => self.0 |= is_of_capitals(class),
                _ => {}
            }
            Ok(())
        }

        fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), Self::Err> {
            match item {
                ClassSetItem::Literal(literal) => self.0 |= literal.c.is_uppercase(),
                ClassSetItem::Range(range) => self.0 |= range.start.c.is_uppercase() || range.end.c.is_uppercase(),
                ClassSetItem::Ascii(class) => self.0 |= class.kind == ast::ClassAsciiKind::Upper,
                ClassSetItem::Unicode(class) => self.0 |= is_of_capitals(class),
                _ => {}
            }
            Ok(())
        }
    }
    let Ok(found) = ast::visit(ast, Capitals(false));
    found
}

fn is_of_capitals(class: &ast::ClassUnicode) -> bool {
    let named = |name: &str| {
        let name = name.to_ascii_lowercase();
        matches!(name.as_str(), "lu" | "lt" | "upper" | "uppercase" | "uppercase_letter" | "uppercaseletter")
    };
    match &class.kind {
        ast::ClassUnicodeKind::OneLetter(_) => false,
        ast::ClassUnicodeKind::Named(name) => named(name),
        ast::ClassUnicodeKind::NamedValue { name, value, .. } => named(name) || named(value),
    }
}

/// The same pattern for folded lines.
fn line_wise(hir: &Hir, fold: fn(&str) -> String) -> Hir {
    match hir.kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => Hir::literal(fold(text).into_bytes()),
            Err(_) => Hir::fail(),
        },
        HirKind::Class(class) => Hir::class(Class::Unicode(folded_class(class, fold))),
        HirKind::Look(look) => Hir::look(match look {
            Look::Start | Look::StartCRLF => Look::StartLF,
            Look::End | Look::EndCRLF => Look::EndLF,
            other => *other,
        }),
        HirKind::Repetition(repetition) => Hir::repetition(hir::Repetition {
            min: repetition.min,
            max: repetition.max,
            greedy: repetition.greedy,
            sub: Box::new(line_wise(&repetition.sub, fold)),
        }),
        // What a group caught is never asked for.
        HirKind::Capture(capture) => line_wise(&capture.sub, fold),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(|part| line_wise(part, fold)).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(|part| line_wise(part, fold)).collect()),
    }
}

/// The class with what its characters fold to, and without the line break.
fn folded_class(class: &Class, fold: fn(&str) -> String) -> hir::ClassUnicode {
    let mut folded = match class {
        Class::Unicode(class) => class.clone(),
        Class::Bytes(class) => class.to_unicode_class().unwrap_or_else(hir::ClassUnicode::empty),
    };
    let characters: usize = folded.iter().map(hir::ClassUnicodeRange::len).sum();
    if characters <= SMALL_CLASS {
        let all: Vec<char> = folded.iter().flat_map(|range| range.start()..=range.end()).collect();
        for c in all {
            let image = fold(c.encode_utf8(&mut [0; 4]));
            let mut chars = image.chars();
            if let (Some(only), None) = (chars.next(), chars.next()) {
                folded.push(hir::ClassUnicodeRange::new(only, only));
            }
        }
    }
    folded.difference(&hir::ClassUnicode::new([hir::ClassUnicodeRange::new('\n', '\n')]));
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, yes: &[&str], no: &[&str]) {
        let FoldedRegex { regex, cased, required, .. } =
            compile(pattern, ByteRange::new(0, pattern.len() + 2)).unwrap();
        let fold = if cased { fold_cased } else { fold };
        for (texts, expected) in [(yes, true), (no, false)] {
            for text in texts {
                let line = fold(text);
                assert_eq!(regex.is_match(&line), expected, "/{pattern}/ in {text}");
                let lower = line.to_lowercase();
                assert!(!expected || required.as_ref().is_none_or(|letters| letters.find(lower.as_bytes()).is_some()));
                let lines = format!("zzz\n{line}\nzzz");
                let found = regex.find(&lines);
                assert!(found.is_none_or(|found| !found.as_str().contains('\n')), "/{pattern}/ crosses lines");
            }
        }
    }

    #[test]
    fn smart_case_and_folding() {
        check("dr[ua]gs?", &["drug", "DRAGS"], &["drogs"]);
        check("Trump", &["Trump"], &["trump"]);
        check("señor", &["Senor", "SEÑOR", "sen\u{303}or"], &["sener"]);
        check("[éü]n", &["en", "Ün"], &["on"]);
        check("don’t", &["don't", "DON‘T"], &["dont"]);
        check("[A-Z]{2}", &["NATO"], &["nato"]);
        check("\\p{Lu}x", &["Éx"], &["éx"]);
        check("(?i)TRUMP", &["trump", "Trump"], &["tramp"]);
        check("\\W\\S\\D", &["a -x"], &["aaa"]);
    }

    #[test]
    fn anchors_are_the_ends_of_the_quotation() {
        check("^we", &["We will"], &["so we"]);
        check("will$", &["we will"], &["will we"]);
        check("\\Awe will\\z", &["We will"], &["we willing"]);
        check("^$", &[""], &["x"]);
    }

    #[test]
    fn nothing_crosses_a_line() {
        check("z[^a]z", &["zbz"], &["zaz"]);
        check("z\\sx", &["z x", "z\n\nx"], &["zx"]);
        check("(?s)z.z", &["z-z"], &["zz"]);
        check("a[^ ]b", &["a-b"], &["a b"]);
        check("a\\nb", &["a\nb", "a b"], &["ab"]);
    }

    #[test]
    fn what_every_match_holds_is_known() {
        let required = |pattern: &str| {
            let regex = compile(pattern, ByteRange::new(0, pattern.len())).unwrap();
            regex.required.map(|letters| String::from_utf8(letters.needle().to_vec()).unwrap())
        };
        assert_eq!(required("\\bth\\w+ hon").as_deref(), Some(" hon"));
        assert_eq!(required("[A-Z]\\w+ President").as_deref(), Some(" president"));
        assert_eq!(required("\\w(war )+x?").as_deref(), Some("war "));
        assert_eq!(required("President [A-Z]"), None, "the crate looks for its beginning");
        assert_eq!(required("(war|peace) and"), None);
        assert_eq!(required("war|peace"), None);
        assert_eq!(required("(war)?"), None);
    }

    #[test]
    fn what_is_no_regex_says_where() {
        let error = compile("dr[ua", ByteRange::new(10, 16)).unwrap_err();
        assert_eq!((error.message.as_str(), error.at.start), ("regex: unclosed character class", 13));
        assert!(compile("(\\w{1000}){1000}", ByteRange::new(0, 18)).unwrap_err().message.contains("too big"));
        assert!(compile(&"(".repeat(5000), ByteRange::new(0, 5002)).is_err());
    }
}
