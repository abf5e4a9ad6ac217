//! What the event loop waits for, and how the background hands its answers in.

use std::sync::mpsc::SyncSender;

use crate::tui::message::Message;
use crate::tui::terminal::Incoming;

/// What the loop waits for.
pub enum LoopEvent {
    /// From the terminal or the system.
    Input(Incoming),
    /// From the background.
    Worker(Message),
    /// Bytes for the terminal, and what to say then: a copy through it.
    Send(Vec<u8>, String),
}

/// Where answers go. The receiver may be gone when the explorer ends; nobody waits for the answer then.
#[derive(Clone)]
pub struct MessageSender(SyncSender<LoopEvent>);

impl MessageSender {
    /// Answers through `sender`.
    #[must_use]
    pub const fn new(sender: SyncSender<LoopEvent>) -> Self {
        Self(sender)
    }

    /// Hands a message over.
    pub fn tell(&self, message: Message) {
        let _ = self.0.send(LoopEvent::Worker(message));
    }
}
