//! HTML: a report for people who do not use terminals. One file that loads nothing from anywhere: quotations by speaker
//! or by article, a filter box, contexts folded, links that lead to the words, ready to be printed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use super::cite::{self, pointing};
use super::escape::html as escape;
use super::{About, Exporter, Row};
use crate::text::counted;
use crate::text::date;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// The report in the making: quotations are kept until all of a speaker's are known.
#[derive(Debug, Default)]
pub(super) struct Html {
    /// The speakers in the order in which they came, with their roles and quotations.
    sections: Vec<Section>,
    by_name: BTreeMap<String, usize>,
    months: BTreeMap<date::Month, usize>,
    total: usize,
    about: About,
}

#[derive(Debug, Default)]
struct Section {
    name: String,
    roles: Vec<String>,
    articles: String,
    count: usize,
}

impl Exporter for Html {
    fn describe(&mut self, report: About) {
        self.about = report;
    }

    fn record(&mut self, row: &Row<'_>, _: &mut dyn Write) -> io::Result<()> {
        let name = cite::speaker_name(row);
        let next = self.sections.len();
        let number = *self.by_name.entry(name.clone()).or_insert(next);
        if number == next {
            self.sections.push(Section { name, ..Section::default() });
        }
        let section = &mut self.sections[number];
        if let Some(role) = row.role.as_deref().filter(|role| !section.roles.iter().any(|known| known == role)) {
            section.roles.push(role.to_owned());
        }
        section.count += 1;
        self.total += 1;
        quotation(&mut section.articles, row, &section.name);
        if let Some((_, month)) = row.published.as_deref().and_then(date::parse).filter(|(_, month)| month.month > 0) {
            *self.months.entry(month).or_default() += 1;
        }
        Ok(())
    }

    fn end(&mut self, _: usize, out: &mut dyn Write) -> io::Result<()> {
        self.sections.sort_by_key(|section| std::cmp::Reverse(section.count));
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
             script-src 'unsafe-inline'\">\n<title>Quotations</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <header>\n<h1>{}</h1>\n",
            counted(self.total, "quotation")
        )?;
        out.write_all(source(&self.about).as_bytes())?;
        out.write_all(timeline(&self.months).as_bytes())?;
        // Without scripts there is nothing to filter with.
        out.write_all(
            b"<form role=\"search\" hidden>\n<label>Filter<input type=\"search\" id=\"filter\" autocomplete=\"off\">\
              </label>\n<label>Group by<select id=\"by\"><option value=\"speaker\">Speaker</option>\
              <option value=\"article\">Article</option></select></label>\n</form>\n\
              <p id=\"shown\" role=\"status\"></p>\n</header>\n<main>\n",
        )?;
        for Section { name, roles, articles, count } in &self.sections {
            writeln!(out, "<section>\n<h2>{} <small>{count}</small></h2>", escape(name))?;
            if !roles.is_empty() {
                writeln!(out, "<p class=\"role\">{}</p>", escape(&roles.join("; ")))?;
            }
            writeln!(out, "{articles}</section>")?;
        }
        writeln!(out, "</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>")
    }
}

/// Which quotations these are, of which store, on which day; nothing where that is not known.
fn source(About { query, store, day }: &About) -> String {
    let mut html = String::new();
    let parts = [("Query", query), ("Store", store), ("Made on", day)];
    for (label, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(html, "<p class=\"about\">{label}: {}</p>", escape(value));
    }
    html
}

/// Who vouches for the speaker.
fn vouched(row: &Row<'_>) -> String {
    match (cite::reviewed(row), row.confidence) {
        (Some(review), _) if row.reviewed_by.is_some() => review,
        (Some(review), _) => format!("{review} by a person"),
        (None, _) if row.speaker_by_person => "speaker named by a person, not reviewed".to_owned(),
        (None, Some(confidence)) if row.speaker.is_some() => {
            format!("not reviewed; speaker guessed by the program, {:.0}% sure", confidence * 100.0)
        }
        (None, _) => "not reviewed".to_owned(),
    }
}

/// Where in `context` the words of the quotation are; of several places the one with the quotation's surroundings.
fn place_in(context: &str, row: &Row<'_>) -> Option<Range<usize>> {
    let words = row.text.trim();
    if words.is_empty() {
        return None;
    }
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let edges = row.edges.as_ref().map(|edges| (squeezed(&edges.before), squeezed(&edges.after)));
    // The edges may reach out of the context.
    let fits = |one: &str, other: &str| one.ends_with(other) || other.ends_with(one);
    let begins = |one: &str, other: &str| one.starts_with(other) || other.starts_with(one);
    let mut places = context.match_indices(words).map(|(at, _)| at..at + words.len());
    let first = places.clone().next()?;
    let Some((before, after)) = edges else { return Some(first) };
    let here = places.find(|place| {
        fits(&squeezed(&context[..place.start]), &before) && begins(&squeezed(&context[place.end..]), &after)
    });
    Some(here.unwrap_or(first))
}

