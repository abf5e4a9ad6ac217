//! The sheet that a person prints and signs: every passage with its verdict, source and context. One file, no scripts, no
//! network.

use std::io::{self, Write};

use super::{Report, advice, attribution_words, note_words, one_line, other_places, source_words};
use crate::export::escape_html as escape;
use crate::verify::{Change, Finding, Verdict};

const STYLE: &str = "\
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
dl.head{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;font-size:.9rem;overflow-wrap:anywhere}
dl.head dt{font-weight:600}dl.head dd{margin:0}
article{border:1px solid #8888;border-left-width:.4rem;border-radius:.3rem;padding:.6rem 1rem;margin:1rem 0;break-inside:avoid}
article.problem{border-left-color:#b00020}article.fine{border-left-color:#1b7f3b}article.term{border-left-color:#777}
h2{font-size:1rem;margin:0 0 .4rem}
blockquote{margin:.3rem 0;padding-left:.8rem;border-left:.2rem solid #8888}
.context{opacity:.8;font-size:.9rem}
mark{background:#ffe08a;color:#111}
.sign{margin-top:3rem;border-top:1px solid;padding-top:.4rem;max-width:20rem}
@media print{body{margin:0;max-width:none}article{border-color:#000}}";

pub(super) fn write(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Quotations of {}</title>\n<style>\n{STYLE}\n\
         </style>\n</head>\n<body>\n<main>\n<h1>Quotations of {}</h1>\n<dl class=\"head\">",
        escape(report.name),
        escape(report.name)
    )?;
    for (label, value) in report.head() {
        writeln!(out, "<dt>{label}</dt><dd>{}</dd>", escape(&one_line(&value)))?;
    }
    writeln!(out, "</dl>\n<p>{}. {}.</p>", escape(&report.summary()), escape(&report.verdicts()))?;
    for finding in report.by_weight() {
        passage(report, finding, out)?;
    }
    writeln!(out, "<p class=\"sign\">Checked by, date</p>\n</main>\n</body>\n</html>")
}

fn passage(report: &Report<'_>, finding: &Finding, out: &mut impl Write) -> io::Result<()> {
    let passage = report.passage(finding);
    let problem = report.is_problem(finding);
    let (class, verdict) = match (report.is_term(finding), problem) {
        (true, _) => ("term", "term"),
        (false, true) => ("problem", finding.verdict.label()),
        (false, false) => ("fine", finding.verdict.label()),
    };
    let speaker = passage.speaker.as_deref().map(|name| format!(" · {}", escape(name))).unwrap_or_default();
    writeln!(out, "<article class=\"{class}\">\n<h2>{verdict} · line {}{speaker}</h2>", passage.place.0)?;
    writeln!(out, "<blockquote>“{}”</blockquote>", escape(&report.words(finding)))?;
    if let Some(found) = &finding.found {
        let label = if finding.verdict == Verdict::Missing { "Nearest" } else { "Source" };
        let source = escape(&source_words(found));
        let web = found.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        let source = web.map_or(source.clone(), |url| format!("<a href=\"{}\">{source}</a>", escape(url)));
        writeln!(
            out,
            "<p>{label}: {source}</p>\n<blockquote class=\"context\">{}<mark>{}</mark>{}</blockquote>",
            escape(&found.context.0),
            escape(&found.text),
            escape(&found.context.1)
        )?;
    }
    writeln!(out, "<ul>")?;
    if let Some(found) = finding.found.as_ref().filter(|_| finding.verdict > Verdict::Missing) {
        for change in found.changes.iter().map(Change::words) {
            writeln!(out, "<li>{}</li>", escape(&one_line(&change)))?;
        }
        writeln!(out, "<li>speaker {}</li>", escape(&attribution_words(finding)))?;
    }
    for note in &finding.notes {
        writeln!(out, "<li>{}: {}</li>", note.kind.word(), escape(&note_words(note.kind, &note.text)))?;
    }
    for (place, verdict) in other_places(finding) {
        writeln!(out, "<li>also in {} ({})</li>", escape(&place), verdict.label())?;
    }
    if let Some(advice) = advice(finding).filter(|_| problem) {
        writeln!(out, "<li><strong>{advice}</strong></li>")?;
    }
    writeln!(out, "</ul>\n</article>")
}
