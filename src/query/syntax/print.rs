//! The way back: a tree as the text that parses to it. The tests stand beside the parser, for they hold the two
//! together.

use std::fmt::{self, Display as _};

use super::{Node, Term, Value, is_blank};

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any(parts) => list(f, parts, " OR "),
            Self::All(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        f.write_str(" ")?;
                    }
                    if matches!(part, Self::Any(_)) { grouped(f, part)? } else { part.fmt(f)? }
                }
                Ok(())
            }
            Self::Not(inner) => match &**inner {
                Self::All(_) | Self::Any(_) => {
                    f.write_str("-")?;
                    grouped(f, inner)
                }
                Self::Term(term) if !term.starts_with_dash() => write!(f, "-{term}"),
                other => write!(f, "NOT {other}"),
            },
            Self::Term(term) => term.fmt(f),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, parts: &[Node], between: &str) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            f.write_str(between)?;
        }
        part.fmt(f)?;
    }
    Ok(())
}

fn grouped(f: &mut fmt::Formatter<'_>, node: &Node) -> fmt::Result {
    let inner = node.to_string();
    // A word with an open bracket in it would take the closing one for its own.
    let gap = if inner.ends_with(is_blank) || !inner.contains('(') { "" } else { " " };
    write!(f, "({inner}{gap})")
}

impl Term {
    fn starts_with_dash(&self) -> bool {
        self.field.is_none() && matches!(&self.value, Value::Word(word) if word.starts_with('-'))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = &self.field {
            write!(f, "{name}:")?;
        }
        self.value.fmt(f)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Phrase(words) => f.write_str(&quoted(words)),
            Self::Exact(words) if is_plain(words) => write!(f, "={words}"),
            Self::Exact(words) => write!(f, "={}", quoted(words)),
            Self::Regex(pattern) => {
                f.write_str("/")?;
                let mut chars = pattern.chars();
                while let Some(c) = chars.next() {
                    match c {
                        '/' => f.write_str("\\/")?,
                        '\\' => {
                            f.write_str("\\")?;
                            chars.next().map_or(Ok(()), |c| write!(f, "{c}"))?;
                        }
                        c => write!(f, "{c}")?,
                    }
                }
                f.write_str("/")
            }
        }
    }
}

/// `words` as a phrase of the query language.
#[must_use]
pub fn quoted(words: &str) -> String {
    let mut text = String::with_capacity(words.len() + 2);
    text.push('"');
    for c in words.chars() {
        if c == '"' || c == '\\' {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
    text
}

/// Whether `words` can stand after `=` without marks.
fn is_plain(words: &str) -> bool {
    !words.is_empty() && words.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}