/// The paragraphs of the context, the quotation marked in them.
fn context(html: &mut String, context: &str, row: &Row<'_>) {
    let place = place_in(context, row).unwrap_or_default();
    let mut start = 0;
    for line in context.split_inclusive('\n') {
        let end = start + line.len();
        let (from, to) = (place.start.clamp(start, end), place.end.clamp(start, end));
        if !line.trim().is_empty() {
            let _ = write!(html, "<p>{}", escape(&context[start..from]));
            if from < to {
                let _ = write!(html, "<mark>{}</mark>", escape(context[from..to].trim_end()));
            }
            let _ = write!(html, "{}</p>", escape(context[to..end].trim_end()));
        }
        start = end;
    }
}

/// One quotation.
fn quotation(html: &mut String, row: &Row<'_>, speaker: &str) {
    let title = row.title.as_deref().unwrap_or(&row.article);
    let _ = writeln!(
        html,
        "<article id=\"{}\" data-speaker=\"{}\" data-article=\"{}\">",
        escape(&format!("{}/{}", row.article, row.id)),
        escape(speaker),
        escape(title)
    );
    let rejected = row.review == Some("rejected");
    let class = [("denied", row.denied), ("rejected", rejected)];
    let class: String = class.iter().filter(|(_, is)| *is).map(|(word, _)| format!(" {word}")).collect();
    let words = cite::presented(row);
    let (open, close) = match cite::is_paraphrase(row) {
        true => (format!("<div class=\"paraphrase{class}\">"), "</div>"),
        false => (format!("<blockquote class=\"quote{class}\">"), "</blockquote>"),
    };
    html.push_str(&open);
    for paragraph in words.lines().filter(|line| !line.trim().is_empty()) {
        let _ = write!(html, "<p>{}</p>", escape(paragraph));
    }
    html.push_str(close);
    html.push_str("\n<footer>");
    for (flag, _) in
        [("Denied by the article", row.denied), ("Rejected", rejected), ("No longer in the text", row.gone)]
            .iter()
            .filter(|(_, is)| *is)
    {
        let _ = write!(html, "<span class=\"flag\">{flag}</span> · ");
    }
    let plain = row.url.as_deref().filter(|url| cite::is_web(url));
    match plain.and_then(|url| pointing(url, &row.text)) {
        Some(link) => {
            let plain = escape(plain.unwrap_or_default());
            let _ = write!(html, "<a href=\"{}\" data-plain=\"{plain}\">{}</a>", escape(&link), escape(title));
        }
        None => html.push_str(&escape(title)),
    }
    for part in cite::details(row) {
        let _ = write!(html, ", {}", escape(&part));
    }
    let _ = write!(html, " · {}", escape(&vouched(row)));
    if !row.tags.is_empty() {
        let _ = write!(html, " · {}", escape(&row.tags.join(", ")));
    }
    html.push_str("</footer>\n");
    if let Some(note) = &row.note {
        let _ = writeln!(html, "<p class=\"note\">Note: {}</p>", escape(note));
    }
    if let Some(text) = row.context.as_deref().filter(|context| !context.trim().is_empty()) {
        html.push_str("<details><summary>Context</summary>");
        context(html, text, row);
        html.push_str("</details>\n");
    }
    html.push_str("</article>\n");
}

/// Bars per month; nothing when there are fewer than two months.
fn timeline(months: &BTreeMap<date::Month, usize>) -> String {
    const HEIGHT: usize = 80;
    /// Longer spans would be drawn thinner than a line.
    const MOST: usize = 600;
    let (Some((first, _)), Some((last, _))) = (months.first_key_value(), months.last_key_value()) else {
        return String::new();
    };
    let span = last.number() - first.number() + 1;
    if !(2..=MOST).contains(&span) {
        return String::new();
    }
    let most = months.values().copied().max().unwrap_or(1);
    let step = (720 / span).clamp(1, 40);
    let width = (step * span).max(120);
    let mut svg = format!(
        "<figure>\n<svg viewBox=\"0 0 {width} {}\" role=\"img\" aria-label=\"Quotations per month, {first} to {last}, at \
         most {most}\">\n",
        HEIGHT + 14
    );
    for (month, count) in months {
        let height = (count * HEIGHT).div_ceil(most);
        let _ = writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{height}\"><title>{month}: {count}</title></rect>",
            (month.number() - first.number()) * step,
            HEIGHT - height,
            (step * 4 / 5).max(1),
        );
    }
    let _ = write!(
        svg,
        "<text x=\"0\" y=\"{y}\">{first}</text>\n<text x=\"{width}\" y=\"{y}\" text-anchor=\"end\">{last}</text>\n</svg>\n\
         <figcaption>Quotations per month</figcaption>\n</figure>\n",
        y = HEIGHT + 12
    );
    svg
}
