//! How well whole articles are read by weights that never saw them: the figures that count in the end, and what goes
//! wrong.

use std::collections::BTreeMap;

use verbatim::extract::indirect::context::Scored;
use verbatim::extract::indirect::cue::is_speaking;
use verbatim::extract::indirect::stem::stem;
use verbatim::extract::indirect::tags::Tagged;
use verbatim::extract::indirect::weights::Weights;
use verbatim::extract::indirect::{Report, borders, candidate, decision, scored, select};
use verbatim::text::ByteRange;

use crate::{Article, Marked, share, trim};

/// Whether any word of a cue reports speech or thought.
fn is_said(cue: &str) -> bool {
    let lower = cue.to_lowercase();
    lower.split(|letter: char| !letter.is_ascii_lowercase()).any(|word| is_speaking(stem(word)))
}

/// Counts over articles.
#[derive(Default)]
struct Figures {
    found: usize,
    content: usize,
    exact: usize,
    attributed: usize,
    marked: usize,
    said: usize,
    said_found: usize,
}

impl Figures {
    fn print(&self, title: &str) {
        let percent = |part: usize, of: usize| 100.0 * part as f32 / of.max(1) as f32;
        println!(
            "{title}: {} found, content.p {:.1}, content.r {:.1}, said.r {:.1}, exact.p {:.1}, attributed.p {:.1}",
            self.found,
            percent(self.content, self.found),
            percent(self.content, self.marked),
            percent(self.said_found, self.said),
            percent(self.exact, self.found),
            percent(self.attributed, self.found),
        );
    }
}

/// Prints the figures, and with `errors` what is missed or wrong, one a line, by kind. Gives for each report that was kept
/// how likely it seemed, and whether its clause and its sayer are right.
pub fn measure(articles: &[Article<'_>], folds: &mut [Weights], errors: bool) -> Vec<(f32, bool)> {
    let all = |article: &Article<'_>| {
        scored(&Tagged::new(&article.reading, &article.cues), &article.cues, &folds[article.fold])
    };
    let all: Vec<Vec<Scored>> = articles.iter().map(all).collect();
    for speech in [0.4, 0.45, 0.5, 0.55] {
        for (to, other) in [(0.6, 0.6), (0.7, 0.7), (0.8, 0.8)] {
            folds.iter_mut().for_each(|weights| weights.thresholds = [speech, to, other]);
            measure_at(articles, &all, folds, false);
        }
    }
    let thresholds = Weights::learned().thresholds;
    folds.iter_mut().for_each(|weights| weights.thresholds = thresholds);
    measure_at(articles, &all, folds, errors)
}

