//! Query words and options on one command line, and numbers before words in what is said.
//!
//! A query is all the words after the command, and a word that begins with a single `-` is a negation. clap would read
//! `-honour` as the option `-h`, so the options are moved before `--` and the words behind it, each in their order,
//! before clap sees them.

use std::ffi::OsString;

use clap::Command;

/// The id of the argument that holds a query's words.
const QUERY: &str = "query";

/// `verbatim help list` as `verbatim list --help`: a command of that name would stand where a store may.
pub(super) fn help_last(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|word| word == "help") {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

/// The value of an option that is a number.
///
/// # Errors
/// When it is none.
pub(super) fn number(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| "expected a whole number".to_owned())
}

/// The value of an option that is a number from 1 on.
///
/// # Errors
/// When it is none.
pub(super) fn at_least_one(text: &str) -> Result<usize, String> {
    number(text).ok().filter(|&number| number > 0).ok_or_else(|| "expected a whole number, 1 or more".to_owned())
}

/// `arguments` with the options of a verb that takes a query first, then `--`, then its words.
pub(super) fn options_first(command: &Command, arguments: Vec<OsString>) -> Vec<OsString> {
    let Some((place, verb)) = find_verb(command, &arguments) else { return arguments };
    if !verb.get_positionals().any(|argument| argument.get_id() == QUERY) {
        return arguments;
    }
    let mut arguments = arguments.into_iter();
    let mut ordered: Vec<OsString> = arguments.by_ref().take(place + 1).collect();
    let mut words = Vec::new();
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            words.extend(arguments.by_ref());
        } else if is_long(&argument) {
            let value = takes_value_after(&argument, &[verb, command]);
            ordered.push(argument);
            if value {
                ordered.extend(arguments.next());
            }
        } else if argument == "-h" || argument == "-V" {
            ordered.push(argument);
        } else {
            words.push(argument);
        }
    }
    if !words.is_empty() {
        ordered.push("--".into());
        ordered.extend(words);
    }
    ordered
}

/// The verb on the command line and its place there: the first word that is no option nor the value of one.
fn find_verb<'c>(command: &'c Command, arguments: &[OsString]) -> Option<(usize, &'c Command)> {
    let mut place = 1;
    while let Some(argument) = arguments.get(place) {
        if is_long(argument) && argument != "--" {
            place += if takes_value_after(argument, &[command]) { 2 } else { 1 };
        } else {
            return Some((place, command.find_subcommand(argument)?));
        }
    }
    None
}

fn is_long(argument: &OsString) -> bool {
    argument.as_encoded_bytes().starts_with(b"--")
}

/// Whether the word after `argument` is its value: one of `commands` has the option, it takes a value, and none was
/// joined to it by `=`.
fn takes_value_after(argument: &OsString, commands: &[&Command]) -> bool {
    let Some(name) = argument.to_str().and_then(|argument| argument.strip_prefix("--")) else { return false };
    let mut options = commands.iter().flat_map(|command| command.get_arguments());
    // The value of an option that is one without a value too is always joined to it.
    let takes_next = |option: &clap::Arg| option.get_action().takes_values() && !option.is_require_equals_set();
    options.any(|option| option.get_long() == Some(name) && takes_next(option))
}

#[cfg(test)]
mod tests {
    use clap::{Arg, ArgAction};

    use super::*;

    fn command() -> Command {
        let store = Arg::new("store").long("store").global(true);
        let list = Command::new("list")
            .arg(Arg::new("format").long("format"))
            .arg(Arg::new("count").long("count").action(ArgAction::SetTrue))
            .arg(Arg::new("kwic").long("kwic").num_args(0..=1).require_equals(true))
            .arg(Arg::new(QUERY).num_args(..));
        let add = Command::new("add").arg(Arg::new("input").num_args(..));
        Command::new("verbatim").arg(store).subcommands([list, add])
    }

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let arguments = line.split(' ').map(OsString::from).collect();
        let ordered = options_first(&command(), arguments);
        assert_eq!(ordered.join(std::ffi::OsStr::new(" ")), expected);
    }

    #[test]
    fn a_word_with_one_dash_is_a_negation() {
        check("verbatim list drugs -honour", "verbatim list -- drugs -honour");
        check("verbatim list drugs --kwic --format csv", "verbatim list --kwic --format csv -- drugs");
        check("verbatim list --kwic=left drugs", "verbatim list --kwic=left -- drugs");
        check("verbatim list -honour --count -Very", "verbatim list --count -- -honour -Very");
        check("verbatim list -", "verbatim list -- -");
    }

    #[test]
    fn options_stand_anywhere_before_the_two_dashes() {
        check(
            "verbatim --store s list drugs --format csv speaker:trump --store t",
            "verbatim --store s list --format csv --store t -- drugs speaker:trump",
        );
        check("verbatim list --format=csv drugs", "verbatim list --format=csv -- drugs");
        check("verbatim list drugs -- --format csv", "verbatim list -- drugs --format csv");
        check("verbatim list -h", "verbatim list -h");
    }

    #[test]
    fn help_may_be_asked_for_first() {
        let helped = |line: &str| {
            help_last(line.split(' ').map(OsString::from).collect()).join(std::ffi::OsStr::new(" ")).into_string()
        };
        assert_eq!(helped("verbatim help").unwrap(), "verbatim --help");
        assert_eq!(helped("verbatim help list").unwrap(), "verbatim list --help");
        assert_eq!(helped("verbatim list help").unwrap(), "verbatim list help");
    }

    #[test]
    fn other_verbs_are_left_alone() {
        check("verbatim add -x --store s", "verbatim add -x --store s");
        check("verbatim lst -x", "verbatim lst -x");
        check("verbatim --store", "verbatim --store");
    }
}
