//! Edits in memory. A segment that somebody else still reads is copied first; nothing here touches a file.

use super::builder::{Places, closed_words, evidence_strings, flags, hundredths, sparse_strings};
use super::catalog::{Catalog, resolve_speakers};
use super::edit::{ArticleChange, ArticleEdit, Change, Edit, QuotationEdit, RegistryChange};
use super::error::StoreError;
use super::index::{ArticleIx, QuotationIx};
use super::segment::{Flags, ListedSpeaker, NO_CONFIDENCE, NO_PLACE, NO_SPEAKER, Segment, Sparse, sparse_values};
use super::strings::NONE;
use crate::quotation::{Quotation, Reviewed, joined};
use crate::speaker::{Speaker, SpeakerKind};
use crate::text::CharRange;
use std::sync::Arc;

impl Catalog {
    /// Makes one change and gives the change that takes it back.
    ///
    /// # Errors
    /// When there is no such article or quotation; for [`Change::Remove`] also when the quotation's whole record cannot
    /// be read, for then it could not be brought back.
    pub fn apply(&mut self, edit: &Edit) -> Result<Edit, StoreError> {
        let QuotationEdit { article, quotation, change } = match edit {
            Edit::Quotation(edit) => edit,
            Edit::Registry(change) => {
                let before = self.registry().entries().to_vec();
                if let Some(after) = change.apply_to(self.registry()) {
                    self.set_registry(after);
                }
                return Ok(Edit::Registry(RegistryChange::Replace(before)));
            }
            Edit::Article(edit) => return self.change_article(edit),
        };
        let inverse = |change| Edit::new(article, quotation, change);
        if let Change::Add(new) = change {
            let at = self.find_article(article).ok_or_else(|| StoreError::NoArticle(article.clone()))?;
            self.insert(at, quotation, new);
            return Ok(inverse(Change::Remove));
        }
        let ix = self
            .find(article, quotation)
            .ok_or_else(|| StoreError::NoQuotation { article: article.clone(), quotation: quotation.clone() })?;
        if *change == Change::Remove {
            let record = self.record(ix)?;
            self.remove(ix);
            return Ok(inverse(Change::Add(Box::new(record))));
        }
        Ok(inverse(self.change(ix, change)))
    }

    /// Changes details of an article and gives what they were. Whole articles come and go when the store is read again:
    /// here they change nothing.
    fn change_article(&mut self, edit: &ArticleEdit) -> Result<Edit, StoreError> {
        let ArticleChange::Details(values) = &edit.change else { return Ok(Edit::Article(edit.clone())) };
        let ix = self.find_article(&edit.article).ok_or_else(|| StoreError::NoArticle(edit.article.clone()))?;
        let before = self.article(ix);
        let was = values.iter().map(|(field, _)| (*field, before.get(*field).map(str::to_owned))).collect();
        let (number, local) = self.article_in_segment(ix);
        let segment = self.writable(number);
        for (field, value) in values {
            let string = value.as_deref().map_or(NONE, |value| segment.pool.push(value));
            segment.articles[local].fields[*field as usize] = string;
        }
        // The index knows dates.
        segment.changed_texts();
        Ok(Edit::Article(ArticleEdit { article: edit.article.clone(), change: ArticleChange::Details(was) }))
    }

