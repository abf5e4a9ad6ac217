//! Taking quotations out: to the clipboard, to a file, to the browser, to an editor.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::export::{self, Format, Row};
use crate::query::{self, LeftOut};
use crate::quotation::Review;
use crate::store::QuotationIx;
use crate::text::{capitalized, counted};
use crate::tui::keymap::Action;
use crate::tui::message::{Effect, Job};
use crate::tui::state::model::Model;
use crate::tui::state::session::Work;
use crate::tui::state::words;
use crate::tui::write;

/// So many quotations go on a clipboard at once.
const MOST_COPIED: usize = 10_000;

/// Copies the marked quotations, else the one under the cursor, as `action` says.
pub fn copy(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    let targets = model.targets();
    if targets.is_empty() {
        model.say("There is no quotation under the cursor.");
        return;
    }
    if targets.len() > MOST_COPIED {
        let key = model.keymap.hint(Action::Write);
        model.say(format!("{} quotations are too many for the clipboard: {key} writes them to a file.", targets.len()));
        return;
    }
    let mut parts = Vec::new();
    for &ix in &targets {
        let row = row(model, ix);
        parts.push(match action {
            Action::CopyQuotation => export::presented(&row),
            Action::CopyCitation => export::citation(&Row { text: export::tidy(&row.text), ..row }),
            // Private notes stay out of what goes to others.
            Action::CopyMarkdown => rendered(Format::Markdown, &Row { note: None, ..row }),
            Action::CopyJson => rendered(Format::Ndjson, &row),
            Action::CopyUrl => match row.url.as_deref().and_then(|url| export::pointing(url, &row.text)) {
                Some(url) => url,
                None => {
                    let none = row.url.is_none();
                    model.say(match none {
                        true => "The article has no URL.",
                        false => "The article's URL is neither http nor https, so it is not copied.",
                    });
                    return;
                }
            },
            _ => return,
        });
    }
    let between = if matches!(action, Action::CopyJson | Action::CopyUrl) { "\n" } else { "\n\n" };
    let what = match (action, targets.len()) {
        (Action::CopyQuotation, 1) => "the quotation".to_owned(),
        (Action::CopyCitation, 1) => "the quotation with its article".to_owned(),
        (Action::CopyMarkdown, 1) => "the quotation as Markdown".to_owned(),
        (Action::CopyJson, 1) => "the quotation as JSON".to_owned(),
        (Action::CopyUrl, 1) => "the URL".to_owned(),
        (Action::CopyCitation, many) => format!("{many} quotations with their articles"),
        (Action::CopyMarkdown, many) => format!("{many} quotations as Markdown"),
        (Action::CopyJson, many) => format!("{many} quotations as JSON"),
        (Action::CopyUrl, many) => format!("the URLs of {many} quotations"),
        (_, many) => format!("{many} quotations"),
    };
    effects.push(Effect::Copy { text: parts.join(between), what });
}

/// The row of a quotation for export, from what is in memory.
pub fn row(model: &Model, ix: QuotationIx) -> Row<'_> {
    crate::tui::work::row(&model.catalog, ix)
}

fn rendered(format: Format, row: &Row<'_>) -> String {
    let mut writer = export::Writer::new(format, export::Layout::default(), Vec::new());
    // Writing to memory cannot fail.
    let bytes = writer.row(row).and_then(|()| writer.finish()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).trim_end().to_owned()
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// What `w` and `|` take: the marked, else the visible quotations; rejected and denied ones only when filter or picks
/// ask for them. With how many of those were left out.
pub fn selected(model: &Model) -> (Vec<QuotationIx>, LeftOut) {
    let rows: Vec<QuotationIx> = if model.marks.is_empty() { model.rows.iter().collect() } else { model.targets() };
    let query = query::parse(&model.query_text()).unwrap_or_else(|_| model.filter.query.clone());
    let mut left_out = LeftOut::default();
    let rows = rows.into_iter().filter(|ix| {
        let quotation = model.catalog.quotation(*ix);
        if quotation.review() == Some(Review::Rejected) && !query.says_rejected() {
            left_out.rejected += 1;
        } else if quotation.denied() && !query.says_denied() {
            left_out.denied += 1;
        } else {
            return true;
        }
        false
    });
    let rows = rows.collect();
    (rows, left_out)
}

/// Writes to the file, whatever is there.
pub fn write(model: &mut Model, path: PathBuf, options: write::Options, effects: &mut Vec<Effect>) {
    let Ok(format) = write::checked(&path) else { return };
    let (rows, left_out) = selected(model);
    if rows.is_empty() {
        model.say("All of them are rejected or denied: nothing was written.");
        return;
    }
    let stop = begin(model, format!("writing {}", counted(rows.len(), "quotation")), left_out);
    effects.push(Effect::work(Job::Write { catalog: model.catalog.clone(), rows, path, format, options, stop }));
}

/// Gives the quotations to a command.
pub fn pipe(model: &mut Model, command: String, effects: &mut Vec<Effect>) {
    let (rows, left_out) = selected(model);
    let stop = begin(model, format!("giving {} to {command}", counted(rows.len(), "quotation")), left_out);
    effects.push(Effect::work(Job::Pipe { catalog: model.catalog.clone(), rows, command, stop }));
}

/// Says what is done in the background from now on; gives its switch.
fn begin(model: &mut Model, what: String, left_out: LeftOut) -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    model.say(format!("{}…", capitalized(&what)));
    let left_out = words::left_out(left_out);
    model.work = Some(Work { what, progress: String::new(), left_out, stop: stop.clone() });
    stop
}

/// `o`.
pub fn open_url(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(quotation) = model.selection() else { return };
    match model.catalog.article(quotation.article()).url() {
        Some(url) if is_web(url) => effects.push(Effect::OpenUrl(url.to_owned())),
        Some(_) => model.fail("The article's URL is neither http nor https, so it is not opened."),
        None => model.say("The article has no URL."),
    }
}

/// `E`.
pub fn open_editor(model: &mut Model, effects: &mut Vec<Effect>) {
    if !model.saving.is_done() {
        model.say("Still saving; try again in a moment.");
        return;
    }
    if model.place.location.is_none() {
        model.say("These quotations came through a pipe: there is no file to edit.");
        return;
    }
    // What is broken is what there is to edit, where nothing is to be seen for it.
    let broken = model.problems.first().and_then(|problem| Some((problem.file.clone()?, problem.line.max(1))));
    match (model.selected(), broken) {
        (Some(ix), None) => effects.push(Effect::EditStore(ix)),
        (Some(ix), Some(_)) if model.catalog.file_and_line(ix).is_ok() => effects.push(Effect::EditStore(ix)),
        (_, Some((file, line))) => effects.push(Effect::EditFile(file, line)),
        (None, None) => model.say("There is no quotation under the cursor."),
    }
}
