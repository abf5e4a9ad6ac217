//! Edits on their way to the file. Nothing here writes: the queue says what is to
//! be written next, and keeps every edit until the file is known to hold it.

use crate::store::Edit;

/// Edits on their way to the file. Those made while a save runs go out together in the next one.
#[derive(Debug, Clone, Default)]
pub struct Saving {
    waiting: Vec<Edit>,
    in_flight: Vec<Edit>,
    /// Edits that cannot be made in the file as it is, and why. They hold in memory, are shown to the person, and are
    /// tried again when somebody has changed the file.
    pub rejected: Vec<(Edit, String)>,
    /// Why the last save failed; it will be tried again.
    pub failed: Option<String>,
    /// How many of the edits that are being saved are dealt with.
    pub done: usize,
    /// How many saves failed one after another.
    pub tries: u32,
}

impl Saving {
    /// Takes edits in.
    pub fn push(&mut self, edits: impl IntoIterator<Item = Edit>) {
        self.waiting.extend(edits);
    }

    /// Whether edits wait for the save that runs, or for the next try.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// What is to be saved now.
    pub fn due(&mut self) -> Option<Vec<Edit>> {
        if self.waiting.is_empty() || !self.in_flight.is_empty() {
            return None;
        }
        self.in_flight = std::mem::take(&mut self.waiting);
        self.done = 0;
        Some(self.in_flight.clone())
    }

    /// Everything that waits, to be saved after the save that runs, if one does: nobody takes its answer in any more.
    pub fn take_waiting(&mut self) -> Vec<Edit> {
        std::mem::take(&mut self.waiting)
    }

    /// The save that ran is done.
    pub fn acknowledged(&mut self) {
        self.in_flight.clear();
        self.failed = None;
        self.tries = 0;
    }

    /// The save that ran failed: its edits wait again, before the others.
    pub fn failed(&mut self, why: String) {
        let back = std::mem::take(&mut self.in_flight);
        self.wait_again(back, why);
    }

    /// Edits that came back from a save, because the file could not be written: they wait again, before the others.
    pub fn wait_again(&mut self, mut edits: Vec<Edit>, why: String) {
        edits.append(&mut self.waiting);
        self.waiting = edits;
        self.failed = Some(why);
        self.tries += 1;
    }

    /// What the file rejected waits again.
    pub fn retry_rejected(&mut self) {
        let mut edits: Vec<Edit> = std::mem::take(&mut self.rejected).into_iter().map(|(edit, _)| edit).collect();
        edits.append(&mut self.waiting);
        self.waiting = edits;
    }

    /// Forgets rejected edits, because they were undone.
    pub fn forget_rejected(&mut self, edits: &[Edit]) {
        self.rejected.retain(|(edit, _)| !edits.contains(edit));
    }

    /// Edits that the file is not known to hold.
    pub fn unsaved(&self) -> impl Iterator<Item = &Edit> {
        self.rejected.iter().map(|(edit, _)| edit).chain(&self.in_flight).chain(&self.waiting)
    }

    /// Why there are edits that the file does not hold; nothing while they are merely on their way.
    #[must_use]
    pub fn why(&self) -> Option<&str> {
        self.failed.as_deref().or_else(|| self.rejected.first().map(|(_, why)| why.as_str()))
    }

    /// Whether every edit is in the file that can be.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.in_flight.is_empty() && self.waiting.is_empty()
    }

    /// How many edits are being saved.
    #[must_use]
    pub fn of(&self) -> usize {
        self.in_flight.len()
    }

    /// Whether a save runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        !self.in_flight.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Change;

    fn edit(name: &str) -> Edit {
        Edit::new("a", name, Change::Star(true))
    }

    #[test]
    fn edits_made_while_a_save_runs_go_out_together() {
        let mut saving = Saving::default();
        saving.push([edit("1")]);
        assert_eq!(saving.due(), Some(vec![edit("1")]));
        saving.push([edit("2")]);
        saving.push([edit("3")]);
        assert_eq!(saving.due(), None);
        saving.acknowledged();
        assert_eq!(saving.due(), Some(vec![edit("2"), edit("3")]));
        assert!(!saving.is_done());
        saving.acknowledged();
        assert!(saving.is_done() && saving.due().is_none());
    }

    #[test]
    fn a_failed_save_keeps_its_edits_before_later_ones() {
        let mut saving = Saving::default();
        saving.push([edit("1")]);
        saving.due();
        saving.push([edit("2")]);
        saving.failed("disk full".into());
        assert_eq!(saving.unsaved().count(), 2);
        assert_eq!(saving.due(), Some(vec![edit("1"), edit("2")]));
        assert_eq!(saving.failed.as_deref(), Some("disk full"));
        saving.acknowledged();
        assert_eq!(saving.failed, None);
    }

    #[test]
    fn what_cannot_be_made_is_set_aside_until_the_file_changes() {
        let mut saving = Saving::default();
        saving.push([edit("1"), edit("2")]);
        saving.due();
        saving.acknowledged();
        saving.rejected.push((edit("1"), "beyond this program".into()));
        assert!(saving.is_done() && saving.why() == Some("beyond this program"));
        saving.push([edit("3")]);
        assert_eq!(saving.due(), Some(vec![edit("3")]));
        saving.acknowledged();
        saving.retry_rejected();
        assert_eq!(saving.due(), Some(vec![edit("1")]));
        saving.acknowledged();
        saving.rejected.push((edit("1"), "still".into()));
        saving.forget_rejected(&[edit("1")]);
        assert_eq!(saving.why(), None);
    }
}
