//! One prompt: a line that is edited as in readline, the history behind it, and the completions over it.
//!
//! Pure data and functions of it. What a prompt is for, what its history is and where completions come from is the
//! explorer's; it hands in keys and pastes, asks for [`Prompt::view`] to draw it, and acts on the [`Answer`].

mod completion;
mod history;
mod line;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

pub use completion::{Candidate, Popup};
pub use history::History;
pub use line::{Line, View};

use crate::text::ByteRange;

/// Whether a prompt takes line ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lines {
    /// Line ends in a paste become spaces.
    #[default]
    One,
    /// Alt-Enter makes a line end, and a paste keeps its own: for notes and pasted articles.
    Many,
}

/// What a key did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The prompt does not handle this key.
    Ignored,
    /// The caret, the popup or the scrolling moved; the text is the same.
    Moved,
    /// The text changed.
    Edited,
    /// Enter: the text holds.
    Accepted,
    /// Esc, or Ctrl-c: the prompt is to be left. The text is still there, so that it can be kept as a draft.
    Cancelled,
    /// Ctrl-o: the text is to be edited in `$EDITOR`.
    Editor,
}

/// A prompt.
#[derive(Debug, Clone, Default)]
pub struct Prompt {
    line: Line,
    lines: Lines,
    history: History,
    popup: Option<Popup>,
}

impl Prompt {
    /// An empty prompt with the history of its kind, oldest entry first.
    #[must_use]
    pub fn new(lines: Lines, history: Vec<String>) -> Self {
        Self { line: Line::default(), lines, history: History::new(history), popup: None }
    }

