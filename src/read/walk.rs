//! Folders: which of their files are articles.
//!
//! The folder that a browser saves beside a page, with its pictures and scripts, counts as hidden.
//! Hidden files and those that `.gitignore` or `.ignore` name are left out, and so are files of other kinds; how many
//! is counted, so that nobody wonders where an article went. Links to files in the folder are followed, links to folders
//! are not. A link that leads out of the folder is followed only on request: an archive from somewhere must not bring
//! private files into a store.

use std::collections::HashMap;
use std::ops::AddAssign;
use std::path::{Path, PathBuf};

use super::error::{ReadError, ReadErrorKind};
use super::formats::is_article_name;

/// What was passed over in folders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Hidden or ignored files and folders, each folder counted once.
    pub hidden: usize,
    /// Files of other kinds.
    pub other: usize,
    /// Links that lead out of the folder.
    pub outside: usize,
}

impl AddAssign for LeftOut {
    fn add_assign(&mut self, more: Self) {
        self.hidden += more.hidden;
        self.other += more.other;
        self.outside += more.outside;
    }
}

/// What to do with links that lead out of a folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Links {
    /// They are left out and counted.
    #[default]
    StayInside,
    /// They are followed.
    Follow,
}

/// A folder that is being walked, in the order of its names.
pub(super) struct Walk {
    folder: PathBuf,
    /// Where the folder is, links resolved; nothing where links that lead out of it are followed.
    within: Option<PathBuf>,
    walk: ignore::Walk,
    found: usize,
    left_out: LeftOut,
    /// How many entries of each folder came out of the walk; the rest of a folder was left out by it.
    seen: HashMap<PathBuf, usize>,
}

impl Walk {
    pub(super) fn new(folder: PathBuf, links: Links) -> Self {
        let walk = ignore::WalkBuilder::new(&folder)
            .require_git(false)
            .sort_by_file_name(std::ffi::OsStr::cmp)
            .filter_entry(|entry| !is_part_of_page(entry.path()))
            .build();
        let within = match links {
            Links::Follow => None,
            // A folder that cannot be resolved cannot be walked either.
            Links::StayInside => Some(folder.canonicalize().unwrap_or_else(|_| folder.clone())),
        };
        Self { folder, within, walk, found: 0, left_out: LeftOut::default(), seen: HashMap::new() }
    }

    /// The next file that is an article or an archive.
    pub(super) fn next(&mut self) -> Option<Result<PathBuf, ReadError>> {
        loop {
            let entry = match self.walk.next()? {
                Ok(entry) => entry,
                Err(error) => return Some(Err(self.error(error))),
            };
            let path = entry.path();
            if entry.depth() > 0
                && let Some(parent) = path.parent()
            {
                *self.seen.entry(parent.to_owned()).or_default() += 1;
            }
            match entry.file_type() {
                Some(kind) if kind.is_dir() => {
                    self.seen.entry(path.to_owned()).or_default();
                }
                // A link that leads nowhere is handed out: reading it says so.
                Some(_) if is_article(path) && path.metadata().map_or(true, |target| target.is_file()) => {
                    if entry.path_is_symlink() && self.leads_out(path) {
                        self.left_out.outside += 1;
                        continue;
                    }
                    self.found += 1;
                    return Some(Ok(entry.into_path()));
                }
                _ => self.left_out.other += 1,
            }
        }
    }

    fn leads_out(&self, link: &Path) -> bool {
        let Some(within) = &self.within else { return false };
        link.canonicalize().is_ok_and(|target| !target.starts_with(within))
    }

    /// What was passed over; whole only after the last file.
    pub(super) fn left_out(&self) -> LeftOut {
        let entries = |folder: &Path| std::fs::read_dir(folder).map_or(0, Iterator::count);
        let hidden = self.seen.iter().map(|(folder, &seen)| entries(folder).saturating_sub(seen)).sum();
        LeftOut { hidden, ..self.left_out }
    }

    /// The error that a folder without articles is.
    pub(super) fn found_nothing(&self) -> Option<ReadError> {
        (self.found == 0).then(|| ReadError::new(self.folder.display().to_string(), ReadErrorKind::NoArticles))
    }

