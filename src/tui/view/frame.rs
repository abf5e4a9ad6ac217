//! The frame and title of a pane.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, BorderType, Widget};

use super::clip::Clipped as _;
use super::scrollbar::{self, Extent};
use crate::text::number;
use crate::tui::layout::{Layout, Pane, text_width};
use crate::tui::state::labels::{self, Grouping};
use crate::tui::state::model::Model;
use crate::tui::state::rows::Rows;
use crate::tui::state::session::Lines;
use crate::tui::state::verification::LINES;
use crate::tui::theme::Role;
use crate::tui::wrap;

/// Draws the frame of `pane`. The pane in focus has a thicker one, so that it stands out without colors.
pub fn draw(model: &Model, layout: &Layout, pane: Pane, area: Rect, buffer: &mut Buffer) {
    let focus = model.focus() == pane;
    let style = model.theme.style(if focus { Role::BorderFocus } else { Role::Border });
    let title = format!(" {} ", wrap::cut(&title(model, pane), usize::from(area.width.saturating_sub(4))));
    if layout.bordered {
        let border = if focus { BorderType::Thick } else { BorderType::Plain };
        Block::bordered().border_type(border).border_style(style).render(area, buffer);
        let words = if focus { style } else { model.theme.style(Role::Title) };
        let title = wrap::cut(&title, usize::from(area.width.saturating_sub(2)));
        scrollbar::on_frame(area.x + 1, area.y, &title, words, buffer);
        if let Some((extent, position)) = extent(model, layout, pane) {
            let position = if focus || !extent.is_whole() { position } else { String::new() };
            scrollbar::draw(area, extent, &position, (style, words), buffer);
        }
    } else if area.height > 0 {
        buffer.put(area.x, area.y, title, usize::from(area.width), style);
    }
}

/// What of a pane is in sight, and where its cursor is, in words.
fn extent(model: &Model, layout: &Layout, pane: Pane) -> Option<(Extent, String)> {
    let inside = layout.inside(pane);
    let room = usize::from(inside.height);
    let place = |at: usize, of: usize| format!("{}/{}", number(at + 1), number(of));
    match pane {
        Pane::Groups => {
            let of = model.first_len();
            Some((Extent { top: model.first.top, seen: room.min(of), of }, place(model.first.at, of)))
        }
        Pane::Quotations => {
            if let Some(draft) = &model.verification {
                let of = draft.order.len();
                let seen = (room / LINES).min(of);
                return (of > 0).then(|| (Extent { top: draft.cursor.top, seen, of }, place(draft.cursor.at, of)));
            }
            let (of, width) = (model.rows.len(), text_width(inside.width));
            let seen = model.list.page(of, room, |row| model.row_height(row, width));
            (of > 0).then(|| (Extent { top: model.list.top, seen, of }, place(model.list.at, of)))
        }
        Pane::Context => {
            let (_, reading) = model.context.shown.as_ref()?;
            let (of, top) = (model.context.lines.len(), model.context.top);
            let seen = usize::from(model.context_area(inside).height);
            let line = model.context.lines.get(top)?;
            let paragraphs = reading.paragraphs.spans().len();
            let position = format!("¶{}/{}", number(reading.paragraphs.number(line.start)), number(paragraphs));
            Some((Extent { top, seen, of }, position))
        }
    }
}

fn title(model: &Model, pane: Pane) -> String {
    match pane {
        Pane::Groups => {
            let title = labels::title(model.grouping.by);
            let order = match model.grouping == Grouping::of(model.grouping.by) {
                true => String::new(),
                false => format!(" · by {}", model.grouping.order()),
            };
            match model.picks.of(model.grouping.by).count() {
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
