//! Set phrases around a passage that name its speaker by themselves: "shouts of “…” from X", "in X's words, “…”", "“…,”
//! as X put it", "including X – “…” –".

use super::Scene;
use super::candidates::{Candidate, Frame, Relation};
use super::features::Passage;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::{Form, Mention};
use crate::extract::tokens::{Kind, Token};

/// Whether a phrase names the candidate.
type Rule<'r> = &'r dyn Fn(&Candidate, &Mention) -> bool;

/// The candidate that such a phrase names.
pub fn speaker(scene: &Scene<'_, '_>, passage: &Passage, candidates: &[Candidate]) -> Option<usize> {
    let phrase = Phrase { scene, passage, token: passage.token as usize };
    // Most passages have no such phrase beside them: that is asked before anybody is looked at.
    let rules: [(bool, Rule<'_>); 7] = [
        (phrase.follows_cries(), &|_, mention| phrase.cries(mention)),
        (phrase.is_near_words(), &|_, mention| phrase.has_words_of(mention)),
        (phrase.as_behind().is_some(), &|candidate, mention| phrase.as_said(candidate, mention)),
        (phrase.is_between_dashes(), &|_, mention| phrase.in_dashes(mention)),
        (phrase.is_below_passage(), &|_, mention| phrase.passage_from(mention)),
        (phrase.is_below_statement(), &|_, mention| phrase.statement_by(mention)),
        (phrase.has_basis(), &|_, mention| phrase.based_on(mention)),
    ];
    rules.iter().filter(|(applies, _)| *applies).find_map(|(_, rule)| {
        candidates
            .iter()
            .position(|candidate| candidate.mention.is_some_and(|at| rule(candidate, &scene.mentions[at as usize])))
    })
}

struct Phrase<'s, 'a, 't> {
    scene: &'s Scene<'a, 't>,
    passage: &'s Passage,
    token: usize,
}