    /// The whole record of a quotation: its evidence as it stands in the store, all else as it is in memory.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn record(&self, ix: QuotationIx) -> Result<Quotation, StoreError> {
        let look = self.quotation(ix);
        let mut stored = self.document(look.article())?.quotations.into_iter();
        let number = ix.index() - self.article(look.article()).quotations().start;
        let stored = stored.clone().find(|q| q.id == look.id()).or_else(|| stored.nth(number)).unwrap_or_default();
        Ok(self.overlaid(ix, stored))
    }

    /// The whole records of an article's quotations, in their order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn records(&self, article: ArticleIx) -> Result<Vec<Quotation>, StoreError> {
        let stored = self.document(article)?.quotations;
        let range = self.article(article).quotations();
        let record = |ix: QuotationIx| {
            let own = stored.iter().find(|stored| stored.id == self.quotation(ix).id());
            let own = own.or_else(|| stored.get(ix.index() - range.start)).cloned().unwrap_or_default();
            self.overlaid(ix, own)
        };
        Ok(range.clone().map(QuotationIx::new).map(record).collect())
    }

    /// `stored` with what a person can change as it is in memory.
    pub(crate) fn overlaid(&self, ix: QuotationIx, mut stored: Quotation) -> Quotation {
        let look = self.quotation(ix);
        look.id().clone_into(&mut stored.id);
        look.text().clone_into(&mut stored.text);
        // An alias of the article's own list is kept as it was written.
        let own: Vec<_> = stored.attributed_to().into_iter().map(|name| self.find_speaker(name)).collect();
        if !own.iter().copied().eq(look.speakers().map(Some)) {
            set_speakers(&mut stored, &self.attributed_names(ix));
        }
        if stored.is_denied() != look.denied() {
            stored.denied = Some(look.denied());
        }
        stored.kind = look.kind();
        stored.at = look.at();
        stored.page = look.page();
        stored.time = look.time().map(str::to_owned);
        stored.review = look.review();
        stored.reviewed = look.reviewed();
        stored.star = look.star();
        stored.tags = look.tags().map(str::to_owned).collect();
        stored.note = look.note().map(str::to_owned);
        stored.gone = look.gone();
        stored
    }

    /// The names under which the article lists the speakers, which the registry may hold others for.
    fn attributed_names(&self, ix: QuotationIx) -> Vec<String> {
        let number = self.segment_of(ix);
        let segment = &self.segments[number];
        let at = ix.index() - self.quotations_before[number];
        let further = sparse_values(segment.column(Sparse::Further), at).iter().map(|&(_, listed)| listed);
        let listed = std::iter::once(segment.attributed[at]).chain(further).filter(|&listed| listed != NO_SPEAKER);
        listed.map(|listed| segment.pool.get(segment.listed[listed as usize].name as usize).to_owned()).collect()
    }

    /// The change that gives a quotation the speakers that it has now.
    fn speakers_now(&self, ix: QuotationIx) -> Change {
        let mut names = self.attributed_names(ix);
        if names.len() > 1 { Change::Speakers(names) } else { Change::Speaker(names.pop()) }
    }

    /// Changes one field and gives what it was.
    fn change(&mut self, ix: QuotationIx, change: &Change) -> Change {
        let number = self.segment_of(ix);
        let at = ix.index() - self.quotations_before[number];
        let before = self.quotation(ix);
        match change {
            Change::Star(on) => {
                let was = before.star();
                self.writable(number).flags[at].set(Flags::STAR, *on);
                Change::Star(was)
            }
            Change::Review(review) => {
                let was = before.review();
                self.writable(number).flags[at].set_review(*review);
                Change::Review(was)
            }
            Change::Reviewed(reviewed) => {
                let was = before.reviewed();
                let segment = self.writable(number);
                let part = |of: fn(&Reviewed) -> &String| reviewed.as_ref().map(of).filter(|text| !text.is_empty());
                set_sparse(
                    segment,
                    Sparse::ReviewedBy,
                    at,
                    part(|reviewed| &reviewed.by).map(std::slice::from_ref).unwrap_or_default(),
                );
                set_sparse(
                    segment,
                    Sparse::ReviewedOn,
                    at,
                    part(|reviewed| &reviewed.on).map(std::slice::from_ref).unwrap_or_default(),
                );
                Change::Reviewed(was)
            }
            Change::Kind(kind) => {
                let was = before.kind();
                self.writable(number).kind[at] = *kind;
                self.compare_with_evidence(ix);
                Change::Kind(was)
            }
            Change::Speaker(name) => {
                let was = self.speakers_now(ix);
                let names: Vec<&str> = name.as_deref().into_iter().collect();
                self.attribute(number, at, &names, None);
                was
            }
            Change::Speakers(names) => {
                let was = self.speakers_now(ix);
                self.attribute(number, at, &names.iter().map(String::as_str).collect::<Vec<_>>(), None);
                was
            }
            Change::SpeakerAs(speaker) => {
                let was = self.speakers_now(ix);
                self.attribute(number, at, &[&speaker.name], Some(speaker));
                was
            }
            Change::Denied(denied) => {
                let was = before.denied().then_some(true);
                self.writable(number).flags[at].set(Flags::DENIED, *denied == Some(true));
                self.compare_with_evidence(ix);
                Change::Denied(was)
            }
            Change::Place { text, at: place } => {
                let was = Change::Place { text: before.text().to_owned(), at: before.at() };
                let paragraph = self.paragraph(before.article(), *place);
                let segment = self.writable(number);
                segment.texts.replace(at, text);
                segment.at[at] = place.unwrap_or(NO_PLACE);
                segment.paragraph[at] = paragraph;
                segment.changed_texts();
                self.compare_with_evidence(ix);
                was
            }
            Change::Tags(tags) => {
                let was = before.tags().map(str::to_owned).collect();
                let segment = self.writable(number);
                set_sparse(segment, Sparse::Tag, at, tags);
                segment.flags[at].set(Flags::TAGS, !tags.is_empty());
                Change::Tags(was)
            }
            Change::Note(note) => {
                let was = before.note().map(str::to_owned);
                let segment = self.writable(number);
                set_sparse(segment, Sparse::Note, at, note.as_slice());
                segment.flags[at].set(Flags::NOTE, note.is_some());
                Change::Note(was)
            }
            Change::Add(_) | Change::Remove => unreachable!("handled by `apply`"),
        }
    }

    /// Notes whether kind, place and denial are those of the evidence, which only the store has. Where that cannot be
    /// read they were set by a person just now.
    fn compare_with_evidence(&mut self, ix: QuotationIx) {
        if !self.quotation(ix).has_evidence() {
            return;
        }
        let overrides = self.record(ix).map_or(true, |record| record.overrides_evidence());
        let number = self.segment_of(ix);
        let at = ix.index() - self.quotations_before[number];
        self.writable(number).flags[at].set(Flags::OVERRIDES, overrides);
    }

    fn writable(&mut self, segment: usize) -> &mut Segment {
        Arc::make_mut(&mut self.segments[segment])
    }

    /// Attributes quotation `at` of a segment to `names`; `info` says more of a single one.
    fn attribute(&mut self, number: usize, at: usize, names: &[&str], info: Option<&Speaker>) {
        let known_kinds: Vec<Option<SpeakerKind>> = names
            .iter()
            .map(|name| self.speakers.find(name).map(|speaker| self.speakers.kind(speaker.index())))
            .collect();
        let segment = Arc::make_mut(&mut self.segments[number]);
        let mut listed: Vec<(u32, u32)> = Vec::new();
        for (name, known_kind) in names.iter().zip(known_kinds) {
            let (kind, role) = info.map_or((None, None), |info| (Some(info.kind), info.role.as_deref()));
            listed.push((at as u32, self::listed(segment, at, name, kind, known_kind, role)));
        }
        segment.attributed[at] = listed.first().map_or(NO_SPEAKER, |&(_, listed)| listed);
        segment.flags[at].set(Flags::SEVERAL, listed.len() > 1);
        replace_sparse(segment, Sparse::Further, at, listed.into_iter().skip(1).collect());
        resolve_speakers(segment, Arc::make_mut(&mut self.speakers), &self.registry);
    }

    /// The paragraph of a place, which only the article's text can tell; 0 without one.
    fn paragraph(&self, article: ArticleIx, at: Option<CharRange>) -> u32 {
        self.in_article(article, &Quotation { at, ..Quotation::default() }).0
    }

    /// What only the article's text can tell of a new quotation: its paragraph, 0 without a place, and how its words
    /// close up.
    fn in_article(&self, article: ArticleIx, new: &Quotation) -> (u32, Option<String>) {
        let Some(at) = new.at.filter(|_| self.article(article).has_text()) else { return (0, None) };
        let text = self.document(article).ok().and_then(|document| document.text);
        text.map_or((0, None), |text| (Places::new(&text).paragraph(at), closed_words(&new.text, &text)))
    }

    fn insert(&mut self, article: ArticleIx, id: &str, new: &Quotation) {
        let (paragraph, words) = self.in_article(article, new);
        let (number, local) = self.article_in_segment(article);
        let segment = self.writable(number);
        let quotations = segment.quotations_of(local);
        let at = insertion(new, quotations.clone().map(|q| Some(segment.at[q]).filter(|&at| at != NO_PLACE)));
        let at = quotations.start + at;
        let evidence = new.evidence.as_ref();
        segment.texts.insert(at, &new.text);
        segment.ids.insert(at, id);
        segment.attributed.insert(at, NO_SPEAKER);
        segment.speaker.insert(at, NO_SPEAKER);
        segment.article.insert(at, article);
        segment.kind.insert(at, new.kind);
        segment.at.insert(at, new.at.unwrap_or(NO_PLACE));
        segment.paragraph.insert(at, paragraph);
        segment.confidence.insert(at, evidence.map_or(NO_CONFIDENCE, |evidence| hundredths(evidence.confidence)));
        let strings = evidence_strings(evidence);
        let [cue, mention, rule, speaker] =
            strings.map(|string| string.map_or(NONE, |string| segment.pool.push(string)));
        segment.cue.insert(at, cue);
        segment.mention.insert(at, mention);
        segment.rule.insert(at, rule);
        segment.evidence_speaker.insert(at, speaker);
        segment.flags.insert(at, flags(new, false));
        for column in &mut segment.sparse {
            column.iter_mut().filter(|entry| entry.0 as usize >= at).for_each(|entry| entry.0 += 1);
        }
        for row in &mut segment.articles[local + 1..] {
            row.first += 1;
        }
        for (column, string) in sparse_strings(new) {
            let mut strings: Vec<(u32, u32)> = sparse_values(segment.column(column), at).to_vec();
            strings.push((at as u32, segment.pool.push(string)));
            replace_sparse(segment, column, at, strings);
        }
        let words = words.map(|words| (at as u32, segment.pool.push(&words)));
        replace_sparse(segment, Sparse::Words, at, words.into_iter().collect());
        replace_sparse(segment, Sparse::Revision, at, new.revision.map(|one| (at as u32, one)).into_iter().collect());
        replace_sparse(segment, Sparse::Page, at, new.page.map(|page| (at as u32, page)).into_iter().collect());
        segment.changed_texts();
        self.quotations_before[number + 1..].iter_mut().for_each(|before| *before += 1);
        self.attribute(number, at, &new.attributed_to(), None);
    }

    fn remove(&mut self, ix: QuotationIx) {
        let number = self.segment_of(ix);
        let at = ix.index() - self.quotations_before[number];
        let (_, local) = self.article_in_segment(self.quotation(ix).article());
        let segment = self.writable(number);
        segment.texts.remove(at);
        segment.ids.remove(at);
        macro_rules! remove {
            ($($column:ident)*) => { $(segment.$column.remove(at);)* };
        }
        remove!(attributed speaker article kind flags at paragraph confidence cue mention rule evidence_speaker);
        for column in segment.sparse.iter_mut().chain([&mut segment.further]) {
            column.retain(|entry| entry.0 as usize != at);
            column.iter_mut().filter(|entry| entry.0 as usize > at).for_each(|entry| entry.0 -= 1);
        }
        for row in &mut segment.articles[local + 1..] {
            row.first -= 1;
        }
        segment.changed_texts();
        self.quotations_before[number + 1..].iter_mut().for_each(|before| *before -= 1);
    }
}

