//! What can be done in the explorer: one table of commands with their keys. The keys themselves, the help, the hints
//! in the status line, the palette and the README's section are all made from it, so that none of them can be wrong
//! about another.
//!
//! A person may change keys in `config.yaml`; [`Keymap::new`] lays those changes over the table and names what is
//! wrong with them. Keys inside prompts are not here: prompts edit like readline and belong to the prompt.

use std::fmt::Write as _;

use crate::tui::key::Key;

/// Something a person can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "every action is described by its row in the table below")]
pub enum Action {
    Down,
    Up,
    Top,
    Bottom,
    HalfDown,
    HalfUp,
    PageDown,
    PageUp,
    Left,
    Right,
    NextPane,
    PreviousPane,
    Speakers,
    Quotations,
    Context,
    ContextDown,
    ContextUp,
    Zoom,
    Wider,
    Narrower,
    Hide,
    Lines,
    Open,
    Mark,
    MarkRange,
    MarkAll,
    RestoreMarks,
    NextGrouping,
    PreviousGrouping,
    Unpick,
    JumpBack,
    JumpForward,
    Search,
    Next,
    Previous,
    Filter,
    ClearFilter,
    Sort,
    ReverseSort,
    Star,
    Tags,
    Note,
    Edit,
    Kwic,
    NextInArticle,
    PreviousInArticle,
    Merge,
    Confirm,
    Reject,
    ArticleDetails,
    RemoveArticle,
    AddArticle,
    AddQuotation,
    Review,
    Why,
    Versions,
    Verify,
    Undo,
    Redo,
    Copy,
    CopyQuotation,
    CopyCitation,
    CopyMarkdown,
    CopyJson,
    CopyUrl,
    Write,
    Pipe,
    OpenUrl,
    OpenEditor,
    Views,
    SaveView,
    DeleteView,
    Problems,
    Stats,
    Mouse,
    Theme,
    Help,
    Palette,
    Redraw,
    Back,
    Quit,
    Interrupt,
    Suspend,
}

/// Where the keys of a command do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In every pane.
    Anywhere,
    /// After the key of another command.
    After(Action),
}

/// The heading under which the help shows a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Moving about.
    Move,
    /// Panes and what they show.
    Panes,
    /// Finding quotations.
    Find,
    /// Deciding and noting.
    Edit,
    /// Taking things out.
    Out,
    /// The program itself.
    Program,
}

impl Group {
    /// All headings in the order in which the help shows them.
    pub const ALL: [Self; 6] = [Self::Move, Self::Panes, Self::Find, Self::Edit, Self::Out, Self::Program];

    /// The heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "Moving",
            Self::Panes => "Panes",
            Self::Find => "Finding",
            Self::Edit => "Deciding and noting",
            Self::Out => "Copying and writing",
            Self::Program => "The program",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// What it does.
    pub action: Action,
    /// Its name in the palette and in `config.yaml`.
    pub name: &'static str,
    /// The keys it has unless the config says otherwise.
    pub keys: &'static [&'static str],
    /// Where they work.
    pub place: Place,
    /// Its heading in the help.
    pub group: Group,
    /// What it does, for a person.
    pub doc: &'static str,
}

const fn row(
    action: Action,
    group: Group,
    keys: &'static [&'static str],
    name: &'static str,
    doc: &'static str,
) -> Command {
    Command { action, name, keys, place: Place::Anywhere, group, doc }
}

const fn after(
    first: Action,
    action: Action,
    group: Group,
    keys: &'static [&'static str],
    name: &'static str,
    doc: &'static str,
) -> Command {
    Command { action, name, keys, place: Place::After(first), group, doc }
}

