//! The options about inputs that all verbs that read articles share.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use super::Error;
use crate::read::{ColumnNames, ReadError};

/// How inputs are read.
#[derive(Debug, Default, clap::Args)]
pub struct InputOptions {
    /// Read the column or JSON key NAME of the input as KEY, such as published=pub_date [repeatable].
    #[arg(long, value_name = "KEY=NAME")]
    pub column: Vec<String>,

    /// List what could not be read in this file: one JSON object per line, with place and error.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub errors: Option<PathBuf>,

    /// Fetch feed items that have no full text from their links.
    #[arg(long)]
    pub fetch: bool,

    /// Leave out articles in any language but this one, such as en.
    #[arg(long, value_name = "TAG")]
    pub language_only: Option<String>,
}

impl InputOptions {
    /// What the user says of columns.
    ///
    /// # Errors
    /// When one of them is wrong.
    pub(super) fn columns(&self) -> Result<ColumnNames, Error> {
        let mut names = ColumnNames::default();
        for said in &self.column {
            names.add(said).map_err(|why| Error::usage(format!("--column {said}: {why}")))?;
        }
        Ok(names)
    }

    /// The file for errors, newly created.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(super) fn error_log(&self) -> Result<ErrorLog, Error> {
        let to = self.errors.as_ref().map(|path| {
            let file = File::create(path)
                .map_err(|error| Error::usage(format!("--errors: cannot write {}: {error}", path.display())))?;
            Ok::<_, Error>(BufWriter::new(file))
        });
        Ok(ErrorLog { to: to.transpose()? })
    }

    /// Whether an article in `language` is wanted.
    pub(super) fn wants(&self, language: Option<&str>) -> bool {
        let (Some(wanted), Some(language)) = (&self.language_only, language) else { return true };
        let base = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        base(wanted) == base(language)
    }
}

/// Where errors are kept, if anywhere.
#[derive(Debug, Default)]
pub(super) struct ErrorLog {
    to: Option<BufWriter<File>>,
}

impl ErrorLog {
    /// Keeps an error.
    ///
    /// # Errors
    /// When the file cannot be written to.
    pub(super) fn keep(&mut self, error: &ReadError) -> Result<(), Error> {
        let Some(to) = &mut self.to else { return Ok(()) };
        let line = serde_json::json!({"place": error.place, "error": error.trouble.to_string()});
        writeln!(to, "{line}").map_err(|error| Error::usage(format!("--errors: cannot write the file: {error}")))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When the last of it cannot be written.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.to.as_mut().map_or(Ok(()), |to| {
            to.flush().map_err(|error| Error::usage(format!("--errors: cannot write the file: {error}")))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_compared_by_their_first_part() {
        let options = InputOptions { language_only: Some("en".into()), ..InputOptions::default() };
        assert!(options.wants(Some("en-GB")) && options.wants(Some("EN")) && options.wants(None));
        assert!(!options.wants(Some("fr")));
        assert!(InputOptions::default().wants(Some("fr")));
    }

    #[test]
    fn columns_must_be_understood() {
        let options = |said: &str| InputOptions { column: vec![said.into()], ..InputOptions::default() };
        assert!(options("text=words").columns().is_ok());
        assert!(options("words").columns().is_err());
    }
}
