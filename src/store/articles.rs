//! Whole articles changed in the explorer: their details, and taking them out of the store so that they can be put back.

use super::details::{DetailValues, set_details};
use super::disk::{self, Splice};
use super::edit::{ArticleChange, ArticleEdit, Edit, RemovedArticle};
use super::error::StoreError;
use super::headers::Headers;
use super::location::Location;
use super::lock::Lock;
use super::parse::{self, Start};
use super::remove;
use super::rewrite::refused;
use super::schema::Parsed;
use super::stream;
use super::visit::Mode;
use rustc_hash::FxHashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};

/// Edits that could not be made, with the reason.
type Failed = Vec<(Edit, StoreError)>;

/// Makes edits of whole articles, in their order, and gives those that could not be made.
pub(crate) fn save_articles(location: &Location, edits: &[&ArticleEdit]) -> Result<Failed, StoreError> {
    let mut failed = Vec::new();
    let mut rest = edits;
    while let Some((first, behind)) = rest.split_first() {
        match &first.change {
            ArticleChange::Details(_) => {
                // Details of many articles are set in one go.
                let len = rest.iter().take_while(|edit| matches!(edit.change, ArticleChange::Details(_))).count();
                failed.extend(details(location, &rest[..len])?);
                rest = &rest[len..];
                continue;
            }
            ArticleChange::Remove => match remove::take_out(location, std::slice::from_ref(&first.article)) {
                // Undoing what was not done yet finds nothing to take out.
                Ok(_) | Err(StoreError::NoArticle(_)) => {}
                Err(error @ (StoreError::Io { .. } | StoreError::Missing(_) | StoreError::Locked { .. })) => {
                    return Err(error);
                }
                Err(error) => failed.push((Edit::Article((*first).clone()), error)),
            },
            ArticleChange::Restore(removed) => match put_back(location, &first.article, removed) {
                Ok(()) => {}
                Err(error @ (StoreError::Io { .. } | StoreError::Missing(_) | StoreError::Locked { .. })) => {
                    return Err(error);
                }
                Err(error) => failed.push((Edit::Article((*first).clone()), error)),
            },
        }
        rest = behind;
    }
    Ok(failed)
}

fn details(location: &Location, edits: &[&ArticleEdit]) -> Result<Failed, StoreError> {
    let mut wanted: FxHashMap<&str, DetailValues> = FxHashMap::default();
    for edit in edits {
        let ArticleChange::Details(values) = &edit.change else { continue };
        let known = wanted.entry(&edit.article).or_default();
        for (field, value) in values {
            known.retain(|(other, _)| other != field);
            known.push((*field, value.clone()));
        }
    }
    let set = set_details(location, Mode::Save, |id| wanted.get(id).cloned())?;
    let mut failed = Vec::new();
    for edit in edits {
        let error = match set.iter().find(|set| set.article == edit.article) {
            None => StoreError::NoArticle(edit.article.clone()),
            Some(set) => match &set.problem {
                Some(problem) => StoreError::Broken(Box::new(problem.clone())),
                None => continue,
            },
        };
        failed.push((Edit::Article((*edit).clone()), error));
    }
    Ok(failed)
}

/// Puts an article back that was taken out: before the one that stood behind it, else at the end of its file.
fn put_back(location: &Location, id: &str, removed: &RemovedArticle) -> Result<(), StoreError> {
    match parse::document(removed.yaml.as_bytes(), Start { line: 1 }) {
        Ok(Parsed::Document(_)) if stream::documents(removed.yaml.as_bytes()).count() == 1 => {}
        _ => return Err(refused("the copy that was kept of the article is no longer a document")),
    }
    let real = disk::real(location.path()).map_err(StoreError::io("save", location.path()))?;
    let _lock = Lock::take(&real)?;
    let path = file_of(location, removed)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(StoreError::io("make", folder))?;
    }
    let real = disk::real(&path).map_err(StoreError::io("save", &path))?;
    disk::change(&real, |file| {
        let headers = if location.exists() { Headers::read(location)? } else { Headers::default() };
        if headers.find(id).is_some() {
            return Ok((Vec::new(), ()));
        }
        let next = removed.before.as_deref().and_then(|before| headers.find(before)).map(|at| &headers.articles[at]);
        let at = next.filter(|next| next.path == path).map(|next| next.place.offset);
        Ok((vec![splice(&path, file, at, &removed.yaml)?], ()))
    })?;
    Ok(())
}

/// The file that the article stood in. What was kept may be an older version's, or anybody's: it leads nowhere else
/// than into the store.
fn file_of(location: &Location, removed: &RemovedArticle) -> Result<PathBuf, StoreError> {
    let folder = match location {
        Location::File(path) => return Ok(path.clone()),
        Location::Folder(folder) => folder,
    };
    let inside = removed.file.as_deref().filter(|file| {
        let plain = file
            .components()
            .all(|part| matches!(part, Component::Normal(name) if !name.as_encoded_bytes().starts_with(b".")));
        plain && file.extension().is_some_and(|ending| ending == "yaml")
    });
    inside.map(|file| folder.join(file)).ok_or_else(|| refused("the file that held the article is not known"))
}