/// Every command, in the order in which the help shows them.
pub const COMMANDS: &[Command] = &[
    row(Action::Down, Group::Move, &["j", "Down"], "down", "next row; in the context, scroll down"),
    row(Action::Up, Group::Move, &["k", "Up"], "up", "previous row; in the context, scroll up"),
    row(Action::Top, Group::Move, &["g", "Home"], "top", "first row"),
    row(Action::Bottom, Group::Move, &["G", "End"], "bottom", "last row"),
    row(Action::HalfDown, Group::Move, &["Ctrl-d"], "half-page-down", "half a page down"),
    row(Action::HalfUp, Group::Move, &["Ctrl-u"], "half-page-up", "half a page up"),
    row(
        Action::JumpBack,
        Group::Move,
        &["("],
        "jump-back",
        "back to where the cursor was before a search, undo or filter",
    ),
    row(Action::JumpForward, Group::Move, &[")"], "jump-forth", "and forward again"),
    row(Action::NextInArticle, Group::Move, &["."], "next-in-article", "next quotation of the article"),
    row(Action::PreviousInArticle, Group::Move, &[","], "previous-in-article", "previous quotation of the article"),
    row(Action::PageDown, Group::Move, &["Ctrl-f", "PageDown"], "page-down", "a page down"),
    row(Action::PageUp, Group::Move, &["Ctrl-b", "PageUp"], "page-up", "a page up"),
    row(Action::Left, Group::Panes, &["h", "Left"], "pane-left", "pane to the left"),
    row(Action::Right, Group::Panes, &["l", "Right"], "pane-right", "pane to the right"),
    row(Action::NextPane, Group::Panes, &["Tab"], "next-pane", "next pane"),
    row(Action::PreviousPane, Group::Panes, &["Shift-Tab"], "previous-pane", "previous pane"),
    row(Action::Speakers, Group::Panes, &["1"], "speakers", "first pane; shows it when it is hidden"),
    row(Action::Quotations, Group::Panes, &["2"], "quotations", "quotations pane; shows it when it is hidden"),
    row(Action::Context, Group::Panes, &["3"], "context", "context pane; shows it when it is hidden"),
    row(
        Action::Open,
        Group::Panes,
        &["Enter"],
        "open",
        "from a speaker to the quotations, from a quotation to its context",
    ),
    row(Action::ContextDown, Group::Panes, &["J"], "context-down", "scroll the context down, from any pane"),
    row(Action::ContextUp, Group::Panes, &["K"], "context-up", "scroll the context up, from any pane"),
    row(Action::Zoom, Group::Panes, &["z"], "zoom", "show only the pane in focus, and back"),
    row(Action::Wider, Group::Panes, &[">"], "wider", "make the pane in focus larger"),
    row(Action::Narrower, Group::Panes, &["<"], "narrower", "make the pane in focus smaller"),
    row(Action::Hide, Group::Panes, &["H"], "hide", "hide the pane in focus; its number shows it again"),
    row(Action::Lines, Group::Panes, &["L"], "lines", "columns, two lines, or all lines of each quotation"),
    row(
        Action::NextGrouping,
        Group::Find,
        &["b"],
        "browse",
        "list the next thing in the first pane: speakers, articles, outlets, authors, tags, kinds, months, decisions, cues",
    ),
    row(Action::PreviousGrouping, Group::Find, &["B"], "browse-back", "list the previous thing in the first pane"),
    row(Action::Unpick, Group::Find, &["Backspace"], "unpick", "take back the last pick, whatever it was"),
    row(
        Action::Mark,
        Group::Find,
        &["Space"],
        "mark",
        "pick the speaker (picks add up) or mark the quotation, and move on",
    ),
    row(
        Action::Stats,
        Group::Find,
        &[],
        "stats",
        "counts of the visible quotations by month, speaker and outlet, as bars",
    ),
    row(
        Action::MarkRange,
        Group::Find,
        &["v"],
        "mark-range",
        "start a range of quotations, and again to mark it; in the context, select words",
    ),
    row(Action::MarkAll, Group::Find, &["V"], "mark-all", "mark all visible quotations, or none"),
    after(Action::Top, Action::RestoreMarks, Group::Find, &["m"], "restore-marks", "bring the last marks back"),
    row(Action::Search, Group::Find, &["/"], "search", "search the pane in focus: one text, or /regex/"),
    row(Action::Next, Group::Find, &["n"], "next-match", "next match of the search"),
    row(Action::Previous, Group::Find, &["N"], "previous-match", "previous match of the search"),
    row(
        Action::Kwic,
        Group::Find,
        &[],
        "kwic",
        "keyword in context: the matches of the search or filter aligned, sorted by the words beside them",
    ),
    row(Action::Filter, Group::Find, &["f"], "filter", "filter the quotations with the query language"),
    row(Action::ClearFilter, Group::Find, &["F"], "clear-filter", "clear filter and picks"),
    row(
        Action::Sort,
        Group::Find,
        &["s"],
        "sort",
        "sort by article order, date, speaker, length, confidence; the first pane by count, name, date",
    ),
    row(Action::ReverseSort, Group::Find, &["S"], "reverse-sort", "reverse the order of the quotations"),
    row(Action::Views, Group::Find, &["Ctrl-v"], "open-view", "open a saved view"),
    row(Action::SaveView, Group::Find, &[], "save-view", "save filter and sort under a name"),
    row(Action::DeleteView, Group::Find, &[], "delete-view", "delete a saved view"),
    row(Action::Versions, Group::Find, &["="], "versions", "the same words in other articles, and how they differ"),
    row(Action::Verify, Group::Find, &[], "verify", "check the quotations of a draft, and again whenever it is saved"),
    row(Action::Star, Group::Edit, &["*"], "star", "star, or remove the star"),
    row(Action::Tags, Group::Edit, &["t"], "tags", "edit the tags"),
    row(Action::Note, Group::Edit, &["m"], "note", "edit the note"),
    row(
        Action::Edit,
        Group::Edit,
        &["e"],
        "edit",
        "edit the attribution; in the first pane, the speaker's name or the article",
    ),
    row(
        Action::Merge,
        Group::Edit,
        &[],
        "merge",
        "merge the picked speakers; without picks, those who are likely the same, pair by pair",
    ),
    row(Action::Confirm, Group::Edit, &["c"], "confirm", "confirm: these words, this speaker; again to take it back"),
    row(Action::Reject, Group::Edit, &["x"], "reject", "reject: not to be used; again to take it back"),
    row(Action::Review, Group::Edit, &["r"], "review", "review what nobody has reviewed, least certain first"),
    row(Action::Why, Group::Edit, &["i"], "why", "why: the rule, and how the mention leads to the speaker"),
    row(
        Action::ArticleDetails,
        Group::Edit,
        &[],
        "article-details",
        "edit title, outlet, date, author and URL of the article, or of the picked ones",
    ),
    row(
        Action::RemoveArticle,
        Group::Edit,
        &["D"],
        "remove-article",
        "remove the article, or the picked ones, from the store",
    ),
    row(Action::AddArticle, Group::Edit, &["a"], "add-article", "add an article: a path, a link, or pasted text"),
    row(Action::AddQuotation, Group::Edit, &["A"], "add-quotation", "add a quotation that was missed"),
    row(Action::Undo, Group::Edit, &["u"], "undo", "undo the last edit"),
    row(Action::Redo, Group::Edit, &["Ctrl-r"], "redo", "redo what was undone"),
    row(Action::Copy, Group::Out, &["y"], "copy", "copy; the next key says what"),
    after(Action::Copy, Action::CopyQuotation, Group::Out, &["y"], "copy-quotation", "copy the quotation"),
    after(Action::Copy, Action::CopyCitation, Group::Out, &["c"], "copy-citation", "copy it with speaker and article"),
    after(Action::Copy, Action::CopyMarkdown, Group::Out, &["m"], "copy-markdown", "copy it as Markdown"),
    after(Action::Copy, Action::CopyJson, Group::Out, &["j"], "copy-json", "copy it as JSON"),
    after(
        Action::Copy,
        Action::CopyUrl,
        Group::Out,
        &["u"],
        "copy-url",
        "copy the article's URL, pointing at the words",
    ),
    row(Action::Write, Group::Out, &["w"], "write", "export the marked quotations, else all visible ones, to a file"),
    row(
        Action::Pipe,
        Group::Out,
        &["|"],
        "pipe",
        "pipe the marked quotations, else all visible ones, to a command, one JSON object per line",
    ),
    row(Action::OpenUrl, Group::Out, &["o"], "open-url", "open the article's URL"),
    row(Action::OpenEditor, Group::Out, &["E"], "open-editor", "open the store in $EDITOR at this quotation"),
    row(Action::Help, Group::Program, &["?", "F1"], "help", "this help; / filters it"),
    row(Action::Palette, Group::Program, &[":"], "palette", "every command by name"),
    row(
        Action::Problems,
        Group::Program,
        &["!"],
        "problems",
        "problems with the store and the config, and edits that are not saved",
    ),
    row(Action::Mouse, Group::Program, &["M"], "mouse", "mouse on, or off to select text with it"),
    row(Action::Theme, Group::Program, &[], "theme", "next theme"),
    row(Action::Redraw, Group::Program, &["Ctrl-l"], "redraw", "redraw the screen"),
    row(
        Action::Back,
        Group::Program,
        &["Esc"],
        "back",
        "back one level: overlay, prompt, highlight, zoom or review, marks",
    ),
    row(Action::Quit, Group::Program, &["q"], "quit", "close the overlay, else quit"),
    row(
        Action::Interrupt,
        Group::Program,
        &["Ctrl-c"],
        "interrupt",
        "leave the prompt, else stop running work, else quit",
    ),
    row(Action::Suspend, Group::Program, &["Ctrl-z"], "suspend", "suspend; fg resumes"),
];

