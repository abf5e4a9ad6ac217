//! Candidates outside of the passage's own sentence.

use super::{Candidate, Finder, Relation};
use crate::extract::clauses::SubjectLink;
use crate::extract::mentions::Form;

impl Finder<'_, '_> {
    /// Whether the mention is the subject of a verb of saying, or of anything, in its own sentence.
    fn acts(&self, mention: usize) -> (bool, bool, Option<(usize, SubjectLink, bool)>) {
        let role = &self.acts.roles[mention];
        match role.says {
            Some((verb, how)) => (true, true, Some((verb as usize, how, false))),
            None => (false, role.subject || role.leads, None),
        }
    }

    /// The other sentences of the paragraph.
    pub(super) fn sentences_around(&self, token: usize, found: &mut Vec<Candidate>) {
        const EARLIER: u32 = 5;
        let tokens = &self.narrative.tokens;
        let here = &tokens[token];
        let layout = self.narrative.layout[here.paragraph as usize];
        let first = tokens[layout.tokens.0 as usize].sentence;
        let last = tokens[layout.tokens.1 as usize - 1].sentence;
        for sentence in (first.max(here.sentence.saturating_sub(EARLIER))..here.sentence).rev() {
            for mention in self.mentions_in(sentence as usize) {
                let (says, subject, cue) = self.acts(mention);
                let near = here.sentence - sentence == 1;
                let relation = match (near, says, subject) {
                    (true, true, _) => Relation::Previous1Says,
                    (true, false, true) => Relation::Previous1Subject,
                    (true, false, false) => Relation::Previous1Other,
                    (false, true, _) => Relation::Previous2Says,
                    (false, false, true) => Relation::Previous2Subject,
                    (false, false, false) => Relation::Previous2Other,
                };
                self.push(found, relation, crate::extract::attribution::index(mention), cue);
            }
        }
        if here.sentence < last {
            for mention in self.mentions_in(here.sentence as usize + 1) {
                let (says, _, cue) = self.acts(mention);
                let relation = if says { Relation::NextSays } else { Relation::NextOther };
                self.push(found, relation, crate::extract::attribution::index(mention), cue);
            }
        }
    }

    /// A signature: a short paragraph that begins with a name and quotes nothing.
    pub(super) fn paragraph_below(&self, token: usize, found: &mut Vec<Candidate>) {
        const LONGEST: u32 = 16;
        let tokens = &self.narrative.tokens;
        let Some(layout) = self.narrative.layout.get(tokens[token].paragraph as usize + 1) else { return };
        let (start, end) = layout.tokens;
        if start == end || end - start > LONGEST {
            return;
        }
        let range = start as usize..end as usize;
        if range.clone().any(|at| tokens[at].is_quote() || self.clauses.is_cue(at)) {
            return;
        }
        let first = range.clone().find(|&at| tokens[at].is_word());
        if let Some(mention) = first.and_then(|at| self.clauses.mention_at(at))
            && self.mentions[mention as usize].form == Form::Name
        {
            self.push(found, Relation::Below, mention, None);
        }
    }

    /// The paragraphs above.
    pub(super) fn paragraphs_above(&self, token: usize, found: &mut Vec<Candidate>) {
        const SENTENCES: u32 = 4;
        let tokens = &self.narrative.tokens;
        let paragraph = tokens[token].paragraph;
        for up in 1..=2u32 {
            let Some(above) = paragraph.checked_sub(up) else { break };
            let layout = self.narrative.layout[above as usize];
            if layout.tokens.0 == layout.tokens.1 {
                continue;
            }
            let last = tokens[layout.tokens.1 as usize - 1].sentence;
            let first = tokens[layout.tokens.0 as usize].sentence.max(last.saturating_sub(SENTENCES));
            for sentence in (first..=last).rev() {
                for mention in self.mentions_in(sentence as usize) {
                    let (says, subject, cue) = self.acts(mention);
                    let relation = match (up, sentence == last, says, subject) {
                        (1, true, true, _) => Relation::AboveSays,
                        (1, true, false, true) => Relation::AboveSubject,
                        (1, true, false, false) => Relation::AboveOther,
                        (1, false, true, _) => Relation::Above2Says,
                        (1, false, false, _) => Relation::Above2Other,
                        _ if says || subject => Relation::Higher,
                        _ => continue,
                    };
                    self.push(found, relation, crate::extract::attribution::index(mention), cue);
                }
            }
        }
    }
}
