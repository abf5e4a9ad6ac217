//! The query of a command line: its words joined, understood, and, on a terminal, told back where a shell may have
//! taken something away.

use super::suggest::shell_word;
use super::{Context, Error};
use crate::query::{self, LeftOut, Query};

/// The query that the words make, joined by spaces.
///
/// # Errors
/// When it cannot be understood: the message shows the place.
pub(super) fn query(words: &[String], context: &Context) -> Result<Query, Error> {
    let text = words.join(" ");
    let query = query::balanced(&text).map_err(|error| {
        let drawn = error.drawn(&text).replace('\n', "\n  ");
        let usage = Error::usage(format!("{}\n  {drawn}", error.message));
        match error.hint {
            Some(hint) => usage.hint(hint),
            None => usage,
        }
    })?;
    if query.says_marked() {
        return Err(Error::usage("`is:marked` works only in the explorer: marks are not saved")
            .hint("`is:star` finds starred quotations"));
    }
    if !context.stderr_is_terminal {
        return Ok(query);
    }
    if let Some(meant) = words.iter().find_map(|word| lost_quotes(word)) {
        context.say(format!("read as: {query} (each word on its own)"));
        context.hint(format!("to find the words together: {}", shell_word(&meant)));
    } else if let Some(name) = lost_value(&text) {
        context.say(format!("read as: {query} (`{name}:` is a word here, not a field)"));
        context.hint(format!("no space after the colon: {name}:VALUE"));
    }
    Ok(query)
}

/// Says on a terminal, where nothing was found, what else the words may have meant.
pub(super) fn hint_for_nothing(words: &[String], context: &Context) {
    if !context.stderr_is_terminal {
        return;
    }
    if let Some(meant) = split_value(words) {
        context.hint(format!("to find the words together: {}", shell_word(&meant)));
    }
    if let Some(meant) = words.iter().find_map(|word| flagged(word)) {
        context.hint(format!("flags go inside the regular expression: {}", shell_word(&meant)));
    }
}

/// What `/drugs/i` would be in this language.
fn flagged(word: &str) -> Option<String> {
    let (regex, flags) = word.strip_prefix('/')?.rsplit_once('/')?;
    let known = !flags.is_empty() && flags.chars().all(|flag| "imsxu".contains(flag)) && !regex.contains('/');
    known.then(|| format!("/(?{flags}){regex}/")).filter(|meant| query::parse(meant).is_ok())
}

/// A field that stands alone, its value perhaps behind a blank: `speaker: trump`.
fn lost_value(text: &str) -> Option<&str> {
    let names = text.split_whitespace().filter_map(|word| word.strip_prefix('-').unwrap_or(word).strip_suffix(':'));
    names.into_iter().find(|name| *name == "sort" || query::Field::from_name(name).is_some())
}

/// What the words would be if the plain ones behind a field belonged to its value: `speaker:gustavo petro`.
fn split_value(words: &[String]) -> Option<String> {
    let plain = |word: &&String| {
        let special = |c: char| c.is_whitespace() || "():\"“”„/".contains(c);
        !word.contains(special) && !word.starts_with('-') && !matches!(word.as_str(), "OR" | "AND" | "NOT")
    };
    let (at, name, value) = words.iter().enumerate().find_map(|(at, word)| {
        let (name, value) = word.split_once(':')?;
        let known = query::Field::from_name(name.strip_prefix('-').unwrap_or(name)).is_some();
        (known && plain(&&value.to_owned()) && !value.is_empty()).then_some((at, name, value))
    })?;
    let rest: Vec<&str> = words[at + 1..].iter().take_while(plain).map(String::as_str).collect();
    let meant = format!("{name}:{}", query::syntax::quoted(&[&[value], rest.as_slice()].concat().join(" ")));
    (!rest.is_empty() && query::parse(&meant).is_ok()).then_some(meant)
}

/// What `word`, one word of the shell, would be if marks around its spaces had not been taken for the shell's own:
/// `in the future` was perhaps `"in the future"`, `speaker:Donald Trump` perhaps `speaker:"Donald Trump"`. The one who
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
    let meant = match field {
        Some((name, _)) => format!("{name}:{}", query::syntax::quoted(&word[name.len() + 1..])),
        None => query::syntax::quoted(word),
    };
    // A field that takes one of a few words takes no phrase.
    query::parse(&meant).is_ok().then_some(meant)
}

/// Says how many matches were left out because they are rejected or denied.
pub(super) fn say_left_out(left_out: LeftOut, context: &Context) {
    let LeftOut { rejected, denied } = left_out;
    let parts = [(rejected, "rejected"), (denied, "denied")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    if !parts.is_empty() {
        context.say(format!("left out: {} (`--all` includes them)", parts.join(", ")));
    }
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
            ("kind:direct petro", None),
        ] {
            assert_eq!(lost_quotes(word).as_deref(), meant, "{word}");
        }
    }

    #[test]
    fn flags_of_other_languages_are_noticed() {
        assert_eq!(flagged("/Drugs/i").as_deref(), Some("/(?i)Drugs/"));
        for word in ["/drugs/", "/a/b/i", "drugs/i", "/and/or", "/"] {
            assert_eq!(flagged(word), None, "{word}");
        }
    }

    #[test]
    fn a_value_behind_a_blank_is_noticed() {
        for (text, name) in [
            ("speaker: trump", Some("speaker")),
            ("drugs -by:", Some("by")),
            ("sort:", Some("sort")),
            ("he said: no", None),
            ("speaker:trump", None),
        ] {
            assert_eq!(lost_value(text), name, "{text}");
        }
    }

    #[test]
    fn a_name_of_two_words_is_put_together() {
        for (words, meant) in [
            ("speaker:gustavo petro", Some("speaker:\"gustavo petro\"")),
            ("drugs by:gustavo petro -war", Some("by:\"gustavo petro\"")),
            ("speaker:petro -war", None),
            ("speaker:petro OR war", None),
            ("kind:direct petro", None),
            ("petro war", None),
        ] {
            let split: Vec<String> = words.split(' ').map(str::to_owned).collect();
            assert_eq!(split_value(&split).as_deref(), meant, "{words}");
        }
    }
}