/// The row of `action`.
#[must_use]
pub fn command(action: Action) -> &'static Command {
    COMMANDS.iter().find(|command| command.action == action).expect("every action has a row: a test goes through them")
}

/// The command that is named `name`.
#[must_use]
pub fn named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

/// The keys as they are in force: the table with a person's changes over it.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: Vec<(Place, Key, Action)>,
    /// What messages call the key of an action, where they do not mean these bindings.
    hints: Option<fn(Action) -> String>,
}

impl Default for Keymap {
    fn default() -> Self {
        let bindings = COMMANDS
            .iter()
            .flat_map(|command| command.keys.iter().map(move |key| (command, key)))
            .map(|(command, key)| (command.place, Key::parse(key).expect("the table's keys are keys"), command.action))
            .collect();
        Self { bindings, hints: None }
    }
}

impl Keymap {
    /// The table with `changes` over it (command name to keys), and for each change that is wrong the command's
    /// name and a sentence; the others hold.
    ///
    /// A command that is given keys loses those of the table; a key that is given to a command is taken from
    /// whatever had it. An empty list leaves a command without a key: the palette still runs it.
    pub fn new<'a, Keys>(changes: impl IntoIterator<Item = (&'a str, Keys)>) -> (Self, Vec<(String, String)>)
    where
        Keys: IntoIterator<Item = &'a str>,
    {
        let mut map = Self::default();
        let mut wrong = Vec::new();
        let mut given: Vec<(Place, Key, &str)> = Vec::new();
        let mut changed = Vec::new();
        for (name, keys) in changes {
            let Some(command) = named(name) else {
                let near = nearest(name);
                wrong.push((name.to_owned(), format!("there is no command `{name}`: did you mean `{near}`?")));
                continue;
            };
            changed.push(command.action);
            let mut good = Vec::new();
            let mut failed = false;
            for written in keys {
                match Key::parse(written) {
                    None => {
                        failed = true;
                        let message = format!("{name}: `{written}` is not a key; write it like j, Ctrl-d, PageDown");
                        wrong.push((name.to_owned(), message));
                    }
                    Some(key) => {
                        match given.iter().find(|(place, other, _)| *place == command.place && *other == key) {
                            Some((_, _, holder)) => {
                                failed = true;
                                wrong.push((name.to_owned(), format!("{name}: {written} already belongs to {holder}")));
                            }
                            None => good.push(key),
                        }
                    }
                }
            }
            if good.is_empty() && failed {
                continue;
            }
            map.bindings.retain(|(place, key, action)| {
                *action != command.action && !(*place == command.place && good.contains(key))
            });
            for key in good {
                given.push((command.place, key, command.name));
                map.bindings.push((command.place, key, command.action));
            }
        }
        // A key that is given to another command is one that somebody may miss.
        for command in COMMANDS.iter().filter(|command| !changed.contains(&command.action)) {
            let taken = |written: &str| {
                let key = Key::parse(written)?;
                given.iter().find(|(place, other, _)| *place == command.place && *other == key)
            };
            if map.keys(command.action).is_empty()
                && let Some((_, key, holder)) = command.keys.iter().find_map(|key| taken(key))
            {
                let message = format!("{holder}: {key} was the key of {}, which has none now", command.name);
                wrong.push(((*holder).to_owned(), message));
            }
        }
        for action in [Action::Quit, Action::Back] {
            if map.keys(action).is_empty() {
                let command = command(action);
                let message = format!("{} would have no key; it keeps {}", command.name, command.keys[0]);
                wrong.push((command.name.to_owned(), message));
                let key = Key::parse(command.keys[0]).expect("the table's keys are keys");
                map.bindings.retain(|(place, other, _)| !(*place == Place::Anywhere && *other == key));
                map.bindings.push((Place::Anywhere, key, action));
            }
        }
        (map, wrong)
    }

    /// What `key` does.
    #[must_use]
    pub fn action(&self, key: Key) -> Option<Action> {
        self.find(Place::Anywhere, key)
    }

    /// What `key` does after the key of `first`.
    #[must_use]
    pub fn action_after(&self, first: Action, key: Key) -> Option<Action> {
        self.find(Place::After(first), key)
    }

    fn find(&self, place: Place, key: Key) -> Option<Action> {
        self.bindings.iter().find(|(at, bound, _)| *at == place && *bound == key).map(|(_, _, action)| *action)
    }

    /// The keys of `action`, the first first.
    #[must_use]
    pub fn keys(&self, action: Action) -> Vec<Key> {
        self.bindings.iter().filter(|(_, _, bound)| *bound == action).map(|(_, key, _)| *key).collect()
    }

    /// The same keymap, except that messages name what `hints` says.
    #[must_use]
    pub fn with_hints(self, hints: fn(Action) -> String) -> Self {
        Self { hints: Some(hints), ..self }
    }

    /// The first key of `action`, written, as messages name it; empty when it has none.
    #[must_use]
    pub fn hint(&self, action: Action) -> String {
        if let Some(hints) = self.hints {
            return hints(action);
        }
        let first = self.bindings.iter().find(|(_, _, bound)| *bound == action);
        first.map(|(_, key, _)| key.to_string()).unwrap_or_default()
    }

    /// All keys of `command`, written, a space between them; those that follow another command's key with that key
    /// before them.
    #[must_use]
    pub fn written(&self, command: &Command) -> String {
        let mut written = String::new();
        for key in self.keys(command.action) {
            if !written.is_empty() {
                written.push(' ');
            }
            if let Place::After(first) = command.place {
                let _ = write!(written, "{} ", self.hint(first));
            }
            let _ = write!(written, "{key}");
        }
        written
    }
}

