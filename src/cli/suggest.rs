//! What was meant: a mistyped command, an article given as a store, a store before the command.
//!
//! The first word is a store unless it is a command, so a slip of the fingers would open a store of that name. This
//! file looks for what the person more likely meant, and says so instead.

use std::ffi::OsString;
use std::path::Path;

use clap::Command;
use clap::error::ErrorKind;

use super::{Cli, Error};
use crate::read::is_article_name;

/// Checks the store that was named on the command line before anything is done with it.
pub(super) fn check(command: &Command, cli: &Cli, arguments: &[OsString]) -> Result<(), Error> {
    match (&cli.explored, &cli.store, &cli.command) {
        (Some(first), None, Some(_)) => Err(store_before_command(command, first, arguments)),
        (Some(first), Some(second), _) if first != second => {
            check_word(command, first)?;
            let message = format!("two stores were named: {} and {}", first.display(), second.display());
            Err(Error::usage(message).hint("`verbatim STORE` explores one; `--store STORE` names it for a command"))
        }
        (Some(word), _, None) => check_word(command, word),
        (None, Some(store), _) => check_store(store),
        _ => Ok(()),
    }
}

/// A store named by the first word.
fn check_word(command: &Command, word: &Path) -> Result<(), Error> {
    check_store(word)?;
    if is_store_name(word) || word.exists() {
        return Ok(());
    }
    let word = word.display().to_string();
    let error = Error::usage(format!("there is no command and no store called `{word}`"));
    Err(match meant(command, &word) {
        Some(verb) => error.hint(format!("did you mean `verbatim {verb}`?")),
        None => error.hint("`verbatim --help` lists the commands; for a new store, use a name like NAME.yaml"),
    })
}

/// A store must not be an article: it would be searched for quotations in vain, or YAML be added to it.
pub(super) fn check_store(store: &Path) -> Result<(), Error> {
    let shown = shell_word(&store.display().to_string());
    let meant =
        format!("`verbatim add {shown}` adds its quotations to the store, `verbatim extract {shown}` prints them");
    let is_article = |path: &Path| path.file_name().is_some_and(|name| is_article_name(&name.to_string_lossy()));
    if is_article(store) && !store.is_dir() {
        let what = if store.exists() { "an article" } else { "the name of an article" };
        return Err(Error::usage(format!("{} is {what}, not a store", store.display())).hint(meant));
    }
    Ok(())
}

/// What came through a pipe to be explored and holds no quotation: often an article itself.
pub(super) fn check_piped(bytes: &[u8]) -> Result<(), Error> {
    const KEYS: [&[u8]; 4] = [b"quotes:", b"article:", b"speakers:", b"---"];
    let mut lines = bytes.split(|&byte| byte == b'\n');
    let is_store = lines.any(|line| KEYS.iter().any(|key| line.starts_with(key)));
    if is_store || bytes.trim_ascii().is_empty() {
        return Ok(());
    }
    Err(Error::usage("what came through the pipe is not a store; it looks like an article")
        .hint("`verbatim extract article.txt | verbatim -` explores the quotations of an article"))
}

/// What was meant by `verbatim STORE COMMAND …`.
fn store_before_command(command: &Command, store: &Path, arguments: &[OsString]) -> Error {
    let mut words: Vec<String> = arguments.iter().skip(1).map(|word| shell_word(&word.to_string_lossy())).collect();
    let shown = shell_word(&store.display().to_string());
    if let Some(at) = words.iter().position(|word| *word == shown) {
        words.remove(at);
    }
    let verb = words.iter().position(|word| command.find_subcommand(word).is_some()).map_or(0, |at| at + 1);
    words.insert(verb, format!("--store {shown}"));
    Error::usage("the store goes after the command, as an option")
        .hint(format!("did you mean `verbatim {}`?", words.join(" ")))
}

/// What to say instead of clap's `error`, when the first word is neither a command nor a store.
pub(super) fn instead_of(command: &Command, arguments: &[OsString], error: &clap::Error) -> Option<Error> {
    if !matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand) {
        return None;
    }
    let word = arguments.get(1)?.to_str()?;
    if let Some(verb) = command.find_subcommand(word) {
        return query_as_words(verb, error);
    }
    let path = Path::new(word);
    if !word.starts_with('-') {
        if let Err(error) = check_store(path) {
            return Some(error);
        }
        if !path.exists() && !is_store_name(path) {
            let unknown = Error::usage(format!("there is no command `{word}`"));
            let Some(verb) = meant(command, word) else {
                return Some(unknown.hint("`verbatim --help` lists the commands"));
            };
            let rest = arguments[2..].iter().map(|argument| shell_word(&argument.to_string_lossy()));
            let line: Vec<String> = ["verbatim".to_owned(), verb.to_owned()].into_iter().chain(rest).collect();
            return Some(unknown.hint(format!("did you mean `{}`?", line.join(" "))));
        }
    }
    of_list(command, error)
}

/// Whether a word looks like the name of a store rather than of a command.
fn is_store_name(path: &Path) -> bool {
    path.extension().is_some() || path.components().count() > 1 || path == Path::new("-")
}