    fn error(&self, error: ignore::Error) -> ReadError {
        let mut place = self.folder.display().to_string();
        let mut inner = &error;
        loop {
            match inner {
                ignore::Error::WithPath { path, err } => {
                    place = path.display().to_string();
                    inner = err;
                }
                ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
                other => {
                    let error = other.io_error().map_or_else(
                        || std::io::Error::other(other.to_string()),
                        |error| std::io::Error::new(error.kind(), error.to_string()),
                    );
                    return ReadError::new(place, error.into());
                }
            }
        }
    }
}

/// What browsers put behind a page's name to name the folder with its pictures and scripts, in their languages.
const PAGE_FOLDERS: [&str; 24] = [
    "_files",
    ".files",
    "-files",
    "_data",
    "_fichiers",
    "-Dateien",
    "_archivos",
    "_file",
    "_arquivos",
    "_ficheiros",
    "_bestanden",
    "-filer",
    "_filer",
    "_tiedostot",
    "_pliki",
    "_soubory",
    "_elemei",
    "_dosyalar",
    "_fitxers",
    "_datoteke",
    "_файлы",
    "_файли",
    "のファイル",
    "_文件",
];

/// Whether a folder belongs to a page that was saved complete beside it: `NAME_files` beside `NAME.html`.
fn is_part_of_page(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(std::ffi::OsStr::to_str) else { return false };
    PAGE_FOLDERS.iter().filter_map(|ending| name.strip_suffix(ending)).any(|page| {
        !page.is_empty()
            && ["html", "htm", "xhtml", "HTML", "HTM"]
                .iter()
                .any(|ending| path.with_file_name(format!("{page}.{ending}")).is_file())
            && path.is_dir()
    })
}

fn is_article(path: &Path) -> bool {
    path.file_name().is_some_and(|name| is_article_name(&name.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_come_in_order_and_the_rest_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["b.txt", "a/z.MD", "a/y.ndjson", "picture.png", ".hidden.txt", ".git/config", "drafts/x.txt", "old.txt"]
        {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "words").unwrap();
        }
        for name in ["a/page.html", "a/page_files/frame.html", "a/own_files/c.txt"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "words").unwrap();
        }
        std::fs::write(folder.path().join(".gitignore"), "drafts\nold.txt\n").unwrap();
        let mut walk = Walk::new(folder.path().into(), Links::StayInside);
        let found: Vec<String> = std::iter::from_fn(|| walk.next())
            .map(|path| path.unwrap().strip_prefix(folder.path()).unwrap().display().to_string())
            .collect();
        let mut expected = vec!["a/own_files/c.txt", "a/y.ndjson", "a/z.MD", "b.txt"];
        let pages = usize::from(cfg!(feature = "pages"));
        if pages > 0 {
            expected.insert(1, "a/page.html");
        }
        assert_eq!(found, expected);
        // Hidden: .hidden.txt, .git, .gitignore, page_files; ignored: drafts, old.txt.
        assert_eq!(walk.left_out(), LeftOut { hidden: 6, other: 2 - pages, outside: 0 });
        assert!(walk.found_nothing().is_none());
    }

    #[test]
    fn a_folder_without_articles_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let mut walk = Walk::new(folder.path().into(), Links::StayInside);
        assert!(walk.next().is_none());
        assert!(matches!(walk.found_nothing().unwrap().trouble, ReadErrorKind::NoArticles));
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_out_are_counted_and_pipes_are_no_articles() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("articles");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(outer.path().join("private.txt"), "words").unwrap();
        std::fs::write(folder.join("own.txt"), "words").unwrap();
        std::os::unix::fs::symlink("../private.txt", folder.join("a.txt")).unwrap();
        std::os::unix::fs::symlink("own.txt", folder.join("b.txt")).unwrap();
        std::os::unix::fs::symlink("nowhere.txt", folder.join("c.txt")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(folder.join("d.txt")).unwrap();
        let found = |links| {
            let mut walk = Walk::new(folder.clone(), links);
            let names: Vec<String> = std::iter::from_fn(|| walk.next())
                .map(|path| path.unwrap().file_name().unwrap().to_string_lossy().into_owned())
                .collect();
            (names.join(" "), walk.left_out())
        };
        let left_out = LeftOut { hidden: 0, other: 1, outside: 1 };
        assert_eq!(found(Links::StayInside), ("b.txt c.txt own.txt".to_owned(), left_out));
        let left_out = LeftOut { outside: 0, ..left_out };
        assert_eq!(found(Links::Follow), ("a.txt b.txt c.txt own.txt".to_owned(), left_out));
    }
}
