//! The commands of the line mode: one table, from which its help and its prompt are made.

use crate::tui::keymap::{self, Action};

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// A command of the explorer; what is written after it answers the prompt that it opens.
    Do(Action),
    /// Confirms or rejects, and goes on to the next quotation.
    Decide(Action),
    /// Changes who said it.
    Speaker,
    /// Changes how it is quoted.
    Kind,
    /// Searches.
    Search,
    /// Sorts, by what is written after it.
    Sort,
    /// Lists the rows of the first pane and takes one.
    Groups,
    /// Reads a paragraph of the article.
    Paragraph,
    /// Copies.
    Copy,
    /// Checks a draft.
    Verify,
    /// A command by name.
    Palette,
    /// Says the quotation again.
    Again,
    /// The help.
    Help,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its letter.
    pub key: char,
    /// Its name, which can be written instead.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// What it does, for the program.
    pub run: Run,
}

const fn row(key: char, name: &'static str, run: Run, doc: &'static str) -> Row {
    Row { key, name, doc, run }
}

/// What stands before every answer: the commands that are used most.
pub const PROMPT: &str = "[c x e * n b f q ?]";

/// All commands, in the order of the help.
pub const ROWS: [Row; 31] = [
    row('c', "confirm", Run::Decide(Action::Confirm), "confirm these words and this speaker; again to take it back"),
    row('x', "reject", Run::Decide(Action::Reject), "reject; again to take it back"),
    row('e', "edit", Run::Speaker, "change who said it: e NAME, or e alone for a list"),
    row('k', "kind", Run::Kind, "change the kind: k direct, k mixed, k indirect or k turn"),
    row('*', "star", Run::Do(Action::Star), "star, or remove the star"),
    row('t', "tags", Run::Do(Action::Tags), "set the tags: t ONE, TWO; t - removes them"),
    row('m', "note", Run::Do(Action::Note), "write a note: m WORDS; m - removes it"),
    row('n', "next", Run::Do(Action::Down), "next quotation; a number goes to that one"),
    row('b', "back", Run::Do(Action::Up), "previous quotation"),
    row('f', "filter", Run::Do(Action::Filter), "filter: f QUERY, in the query language"),
    row('F', "clear", Run::Do(Action::ClearFilter), "clear the filter"),
    row('/', "search", Run::Search, "search for words: /WORDS; / alone goes to the next match"),
    row('g', "groups", Run::Groups, "list speakers and take one; g articles, g months and so on list others"),
    row('s', "sort", Run::Sort, "sort: s article, date, speaker, length or confidence; - before it reverses"),
    row('r', "review", Run::Do(Action::Review), "review what nobody has reviewed, least certain first; again to leave"),
    row('i', "why", Run::Do(Action::Why), "why the program names this speaker"),
    row('p', "paragraph", Run::Paragraph, "read the paragraph; p NUMBER reads another of the article"),
    row('u', "undo", Run::Do(Action::Undo), "undo the last edit"),
    row('U', "redo", Run::Do(Action::Redo), "redo what was undone"),
    row('=', "versions", Run::Do(Action::Versions), "list the versions of the quotation in other articles"),
    row('v', "verify", Run::Verify, "check the quotations of a draft: v draft.md"),
    row(
        'a',
        "add",
        Run::Do(Action::AddArticle),
        "add an article: a PATH or a LINK; after --indirect also with reported speech",
    ),
    row('d', "details", Run::Do(Action::ArticleDetails), "change title, outlet, date, author and URL of the article"),
    row('D', "remove", Run::Do(Action::RemoveArticle), "remove the article with its quotations; asks first"),
    row('A', "missed", Run::Do(Action::AddQuotation), "add a quotation that was missed: A ITS WORDS"),
    row('w', "write", Run::Do(Action::Write), "write the listed quotations to a file: w report.html"),
    row('y', "copy", Run::Copy, "copy: y q the quotation, y c with its source, y m Markdown, y j JSON, y u a link"),
    row(':', "command", Run::Palette, "any command of the explorer by name"),
    row('.', "again", Run::Again, "say the quotation again, with its article; so does an empty line"),
    row('q', "quit", Run::Do(Action::Quit), "quit; everything is saved"),
    row('?', "help", Run::Help, "this list"),
];

/// What messages call the command for `action`: its letter, else its name in the palette.
#[must_use]
pub fn hint(action: Action) -> String {
    let is_it = |run: Run| match run {
        Run::Do(own) | Run::Decide(own) => own == action,
        Run::Speaker => action == Action::Edit,
        Run::Search => action == Action::Search,
        Run::Sort => action == Action::Sort,
        Run::Groups => action == Action::NextGrouping,
        Run::Copy => action == Action::Copy,
        Run::Verify => action == Action::Verify,
        Run::Palette => action == Action::Palette,
        Run::Help => action == Action::Help,
        Run::Kind | Run::Paragraph | Run::Again => false,
    };
    let row = ROWS.iter().find(|row| is_it(row.run));
    row.map_or_else(|| format!(":{}", keymap::command(action).name), |row| row.key.to_string())
}

/// What a person wrote.
#[derive(Debug, PartialEq, Eq)]
pub enum Typed<'a> {
    /// A command, and what stands after it.
    Command(Run, &'a str),
    /// The number of a quotation.
    Number(usize),
    /// No command.
    Unknown,
}

/// Reads a line.
#[must_use]
pub fn typed(line: &str) -> Typed<'_> {
    let line = line.trim();
    if line.is_empty() {
        return Typed::Command(Run::Again, "");
    }
    if let Ok(number) = line.parse() {
        return Typed::Number(number);
    }
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let mut letters = word.chars();
    let first = letters.next().unwrap_or_default();
    let alone = letters.as_str().is_empty();
    let found = ROWS.iter().find(|row| if alone { row.key == first } else { row.name == word.to_lowercase() });
    if let Some(row) = found {
        return Typed::Command(row.run, rest.trim());
    }
    // What is searched for, and a command's name, may follow their sign at once.
    match first {
        '/' => Typed::Command(Run::Search, line[1..].trim()),
        ':' => Typed::Command(Run::Palette, line[1..].trim()),
        _ => Typed::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Typed<'_>) {
        assert_eq!(typed(line), expected, "{line}");
    }

    #[test]
    fn lines_are_commands() {
        check("c", Typed::Command(Run::Decide(Action::Confirm), ""));
        check(" e  Ann Bell ", Typed::Command(Run::Speaker, "Ann Bell"));
        check("/two words", Typed::Command(Run::Search, "two words"));
        check("/ two words", Typed::Command(Run::Search, "two words"));
        check(":sort -date", Typed::Command(Run::Palette, "sort -date"));
        check("Filter is:star", Typed::Command(Run::Do(Action::Filter), "is:star"));
        check("12", Typed::Number(12));
        check("", Typed::Command(Run::Again, ""));
        check("zz", Typed::Unknown);
        check("ö", Typed::Unknown);
    }

    #[test]
    fn messages_name_the_commands_of_the_line_mode() {
        assert_eq!(hint(Action::Redo), "U");
        assert_eq!(hint(Action::Edit), "e");
        assert_eq!(hint(Action::Problems), ":problems");
    }

    #[test]
    fn every_command_has_its_own_letter_and_name() {
        for (at, one) in ROWS.iter().enumerate() {
            assert!(ROWS[at + 1..].iter().all(|other| other.key != one.key && other.name != one.name), "{}", one.name);
        }
        for key in PROMPT.trim_matches(['[', ']']).split(' ') {
            assert!(ROWS.iter().any(|row| key == row.key.to_string()), "{key}");
        }
    }
}