/// The document at byte `at` of the file, else at its end, with the markers that it needs there.
fn splice(path: &Path, file: &mut File, at: Option<u64>, yaml: &str) -> Result<Splice, StoreError> {
    let reading = |error| StoreError::Io { doing: "read", path: path.to_owned(), error };
    let len = file.metadata().map_err(reading)?.len();
    let mut bytes_at = |from: u64, count: u64| -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(from))?;
        file.take(count).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let at = at.unwrap_or(len).min(len);
    let behind = bytes_at(at, 3).map_err(reading)?;
    let before = bytes_at(at.saturating_sub(1), u64::from(at > 0)).map_err(reading)?;
    let mut text = String::new();
    if !before.is_empty() && before != b"\n" && at > stream::MARK.len() as u64 {
        text.push('\n');
    }
    if at > stream::MARK.len() as u64 && !yaml.starts_with("---") {
        text.push_str("---\n");
    }
    text.push_str(yaml);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    if !behind.is_empty() && behind != b"---" {
        text.push_str("---\n");
    }
    Ok(Splice { range: at..at, bytes: text.into_bytes() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ArticleField;
    use crate::store::{load, save_each};

    const STORE: &str = "article: {id: a}\nquotes:\n- text: One.\n---\n# mine\narticle:\n  id: b\n  outlet: The Lamp\n\
                         quotes:\n- text: Two.\n---\narticle: {id: c}\nquotes:\n- text: Three.\n";

    fn edit(article: &str, change: ArticleChange) -> Edit {
        Edit::Article(ArticleEdit { article: article.to_owned(), change })
    }

    #[track_caller]
    fn saved(location: &Location, edits: &[Edit]) {
        let saved = save_each(location, edits, &|_| {}).unwrap();
        assert!(saved.failed.is_empty() && saved.reread, "{saved:?}");
    }

    fn ids(location: &Location) -> Vec<String> {
        let (catalog, problems) = load(location).unwrap();
        assert!(problems.is_empty(), "{problems:?}");
        catalog.articles().map(|article| article.id().to_owned()).collect()
    }

    fn store() -> (tempfile::TempDir, Location) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.yaml");
        std::fs::write(&path, STORE).unwrap();
        (folder, Location::File(path))
    }

    #[test]
    fn articles_that_were_taken_out_come_back_as_they_were() {
        for wanted in
            [vec!["a"], vec!["b"], vec!["c"], vec!["a", "b"], vec!["b", "c"], vec!["c", "a"], vec!["a", "b", "c"]]
        {
            let (_folder, location) = store();
            let names: Vec<String> = wanted.iter().map(|id| (*id).to_owned()).collect();
            let removed = remove::take_out(&location, &names).unwrap();
            assert_eq!(removed.len(), wanted.len());
            assert!(ids(&location).iter().all(|id| !names.contains(id)), "{wanted:?}");
            let back = removed.iter().rev().map(|(id, one)| edit(id, ArticleChange::Restore(Box::new(one.clone()))));
            let back: Vec<Edit> = back.collect();
            saved(&location, &back);
            assert_eq!(std::fs::read_to_string(location.path()).unwrap(), STORE, "{wanted:?}");
            // Once more changes nothing; out again, and once more, too.
            saved(&location, &back);
            assert_eq!(ids(&location), ["a", "b", "c"]);
            let out: Vec<Edit> = names.iter().map(|id| edit(id, ArticleChange::Remove)).collect();
            saved(&location, &out);
            saved(&location, &out);
            assert_eq!(ids(&location).len(), 3 - wanted.len());
        }
    }

    #[test]
    fn in_a_folder_the_file_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("2026").join("a.yaml");
        std::fs::create_dir(folder.path().join("2026")).unwrap();
        std::fs::write(&file, "---\narticle: {id: a}\nquotes:\n- text: One.\n").unwrap();
        std::fs::write(folder.path().join("b.yaml"), "article: {id: b}\nquotes: []\n").unwrap();
        let location = Location::Folder(folder.path().to_owned());
        let before = std::fs::read(&file).unwrap();
        let removed = remove::take_out(&location, &["a".to_owned()]).unwrap();
        assert!(!file.exists());
        let (id, one) = &removed[0];
        saved(&location, &[edit(id, ArticleChange::Restore(Box::new(one.clone())))]);
        assert_eq!(std::fs::read(&file).unwrap(), before);
        // Nothing is written outside of the store, whatever was kept says.
        for file in ["../x.yaml", "/tmp/x.yaml", ".hidden/x.yaml", "x.txt"] {
            let removed = RemovedArticle { file: Some(file.into()), ..one.clone() };
            let restore = edit("z", ArticleChange::Restore(Box::new(removed)));
            let saved = save_each(&location, &[restore], &|_| {}).unwrap();
            assert_eq!(saved.failed.len(), 1, "{file}");
        }
    }

    #[test]
    fn details_are_set_as_the_command_line_sets_them() {
        let (_folder, location) = store();
        let lamp = |id: &str, value: Option<&str>| {
            edit(id, ArticleChange::Details(vec![(ArticleField::Outlet, value.map(str::to_owned))]))
        };
        saved(&location, &[lamp("a", Some("The Torch")), lamp("b", None)]);
        let (catalog, _) = load(&location).unwrap();
        let outlets: Vec<Option<&str>> = catalog.articles().map(|article| article.outlet()).collect();
        assert_eq!(outlets, [Some("The Torch"), None, None]);
        let missing = save_each(&location, &[lamp("z", None)], &|_| {}).unwrap();
        assert!(matches!(missing.failed[..], [(_, StoreError::NoArticle(_))]));
    }
}