    /// The prompt with `text` in it and the caret behind it.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        self.set(text);
        self
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.line.text()
    }

    /// Where the caret stands in the text, in bytes.
    #[must_use]
    pub const fn caret(&self) -> usize {
        self.line.caret()
    }

    /// Puts another text in, the caret behind it: what came back from `$EDITOR`, or a query made from picks.
    pub fn set(&mut self, text: &str) {
        self.line.set(&self.fit(text));
        self.popup = None;
    }

    /// The part that fits `width` cells, with the caret in it.
    #[must_use]
    pub fn view(&self, width: usize) -> View {
        self.line.view(width)
    }

    /// The completions on offer, if any.
    #[must_use]
    pub const fn popup(&self) -> Option<&Popup> {
        self.popup.as_ref()
    }

    /// Takes the candidate that stands in the text for typed: the next offer is about what may follow it. Says whether
    /// there was one.
    pub fn settle(&mut self) -> bool {
        let chosen = self.popup.as_ref().is_some_and(Popup::is_chosen);
        if chosen {
            self.popup = None;
        }
        chosen
    }

    /// Offers completions for the words at `replaces`; none takes the popup away. While one of the popup's own
    /// candidates stands in the text the offer is passed over, so that Tab goes on through the list it began.
    pub fn offer(&mut self, replaces: ByteRange, candidates: Vec<Candidate>) {
        if self.popup.as_ref().is_some_and(Popup::is_chosen) {
            return;
        }
        // Nothing to complete is left where the only candidate stands there already.
        let useful = self.text().get(replaces.start..replaces.end).is_some_and(|typed| match candidates.as_slice() {
            [] => false,
            [only] => only.insert != typed,
            _ => true,
        });
        self.popup = useful.then(|| Popup::new(self.text(), replaces, candidates));
    }

    /// Takes a paste; escape sequences and other control characters in it are left out.
    pub fn paste(&mut self, text: &str) -> Answer {
        let text = self.fit(text);
        self.popup = None;
        if text.is_empty() {
            return Answer::Moved;
        }
        self.line.insert(&text);
        Answer::Edited
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> Answer {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Enter if alt && self.lines == Lines::Many => self.edit(|line| line.insert("\n")),
            KeyCode::Enter => Answer::Accepted,
            // AltGr comes as Control and Alt together on some systems, with the character that it makes.
            KeyCode::Char(c) if control == alt => self.edit(|line| line.insert(c.encode_utf8(&mut [0; 4]))),
            KeyCode::Char('c') if control => Answer::Cancelled,
            KeyCode::Char('g') if control => Answer::Cancelled,
            KeyCode::Char('o') if control => Answer::Editor,
            KeyCode::Char('j' | 'm') if control => Answer::Accepted,
            KeyCode::Char('i') if control => self.complete(Popup::next),
            KeyCode::Esc if self.popup.as_ref().is_some_and(Popup::is_chosen) => self.put_back(),
            KeyCode::Esc => Answer::Cancelled,
            KeyCode::Tab => self.complete(Popup::next),
            KeyCode::BackTab => self.complete(Popup::previous),
            KeyCode::Up => self.recall(History::older),
            KeyCode::Down => self.recall(History::newer),
            KeyCode::Char('p') if control => self.recall(History::older),
            KeyCode::Char('n') if control => self.recall(History::newer),
            KeyCode::Char('r') if control => self.search_history(),
            code => match line::command(code, control, alt) {
                Some(command) => self.edit(command),
                None => Answer::Ignored,
            },
        }
    }

    fn edit(&mut self, command: impl FnOnce(&mut Line)) -> Answer {
        let before = (self.line.text().len(), self.line.caret());
        let text = self.line.text().to_owned();
        command(&mut self.line);
        if text != self.line.text() {
            self.popup = None;
            self.history.leave();
            Answer::Edited
        } else if before.1 != self.line.caret() {
            self.popup = None;
            Answer::Moved
        } else {
            // A move that goes nowhere takes the candidate that was chosen.
            self.settle();
            Answer::Moved
        }
    }

    fn recall(&mut self, step: impl FnOnce(&mut History, &str) -> Option<String>) -> Answer {
        match step(&mut self.history, self.line.text()) {
            Some(text) => {
                self.line.set(&self.fit(&text));
                self.popup = None;
                Answer::Edited
            }
            None => Answer::Moved,
        }
    }

    /// Offers the entries of the history that hold the words typed, the newest first, and takes the first; again, the
    /// next.
    fn search_history(&mut self) -> Answer {
        if !self.popup.as_ref().is_some_and(Popup::is_chosen) {
            let found = self.history.holding(self.line.text());
            if found.is_empty() {
                return Answer::Moved;
            }
            let candidate = |entry: &str| Candidate {
                insert: entry.to_owned(),
                label: entry.replace('\n', " "),
                detail: String::new(),
            };
            let candidates = found.into_iter().map(candidate).collect();
            let all = ByteRange::new(0, self.line.text().len());
            self.popup = Some(Popup::new(self.line.text(), all, candidates));
        }
        self.complete(Popup::next)
    }

    fn complete(&mut self, step: impl FnOnce(&mut Popup) -> (String, usize)) -> Answer {
        let Some(popup) = &mut self.popup else { return Answer::Moved };
        let (text, caret) = step(popup);
        // The only candidate is no choice among several: what follows it is completed next.
        if popup.candidates().len() == 1 {
            self.popup = None;
        }
        self.line.set_at(&text, caret);
        self.history.leave();
        Answer::Edited
    }

    fn put_back(&mut self) -> Answer {
        if let Some(popup) = self.popup.take() {
            let (text, caret) = popup.original();
            self.line.set_at(text, caret);
        }
        Answer::Edited
    }

    /// The text without what a prompt cannot hold.
    fn fit(&self, text: &str) -> String {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = match self.lines {
            Lines::One => text.trim_matches('\n').replace(['\n', '\t'], " "),
            Lines::Many => text,
        };
        text.chars().filter(|&c| !c.is_control() || (self.lines == Lines::Many && matches!(c, '\n' | '\t'))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Presses keys given by name, separated by spaces: `C-a`, `A-b`, `Up`, `Tab`, or characters as they are.
    pub(super) fn press(prompt: &mut Prompt, keys: &str) -> Answer {
        let mut last = Answer::Ignored;
        for name in keys.split(' ').filter(|name| !name.is_empty()) {
            let (modifiers, rest) = match name.split_once('-') {
                Some(("C", rest)) => (KeyModifiers::CONTROL, rest),
                Some(("A", rest)) => (KeyModifiers::ALT, rest),
                Some(("S", rest)) => (KeyModifiers::SHIFT, rest),
                _ => (KeyModifiers::NONE, name),
            };
            let code = match rest {
                "Up" => KeyCode::Up,
                "Down" => KeyCode::Down,
                "Left" => KeyCode::Left,
                "Right" => KeyCode::Right,
                "Home" => KeyCode::Home,
                "End" => KeyCode::End,
                "Tab" => KeyCode::Tab,
                "BackTab" => KeyCode::BackTab,
                "Enter" => KeyCode::Enter,
                "Esc" => KeyCode::Esc,
                "Back" => KeyCode::Backspace,
                "Del" => KeyCode::Delete,
                "Space" => KeyCode::Char(' '),
                one if one.chars().count() == 1 => KeyCode::Char(one.chars().next().unwrap()),
                word => {
                    for c in word.chars() {
                        last = prompt.key(KeyEvent::from(KeyCode::Char(c)));
                    }
                    continue;
                }
            };
            last = prompt.key(KeyEvent::new(code, modifiers));
        }
        last
    }

    /// `before` and `after` show the caret as `|`.
    #[track_caller]
    fn check(before: &str, keys: &str, after: &str) {
        let (left, right) = before.split_once('|').unwrap();
        let mut prompt = Prompt::default();
        prompt.line.set_at(&format!("{left}{right}"), left.len());
        press(&mut prompt, keys);
        let (left, right) = prompt.text().split_at(prompt.caret());
        assert_eq!(format!("{left}|{right}"), after, "{keys} on {before}");
    }

    #[test]
    fn characters_are_typed_at_the_caret() {
        check("|", "drugs", "drugs|");
        check("ab|cd", "X", "abX|cd");
        check("|", "ñ 日 Space x", "ñ日 x|");
    }

    #[test]
    fn the_history_is_searched() {
        let entries = ["speaker:olsen", "is:star", "speaker:reed drugs", "Straße"].map(str::to_owned).to_vec();
        let mut prompt = Prompt::new(Lines::One, entries);
        press(&mut prompt, "SPEAK C-r");
        assert_eq!(prompt.text(), "speaker:reed drugs");
        press(&mut prompt, "C-r");
        assert_eq!(prompt.text(), "speaker:olsen");
        press(&mut prompt, "Esc");
        assert_eq!(prompt.text(), "SPEAK", "Esc brings back what was typed");
        press(&mut prompt, "C-u C-r");
        assert_eq!(prompt.text(), "Straße", "nothing typed finds the newest");
        press(&mut prompt, "C-u nosuch C-r");
        assert_eq!(prompt.text(), "nosuch");
    }

    #[test]
    fn readline_moves() {
        check("one two|", "C-a", "|one two");
        check("|one two", "C-e", "one two|");
        check("one two|", "C-b C-b", "one t|wo");
        check("|one two", "C-f", "o|ne two");
        check("one two three|", "A-b A-b", "one |two three");
        check("|one two", "A-f", "one| two");
        check("|one two", "Home End", "one two|");
        check("one two|", "C-Left", "one |two");
        check("|one two", "C-Right", "one| two");
        check("e\u{301}|", "C-b", "|e\u{301}");
    }

    #[test]
    fn readline_kills_and_yanks() {
        check("one two|", "C-w", "one |");
        check("speaker:trump|", "A-Back", "speaker:|");
        check("one two  |", "C-w", "one |");
        check("one |two", "C-u", "|two");
        check("one| two", "C-k", "one|");
        check("|one two", "A-d", "| two");
        check("one two|", "C-w C-a C-y", "two|one ");
        // Kills that follow one another gather, in the order of the text.
        check("one two three|", "C-w C-w C-y", "one two three|");
        check("|one two three", "A-d A-d C-y", "one two| three");
        check("one two|", "C-w C-a C-f C-w C-y", "o|ne ");
    }

    #[test]
    fn readline_deletes() {
        check("ab|c", "C-h", "a|c");
        check("a|bc", "C-d", "a|c");
        check("ab|c", "Back", "a|c");
        check("a|bc", "Del", "a|c");
        check("👩\u{200d}👧|", "Back", "|");
        check("|", "Back Del C-w C-k C-u A-d", "|");
        check("ab|", "C-t", "ba|");
    }

    #[test]
    fn keys_that_end_a_prompt() {
        for (keys, expected) in [
            ("Enter", Answer::Accepted),
            ("C-j", Answer::Accepted),
            ("Esc", Answer::Cancelled),
            ("C-c", Answer::Cancelled),
            ("C-g", Answer::Cancelled),
            ("C-o", Answer::Editor),
        ] {
            let mut prompt = Prompt::new(Lines::One, Vec::new()).with_text("kept");
            assert_eq!(press(&mut prompt, keys), expected, "{keys}");
            assert_eq!(prompt.text(), "kept", "{keys}");
        }
    }

    #[test]
    fn history_goes_back_and_forth_and_keeps_what_was_typed() {
        let mut prompt = Prompt::new(Lines::One, vec!["first".into(), "second".into()]);
        press(&mut prompt, "dra Up");
        assert_eq!(prompt.text(), "second");
        press(&mut prompt, "Up Up");
        assert_eq!(prompt.text(), "first");
        press(&mut prompt, "Down C-n");
        assert_eq!(prompt.text(), "dra");
        assert_eq!(press(&mut prompt, "Down"), Answer::Moved);
        press(&mut prompt, "C-p X");
        assert_eq!(prompt.text(), "secondX");
        press(&mut prompt, "Up");
        assert_eq!(prompt.text(), "second");
        press(&mut prompt, "Down");
        assert_eq!(prompt.text(), "secondX");
    }

    #[test]
    fn pastes_go_in_whole_and_harmless() {
        let mut prompt = Prompt::default();
        prompt.paste("one\r\ntwo\u{1b}[31m\tthree\n");
        assert_eq!(prompt.text(), "one two[31m three");
        let mut prompt = Prompt::new(Lines::Many, Vec::new());
        prompt.paste("one\r\ntwo\n");
        assert_eq!(prompt.text(), "one\ntwo\n");
        press(&mut prompt, "x A-Enter y");
        assert_eq!(prompt.text(), "one\ntwo\nx\ny");
    }

    fn speakers() -> Vec<Candidate> {
        ["Donald Trump", "Don Huffines"]
            .map(|name| Candidate { insert: format!("\"{name}\""), label: name.into(), detail: "4".into() })
            .to_vec()
    }

    #[test]
    fn tab_goes_through_the_completions_and_round() {
        let mut prompt = Prompt::default().with_text("speaker:do drugs");
        prompt.offer(ByteRange::new(8, 10), speakers());
        press(&mut prompt, "Tab");
        assert_eq!((prompt.text(), prompt.caret()), ("speaker:\"Donald Trump\" drugs", 22));
        prompt.offer(ByteRange::new(0, 0), Vec::new());
        press(&mut prompt, "Tab");
        assert_eq!(prompt.text(), "speaker:\"Don Huffines\" drugs");
        press(&mut prompt, "Tab");
        assert_eq!(prompt.text(), "speaker:do drugs");
        press(&mut prompt, "BackTab");
        assert_eq!(prompt.text(), "speaker:\"Don Huffines\" drugs");
        assert_eq!(press(&mut prompt, "Esc"), Answer::Edited);
        assert_eq!(prompt.text(), "speaker:do drugs");
        assert_eq!(press(&mut prompt, "Esc"), Answer::Cancelled);
    }

    #[test]
    fn the_only_completion_is_taken_at_once() {
        let mut prompt = Prompt::default().with_text("sp");
        let field = || vec![Candidate { insert: "speaker:".into(), label: "speaker:".into(), detail: String::new() }];
        prompt.offer(ByteRange::new(0, 2), field());
        press(&mut prompt, "Tab");
        assert_eq!(prompt.text(), "speaker:");
        prompt.offer(ByteRange::new(0, 8), field());
        assert!(prompt.popup().is_none(), "what stands there already is not offered");
        prompt.offer(ByteRange::new(8, 8), speakers());
        press(&mut prompt, "Tab");
        assert_eq!(prompt.text(), "speaker:\"Donald Trump\"");
    }

    #[test]
    fn a_move_takes_the_chosen_completion() {
        let mut prompt = Prompt::default().with_text("do");
        prompt.offer(ByteRange::new(0, 2), speakers());
        press(&mut prompt, "Tab Right");
        assert!(prompt.popup().is_none());
        assert_eq!(prompt.text(), "\"Donald Trump\"");
    }

    #[test]
    fn typing_takes_the_popup_away() {
        let mut prompt = Prompt::default().with_text("do");
        prompt.offer(ByteRange::new(0, 2), speakers());
        assert!(prompt.popup().is_some());
        press(&mut prompt, "n");
        assert!(prompt.popup().is_none());
        assert_eq!(press(&mut prompt, "Tab"), Answer::Moved);
        // An offer that came too late for the text is no harm.
        prompt.offer(ByteRange::new(4, 9), speakers());
        assert!(prompt.popup().is_none());
    }
}
