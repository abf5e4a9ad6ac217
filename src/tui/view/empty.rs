//! What is shown when there are no quotations: what to do about it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::clip::Clipped as _;
use crate::text::capitalized;
use crate::tui::keymap::Action;
use crate::tui::layout::WIDEST_PROSE;
use crate::tui::state::model::Model;
use crate::tui::state::session::Loading;
use crate::tui::theme::Role;
use crate::tui::{sanitise, wrap};

/// Draws it.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let text = words(model);
    let style = model.theme.style(Role::Text);
    let lines = wrap::lines(&text, usize::from(area.width.saturating_sub(2).clamp(1, WIDEST_PROSE)));
    for (line, y) in lines.zip(area.y..area.y + area.height) {
        buffer.put(area.x + 1, y, sanitise::shown(line.of(&text)), usize::from(area.width), style);
    }
}

/// What is said where there are no quotations.
#[must_use]
pub fn words(model: &Model) -> String {
    let key = |action| model.keymap.hint(action);
    if !model.catalog.is_empty() {
        return match model.query_text() {
            query if query.is_empty() => "Nothing here.".into(),
            query => format!(
                "Nothing matches {query}\n\n{} changes the filter, {} clears it.",
                key(Action::Filter),
                key(Action::ClearFilter)
            ),
        };
    }
    // The store that everybody gets who names none needs no name.
    let store = match model.place.name.as_str() {
        "quotes.yaml" => String::new(),
        name if name.contains(|c: char| c.is_whitespace() || "'\"\\$".contains(c)) => " --store STORE".into(),
        name => format!(" --store {name}"),
    };
    let adding = format!(
        "{} adds an article: type the path of a text file or a folder, or paste the text. Then {} reviews, {} corrects \
         who said it, {} filters, {} shows every key.\n\nFrom a shell: verbatim add{store} article.txt",
        key(Action::AddArticle),
        key(Action::Review),
        key(Action::Edit),
        key(Action::Filter),
        key(Action::Help)
    );
    match &model.loading {
        Loading::Running(..) => "Reading the store…".into(),
        Loading::Failed(why) => format!("{why}\n\n{} quits.", key(Action::Quit)),
        Loading::Missing => {
            format!("There is no store at {} yet: the first article creates it.\n\n{adding}", model.place.name)
        }
        Loading::Done if !model.problems.is_empty() => {
            let first = &model.problems[0];
            let hint = first.hint.as_ref().map(|hint| format!("\n\n{}.", capitalized(hint))).unwrap_or_default();
            format!(
                "{}{hint}\n\n{} shows all problems, {} opens the place in $EDITOR.",
                first.one_line(),
                key(Action::Problems),
                key(Action::OpenEditor)
            )
        }
        Loading::Done if model.place.location.is_none() => "Nothing came through the pipe.".into(),
        Loading::Done => format!("No quotations in {} yet.\n\n{adding}", model.place.name),
    }
}
