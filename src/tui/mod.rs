//! The explorer: `event → keymap → Message → update(&mut Model) → Vec<Effect> → view(&Model)`.
//!
//! [`state`] is plain data, [`message`] the two alphabets, [`update`] what a message does, [`prompts`] the prompts at the
//! bottom of the screen, [`view`] what is drawn. All of that is pure and tested without a terminal; [`runtime`] is the
//! event loop around it. [`line_mode`] speaks the same model to screen readers, line by line.

pub mod bidi;
pub mod clipboard;
pub mod editor;
mod events;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod line_mode;
pub mod message;
pub mod opener;
pub mod pipe;
pub mod process;
pub mod prompt;
pub mod prompts;
pub mod runtime;
pub mod sanitise;
mod services;
pub mod start;
pub mod state;
pub mod terminal;
pub mod theme;
mod threads;
pub mod update;
pub mod view;
pub mod work;
pub mod wrap;
pub mod write;

pub use runtime::{Ended, Error, run};
pub use start::Options;
