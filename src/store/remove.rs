//! Taking articles out.

use super::error::StoreError;
use super::ids;
use super::location::Location;
use super::schema::Parsed;
use super::sweep::{Become, Mode, sweep};
use rustc_hash::FxHashSet;

/// Takes the documents of articles out of the store, and tells which of the ids were there.
///
/// # Errors
/// When the store cannot be read or saved, or when one of the ids is not there: then nothing is taken out.
pub fn remove(location: &Location, articles: &[String]) -> Result<usize, StoreError> {
    let wanted: FxHashSet<&str> = articles.iter().map(String::as_str).collect();
    let (catalog, _) = super::load(location)?;
    if let Some(missing) = articles.iter().find(|id| catalog.find_article(id).is_none()) {
        return Err(StoreError::NoArticle(missing.clone()));
    }
    let removed = sweep(location, Mode::Save, |passing| {
        let Ok(Parsed::Document(document)) = passing.parsed() else { return (Become::Same, false) };
        let words = document.quotations.first().map_or("", |quotation| quotation.text.as_str());
        let id = document.meta.id.clone().unwrap_or_else(|| ids::of_article(&document.meta, words));
        if wanted.contains(id.as_str()) { (Become::Changed(Vec::new()), true) } else { (Become::Same, false) }
    })?;
    Ok(removed.into_iter().filter(|&removed| removed).count())
}
