//! The text of a prompt and its caret, edited as readline does it. The caret stands between graphemes.

use crossterm::event::KeyCode;
use unicode_segmentation::UnicodeSegmentation;

use crate::tui::{sanitise, wrap};

/// A text with a caret.
#[derive(Debug, Clone, Default)]
pub struct Line {
    text: String,
    caret: usize,
    /// What was killed last, to be yanked.
    killed: String,
    /// Whether the last command was a kill: the next one adds to it.
    killing: bool,
}

/// What of a line can be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The part that fits, as it may be drawn.
    pub shown: String,
    /// The cell of the caret, counted from the left edge.
    pub caret: usize,
    /// Where the part begins in the text, in bytes: for laying highlights and error places over it.
    pub from: usize,
}

/// What one key does to the line.
type Command = fn(&mut Line);

/// What a key does to the line, if it does anything.
pub(super) fn command(code: KeyCode, control: bool, alt: bool) -> Option<Command> {
    COMMANDS.iter().find(|row| row.0 == code && row.1 == modifier(control, alt)).map(|row| row.2)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum With {
    Nothing,
    Control,
    Alt,
}

const fn modifier(control: bool, alt: bool) -> With {
    match (control, alt) {
        (true, _) => With::Control,
        (_, true) => With::Alt,
        _ => With::Nothing,
    }
}

/// The keys of readline that a prompt knows.
const COMMANDS: &[(KeyCode, With, Command)] = &[
    (KeyCode::Char('a'), With::Control, Line::home),
    (KeyCode::Home, With::Nothing, Line::home),
    (KeyCode::Char('e'), With::Control, Line::end),
    (KeyCode::End, With::Nothing, Line::end),
    (KeyCode::Char('b'), With::Control, Line::left),
    (KeyCode::Left, With::Nothing, Line::left),
    (KeyCode::Char('f'), With::Control, Line::right),
    (KeyCode::Right, With::Nothing, Line::right),
    (KeyCode::Char('b'), With::Alt, Line::word_left),
    (KeyCode::Left, With::Control, Line::word_left),
    (KeyCode::Left, With::Alt, Line::word_left),
    (KeyCode::Char('f'), With::Alt, Line::word_right),
    (KeyCode::Right, With::Control, Line::word_right),
    (KeyCode::Right, With::Alt, Line::word_right),
    (KeyCode::Char('h'), With::Control, Line::delete_back),
    (KeyCode::Backspace, With::Nothing, Line::delete_back),
    (KeyCode::Char('d'), With::Control, Line::delete),
    (KeyCode::Delete, With::Nothing, Line::delete),
    (KeyCode::Char('w'), With::Control, Line::kill_to_blank),
    (KeyCode::Backspace, With::Alt, Line::kill_word_back),
    (KeyCode::Backspace, With::Control, Line::kill_word_back),
    (KeyCode::Char('d'), With::Alt, Line::kill_word),
    (KeyCode::Delete, With::Control, Line::kill_word),
    (KeyCode::Char('u'), With::Control, Line::kill_to_start),
    (KeyCode::Char('k'), With::Control, Line::kill_to_end),
    (KeyCode::Char('y'), With::Control, Line::yank),
    (KeyCode::Char('t'), With::Control, Line::transpose),
];

impl Line {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) const fn caret(&self) -> usize {
        self.caret
    }

    pub(super) fn set(&mut self, text: &str) {
        self.set_at(text, text.len());
    }

    pub(super) fn set_at(&mut self, text: &str, caret: usize) {
        text.clone_into(&mut self.text);
        self.caret = caret.min(text.len());
        self.killing = false;
    }

    pub(super) fn insert(&mut self, words: &str) {
        self.text.insert_str(self.caret, words);
        self.caret += words.len();
        self.killing = false;
    }

    /// The part that fits `width` cells: the caret is always in it, and a little of what stands before it.
    pub(super) fn view(&self, width: usize) -> View {
        // The caret behind the last character takes a cell of its own.
        let room = width.max(1) - 1;
        let mut from = self.caret;
        let mut before = 0;
        for grapheme in wrap::graphemes(&self.text[..self.caret]).rev() {
            if before + grapheme.width > room {
                break;
            }
            before += grapheme.width;
            from = grapheme.at;
        }
        let rest = &self.text[from..];
        let shown = sanitise::shown(&rest[..wrap::fitting(rest, width.max(1))]).into_owned();
        View { shown, caret: before, from }
    }

    fn home(&mut self) {
        self.to(0);
    }

    fn end(&mut self) {
        self.to(self.text.len());
    }

    fn left(&mut self) {
        self.to(self.before());
    }

    fn right(&mut self) {
        self.to(self.after());
    }

    fn word_left(&mut self) {
        self.to(self.word_before());
    }

    fn word_right(&mut self) {
        self.to(self.word_after());
    }

    fn to(&mut self, caret: usize) {
        self.caret = caret;
        self.killing = false;
    }

    fn delete_back(&mut self) {
        let start = self.before();
        self.text.drain(start..self.caret);
        self.to(start);
    }

    fn delete(&mut self) {
        let end = self.after();
        self.text.drain(self.caret..end);
        self.killing = false;
    }

    fn kill_to_blank(&mut self) {
        let words = self.text[..self.caret].trim_end();
        let start = words.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8());
        self.kill_back(start);
    }

    fn kill_word_back(&mut self) {
        self.kill_back(self.word_before());
    }

    fn kill_to_start(&mut self) {
        self.kill_back(0);
    }

    fn kill_word(&mut self) {
        self.kill_forward(self.word_after());
    }

    fn kill_to_end(&mut self) {
        self.kill_forward(self.text.len());
    }

    fn kill_back(&mut self, start: usize) {
        let words: String = self.text.drain(start..self.caret).collect();
        self.caret = start;
        if self.killing {
            self.killed.insert_str(0, &words);
        } else if !words.is_empty() {
            self.killed = words;
        }
        self.killing = true;
    }

    fn kill_forward(&mut self, end: usize) {
        let words: String = self.text.drain(self.caret..end).collect();
        if self.killing {
            self.killed.push_str(&words);
        } else if !words.is_empty() {
            self.killed = words;
        }
        self.killing = true;
    }

    fn yank(&mut self) {
        let killed = std::mem::take(&mut self.killed);
        self.insert(&killed);
        self.killed = killed;
    }

    /// Swaps the graphemes around the caret; behind the last one, the last two.
    fn transpose(&mut self) {
        let end = if self.caret == self.text.len() { self.caret } else { self.after() };
        let middle = grapheme_before(&self.text, end);
        let start = grapheme_before(&self.text, middle);
        if start < middle && middle < end {
            let swapped = format!("{}{}", &self.text[middle..end], &self.text[start..middle]);
            self.text.replace_range(start..end, &swapped);
            self.to(end);
        }
    }

    fn before(&self) -> usize {
        grapheme_before(&self.text, self.caret)
    }

    fn after(&self) -> usize {
        let rest = &self.text[self.caret..];
        self.caret + rest.graphemes(true).next().map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let words = self.text[..self.caret].trim_end_matches(|c: char| !c.is_alphanumeric());
        words.char_indices().rev().find(|(_, c)| !in_word(*c)).map_or(0, |(at, c)| at + c.len_utf8())
    }

    fn word_after(&self) -> usize {
        let rest = &self.text[self.caret..];
        let begin = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
        let len = rest[begin..].find(|c| !in_word(c)).unwrap_or(rest.len() - begin);
        self.caret + begin + len
    }
}

fn grapheme_before(text: &str, at: usize) -> usize {
    text[..at].grapheme_indices(true).next_back().map_or(0, |(start, _)| start)
}

/// Letters and digits, and the marks that stand over them.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, width: usize, shown: &str, caret: usize) {
        let (left, right) = before.split_once('|').unwrap();
        let mut line = Line::default();
        line.set_at(&format!("{left}{right}"), left.len());
        let view = line.view(width);
        assert_eq!((view.shown.as_str(), view.caret), (shown, caret), "{before} at {width}");
        assert!(view.caret < width.max(1) && wrap::width(&view.shown) <= width.max(1), "{before} at {width}");
    }

    #[test]
    fn the_caret_stays_in_sight() {
        check("abc|", 10, "abc", 3);
        check("abcdefghij|", 5, "ghij", 4);
        check("|abcdefghij", 5, "abcde", 0);
        check("abcdef|ghij", 5, "cdefg", 4);
        check("日本語|", 5, "本語", 4);
        check("日本語|", 4, "語", 2);
        check("a\nb|", 5, "a b", 3);
        check("abc|", 0, "", 0);
        check("|", 1, "", 0);
    }
}
