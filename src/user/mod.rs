//! The person's own files in the XDG folders: config, prompt history, saved views, undo log, places in stores.
//!
//! None of them is needed: where one is missing, broken or cannot be written, the program goes on without it and says
//! so. Nothing that belongs to a store is kept here. This layer knows nothing of the terminal: keys and styles are words
//! to it, which the explorer gives their meaning.

pub mod config;
mod file;
pub mod history;
pub mod places;
pub mod protected;
pub mod reviewer;
pub mod undo;
pub mod views;

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

/// Where the person's files are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    config: PathBuf,
    state: PathBuf,
    cache: PathBuf,
}

impl Folders {
    /// The folders of this person: `verbatim` in `$XDG_CONFIG_HOME`, `$XDG_STATE_HOME` and `$XDG_CACHE_HOME`, or what the
    /// system has for them. `None` where there is no home.
    #[must_use]
    pub fn find() -> Option<Self> {
        let base = etcetera::choose_base_strategy().ok()?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        let [config, state, cache] = [base.config_dir(), state, base.cache_dir()].map(|folder| folder.join("verbatim"));
        Some(Self { config, state, cache })
    }

    /// Folders in a place of their own.
    #[must_use]
    pub fn at(config: impl Into<PathBuf>, state: impl Into<PathBuf>) -> Self {
        let state = state.into();
        Self { config: config.into(), cache: state.join("cache"), state }
    }

    /// What the person writes: `config.yaml`, `views.yaml`.
    #[must_use]
    pub fn config(&self) -> &Path {
        &self.config
    }

    /// What the program remembers: histories, the undo log.
    #[must_use]
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// What can be derived from stores at any time.
    #[must_use]
    pub fn cache(&self) -> &Path {
        &self.cache
    }
}