/// What to say of `--query`, which only the explorer has, to a command that takes its query as words.
fn query_as_words(verb: &Command, error: &clap::Error) -> Option<Error> {
    let asked = matches!(error.get(clap::error::ContextKind::InvalidArg),
        Some(clap::error::ContextValue::String(option)) if option.split('=').next() == Some("--query"));
    let words = verb.get_positionals().any(|argument| argument.get_id() == "query");
    let name = verb.get_name();
    (asked && words).then(|| {
        Error::usage(format!("`{name}` has no --query: the words after it are the query"))
            .hint(format!("`verbatim {name} QUERY…`"))
    })
}

/// What to say of an option of `list` that is given to the explorer.
fn of_list(command: &Command, error: &clap::Error) -> Option<Error> {
    let Some(clap::error::ContextValue::String(option)) = error.get(clap::error::ContextKind::InvalidArg) else {
        return None;
    };
    let name = option.strip_prefix("--")?.split('=').next()?;
    let list = command.find_subcommand("list")?;
    list.get_arguments().find(|argument| argument.get_long() == Some(name))?;
    Some(
        Error::usage(format!("the explorer has no --{name}"))
            .hint(format!("`verbatim list --{name} …` prints quotations")),
    )
}

/// The words of other programs for what is done here.
const OTHER_WORDS: [(&str, &[&str]); 9] = [
    ("list", &["search", "find", "grep", "query", "show", "print", "ls", "cat", "export", "filter"]),
    ("add", &["import", "ingest", "insert", "file", "load"]),
    ("extract", &["parse", "read", "run"]),
    ("remove", &["rm", "delete", "del", "drop"]),
    ("refresh", &["update", "renew", "reextract"]),
    ("check", &["verify", "validate", "lint", "test", "fsck", "fix"]),
    ("stats", &["count", "top", "summary", "report"]),
    ("speakers", &["merge", "rename", "split", "people", "who"]),
    ("completions", &["completion"]),
];

/// The command that `word` was most likely meant for.
fn meant<'c>(command: &'c Command, word: &str) -> Option<&'c str> {
    let other = OTHER_WORDS.iter().find(|(_, words)| words.contains(&word.to_lowercase().as_str()));
    let other = other.and_then(|(verb, _)| command.find_subcommand(verb)).map(Command::get_name);
    other.or_else(|| nearest(command, word))
}

/// The command that `word` was most likely a slip for: one that begins so, else the nearest if it is near enough for a
/// slip of the fingers.
fn nearest<'c>(command: &'c Command, word: &str) -> Option<&'c str> {
    let word = word.to_lowercase();
    let names = || command.get_subcommands().filter(|verb| !verb.is_hide_set()).map(Command::get_name);
    let beginning = names().find(|name| word.chars().count() >= 2 && name.starts_with(&word));
    beginning.or_else(|| {
        let (distance, name) = names().map(|name| (strsim::damerau_levenshtein(&word, name), name)).min()?;
        (distance <= name.len().div_ceil(3)).then_some(name)
    })
}

/// `word` as a POSIX shell has to be given it.
pub(super) fn shell_word(word: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "._-/:=,+@%".contains(character);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command() -> Command {
        Command::new("verbatim").subcommands(["extract", "add", "list", "articles", "stats", "check"].map(Command::new))
    }

    #[test]
    fn an_article_through_the_pipe_is_met_with_the_command_that_was_meant() {
        for article in ["A title\n\n“So it is,” she said.\n", "{\"text\": \"words\"}\n", "- a\n- list\n"] {
            let Err(Error::Message { hint, .. }) = check_piped(article.as_bytes()) else { panic!("{article}") };
            assert!(hint.unwrap_or_default().contains("verbatim extract article.txt | verbatim -"));
        }
        for store in ["", "\n", "quotes: []\n", "---\narticle:\n  id: a\n", "speakers: []\n", "# a\nquotes:\n"] {
            assert!(check_piped(store.as_bytes()).is_ok(), "{store}");
        }
    }

    #[test]
    fn slips_are_understood_and_other_words_are_not() {
        for (word, verb) in [
            ("lst", Some("list")),
            ("lsit", Some("list")),
            ("List", Some("list")),
            ("extarct", Some("extract")),
            ("ad", Some("add")),
            ("article", Some("articles")),
            ("stat", Some("stats")),
            ("ex", Some("extract")),
            ("quotes", None),
            ("my-store", None),
            ("search", Some("list")),
            ("Import", Some("add")),
            ("verify", Some("check")),
        ] {
            assert_eq!(meant(&command(), word), verb, "{word}");
        }
    }

    #[test]
    fn words_are_quoted_for_a_shell_where_they_need_it() {
        assert_eq!(shell_word("speaker:trump"), "speaker:trump");
        assert_eq!(shell_word("it's here"), r"'it'\''s here'");
        assert_eq!(shell_word(""), "''");
    }

    #[test]
    fn an_article_is_no_store() {
        let folder = tempfile::tempdir().unwrap();
        let article = folder.path().join("a.txt");
        std::fs::write(&article, "words").unwrap();
        let Err(Error::Message { message, hint }) = check_store(&article) else { panic!("taken for a store") };
        assert!(message.ends_with("is an article, not a store"), "{message}");
        assert!(hint.unwrap().starts_with("`verbatim add "));
        assert!(check_store(&folder.path().join("b.yaml")).is_ok());
        assert!(check_store(folder.path()).is_ok());
    }
}