/// The command whose name is most like `name`.
fn nearest(name: &str) -> &'static str {
    let near = |command: &&Command| strsim::damerau_levenshtein(command.name, name);
    COMMANDS.iter().min_by_key(near).map_or("help", |command| command.name)
}

/// The README's section of keys: a table under each heading.
#[must_use]
pub fn markdown() -> String {
    let map = Keymap::default();
    let mut section = String::new();
    for group in Group::ALL {
        let _ = write!(section, "**{}**\n\n| keys | name | does |\n|---|---|---|\n", group.title());
        for command in COMMANDS.iter().filter(|command| command.group == group) {
            let written = map.written(command);
            let keys: Vec<String> = match command.place {
                Place::After(_) => vec![format!("`{written}`")],
                Place::Anywhere => map.keys(command.action).iter().map(|key| format!("`{key}`")).collect(),
            };
            let _ = writeln!(section, "| {} | {} | {} |", keys.join(" "), command.name, command.doc);
        }
        section.push('\n');
    }
    section
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_does_one_thing() {
        let map = Keymap::default();
        for (i, (place, key, action)) in map.bindings.iter().enumerate() {
            let again = map.bindings[i + 1..].iter().find(|(at, other, _)| at == place && other == key);
            assert!(again.is_none(), "{key} does {action:?} and {again:?}");
        }
    }

    #[test]
    fn every_command_has_its_own_name_and_row() {
        for (i, one) in COMMANDS.iter().enumerate() {
            assert_eq!(command(one.action).name, one.name);
            assert!(COMMANDS[i + 1..].iter().all(|other| other.name != one.name && other.action != one.action));
        }
    }

    #[test]
    fn a_change_takes_the_key_from_whatever_had_it() {
        let (map, wrong) = Keymap::new([("quit", vec!["Q"]), ("star", vec!["s"])]);
        let expected = ("star".to_owned(), "star: s was the key of sort, which has none now".to_owned());
        assert_eq!(wrong, [expected], "that somebody may miss it is said");
        assert_eq!(map.action(Key::parse("Q").expect("a key")), Some(Action::Quit));
        assert_eq!(map.action(Key::parse("q").expect("a key")), None);
        assert_eq!(map.action(Key::parse("s").expect("a key")), Some(Action::Star));
        assert_eq!(map.hint(Action::Sort), "");
    }

    #[test]
    fn a_wrong_change_is_named_and_the_others_hold() {
        let (map, wrong) =
            Keymap::new([("strar", vec!["S"]), ("zoom", vec!["Hyper-z"]), ("help", vec!["h"]), ("why", vec!["h"])]);
        assert_eq!(wrong.len(), 3, "{wrong:?}");
        assert!(wrong[0].1.contains("`strar`") && wrong[0].1.contains("`star`"), "{wrong:?}");
        assert!(wrong[1].1.contains("zoom") && wrong[1].1.contains("Hyper-z"), "{wrong:?}");
        assert_eq!(wrong[2].0, "why");
        assert_eq!(map.hint(Action::Zoom), "z");
        assert_eq!(map.action(Key::parse("h").expect("a key")), Some(Action::Help));
    }

    #[test]
    fn quitting_always_has_a_key() {
        let (map, wrong) = Keymap::new([("quit", vec![]), ("star", vec!["q"])]);
        assert_eq!(wrong.len(), 1, "{wrong:?}");
        assert_eq!(map.action(Key::parse("q").expect("a key")), Some(Action::Quit));
    }

    #[test]
    fn keys_after_a_key_are_apart() {
        let map = Keymap::default();
        let m = Key::parse("m").expect("a key");
        assert_eq!(map.action(m), Some(Action::Note));
        assert_eq!(map.action_after(Action::Copy, m), Some(Action::CopyMarkdown));
        assert_eq!(map.written(command(Action::CopyMarkdown)), "y m");
    }
}
