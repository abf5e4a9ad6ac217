//! The frame and title of a pane.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, BorderType, Widget};

use super::clip::Clipped as _;
use crate::text::number;
use crate::tui::layout::{Layout, Pane};
use crate::tui::state::labels::{self, Grouping};
use crate::tui::state::model::Model;
use crate::tui::state::rows::Rows;
use crate::tui::state::session::Lines;
use crate::tui::theme::Role;
use crate::tui::wrap;

/// Draws the frame of `pane`. The pane in focus has a thicker one, so that it stands out without colours.
pub fn draw(model: &Model, layout: &Layout, pane: Pane, area: Rect, buffer: &mut Buffer) {
    let focus = model.focus() == pane;
    let style = model.theme.style(if focus { Role::BorderFocus } else { Role::Border });
    let title = format!(" {} ", wrap::cut(&title(model, pane), usize::from(area.width.saturating_sub(4))));
    if layout.bordered {
        let border = if focus { BorderType::Thick } else { BorderType::Plain };
        Block::bordered().border_type(border).border_style(style).render(area, buffer);
        let style = if focus { style } else { model.theme.style(Role::Title) };
        buffer.put(area.x + 1, area.y, title, usize::from(area.width.saturating_sub(2)), style);
    } else if area.height > 0 {
        buffer.put(area.x, area.y, title, usize::from(area.width), style);
    }
}

fn title(model: &Model, pane: Pane) -> String {
    match pane {
        Pane::Groups => {
            let title = labels::title(model.browse.by);
            let order = match model.browse == Grouping::of(model.browse.by) {
                true => String::new(),
                false => format!(" · by {}", model.browse.order()),
            };
            match model.picks.of(model.browse.by).count() {
                0 => format!("{title}{order}"),
                picked => format!("{title} · {picked} picked{order}"),
            }
        }
        Pane::Quotations => {
            if let Some(draft) = &model.verification {
                return super::verification::title(draft);
            }
            let mut title = "Quotations".to_owned();
            if let Some(review) = &model.review {
                title = format!("Review · {} of {} decided", review.decided, review.total);
            } else if !model.is_in_store_order() && model.filter.query.sorts().is_empty() {
                title = format!("{title} · by {}", model.sort.title(model.reversed));
            }
            if !model.marks.is_empty() {
                title = format!("{title} · {} marked", number(model.marks.len()));
                // Marks out of sight are not forgotten, and not acted on.
                let seen = match &model.rows {
                    Rows::All(_) => model.marks.len(),
                    rows => rows.iter().filter(|ix| model.marks.contains(*ix)).count(),
                };
                if seen < model.marks.len() {
                    title = format!("{title}, {} of them here", number(seen));
                }
            }
            if model.range.is_some() {
                title.push_str(" · range");
            }
            match model.lines {
                Lines::Two | Lines::One => title,
                Lines::All => format!("{title} · whole"),
            }
        }
        Pane::Context => {
            let article = model.shown_article().map(|article| model.catalog.article(article));
            match article.and_then(|article| article.title()) {
                Some(title) => format!("Context · {title}"),
                None => "Context".into(),
            }
        }
    }
}
