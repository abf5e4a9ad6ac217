//! From quotation to quotation within an article, in the order of its text: by keys, and by a click on one.

use crate::store::{ArticleIx, QuotationIx};
use crate::text::Positions;
use crate::tui::keymap::Action;
use crate::tui::state::model::Model;

/// The quotations of an article in the order of its text; those without a place come last.
fn in_text_order(model: &Model, article: ArticleIx) -> Vec<QuotationIx> {
    let mut all: Vec<QuotationIx> = model.catalog.article(article).quotations().map(QuotationIx::new).collect();
    all.sort_by_key(|&ix| {
        let at = model.catalog.quotation(ix).at();
        (at.is_none(), at)
    });
    all
}

/// Goes to the next quotation of the article, or the one before; those that the list does not show are passed over.
pub fn step(model: &mut Model, forward: bool) {
    let Some((here, article)) = model.selection().map(|quotation| (quotation.ix(), quotation.article())) else {
        model.say("There is no quotation under the cursor.");
        return;
    };
    let all = in_text_order(model, article);
    let at = all.iter().position(|&ix| ix == here).unwrap_or(0);
    let beyond: Vec<QuotationIx> =
        if forward { all[at + 1..].to_vec() } else { all[..at].iter().rev().copied().collect() };
    match beyond.iter().find_map(|&ix| model.rows.position(ix)) {
        Some(row) => model.list.at = row,
        None => {
            let which = if forward { "last" } else { "first" };
            model.say(match beyond.is_empty() {
                true => format!("This is the {which} quotation of the article."),
                false => format!("This is the {which} quotation of the article in the list; {}", others(model)),
            });
        }
    }
}

fn others(model: &Model) -> String {
    format!("{} shows the others.", model.keymap.hint(Action::ClearFilter))
}

/// Goes to the quotation at byte `at` of the article on show, if one stands there.
pub fn click(model: &mut Model, at: usize) {
    let Some((article, reading)) = model.context.shown.clone() else { return };
    let positions = Positions::new(&reading.text);
    let found = in_text_order(model, article).into_iter().filter_map(|ix| {
        let span = positions.span(model.catalog.quotation(ix).at()?)?;
        (span.start <= at && at < span.end).then_some((span.end - span.start, ix))
    });
    // Of one within another the inner one is meant.
    let Some((_, ix)) = found.min() else { return };
    match model.rows.position(ix) {
        Some(row) => model.list.at = row,
        None => model.say(format!("That quotation is not in the list; {}", others(model))),
    }
}