/// Before which of the quotations at `places` a new one belongs: behind the last that stands before it in the text. One
/// without a place goes to the end.
pub(crate) fn insertion(new: &Quotation, places: impl ExactSizeIterator<Item = Option<CharRange>>) -> usize {
    let len = places.len();
    let Some(own) = new.at else { return len };
    let before = places.enumerate().filter(|(_, at)| at.is_some_and(|at| at <= own)).last();
    before.map_or(0, |(number, _)| number + 1)
}

/// Replaces the strings that quotation `at` has in a sparse column.
fn set_sparse(segment: &mut Segment, column: Sparse, at: usize, strings: &[String]) {
    let new = strings.iter().map(|string| (at as u32, segment.pool.push(string))).collect();
    replace_sparse(segment, column, at, new);
}

/// Replaces what quotation `at` has in a sparse column.
fn replace_sparse(segment: &mut Segment, column: Sparse, at: usize, new: Vec<(u32, u32)>) {
    let column = &mut segment.sparse[column as usize];
    let start = column.partition_point(|entry| (entry.0 as usize) < at);
    let len = sparse_values(column, at).len();
    column.splice(start..start + len, new);
}

/// Gives `quotation` the speakers `names`.
pub(crate) fn set_speakers(quotation: &mut Quotation, names: &[String]) {
    quotation.speaker = (!names.is_empty()).then(|| joined(names));
    quotation.speakers = if names.len() > 1 { names.to_vec() } else { Vec::new() };
}

