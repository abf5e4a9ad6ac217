//! YAML: store documents that hold only the chosen quotations, so that what comes out is a store again.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::store::{ArticleIx, Catalog, QuotationIx, write_document, write_registry};

/// What becomes of private notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notes {
    /// They are written.
    Kept,
    /// They are left out.
    LeftOut,
}

/// Writes the documents of the quotations `chosen`, in the order in which their articles are first met; the quotations
/// of an article stay in its own order. Gives how many quotations were written.
///
/// # Errors
/// What the output answers, and when an article's document cannot be read from the store.
pub fn documents(
    catalog: &Catalog,
    chosen: impl Iterator<Item = QuotationIx>,
    notes: Notes,
    out: &mut impl Write,
) -> io::Result<usize> {
    let mut order: Vec<ArticleIx> = Vec::new();
    let mut of_article: BTreeMap<ArticleIx, Vec<QuotationIx>> = BTreeMap::new();
    for ix in chosen {
        let article = catalog.quotation(ix).article();
        let quotations = of_article.entry(article).or_default();
        if quotations.is_empty() {
            order.push(article);
        }
        quotations.push(ix);
    }
    let mut written = 0;
    let mut text = String::new();
    for article in order {
        let chosen = &of_article[&article];
        let mut document = catalog.document(article).map_err(io::Error::other)?;
        catalog.article(article).id().clone_into(document.meta.id.get_or_insert_default());
        // What the store has, with what was decided since it was read.
        let stored = std::mem::take(&mut document.quotations);
        let first = catalog.article(article).quotations().start;
        for ix in catalog.article(article).quotations().map(QuotationIx::new).filter(|ix| chosen.contains(ix)) {
            let id = catalog.quotation(ix).id();
            let own = stored.iter().find(|quotation| quotation.id == id);
            let own = own.or_else(|| stored.get(ix.index() - first).filter(|quotation| quotation.id.is_empty()));
            let mut record = catalog.overlaid(ix, own.cloned().unwrap_or_default());
            if notes == Notes::LeftOut {
                record.note = None;
            }
            document.quotations.push(record);
            written += 1;
        }
        let speaks = |name: &str| document.quotations.iter().any(|q| q.attributed_to().contains(&name));
        document.speakers.retain(|speaker| speaks(&speaker.name) || speaker.aliases.iter().any(|name| speaks(name)));
        write_document(&mut text, &document);
        out.write_all(text.as_bytes())?;
        text.clear();
    }
    Ok(written)
}

/// Writes the registry of speakers, which stands before all documents; nothing when there is none.
///
/// # Errors
/// What the output answers.
pub fn registry(catalog: &Catalog, out: &mut impl Write) -> io::Result<()> {
    if catalog.registry().entries().is_empty() {
        return Ok(());
    }
    let mut text = String::new();
    write_registry(&mut text, catalog.registry().entries());
    out.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::sample;
    use super::*;
    use crate::store::{Change, Document, Edit, load_reader};

    #[test]
    fn chosen_quotations_are_a_store_with_what_was_decided() {
        let (article, extraction) = sample();
        let mut meta = article.meta;
        meta.id = Some("talks".into());
        let mut quotations = extraction.quotations.clone();
        quotations.push(crate::quotation::Quotation { id: "q2".into(), text: "left out".into(), ..Default::default() });
        let document = Document {
            meta,
            text: Some(article.text),
            speakers: extraction.speakers,
            quotations,
            ..Document::default()
        };
        let mut catalog = Catalog::from_documents(vec![document]);
        catalog.apply(&Edit::new("talks", "q1", Change::Note(Some("looked at".into())))).unwrap();
        let mut out = Vec::new();
        assert_eq!(documents(&catalog, [QuotationIx::new(0)].into_iter(), Notes::Kept, &mut out).unwrap(), 1);
        let (again, problems) = load_reader(out.as_slice()).unwrap();
        assert_eq!((again.len(), problems), (1, vec![]));
        let quotation = again.quotation(QuotationIx::new(0));
        assert_eq!((quotation.note(), quotation.text()), (Some("looked at"), "If we don’t speak, there is war."));
        assert_eq!(quotation.paragraph(), Some(2));
    }
}