impl Phrase<'_, '_, '_> {
    /// Nouns for somebody's words.
    const WORDS: Words = words!("words phrase phrasing formulation telling estimation");
    /// How many tokens such a noun and the passage, or its owner, may be apart.
    const WORDS_FAR: usize = 3;

    fn tokens(&self) -> &[Token] {
        &self.scene.narrative.tokens
    }

    /// The token at `at`, if the passage's sentence has it.
    fn here(&self, at: usize) -> Option<&Token> {
        self.scene.narrative.sentence(self.token).contains(&at).then(|| &self.tokens()[at])
    }

    /// Whether the token `back` before the passage is one of these words.
    fn is_before(&self, back: usize, known: Words) -> bool {
        self.token.checked_sub(back).and_then(|at| self.here(at)).is_some_and(|word| known.has(word.id))
    }

    /// "amid shouts of “…” from": what stands around the passage.
    fn follows_cries(&self) -> bool {
        const CRIES: Words =
            words!("shouts cries chants calls yells screams boos jeers cheers whispers murmurs shout cry chant");
        const OF: Words = words!("of");
        const FROM: Words = words!("from by");
        self.is_before(1, OF)
            && self.is_before(2, CRIES)
            && self.here(self.token + 1).is_some_and(|word| FROM.has(word.id))
    }

    /// "amid shouts of “…” from a section of the crowd".
    fn cries(&self, mention: &Mention) -> bool {
        const FAR: usize = 6;
        let start = mention.start as usize;
        let from = self.token + 1;
        start > from
            && start <= from + FAR
            && self.here(start).is_some()
            && !mention.possessive
            && !mention.modifier
            && self.is_first_behind(from, mention)
            && (from + 1..start).all(|at| self.tokens()[at].is_word() && !self.tokens()[at].is(Classes::VERB))
    }

    /// Whether no other mention stands between the token and this one.
    fn is_first_behind(&self, token: usize, mention: &Mention) -> bool {
        let next = self.scene.mentions.partition_point(|other| other.start as usize <= token);
        self.scene.mentions.get(next).is_some_and(|next| next.start == mention.start)
    }

    /// Whether a noun for somebody's words stands near the passage.
    fn is_near_words(&self) -> bool {
        const NEAR: usize = 9;
        let end = self.scene.narrative.sentence(self.token).end;
        let from = self.token.saturating_sub(Self::WORDS_FAR);
        (from..self.token)
            .chain(self.token + 1..end.min(self.token + NEAR))
            .any(|at| Self::WORDS.has(self.tokens()[at].id))
    }

    /// "in X's words, “…”", "“…,” in X's phrase".
    fn has_words_of(&self, mention: &Mention) -> bool {
        const NOUNS: Words = Phrase::WORDS;
        const IN: Words = words!("in");
        const FAR: usize = Phrase::WORDS_FAR;
        let (start, end) = (mention.start as usize, mention.end as usize);
        let tokens = self.tokens();
        if !mention.possessive || self.here(end).is_none() || start == 0 || !IN.has(tokens[start - 1].id) {
            return false;
        }
        let Some(noun) = (end + 1..end + 1 + FAR).find(|&at| self.here(at).is_some_and(|word| NOUNS.has(word.id)))
        else {
            return false;
        };
        let small = |at: usize| {
            let token = &tokens[at];
            matches!(token.kind, Kind::Sign(',' | ':'))
                || token.is(Classes::DETERMINER)
                || token.of(self.scene.narrative.text) == "to"
        };
        let before = noun < self.token && self.token - noun <= FAR && (noun + 1..self.token).all(small);
        let after = start > self.token && start - 1 <= self.token + 2 && (self.token + 1..start - 1).all(small);
        before || after
    }

    /// The "as" right behind the passage.
    fn as_behind(&self) -> Option<usize> {
        const AS: Words = words!("as");
        (self.token + 1..=self.token + 2)
            .find(|&at| self.here(at).is_some_and(|token| !token.is_sign(',')))
            .filter(|&at| AS.has(self.tokens()[at].id))
    }

    /// "wearing the words “…,” as X, gasping, said": a complete tag, whatever stands before the passage.
    fn as_said(&self, candidate: &Candidate, mention: &Mention) -> bool {
        let tokens = self.tokens();
        let Some(cue) = candidate.cue.map(|cue| cue as usize).filter(|&cue| cue > self.token) else { return false };
        let Some(first) = self.as_behind() else { return false };
        let start = mention.start as usize;
        let follows = start == first + 1 || start == first + 2 && tokens[first + 1].is(Classes::DETERMINER);
        let leads_on = (cue + 1..=cue + 2).any(|at| self.here(at).is_some_and(Token::is_quote));
        // "“…” as X promised to defend it".
        let promises = tokens.get(cue + 1).is_some_and(|next| next.of(self.scene.narrative.text) == "to");
        matches!(candidate.relation, Relation::AfterSubject | Relation::AfterFar)
            && !promises
            && candidate.frame == Frame::Say
            && !candidate.passive
            && tokens[cue].is(Classes::FINITE)
            && follows
            && !leads_on
    }

    /// Whether the passage is a sentence that stands between dashes.
    fn is_between_dashes(&self) -> bool {
        const SENTENCE: usize = 4;
        self.passage.words >= SENTENCE
            && self.passage.capital
            && self.is_dash(self.token + 1)
            && self.token.checked_sub(1).is_some_and(|at| self.is_dash(at))
    }

    fn is_dash(&self, at: usize) -> bool {
        self.here(at).is_some_and(|token| matches!(token.kind, Kind::Sign('-' | '—' | '–')))
    }

    /// "including X – “…” – and Y": a sentence between dashes belongs to the name right before them.
    fn in_dashes(&self, mention: &Mention) -> bool {
        let end = mention.end as usize;
        mention.form == Form::Name
            && !mention.possessive
            && end < self.token
            && self.token - end <= 2
            && (end..self.token).all(|at| self.is_dash(at))
    }

    /// The tokens of the paragraph above.
    fn above(&self) -> std::ops::Range<usize> {
        self.passage.paragraph.checked_sub(1).map_or(0..0, |above| {
            let (start, end) = self.scene.narrative.layout[above as usize].tokens;
            start as usize..end as usize
        })
    }

    /// Whether a short paragraph above says that something is quoted here.
    fn is_below_passage(&self) -> bool {
        const HERE: Words = words!("here here's");
        const LONGEST: usize = 40;
        let above = self.above();
        self.passage.around.whole
            && self.passage.around.first
            && !above.is_empty()
            && above.len() <= LONGEST
            && HERE.has(self.tokens()[above.start].id)
            && !self.tokens()[above].iter().any(Token::is_quote)
    }

    /// "Here is the key passage from the letter of X, a former minister.", above the passage.
    fn passage_from(&self, mention: &Mention) -> bool {
        const LETTER: Words = words!("letter statement email e-mail message memo speech text post note address");
        const FROM: Words = words!("from by of");
        let tokens = self.tokens();
        let above = self.above();
        let at = mention.start as usize;
        mention.form == Form::Name
            && above.contains(&at)
            && at >= above.start + 3
            && FROM.has(tokens[at - 1].id)
            && LETTER.has(tokens[at - 2].id)
    }

    /// Whether the paragraph above ends with a colon.
    fn is_below_statement(&self) -> bool {
        let around = &self.passage.around;
        around.announced && around.first && around.opens
    }

    /// "This is how the site rated a statement by X on June 11:", above the passage.
    fn statement_by(&self, mention: &Mention) -> bool {
        const STATEMENT: Words =
            words!("statement email e-mail message memo text tweet post note comment remark letter reply");
        const FROM: Words = words!("from by");
        const FAR: usize = 5;
        let tokens = self.tokens();
        let above = self.above();
        let (at, behind) = (mention.start as usize, mention.end as usize);
        mention.form == Form::Name
            && at >= above.start + 2
            && behind < above.end
            && above.end - behind <= FAR
            && FROM.has(tokens[at - 1].id)
            && STATEMENT.has(tokens[at - 2].id)
            && !tokens[behind..above.end].iter().any(|word| word.is_quote() || word.is(Classes::SAY))
    }

    /// Whether the sentence begins with what it is based on.
    fn has_basis(&self) -> bool {
        const BASED: Words = words!("based as");
        const ON: Words = words!("on per");
        let first = self.scene.narrative.sentence(self.token).start;
        self.token >= first + 2 && BASED.has(self.tokens()[first].id) && ON.has(self.tokens()[first + 1].id)
    }

    /// "Based on X's report, the ferry was “…”", "As per the report of X, …".
    fn based_on(&self, mention: &Mention) -> bool {
        const FAR: usize = 6;
        let tokens = self.tokens();
        let first = self.scene.narrative.sentence(self.token).start;
        let (start, end) = (mention.start as usize, mention.end as usize);
        let talks = |word: &Token| {
            word.is(Classes::SAY.union(Classes::CALL)) && word.is(Classes::FINITE) && !word.is(Classes::HEAD)
        };
        start >= first + 2
            && start <= first + FAR
            && end < self.token
            && mention.form == Form::Nominal
            && mention.classes.any(Classes::DOCUMENT)
            && tokens[end..self.token].iter().any(|sign| sign.is_sign(','))
            && !tokens[first..self.token].iter().any(|word| word.is_quote() || talks(word))
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::attribution::testing::{check_quotations, check_speakers as check};

    #[test]
    fn cries_are_those_of_whom_they_come_from() {
        check(
            "“The wheel will turn again,” Mara Quist said amid shouts of “Never! Never!” from the millers.",
            &["Mara Quist", "Millers"],
        );
        // Who comes further behind has not cried.
        check("Mara Quist said she left to shouts of “Never! Never!” after a speech from the mayor.", &["Mara Quist"]);
    }

    #[test]
    fn words_of_somebody_are_his() {
        check("Mara Quist must show that he meant to, in Peter Dahl’s phrase, “drown the valley”.", &["Peter Dahl"]);
        check("Mara Quist found him, in Peter Dahl’s barn, “drowned in flour”.", &["Mara Quist"]);
    }

    #[test]
    fn as_somebody_said_is_a_tag() {
        check(
            "Mara Quist spoke of a hat bearing the words “Let it turn,” as Peter Dahl, a miller, said before he left.",
            &["Peter Dahl"],
        );
        check("Mara Quist said “let it turn” as Peter Dahl said “let it stand”.", &["Mara Quist", "Peter Dahl"]);
    }

    #[test]
    fn a_sentence_between_dashes_is_the_name_s_before_them() {
        check(
            "Several millers said so, including Peter Dahl – “It ought to have been repaired years ago” – and Ivo Marsh.",
            &["Peter Dahl"],
        );
    }

    #[test]
    fn what_is_based_on_a_report_is_from_it() {
        check(
            "“All is well,” said Mara Quist.\n\nBased on the initial report of the auditors, the mill was “off its foundations by a hand”.",
            &["Mara Quist", "Initial report of the auditors"],
        );
    }

    #[test]
    fn a_statement_quoted_below_is_its_author_s() {
        check(
            "Mara Quist said the guide was wrong.\n\nIt shows in how Mara Quist copied this statement by Peter Dahl in May:\n\n“The wheel has been turning for two hundred years, and it will turn again.”",
            &["Peter Dahl"],
        );
    }

    #[test]
    fn a_letter_quoted_below_is_its_writer_s() {
        check_quotations(
            "Mara Quist resigned, and “we regret it,” said Ivo Marsh.\n\nHere is the last part of the letter from Peter Dahl, her deputy.\n\n“I cannot ask anybody to pay for a wheel that does not turn.”",
            &[
                ("we regret it,", "Ivo Marsh"),
                ("I cannot ask anybody to pay for a wheel that does not turn.", "Peter Dahl"),
            ],
        );
    }
}
