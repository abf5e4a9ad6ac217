//! The completions on offer in a prompt. Tab goes forth through them, Shift-Tab back; between the last and the first
//! stands what was typed.

use crate::text::ByteRange;

/// One completion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidate {
    /// What is put into the text, with whatever quotation marks it needs there.
    pub insert: String,
    /// What the popup shows.
    pub label: String,
    /// What the popup shows beside it, dimmed: a count, or what a field does. May be empty.
    pub detail: String,
}

/// The completions of one place in the text.
#[derive(Debug, Clone)]
pub struct Popup {
    candidates: Vec<Candidate>,
    chosen: Option<usize>,
    replaces: ByteRange,
    typed: String,
}

impl Popup {
    pub(super) fn new(text: &str, replaces: ByteRange, candidates: Vec<Candidate>) -> Self {
        Self { candidates, chosen: None, replaces, typed: text.to_owned() }
    }

    /// All of them.
    #[must_use]
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// The one that stands in the text now.
    #[must_use]
    pub const fn chosen(&self) -> Option<usize> {
        self.chosen
    }

    /// Where the words begin that are completed, in bytes: the popup is drawn over that place.
    #[must_use]
    pub const fn from(&self) -> usize {
        self.replaces.start
    }

    pub(super) const fn is_chosen(&self) -> bool {
        self.chosen.is_some()
    }

    /// What was typed, and its caret.
    pub(super) fn original(&self) -> (&str, usize) {
        (&self.typed, self.replaces.end)
    }

    /// Chooses the next one; gives the text with it and the caret behind it.
    pub(super) fn next(&mut self) -> (String, usize) {
        self.choose(match self.chosen {
            None => Some(0),
            Some(at) if at + 1 < self.candidates.len() => Some(at + 1),
            Some(_) => None,
        })
    }

    /// Chooses the one before.
    pub(super) fn previous(&mut self) -> (String, usize) {
        self.choose(match self.chosen {
            None => Some(self.candidates.len() - 1),
            Some(at) => at.checked_sub(1),
        })
    }

    fn choose(&mut self, chosen: Option<usize>) -> (String, usize) {
        self.chosen = chosen;
        match chosen {
            None => (self.typed.clone(), self.replaces.end),
            Some(at) => {
                let words = &self.candidates[at].insert;
                let text = format!("{}{words}{}", &self.typed[..self.replaces.start], &self.typed[self.replaces.end..]);
                (text, self.replaces.start + words.len())
            }
        }
    }
}
