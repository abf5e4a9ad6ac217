//! The query of a command line: its words joined, understood, and, on a terminal, told back where a shell may have
//! taken something away.

use super::{Context, Error};
use crate::query::{self, Query};

/// The query that the words make, joined by blanks.
///
/// # Errors
/// When it cannot be understood: the message shows the place.
pub(super) fn query(words: &[String], context: &Context) -> Result<Query, Error> {
    let text = words.join(" ");
    let query = query::parse(&text).map_err(|error| {
        let drawn = error.drawn(&text).replace('\n', "\n  ");
        let told = Error::usage(format!("{}\n  {drawn}", error.message));
        match error.hint {
            Some(hint) => told.hint(hint),
            None => told,
        }
    })?;
    if context.stderr_is_terminal
        && let Some(meant) = words.iter().find_map(|word| lost_quotes(word))
    {
        context.say(format!("read as: {query} (each word for itself)"));
        context.hint(format!("for the words together: {}", super::meant::shell_word(&meant)));
    }
    Ok(query)
}

/// What `word`, one word of the shell, would be if marks around its blanks had not been taken for the shell's own:
/// `in the future` was perhaps `"in the future"`, `speaker:Donald Trump` perhaps `speaker:"Donald Trump"`. Whoever
/// writes marks, brackets, operators or several fields into one word of the shell knows about shells.
fn lost_quotes(word: &str) -> Option<String> {
    let words: Vec<&str> = word.split_whitespace().collect();
    let is_sign = |word: &&str| {
        matches!(*word, "OR" | "AND" | "NOT")
            || word.starts_with(['-', '(', '/', '"', '“', '”', '„'])
            || word.contains(":\"")
            || word.contains(":/")
    };
    if words.len() < 2 || words.iter().any(is_sign) || words[1..].iter().any(|word| word.contains(':')) {
        return None;
    }
    let field =
        words[0].split_once(':').filter(|(name, value)| query::Field::from_name(name).is_some() && !value.is_empty());
    Some(match field {
        Some((name, _)) => format!("{name}:{}", query::syntax::quoted(&word[name.len() + 1..])),
        None => query::syntax::quoted(word),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_quotes_are_noticed() {
        for (word, meant) in [
            ("in the near future", Some("\"in the near future\"")),
            ("speaker:Donald Trump", Some("speaker:\"Donald Trump\"")),
            ("speaker:\"Donald Trump\"", None),
            ("drugs speaker:trump", None),
            ("drugs -honour", None),
            ("drugs OR honour", None),
            ("drugs", None),
            ("/in the/", None),
        ] {
            assert_eq!(lost_quotes(word).as_deref(), meant, "{word}");
        }
    }
}
