//! Saved views: queries, with their sort, under names. They stand in `views.yaml` in the config folder, one a line, so
//! that people can edit, comment and share them; what they wrote there beside is kept.

use std::io;
use std::path::PathBuf;

use serde_yaml::{Mapping, Value};

use super::{Folders, file};
use crate::yaml;

/// A query under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// What it is called by.
    pub name: String,
    /// The query, in the query language, `sort:` included.
    pub query: String,
}

/// What cannot be done with the views.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// The file is no list of views.
    #[error("{}: {message}", file.display())]
    Broken {
        /// The file.
        file: PathBuf,
        /// What is wrong with it, and where.
        message: String,
    },
    /// The file cannot be read or written.
    #[error("{}: {error}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A view needs a name and a query of one line each.
    #[error("a view needs a name and a query, each on one line")]
    Unfit,
}

/// All saved views, in the order of the file.
///
/// # Errors
/// When the file cannot be read, or holds something else.
pub fn load(folders: &Folders) -> Result<Vec<View>, ViewError> {
    let text = read(folders)?;
    parse(&text).map_err(|message| ViewError::Broken { file: path(folders), message })
}

/// Saves a view; one of the same name is replaced where it stands.
///
/// # Errors
/// When the view is unfit, or the file is broken or cannot be written. Nothing is lost then.
pub fn save(folders: &Folders, view: &View) -> Result<(), ViewError> {
    let view = View { name: view.name.trim().to_owned(), query: view.query.trim().to_owned() };
    if [&view.name, &view.query].iter().any(|text| text.is_empty() || text.contains(char::is_control)) {
        return Err(ViewError::Unfit);
    }
    change(folders, &view.name.clone(), Some(view))
}

/// Takes the view of that name out.
///
/// # Errors
/// When the file is broken or cannot be written.
pub fn remove(folders: &Folders, name: &str) -> Result<(), ViewError> {
    change(folders, name, None)
}

fn change(folders: &Folders, name: &str, view: Option<View>) -> Result<(), ViewError> {
    let broken = |message| ViewError::Broken { file: path(folders), message };
    let text = read(folders)?;
    let mut wanted = parse(&text).map_err(broken)?;
    let at = wanted.iter().position(|other| other.name == name);
    match (at, &view) {
        (Some(at), Some(view)) => wanted[at] = view.clone(),
        (Some(at), None) => drop(wanted.remove(at)),
        (None, Some(view)) => wanted.push(view.clone()),
        (None, None) => return Ok(()),
    }
    let line = view.map(|view| line_of(&view));
    let kept = by_lines(&text, name, line.as_deref());
    // Where a line of the file is not a view of its own, the whole file is rewritten rather than damaged.
    let text = if parse(&kept).as_ref() == Ok(&wanted) { kept } else { wanted.iter().map(line_of).collect() };
    file::write(&path(folders), &text).map_err(|error| ViewError::Io { file: path(folders), error })
}

fn path(folders: &Folders) -> PathBuf {
    folders.config().join("views.yaml")
}

fn read(folders: &Folders) -> Result<String, ViewError> {
    file::read(&path(folders))
        .map(Option::unwrap_or_default)
        .map_err(|error| ViewError::Io { file: path(folders), error })
}

fn parse(text: &str) -> Result<Vec<View>, String> {
    let mapping: Option<Mapping> = yaml::from_str(text).map_err(|error| error.to_string())?;
    let word = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    };
    mapping
        .unwrap_or_default()
        .iter()
        .map(|(name, query)| {
            let name = word(name).ok_or("a view's name is not text")?;
            let query = word(query).ok_or_else(|| format!("the view `{name}` is not a query on one line"))?;
            Ok(View { name, query })
        })
        .collect()
}

/// The text with the line of the view `name` replaced or taken out, or a line added.
fn by_lines(text: &str, name: &str, line: Option<&str>) -> String {
    let mut out = String::with_capacity(text.len() + 80);
    let mut line = line;
    for old in text.split_inclusive('\n') {
        if parse(old).is_ok_and(|views| views.len() == 1 && views[0].name == name) {
            out.push_str(line.take().unwrap_or_default());
        } else {
            out.push_str(old);
        }
    }
    if let Some(line) = line {
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}

/// Both in double quotes: a JSON string is a YAML string whatever it holds.
fn line_of(view: &View) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    format!("{}: {}\n", quoted(&view.name), quoted(&view.query))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders() -> (tempfile::TempDir, Folders) {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::at(folder.path().join("config"), folder.path().join("state"));
        (folder, folders)
    }

    fn view(name: &str, query: &str) -> View {
        View { name: name.into(), query: query.into() }
    }

    #[test]
    fn views_are_saved_replaced_and_removed() {
        let (_folder, folders) = folders();
        assert_eq!(load(&folders).unwrap(), []);
        save(&folders, &view("doubtful", "is:unreviewed confidence:..0.7 sort:confidence")).unwrap();
        save(&folders, &view("Trump: “war”", r#"speaker:"Donald Trump" /wars?\b/"#)).unwrap();
        save(&folders, &view("doubtful", "confidence:..0.5")).unwrap();
        let saved = [view("doubtful", "confidence:..0.5"), view("Trump: “war”", r#"speaker:"Donald Trump" /wars?\b/"#)];
        assert_eq!(load(&folders).unwrap(), saved);
        remove(&folders, "doubtful").unwrap();
        remove(&folders, "nothing of that name").unwrap();
        assert_eq!(load(&folders).unwrap(), saved[1..]);
    }

    #[test]
    fn what_people_wrote_stays() {
        let (_folder, folders) = folders();
        let written = "# my views\nstars: is:star   # the best\n\ntrump: by:trump\n42: 'date:2026'";
        file::write(&path(&folders), written).unwrap();
        save(&folders, &view("trump", "by:trump is:star")).unwrap();
        save(&folders, &view("new", "x")).unwrap();
        let text = file::read(&path(&folders)).unwrap().unwrap();
        let expected = "# my views\nstars: is:star   # the best\n\n\"trump\": \"by:trump is:star\"\n42: 'date:2026'\n\"new\": \"x\"\n";
        assert_eq!(text, expected);
        assert_eq!(load(&folders).unwrap()[2], view("42", "date:2026"));
    }

    #[test]
    fn other_layouts_lose_no_view() {
        let (_folder, folders) = folders();
        file::write(&path(&folders), "{a: x, b: y}\n").unwrap();
        save(&folders, &view("a", "z")).unwrap();
        assert_eq!(load(&folders).unwrap(), [view("a", "z"), view("b", "y")]);
    }

    #[test]
    fn a_broken_file_is_named_and_left_alone() {
        let (_folder, folders) = folders();
        for text in ["a: [1, 2]\n", "a: 'x\n", "- a\n"] {
            file::write(&path(&folders), text).unwrap();
            let error = save(&folders, &view("b", "y")).unwrap_err().to_string();
            assert!(error.contains("views.yaml"), "{error}");
            assert_eq!(file::read(&path(&folders)).unwrap().unwrap(), text);
        }
        assert!(matches!(save(&folders, &view("", "y")), Err(ViewError::Unfit)));
        assert!(matches!(save(&folders, &view("a\nb", "y")), Err(ViewError::Unfit)));
    }
}
