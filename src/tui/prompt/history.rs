//! What was entered before in a prompt of this kind, and the way back to what is being typed.

use crate::text::fold::fold;

/// The entries and where Up and Down have come to.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// Oldest first.
    entries: Vec<String>,
    /// The entry on show; none while the person's own text is.
    at: Option<usize>,
    /// What was typed before the first Up.
    draft: String,
}

impl History {
    pub(super) fn new(entries: Vec<String>) -> Self {
        Self { entries, at: None, draft: String::new() }
    }

    /// The entry before the one on show, that differs from it. `typed` is kept for the way back.
    pub(super) fn older(&mut self, typed: &str) -> Option<String> {
        let before = self.at.unwrap_or(self.entries.len());
        let at = self.entries[..before].iter().rposition(|entry| entry != typed)?;
        if self.at.is_none() {
            typed.clone_into(&mut self.draft);
        }
        self.at = Some(at);
        Some(self.entries[at].clone())
    }

    /// The entry after the one on show, or at last what was typed.
    pub(super) fn newer(&mut self, shown: &str) -> Option<String> {
        let at = self.at?;
        match self.entries[at + 1..].iter().position(|entry| entry != shown) {
            Some(step) => {
                self.at = Some(at + 1 + step);
                Some(self.entries[at + 1 + step].clone())
            }
            None => {
                self.at = None;
                Some(std::mem::take(&mut self.draft))
            }
        }
    }

    /// The entries that hold all words of `typed`, the newest first.
    pub(super) fn holding(&self, typed: &str) -> Vec<&str> {
        let words = fold(typed);
        let holds = |entry: &&String| {
            let entry = fold(entry);
            entry != words && words.split_whitespace().all(|word| entry.contains(word))
        };
        self.entries.iter().rev().filter(holds).map(String::as_str).collect()
    }

    /// The entry on show was edited: it is the person's own text now, and Up begins at the newest entry again.
    pub(super) fn leave(&mut self) {
        self.at = None;
    }
}
