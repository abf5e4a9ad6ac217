//! From what went wrong to a message, a hint and an exit code.

use std::io;
use std::process::ExitCode;

use crate::read::ReadError;
use crate::store::StoreError;

/// How a verb ended that ran to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done.
    Done,
    /// Nothing matched.
    NothingMatched,
    /// `check` found problems.
    Problems,
    /// Some inputs could not be read; the others were worked on.
    BadInput,
    /// The system ended it by the signal of this number.
    Signal(i32),
}

impl Outcome {
    const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::NothingMatched | Self::Problems => 1,
            Self::BadInput => 2,
            // As shells tell it of programs that a signal ends.
            Self::Signal(number) => (number as u8).wrapping_add(128),
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        outcome.code().into()
    }
}

/// Why a verb could not do its work.
#[derive(Debug)]
pub enum Error {
    /// Wrong use, unreadable input, a store that cannot be saved: a message and what to do about it.
    Message {
        /// What went wrong.
        message: String,
        /// What the person can do about it.
        hint: Option<String>,
    },
    /// The reader of the output has gone: a clean exit without a message.
    ClosedPipe,
}

impl Error {
    /// Wrong use.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Message { message: message.into(), hint: None }
    }

    /// The same error with `hint`.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        match self {
            Self::Message { message, .. } => Self::Message { message, hint: Some(hint.into()) },
            Self::ClosedPipe => Self::ClosedPipe,
        }
    }
}

impl From<io::Error> for Error {
    /// Errors of writing output: reading has errors of its own, which name the file.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ClosedPipe
        } else {
            Self::usage(format!("cannot write: {error}"))
        }
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        let hint = error.hint().map(str::to_owned);
        Self::Message { message: error.to_string(), hint }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let hint = match &error {
            StoreError::Missing(_) => Some("`verbatim add INPUT…` creates it; `--store PATH` names another one"),
            StoreError::Locked { .. } => Some("end that program, or wait longer with `--lock-wait SECONDS`"),
            StoreError::NoArticle(_) => Some("`verbatim articles` lists them"),
            StoreError::NotAStore { .. } => Some("a store is a YAML file made by `verbatim add INPUT…`"),
            _ => None,
        };
        Self::Message { message: error.to_string(), hint: hint.map(str::to_owned) }
    }
}