/// The listed speaker of a segment that `name` stands for: as the same article lists it, else as any does, else new.
fn listed(
    segment: &mut Segment,
    at: usize,
    name: &str,
    kind: Option<SpeakerKind>,
    known_kind: Option<SpeakerKind>,
    role: Option<&str>,
) -> u32 {
    let fits = |number: u32| {
        let row: &ListedSpeaker = &segment.listed[number as usize];
        segment.pool.get(row.name as usize) == name && (kind.is_none() || row.kind == kind)
    };
    let article = segment.article[at];
    let here = segment.article.iter().zip(&segment.attributed).filter(|&(&of, _)| of == article);
    let same_article = here.map(|(_, &number)| number).find(|&number| number != NO_SPEAKER && fits(number));
    let anywhere = || (0..segment.listed.len() as u32).find(|&number| fits(number));
    if let Some(number) = same_article.or_else(anywhere) {
        return number;
    }
    let kind = kind.or(known_kind.filter(|&kind| kind == SpeakerKind::Unnamed));
    let row =
        ListedSpeaker { name: segment.pool.push(name), kind, role: role.map_or(NONE, |role| segment.pool.push(role)) };
    segment.listed.push(row);
    segment.listed.len() as u32 - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Metadata;
    use crate::quotation::{Evidence, Kind, Review};
    use crate::speaker::Speaker;
    use crate::store::{Document, Entry};

    fn quotation(id: &str, speaker: Option<&str>, text: &str, at: Option<(u32, u32)>) -> Quotation {
        Quotation {
            id: id.to_owned(),
            speaker: speaker.map(str::to_owned),
            text: text.to_owned(),
            at: at.map(|(start, end)| CharRange::new(start, end)),
            kind: Some(Kind::Direct),
            ..Quotation::default()
        }
    }

    fn speaker(name: &str, kind: SpeakerKind, aliases: &[&str]) -> Speaker {
        let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        Speaker { name: name.to_owned(), kind, role: None, aliases }
    }

    fn documents() -> Vec<Document> {
        let article = |id: &str, text: &str, speakers: Vec<Speaker>, quotations: Vec<Quotation>| Document {
            meta: Metadata { id: Some(id.to_owned()), ..Metadata::default() },
            extracted: None,
            text: Some(text.to_owned()),
            speakers,
            quotations,
            revisions: Vec::new(),
        };
        let mut with_evidence = quotation("q1", Some("Ann Lee"), "One", Some((1, 4)));
        with_evidence.evidence = Some(Evidence { rule: "r".to_owned(), confidence: 0.9, ..Evidence::default() });
        vec![
            article(
                "a",
                "“One”\n\n“Two” “Three”\n",
                vec![speaker("Ann Lee", SpeakerKind::Person, &["Lee"]), speaker("analysts", SpeakerKind::Unnamed, &[])],
                vec![with_evidence, quotation("q3", Some("analysts"), "Three", Some((15, 20)))],
            ),
            article(
                "b",
                "“Four”",
                vec![speaker("Ann Lee", SpeakerKind::Person, &[]), speaker("analysts", SpeakerKind::Unnamed, &[])],
                vec![quotation("q4", Some("Lee"), "Four", Some((1, 5))), quotation("q5", Some("Ann Lee"), "?", None)],
            ),
        ]
    }

    /// Everything that a catalog holds, to be compared.
    fn shown(catalog: &Catalog) -> Vec<String> {
        let shown = |q: crate::store::QuotationRef<'_>| {
            let tags: Vec<&str> = q.tags().collect();
            format!(
                "{}/{} {} ¶{:?} {:?}: {} {:?} {:?} {:?} {} {:?} {:?} {:?}",
                catalog.article(q.article()).id(),
                q.id(),
                q.speaker().map_or("-".into(), |ix| catalog.speaker(ix).display()),
                q.paragraph(),
                q.at(),
                q.text(),
                q.kind(),
                q.review(),
                q.reviewed(),
                q.star(),
                tags,
                q.note(),
                q.rule(),
            )
        };
        catalog.quotations().map(shown).collect()
    }

    #[test]
    fn the_same_name_is_one_speaker_and_a_bare_surname_is_not() {
        let catalog = Catalog::from_documents(documents());
        let names: Vec<_> = catalog.speakers().map(|speaker| speaker.display().into_owned()).collect();
        assert_eq!(names, ["Ann Lee", "Analysts (unnamed)", "Lee"]);
        assert_eq!(catalog.find_speaker("Ann Lee"), catalog.quotation(QuotationIx::new(3)).speaker());
        assert_eq!(catalog.speaker(catalog.find_speaker("Ann Lee").unwrap()).aliases().collect::<Vec<_>>(), ["Lee"]);
    }

    #[test]
    fn places_become_paragraphs() {
        let catalog = Catalog::from_documents(documents());
        let found: Vec<_> = catalog.quotations().map(|q| q.paragraph()).collect();
        assert_eq!(found, [Some(1), Some(2), Some(1), None]);
    }

    #[test]
    fn every_change_can_be_taken_back() {
        let changes = [
            Change::Star(true),
            Change::Review(Some(Review::Rejected)),
            Change::Reviewed(Some(Reviewed { by: "Ann".to_owned(), on: "2026-01-31".to_owned() })),
            Change::Speaker(None),
            Change::Speaker(Some("analysts".to_owned())),
            Change::Speaker(Some("Somebody New".to_owned())),
            Change::SpeakerAs(Box::new(speaker("The Firm", SpeakerKind::Organisation, &[]))),
            Change::Kind(Some(Kind::Indirect)),
            Change::Place { text: "Two".to_owned(), at: Some(CharRange::new(8, 11)) },
            Change::Tags(vec!["x".to_owned(), "y".to_owned()]),
            Change::Note(Some("n".to_owned())),
            Change::Remove,
        ];
        for change in changes {
            for (article, id) in [("a", "q1"), ("a", "q3"), ("b", "q4"), ("b", "q5")] {
                let mut catalog = Catalog::from_documents(documents());
                let before = shown(&catalog);
                let snapshot = catalog.clone();
                let edit = Edit::new(article, id, change.clone());
                let inverse = catalog.apply(&edit).unwrap();
                let after = shown(&catalog);
                assert_eq!(shown(&snapshot), before, "a clone does not see {edit:?}");
                let redo = catalog.apply(&inverse).unwrap();
                assert_eq!(shown(&catalog), before, "{edit:?} taken back by {inverse:?}");
                catalog.apply(&redo).unwrap();
                assert_eq!(shown(&catalog), after, "{edit:?} made again by {redo:?}");
            }
        }
    }

    #[test]
    fn an_added_quotation_takes_its_place_in_the_text() {
        let mut catalog = Catalog::from_documents(documents());
        let stamp = catalog.segments()[0].stamp();
        let new = quotation("q2", Some("Lee"), "Two", Some((8, 11)));
        catalog.apply(&Edit::new("a", "q2", Change::Add(Box::new(new)))).unwrap();
        let ids: Vec<&str> = catalog.quotations().map(|q| q.id()).collect();
        assert_eq!(ids, ["q1", "q2", "q3", "q4", "q5"]);
        assert_eq!(catalog.article(ArticleIx::new(1)).quotations(), 3..5);
        assert_ne!(catalog.segments()[0].stamp(), stamp);
        assert_eq!(catalog.find("b", "q5").map(QuotationIx::index), Some(4));
    }

    #[test]
    fn removing_brings_the_evidence_back() {
        let mut catalog = Catalog::from_documents(documents());
        let inverse = catalog.apply(&Edit::new("a", "q1", Change::Remove)).unwrap();
        assert_eq!(catalog.find("a", "q1"), None);
        let Some(Change::Add(record)) = inverse.change() else { panic!("{inverse:?}") };
        assert_eq!(record.evidence.as_ref().map(|evidence| evidence.rule.as_str()), Some("r"));
        catalog.apply(&inverse).unwrap();
        assert_eq!(catalog.quotation(catalog.find("a", "q1").unwrap()).rule(), Some("r"));
    }

    #[test]
    fn the_registry_joins_speakers_and_parts_them() {
        let mut catalog = Catalog::from_documents(documents());
        let before = shown(&catalog);
        let merge = RegistryChange::Merge { into: "Ann Lee".to_owned(), from: vec!["Lee".to_owned()] };
        let inverse = catalog.apply(&Edit::Registry(merge)).unwrap();
        assert_eq!(catalog.speakers_len(), 2);
        let rename = RegistryChange::Rename { from: "Ann Lee".to_owned(), to: "Anna Lee".to_owned() };
        catalog.apply(&Edit::Registry(rename)).unwrap();
        assert_eq!(catalog.speaker(catalog.find_speaker("Lee").unwrap()).name(), "Anna Lee");
        let entries = catalog.registry().entries();
        assert_eq!(
            entries,
            [Entry { name: "Anna Lee".to_owned(), aliases: vec!["Ann Lee".into(), "Lee".into()], ..Entry::default() }]
        );
        catalog.apply(&inverse).unwrap();
        assert_eq!(shown(&catalog), before);
    }

    #[test]
    fn details_of_an_article_can_be_taken_back() {
        let mut catalog = Catalog::from_documents(documents());
        let set = |outlet: Option<&str>| {
            let values = vec![(crate::article::ArticleField::Outlet, outlet.map(str::to_owned))];
            Edit::Article(ArticleEdit { article: "b".to_owned(), change: ArticleChange::Details(values) })
        };
        let inverse = catalog.apply(&set(Some("The Lamp"))).unwrap();
        assert_eq!(catalog.article(ArticleIx::new(1)).outlet(), Some("The Lamp"));
        assert_eq!(inverse, set(None));
        assert_eq!(catalog.apply(&inverse).unwrap(), set(Some("The Lamp")));
        assert_eq!(catalog.article(ArticleIx::new(1)).outlet(), None);
    }

    #[test]
    fn edits_of_what_is_not_there_are_refused() {
        let mut catalog = Catalog::from_documents(documents());
        let edit = |article, id| Edit::new(article, id, Change::Star(true));
        assert!(matches!(catalog.apply(&edit("a", "zz")), Err(StoreError::NoQuotation { .. })));
        assert!(matches!(catalog.apply(&edit("zz", "q1")), Err(StoreError::NoQuotation { .. })));
    }
}
