//! Quotations written to a file: what a person types for that, what can be wrong with it, and the writing itself.

use std::borrow::Cow;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::export::{self, Edges, Format, Notes, Row};
use crate::query::Surroundings;
use crate::store::{Catalog, QuotationIx};
use crate::text::counted;

/// What is written besides the quotations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Private notes: with them, or without them, whatever the format does else.
    pub notes: Option<bool>,
    /// The paragraph of each quotation, and so many before and after it.
    pub context: Option<usize>,
    /// Without the comma that belongs to the article's sentence.
    pub tidy: bool,
}

/// The options, as they are typed behind the path.
pub const OPTIONS: [(&str, &str); 4] = [
    ("--notes", "private notes too, in formats made for others"),
    ("--no-notes", "private notes in no format"),
    ("--context ", "the paragraph, and that many around it"),
    ("--tidy", "without the comma of the article's sentence"),
];

/// The path and the options of what was typed: `report.html --notes --context 1`.
///
/// # Errors
/// When one is no option; says which there are.
pub fn split(typed: &str) -> Result<(&str, Options), String> {
    let (path, rest) = typed.find(" --").map_or((typed, ""), |at| typed.split_at(at));
    let mut options = Options::default();
    let mut words = rest.split_whitespace();
    while let Some(word) = words.next() {
        let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
        match name {
            "--notes" => options.notes = Some(true),
            "--no-notes" => options.notes = Some(false),
            "--tidy" => options.tidy = true,
            "--context" => {
                let number = value.or_else(|| words.next()).and_then(|number| number.parse().ok());
                options.context = Some(number.ok_or("--context takes a number: --context 1")?);
            }
            _ => return Err(format!("{word} is not an option: use --notes, --no-notes, --context NUMBER, --tidy")),
        }
    }
    Ok((path.trim(), options))
}

/// What is wrong with writing to `path`, if anything is; and the format that its name chooses.
///
/// # Errors
/// When nothing can be written there, or the name chooses no format; says why.
pub fn checked(path: &Path) -> Result<Format, String> {
    folder(path)?;
    let endings = || Format::all().filter_map(Format::ending).map(|ending| format!(".{ending}")).collect::<Vec<_>>();
    match path.extension().and_then(|ending| ending.to_str()) {
        None => Err(format!("The ending of the name chooses the format: {}.", endings().join(", "))),
        Some(ending) => Format::from_ending(ending)
            .ok_or_else(|| format!("“.{ending}” is not a format that can be written: {}.", endings().join(", "))),
    }
}

/// Whether a file can be in the folder of `path`.
///
/// # Errors
/// When it cannot; says why.
pub fn folder(path: &Path) -> Result<(), String> {
    if path.is_dir() {
        return Err(format!("{} is a folder: name a file in it.", path.display()));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    match folder.metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(format!("There is no folder {}.", folder.display()))
        }
        Err(error) => Err(format!("{}: {error}", folder.display())),
        Ok(found) if !found.is_dir() => Err(format!("{} is not a folder.", folder.display())),
        Ok(found) if found.permissions().readonly() => Err(format!("{} cannot be written to.", folder.display())),
        Ok(_) => Ok(()),
    }
}

/// A new file with the rights that any new file gets.
fn beside(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".verbatim-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Writes quotations to a file, whole or not at all; gives what was written, in words.
///
/// # Errors
/// When the file cannot be written; says why.
pub fn run(
    catalog: &Catalog,
    rows: &[QuotationIx],
    (path, format, options): (&Path, Format, Options),
    stop: &AtomicBool,
) -> Result<String, String> {
    let wrong = |error: std::io::Error| format!("{}: {error}", path.display());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    // The file's own name is what a person knows, not that of the one beside it.
    let plain = |error: std::io::Error| wrong(std::io::Error::from(error.kind()));
    let mut file = beside(folder).map_err(plain)?;
    let mut out = BufWriter::new(file.as_file_mut());
    let mut rest = rows.iter().copied().take_while(|_| !stop.load(Ordering::Relaxed));
    let keeps_notes = options.notes.unwrap_or(!format.is_public());
    if format == Format::Yaml {
        // A store again: whole documents.
        let notes = if keeps_notes { Notes::Kept } else { Notes::LeftOut };
        export::registry(catalog, &mut out).map_err(wrong)?;
        export::documents(catalog, rest.by_ref(), notes, &mut out).map_err(wrong)?;
    } else {
        let layout = export::Layout { target: export::Target::File, ..export::Layout::default() };
        let mut writer = export::Writer::new(format, layout, &mut out);
        let mut surroundings = Surroundings::default();
        let around = options.context.or((format == Format::Html).then_some(0));
        for ix in rest {
            let mut row = Row::of_catalog(catalog, ix);
            if let Some(more) = around {
                row.context = Some(Cow::Owned(surroundings.around(catalog, ix, more).into_owned()));
            }
            if format == Format::Annotations {
                row.edges = surroundings.edges(catalog, ix).map(|(before, after)| Edges { before, after });
            }
            if !keeps_notes {
                row.note = None;
            }
            if options.tidy {
                row.text = export::tidy(&row.text);
            }
            writer.row(&row).map_err(wrong)?;
        }
        writer.finish().map_err(wrong)?;
    }
    if stop.load(Ordering::Relaxed) {
        return Err("stopped: nothing was written".into());
    }
    out.flush().map_err(wrong)?;
    drop(out);
    file.persist(path).map_err(|error| wrong(error.error))?;
    Ok(format!("Wrote {} to {}.", counted(rows.len(), "quotation"), path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_stand_behind_the_path() {
        assert_eq!(split("my report.html"), Ok(("my report.html", Options::default())));
        let options = Options { notes: Some(true), context: Some(2), tidy: true };
        assert_eq!(split("a -- b.md --notes --context 2 --tidy").map(|(path, _)| path).ok(), None);
        assert_eq!(split("a.md --notes --context 2 --tidy"), Ok(("a.md", options)));
        assert_eq!(split("a.md --context=2 --tidy --notes"), Ok(("a.md", options)));
        for wrong in ["a.md --context", "a.md --context x", "a.md --color"] {
            assert!(split(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_path_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| checked(&folder.path().join(name));
        assert_eq!(at("a.md"), Ok(Format::Markdown));
        assert!(at("none/a.md").is_err_and(|why| why.starts_with("There is no folder") && why.ends_with("none.")));
        assert!(at("").is_err_and(|why| why.ends_with("is a folder: name a file in it.")));
        assert!(at("a").is_err_and(|why| why.contains(".yaml, .ndjson, .json, .csv, .md, .html, .jsonld, .txt, .tsv")));
        assert!(at("a.docx").is_err_and(|why| why.contains("“.docx” is not a format")));
        std::fs::write(folder.path().join("file"), "").unwrap();
        assert!(at("file/a.md").is_err());
    }
}