fn measure_at(articles: &[Article<'_>], all: &[Vec<Scored>], folds: &[Weights], errors: bool) -> Vec<(f32, bool)> {
    let mut judged = Vec::new();
    let mut figures = Figures::default();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_frame: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (article, all) in articles.iter().zip(all) {
        let text = article.reading.narrative.text;
        let weights = &folds[article.fold];
        let found = select(&article.reading, all, weights, &|_| true);
        let mut used = vec![false; article.marked.len()];
        for report in &found {
            let place = trim(text, report.content);
            let best = (0..used.len()).max_by(|&a, &b| {
                let rank = |number: usize| (!used[number], share(article.marked[number].content, place));
                rank(a).partial_cmp(&rank(b)).unwrap_or(std::cmp::Ordering::Equal)
            });
            let best = best.filter(|&best| !used[best] && share(article.marked[best].content, place) >= 0.5);
            let frame = by_frame.entry(report.frame.value().text).or_default();
            let Some(best) = best else {
                figures.found += 1;
                frame.0 += 1;
                judged.push((report.likely, false));
                if errors {
                    let near = article
                        .marked
                        .iter()
                        .max_by(|a, b| share(a.content, place).total_cmp(&share(b.content, place)));
                    let near = near.filter(|near| share(near.content, place) > 0.0);
                    let how = match near {
                        None => "",
                        Some(near) if share(near.content, place) >= 0.5 => " double",
                        Some(near) if near.content.covers(place) => " inside",
                        Some(near) if place.covers(near.content) => " around",
                        Some(_) => " across",
                    };
                    let kind = format!("false {}{how}", report.frame.value().text);
                    println!("{kind}\t{:.2}\t{}", report.likely, describe(article, report));
                    *kinds.entry(kind).or_default() += 1;
                }
                continue;
            };
            used[best] = true;
            let marked = &article.marked[best];
            if marked.quoted {
                continue;
            }
            figures.found += 1;
            figures.content += 1;
            frame.0 += 1;
            frame.1 += 1;
            figures.exact += usize::from(marked.content == place);
            if errors && marked.content != place {
                let (start, end) = (marked.content.start.cmp(&place.start), marked.content.end.cmp(&place.end));
                let kind = format!("inexact start {start:?} end {end:?}");
                println!("{kind}\t{:.2}\t{} <> {}", report.likely, describe(article, report), marked.content.of(text));
                *kinds.entry(kind).or_default() += 1;
            }
            let attributed = sayer(article, report)
                .is_some_and(|sayer| marked.source.iter().any(|source| source.covers(sayer) || sayer.covers(*source)));
            figures.attributed += usize::from(attributed);
            judged.push((report.likely, attributed));
            if errors && !attributed {
                println!("source\t{:.2}\t{}", report.likely, describe(article, report));
            }
        }
        for (marked, used) in article.marked.iter().zip(&used).filter(|(marked, _)| !marked.quoted) {
            figures.marked += 1;
            let cue: Vec<&str> = marked.cue.iter().map(|cue| cue.of(text)).collect();
            if marked.content.of(text).split_whitespace().count() <= 3 || !is_said(&cue.join(" ")) {
                continue;
            }
            figures.said += 1;
            figures.said_found += usize::from(*used);
            if errors && !used {
                let (kind, detail) = reason(article, marked, weights, &found);
                let source: Vec<&str> = marked.source.iter().map(|source| source.of(text)).collect();
                let content = marked.content.of(text);
                let sentence = sentence_of(article, marked);
                let line = format!("{} | {} | {content} || {sentence}", source.join(" … "), cue.join(" … "));
                println!("missed {kind}\t{detail}\t{}", line.replace('\n', " "));
                *kinds.entry(format!("missed {kind}")).or_default() += 1;
            }
        }
    }
    figures.print(&format!("whole articles, held out, over {:.2?}", folds[0].thresholds));
    if !errors {
        return judged;
    }
    for (frame, (found, right)) in by_frame {
        println!("  {frame}: {right} of {found} right, {:.1} %", 100.0 * right as f32 / found.max(1) as f32);
    }
    kinds.into_iter().for_each(|(kind, count)| println!("{count}\t{kind}"));
    judged
}

fn sayer(article: &Article<'_>, report: &Report) -> Option<ByteRange> {
    let tokens = &article.reading.narrative.tokens;
    let (start, end) = report.sayer;
    Some(ByteRange::new(
        tokens[start as usize].start as usize,
        tokens.get((end as usize).checked_sub(1)?)?.end as usize,
    ))
}

fn describe(article: &Article<'_>, report: &Report) -> String {
    let text = article.reading.narrative.text;
    let tokens = &article.reading.narrative.tokens;
    let sentence = sentence(article, report.cue.0 as usize);
    let cue = tokens[report.cue.0 as usize].of(text);
    let sayer = sayer(article, report).map_or("", |sayer| sayer.of(text));
    format!("{sayer} | {cue} | {} || {sentence}", report.content.of(text)).replace('\n', " ")
}

fn sentence<'t>(article: &Article<'t>, token: usize) -> &'t str {
    let range = article.reading.narrative.sentence(token);
    let tokens = &article.reading.narrative.tokens;
    &article.reading.narrative.text[tokens[range.start].start as usize..tokens[range.end - 1].end as usize]
}

/// The sentence of what was marked as a cue.
fn sentence_of<'t>(article: &Article<'t>, marked: &Marked) -> &'t str {
    let tokens = &article.reading.narrative.tokens;
    let at = marked.cue.first().unwrap_or(&marked.content).start;
    let token = tokens.partition_point(|token| (token.start as usize) < at);
    if token < tokens.len() { sentence(article, token) } else { "" }
}

/// Why a report was missed.
fn reason(article: &Article<'_>, marked: &Marked, weights: &Weights, found: &[Report]) -> (&'static str, String) {
    let tokens = &article.reading.narrative.tokens;
    let text = article.reading.narrative.text;
    let tagged = Tagged::new(&article.reading, &article.cues);
    let talkers = decision::Talkers::new(&article.reading);
    let mut places = Vec::new();
    let mut known = false;
    let mut reached = false;
    let mut best: Option<(f32, String, bool)> = None;
    for cue in &article.cues {
        let of_cue = marked.cue.iter().any(|place| place.covers(tokens[cue.token as usize].span()));
        known |= of_cue;
        borders::borders(&tagged, cue, &mut places);
        let fits = |border: usize| {
            let (from, to) = borders::content(&article.reading, cue, border);
            from < to
                && share(
                    marked.content,
                    trim(text, ByteRange::new(tokens[from].start as usize, tokens[to - 1].end as usize)),
                ) >= 0.5
        };
        if !places.iter().any(|&border| fits(border)) {
            continue;
        }
        reached |= of_cue;
        if let Some((report, border, ..)) = candidate(&tagged, &talkers, cue, weights, &mut places)
            && best.as_ref().is_none_or(|best| best.0 < report.likely)
        {
            let detail =
                format!("{} {} {:.2}", cue.frame.value().text, tokens[cue.token as usize].of(text), report.likely);
            best = Some((report.likely, detail, fits(border)));
        }
    }
    let kept = |likely: f32| found.iter().any(|report| (report.likely - likely).abs() < 1e-6);
    match best {
        None if !known => ("no cue", String::new()),
        None => ("no border", String::new()),
        Some((_, detail, false)) => ("wrong border", detail),
        Some((likely, detail, true)) if kept(likely) => ("kept elsewhere", detail),
        Some((likely, detail, true)) if likely > weights.thresholds[0] => ("dropped after all", detail),
        Some((_, detail, true)) if reached => ("decision", detail),
        Some((_, detail, true)) => ("decision, other cue", detail),
    }
}
