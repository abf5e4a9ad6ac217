//! Which message an event of the terminal is, in the state that the explorer is in.

use crossterm::event::{Event, MouseButton, MouseEventKind};

use crate::tui::key::Key;
use crate::tui::keymap::Action;
use crate::tui::message::Message;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::Overlay;

/// The message that `event` is; nothing for what means nothing here.
#[must_use]
pub fn message(model: &Model, event: Event) -> Option<Message> {
    match event {
        Event::Key(event) => {
            let key = Key::pressed(&event)?;
            let action = model.keymap.action(key);
            // These three work everywhere, whatever is open; a prompt must not swallow them.
            if let Some(action @ (Action::Suspend | Action::Interrupt)) = action
                && (key.ctrl || !is_typing(model))
            {
                return Some(Message::Do(action));
            }
            if is_typing(model) {
                return Some(Message::Type(event));
            }
            if matches!(model.overlay, Some(Overlay::Copy)) {
                let action = model.keymap.action_after(Action::Copy, key).unwrap_or(Action::Back);
                return Some(Message::Do(action));
            }
            // Where no marks were cleared the second key is a command of its own.
            if model.before_top.is_some()
                && !model.last_marks.is_empty()
                && let Some(after) = model.keymap.action_after(Action::Top, key)
            {
                return Some(Message::Do(after));
            }
            action.map(Message::Do)
        }
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Message::Click { column: mouse.column, row: mouse.row }),
            MouseEventKind::ScrollDown => Some(Message::Scroll { column: mouse.column, row: mouse.row, down: true }),
            MouseEventKind::ScrollUp => Some(Message::Scroll { column: mouse.column, row: mouse.row, down: false }),
            _ => None,
        },
        Event::Resize(width, height) => Some(Message::Resize(width, height)),
        Event::FocusGained | Event::FocusLost => None,
    }
}

/// Whether keys are letters of a text or an answer, not commands.
fn is_typing(model: &Model) -> bool {
    model.prompt.is_some()
        || matches!(model.overlay, Some(Overlay::Form(_) | Overlay::Details(_) | Overlay::Confirm(_)))
}
