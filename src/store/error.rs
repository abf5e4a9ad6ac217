//! What can go wrong with a store: errors, which end what was asked for, and problems, which name a place in a store
//! that otherwise works.

use super::holder::LockHolder;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why a store could not be read or saved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file system refused.
    #[error("cannot {doing} {}: {error}", path.display())]
    Io {
        /// "read", "save", "lock", …
        doing: &'static str,
        /// Which file or folder.
        path: PathBuf,
        /// What it said.
        #[source]
        error: io::Error,
    },
    /// There is no store at that place.
    #[error("there is no store at {}", .0.display())]
    Missing(PathBuf),
    /// The file is an article or something else that is no store.
    #[error("{} is not a store: {what}", path.display())]
    NotAStore {
        /// Which file.
        path: PathBuf,
        /// What was met instead.
        what: String,
    },
    /// Another program holds the store's lock, and did not release it in time.
    #[error("cannot save {}: {} holds its lock (waited {} s)", path.display(), holder_name(holder.as_ref()), waited.as_secs_f32())]
    Locked {
        /// Which store.
        path: PathBuf,
        /// Who holds it, where the lock file says so.
        holder: Option<LockHolder>,
        /// How long it was waited for.
        waited: Duration,
    },
    /// No article of that id is in the store.
    #[error("there is no article {0} in the store")]
    NoArticle(String),
    /// No quotation of that id is in that article.
    #[error("there is no quotation {article}/{quotation} in the store")]
    NoQuotation {
        /// Id of the article.
        article: String,
        /// Id of the quotation.
        quotation: String,
    },
    /// A document could not be read, so that nothing in it can be looked at or changed.
    #[error("{0}")]
    Broken(Box<Problem>),
    /// What was to be written would not have read back as intended; nothing was written.
    #[error("not saved: {what} (nothing was changed; {hint})")]
    Refused {
        /// What did not come back.
        what: String,
        /// What to do about it.
        hint: &'static str,
    },
    /// The store came from a pipe, or was made in memory: there is no file to change.
    #[error("this store did not come from a file, so nothing can be saved in it")]
    NoFile,
}

/// What to call the holder of a lock.
fn holder_name(holder: Option<&LockHolder>) -> String {
    holder.map_or_else(|| "another program".to_owned(), ToString::to_string)
}

impl StoreError {
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| match error.kind() {
            io::ErrorKind::NotFound if doing == "read" => Self::Missing(path.to_owned()),
            _ => Self::Io { doing, path: path.to_owned(), error },
        }
    }

    /// The same once more, for another edit that it keeps from being made.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Io { doing, path, error } => {
                Self::Io { doing, path: path.clone(), error: io::Error::new(error.kind(), error.to_string()) }
            }
            Self::Missing(path) => Self::Missing(path.clone()),
            Self::NotAStore { path, what } => Self::NotAStore { path: path.clone(), what: what.clone() },
            Self::Locked { path, holder, waited } => {
                Self::Locked { path: path.clone(), holder: holder.clone(), waited: *waited }
            }
            Self::NoArticle(article) => Self::NoArticle(article.clone()),
            Self::NoQuotation { article, quotation } => {
                Self::NoQuotation { article: article.clone(), quotation: quotation.clone() }
            }
            Self::Broken(problem) => Self::Broken(problem.clone()),
            Self::Refused { what, hint } => Self::Refused { what: what.clone(), hint },
            Self::NoFile => Self::NoFile,
        }
    }
}

/// Something wrong at a place in a store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// Which file of the store; absent when it came from a pipe.
    pub file: Option<PathBuf>,
    /// Line, from 1; 0 when there is none to name.
    pub line: usize,
    /// Column in characters, from 1; 0 when there is none to name.
    pub column: usize,
    /// Id of the article, where known.
    pub article: Option<String>,
    /// Id of the quotation, where it is about one.
    pub quotation: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What can be done about it.
    pub hint: Option<String>,
}

impl Problem {
    /// Where it is and what it is, on one line without the folder: `quotes.yaml line 3: message`.
    #[must_use]
    pub fn one_line(&self) -> String {
        let file = self.file.as_ref().and_then(|file| file.file_name());
        let file = file.map_or("the store".into(), |file| file.to_string_lossy());
        match self.line {
            0 => format!("{file}: {}", self.message),
            line => format!("{file} line {line}: {}", self.message),
        }
    }
}

impl fmt::Display for Problem {
    /// `quotes.yaml:12:3: article/quotation: message (hint)`, with control characters shown as signs for them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{}", visible(&file.to_string_lossy()))?,
            None => f.write_str("store")?,
        }
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
            if self.column > 0 {
                write!(f, ":{}", self.column)?;
            }
        }
        f.write_str(": ")?;
        match (&self.article, &self.quotation) {
            (Some(article), Some(quotation)) => write!(f, "{}/{}: ", visible(article), visible(quotation))?,
            (Some(article), None) => write!(f, "{}: ", visible(article))?,
            _ => {}
        }
        f.write_str(&visible(&self.message))?;
        match &self.hint {
            Some(hint) => write!(f, " ({})", visible(hint)),
            None => Ok(()),
        }
    }
}

/// Messages quote what a file holds, and that must not reach a terminal as commands.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_its_place_and_says_what_to_do() {
        let problem = Problem {
            file: Some("quotes.yaml".into()),
            line: 12,
            column: 3,
            article: Some("a".to_owned()),
            quotation: Some("q1".to_owned()),
            message: "bad\u{1b}[31m".to_owned(),
            hint: Some("fix it".to_owned()),
        };
        assert_eq!(problem.to_string(), "quotes.yaml:12:3: a/q1: bad\u{FFFD}[31m (fix it)");
        let bare = Problem { message: "broken".to_owned(), ..Problem::default() };
        assert_eq!(bare.to_string(), "store: broken");
    }
}
