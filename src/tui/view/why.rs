//! Why a quotation has its speaker: the rule, and the chain from the mention to the speaker. It lies beside the
//! article, in which the same words are marked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::popup;
use crate::quotation::{Evidence, Excerpt, Reviewed};
use crate::store::QuotationRef;
use crate::text::{Positions, capitalized};
use crate::tui::state::context::Reading;
use crate::tui::state::model::Model;
use crate::tui::theme::Role;
use crate::tui::wrap;

/// Draws it over the panes that do not show the article.
pub fn draw(model: &Model, buffer: &mut Buffer) {
    let Some(selection) = model.selection() else { return };
    let lines = lines(model, selection);
    let width = popup::width_beside_context(model, buffer.area, 72);
    let inside = usize::from(width.saturating_sub(4)).max(1);
    let height: usize = lines.iter().map(|(_, text)| wrap::lines(text, inside).count()).sum();
    let height = u16::try_from(height + 2).unwrap_or(u16::MAX);
    let area = popup::framed(model, "Why", popup::beside_context(model, buffer.area, width, height), buffer);
    let mut y = area.y;
    for (role, text) in &lines {
        if y >= area.y + area.height {
            break;
        }
        let left = Rect { y, height: area.y + area.height - y, ..area };
        y = popup::paragraph(text, left, *role, model, buffer);
    }
}

/// What is said about the attribution of `quotation`, line by line.
#[must_use]
pub fn lines(model: &Model, quotation: QuotationRef<'_>) -> Vec<(Role, String)> {
    let mut lines = Vec::new();
    if let (Some(review), Some(Reviewed { by, on })) = (quotation.review(), quotation.reviewed()) {
        let by = if by.is_empty() { String::new() } else { format!(" by {by}") };
        let on = if on.is_empty() { String::new() } else { format!(" on {on}") };
        lines.push((Role::Confirmed, capitalized(&format!("{}{by}{on}", review.word()))));
    }
    let reading = model.context.shown.as_ref().map(|(_, reading)| reading);
    let record = reading.and_then(|reading| reading.quotation(quotation.id()));
    let evidence = record.and_then(|record| record.evidence.as_ref());
    let speaker = quotation.speaker().map(|speaker| model.catalog.speaker(speaker));
    let Some((reading, evidence)) = reading.zip(evidence) else {
        lines.push((Role::Text, "Made by hand: there is no evidence from the program.".into()));
        if let Some(speaker) = speaker {
            lines.push((Role::Speaker, format!("Speaker: {}", speaker.display())));
        }
        return lines;
    };
    let rule = if evidence.rule.is_empty() { "no rule fits" } else { &evidence.rule };
    lines.push((Role::Text, format!("Rule: {rule} · {:.0}% sure", evidence.confidence * 100.0)));
    if let Some(cue) = &evidence.cue {
        lines.push((Role::Cue, format!("Cue: “{}”{}", cue.text, paragraph(reading, cue))));
    }
    lines.extend(chain(reading, evidence));
    match &evidence.speaker {
        Some(name) => lines.push((Role::Speaker, format!("  → {name}"))),
        None => lines.push((Role::Text, "  → nobody who could be named".into())),
    }
    if let Some(speaker) = speaker {
        let mut known = vec![speaker.kind().word().to_owned()];
        known.extend(model.catalog.role(quotation.ix()).map(str::to_owned));
        let aliases: Vec<&str> = speaker.aliases().collect();
        if !aliases.is_empty() {
            known.push(format!("also {}", aliases.join(", ")));
        }
        lines.push((Role::Dim, format!("{}: {}", speaker.display(), known.join(" · "))));
    }
    // The registry may hold another name for the same speaker, which is nobody's decision about this quotation.
    let answered = evidence.speaker.as_deref().and_then(|name| model.catalog.find_speaker(name));
    if answered != quotation.speaker() {
        let now = speaker.map_or("nobody", |speaker| speaker.name());
        lines.push((Role::Warning, format!("A person decided otherwise: {now}")));
    }
    if quotation.kind() != Some(evidence.kind) {
        lines.push((
            Role::Warning,
            format!("The program took it for {}; a person decided otherwise.", evidence.kind.word()),
        ));
    }
    lines
}

/// From the mention to what it stands for.
fn chain(reading: &Reading, evidence: &Evidence) -> Vec<(Role, String)> {
    let mut lines = Vec::new();
    if let Some(mention) = &evidence.mention {
        lines.push((Role::Mention, format!("Mention: “{}”{}", mention.text, paragraph(reading, mention))));
    }
    if let Some(antecedent) = &evidence.antecedent {
        let words = format!("  → stands for “{}”{}", antecedent.text, paragraph(reading, antecedent));
        lines.push((Role::Antecedent, words));
    }
    lines
}

fn paragraph(reading: &Reading, located: &Excerpt) -> String {
    let byte = located.at.first().and_then(|at| Positions::new(&reading.text).byte(at.start));
    byte.map(|byte| format!(" (¶{})", reading.paragraphs.number(byte))).unwrap_or_default()
}
