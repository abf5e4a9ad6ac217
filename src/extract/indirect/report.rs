//! A report: what somebody is reported to have said, and by which words.

use crate::text::ByteRange;

use super::cue::Frame;

/// One report.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    /// What was said.
    pub content: ByteRange,
    /// The mention that names who said it; none where only a phrase does.
    pub mention: Option<u32>,
    /// The tokens that name who said it.
    pub sayer: (u32, u32),
    /// The tokens of the cue.
    pub cue: (u32, u32),
    /// How the content hangs on the cue.
    pub frame: Frame,
    /// How likely it is that this is a report of the one whom the mention names.
    pub likely: f32,
    /// Whether the sayer takes the content back: "denied that …".
    pub denied: bool,
}
