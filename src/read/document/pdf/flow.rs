//! From the lines of all pages to running text: page furniture goes, lines become paragraphs, paragraphs go on over
//! columns and pages, and words hyphenated at line ends are closed up.

use std::collections::{HashMap, HashSet};

use super::layout::{Line, median};

/// A page's lines in reading order.
#[derive(Debug, Clone, Default)]
pub(super) struct PageLines {
    pub(super) lines: Vec<Line>,
    /// How high the page is.
    pub(super) height: f32,
}

/// Running text, and where in it (in bytes) each page begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Flow {
    pub(super) text: String,
    pub(super) pages: Vec<usize>,
}

/// The running text of `pages`.
pub(super) fn flow(mut pages: Vec<PageLines>) -> Flow {
    drop_furniture(&mut pages);
    let body = median(pages.iter().flat_map(|page| page.lines.iter().map(|line| line.size)).collect()).unwrap_or(10.0);
    let words = Words::of(&pages);
    let mut out = Writer::new(&words);
    for page in &pages {
        // Footnotes wait until the paragraph is finished that goes on over the page.
        let notes = footnotes(page, body);
        out.begin_page();
        for paragraph in paragraphs(&page.lines[..page.lines.len() - notes]) {
            out.paragraph(paragraph);
        }
        for paragraph in paragraphs(&page.lines[page.lines.len() - notes..]) {
            out.note(paragraph);
        }
    }
    out.finish()
}

/// How many lines at the end of a page are footnotes: set smaller, under text of the usual size.
fn footnotes(page: &PageLines, body: f32) -> usize {
    let notes =
        page.lines.iter().rev().take_while(|line| line.size < 0.93 * body && line.y > 0.6 * page.height).count();
    if notes < page.lines.len() { notes } else { 0 }
}

/// How many lines at the top and at the bottom of a page may be running heads.
const EDGE: usize = 3;

/// The shortest text of a running head that may be a part of another page's.
const SHORTEST_HEAD: usize = 4;
/// So many different texts at one height are compared part by part.
const MOST_COMPARED: usize = 64;

/// Takes running heads and feet and page numbers off.
fn drop_furniture(pages: &mut [PageLines]) {
    let edges: Vec<Vec<usize>> = pages.iter().map(edge_lines).collect();
    let mut seen: HashMap<i32, HashMap<String, HashSet<usize>>> = HashMap::new();
    for (number, (page, edges)) in pages.iter().zip(&edges).enumerate() {
        for line in edges.iter().map(|&line| &page.lines[line]) {
            for height in [height_of(line) - 1, height_of(line), height_of(line) + 1] {
                seen.entry(height).or_default().entry(head_of(line)).or_default().insert(number);
            }
        }
    }
    let least = (pages.len() / 4).clamp(2, 20);
    let returns = |line: &Line| {
        let Some(heads) = seen.get(&height_of(line)) else { return false };
        let head = head_of(line);
        if heads.len() > MOST_COMPARED || head.chars().count() < SHORTEST_HEAD {
            return heads.get(&head).is_some_and(|pages| pages.len() >= least);
        }
        // Where columns part a page, its head is parted too.
        let same = heads.iter().filter(|(other, _)| {
            other.chars().count() >= SHORTEST_HEAD && (other.contains(&head) || head.contains(other.as_str()))
        });
        same.flat_map(|(_, pages)| pages).collect::<HashSet<_>>().len() >= least
    };
    for (page, edges) in pages.iter_mut().zip(edges) {
        let printed = |line: &Line| is_printout(&line.text, line.y < 0.1 * page.height, line.y > 0.9 * page.height);
        let is_furniture =
            |line: &Line| returns(line) || printed(line) || is_page_number(&line.text) && stands_apart(line, page);
        let gone: HashSet<usize> = edges.into_iter().filter(|&line| is_furniture(&page.lines[line])).collect();
        let mut number = 0;
        page.lines.retain(|_| {
            number += 1;
            !gone.contains(&(number - 1))
        });
    }
}

/// The text of a line but for its numbers, which count the pages.
fn head_of(line: &Line) -> String {
    let words = line.text.chars().filter(|c| !c.is_whitespace());
    words.map(|c| if c.is_numeric() { '#' } else { c }).flat_map(char::to_lowercase).collect()
}

/// About how high a line stands.
fn height_of(line: &Line) -> i32 {
    (line.y / 8.0).round() as i32
}

/// The lines that stand highest and lowest on a page.
fn edge_lines(page: &PageLines) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    order.sort_by(|&a, &b| page.lines[a].y.total_cmp(&page.lines[b].y));
    let mut edges: Vec<usize> = order.iter().take(EDGE).chain(order.iter().rev().take(EDGE)).copied().collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// Whether a line stands by itself at the top or the bottom of its page: in the margin, or well apart from the others.
fn stands_apart(line: &Line, page: &PageLines) -> bool {
    let distance = |other: &Line| (other.y - line.y).abs();
    let others = || page.lines.iter().filter(|other| distance(other) > 0.5 * line.size);
    let outermost = others().all(|other| other.y > line.y) || others().all(|other| other.y < line.y);
    let in_margin = line.y < 0.1 * page.height || line.y > 0.9 * page.height;
    outermost && (in_margin || others().all(|other| distance(other) > 1.8 * line.size))
}

/// What browsers print above and below a page: the time and its title, its address.
fn is_printout(text: &str, top: bool, bottom: bool) -> bool {
    let dated = || {
        let time = text.split_whitespace().nth(1).unwrap_or_default();
        let day = text.split([',', ' ']).next().unwrap_or_default();
        let date = day.split(['/', '.', '-']).collect::<Vec<_>>();
        date.len() == 3
            && date
                .iter()
                .all(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()))
            && time.contains(':')
            && time.starts_with(|c: char| c.is_ascii_digit())
    };
    bottom && ["http://", "https://", "file://"].iter().any(|scheme| text.starts_with(scheme)) || top && dated()
}

/// `12`, `- 12 -`, `Page 3 of 7`, `xii`.
fn is_page_number(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let number = |word: &str| word.len() <= 4 && word.chars().all(|c| c.is_ascii_digit());
    let roman = |word: &str| word.len() <= 6 && word.chars().all(|c| "ivxlc".contains(c));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [one] => number(one) || roman(one),
        ["page" | "p", one] => number(one),
        [one, "of" | "von" | "sur" | "de", all] => number(one) && number(all),
        ["page", one, "of", all] => number(one) && number(all),
        [one, all] => number(one) && number(all) && text.contains('/'),
        _ => false,
    }
}

/// One paragraph of a page, or the part of one.
struct Paragraph<'a> {
    lines: Vec<&'a Line>,
    /// Whether its first line may go on with what stands before it: it is not indented.
    flush: bool,
    /// Whether its last line takes up most of the width.
    long: bool,
    /// Whether it reaches the right edge.
    full: bool,
}

/// Groups the lines of a page, column by column.
fn paragraphs(lines: &[Line]) -> Vec<Paragraph<'_>> {
    lines.chunk_by(|a, b| a.column == b.column).flat_map(column_paragraphs).collect()
}

fn column_paragraphs(lines: &[Line]) -> Vec<Paragraph<'_>> {
    let left = median(lines.iter().map(|line| line.x0).collect()).unwrap_or_default();
    let right = lines.iter().fold(0.0f32, |right, line| right.max(line.x1));
    let leading = usual_leading(lines);
    let indented = |line: &Line| line.x0 - left > 0.7 * line.size;
    let full = |line: &Line| right - line.x1 < 2.0 * line.size;
    let mut found: Vec<Paragraph<'_>> = Vec::new();
    let mut before: Option<&Line> = None;
    for (number, line) in lines.iter().enumerate() {
        let begins = before.is_none_or(|before| {
            let gap = line.y - before.y;
            let resized = (line.size - before.size).abs() > 0.12 * line.size.max(before.size);
            // A block that is set in goes on with lines that are set in too.
            let middle = |line: &Line| f32::midpoint(line.x0, line.x1);
            let centred = indented(before) && (middle(before) - middle(line)).abs() < 0.3 * line.size;
            let begins_indented = indented(line)
                && !centred
                && (!indented(before) || line.x0 - before.x0 > 0.7 * line.size)
                && lines.get(number + 1).is_none_or(|next| next.x0 < line.x0 - 0.5 * line.size || !full(line));
            let outdented = indented(before) && !indented(line) && {
                // The line after an indented first line is no beginning; one after a block is.
                let first = number < 2 || found.last().is_some_and(|paragraph| paragraph.lines.len() == 1);
                !first
            };
            let ended = !full(before) && ends_sentence(&before.text) && begins_sentence(&line.text);
            let ended = ended && !centred;
            gap > 1.35 * leading.max(line.size) || gap < 0.0 || resized || begins_indented || outdented || ended
        });
        match found.last_mut().filter(|_| !begins) {
            Some(paragraph) => paragraph.lines.push(line),
            None => found.push(Paragraph { lines: vec![line], flush: !indented(line), long: false, full: false }),
        }
        if let Some(paragraph) = found.last_mut() {
            paragraph.long = line.x1 - left > 0.6 * (right - left);
            // A single line has no right edge but its own.
            paragraph.full = lines.len() > 1 && full(line);
        }
        before = Some(line);
    }
    // Only the last one can go on in the next column or on the next page.
    if let Some((_, others)) = found.split_last_mut() {
        others.iter_mut().for_each(|paragraph| paragraph.full = false);
    }
    found
}

/// The distance between lines that is commonest.
fn usual_leading(lines: &[Line]) -> f32 {
    let mut counts: HashMap<i32, usize> = HashMap::new();
    for pair in lines.windows(2) {
        let gap = pair[1].y - pair[0].y;
        if gap > 0.0 && gap < 4.0 * pair[0].size {
            *counts.entry((gap * 2.0).round() as i32).or_default() += 1;
        }
    }
    let best = counts.into_iter().max_by_key(|&(gap, count)| (count, -gap));
    // Where every line is a paragraph of its own, the commonest distance is that between paragraphs.
    let size = median(lines.iter().map(|line| line.size).collect()).unwrap_or(10.0);
    best.map_or(1.2 * size, |(gap, _)| gap as f32 / 2.0).min(1.9 * size)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '’', '"', '\'', ')', ']', '»']).ends_with(['.', '!', '?', ':', '…'])
}

fn begins_sentence(text: &str) -> bool {
    text.chars().next().is_some_and(|c| !c.is_lowercase())
}

/// The words of a document, to tell hyphens that belong to a word from those of a line end.
struct Words {
    seen: HashSet<String>,
}

/// First parts that keep their hyphen.
const KEEPING: [&str; 20] = [
    "self", "ex", "well", "half", "all", "cross", "vice", "non", "co", "long", "high", "low", "twenty", "thirty",
    "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

impl Words {
    fn of(pages: &[PageLines]) -> Self {
        let mut seen = HashSet::new();
        for line in pages.iter().flat_map(|page| &page.lines) {
            let mut words = line.text.split_whitespace().peekable();
            while let Some(word) = words.next() {
                // The last word of a line is the one in question.
                if words.peek().is_some() || !word.ends_with(is_hyphen) {
                    seen.insert(bare(word));
                }
            }
        }
        Self { seen }
    }

    /// Whether the hyphen between `head` and `tail`, at a line end, belongs to the word.
    fn keeps_hyphen(&self, head: &str, tail: &str) -> bool {
        let (head, tail) = (bare(head), bare(tail));
        if self.seen.contains(&format!("{head}{tail}")) {
            return false;
        }
        self.seen.contains(&format!("{head}-{tail}"))
            || head.contains('-')
            || tail.contains('-')
            || KEEPING.contains(&head.as_str())
            || head.chars().next_back().is_some_and(char::is_numeric)
    }
}

/// A word folded, without the marks around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .map(|c| if is_hyphen(c) { '-' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{ad}')
}

/// Writes paragraphs one after the other.
struct Writer<'a> {
    words: &'a Words,
    text: String,
    pages: Vec<usize>,
    /// Footnotes that wait for the end of a paragraph.
    notes: Vec<String>,
    /// What the last paragraph was like; `None` at the beginning.
    last: Option<Last>,
    /// Whether nothing of the page was written yet.
    page_pending: bool,
}

#[derive(Clone, Copy)]
struct Last {
    size: f32,
    long: bool,
    full: bool,
}

impl<'a> Writer<'a> {
    const fn new(words: &'a Words) -> Self {
        Self { words, text: String::new(), pages: Vec::new(), notes: Vec::new(), last: None, page_pending: false }
    }

    fn begin_page(&mut self) {
        if self.page_pending {
            self.pages.push(self.text.len());
        }
        self.page_pending = true;
    }

    fn paragraph(&mut self, paragraph: Paragraph<'_>) {
        let Some(first) = paragraph.lines.first() else { return };
        let goes_on = self.last.is_some_and(|last| {
            let same_size = (last.size - first.size).abs() < 0.12 * first.size;
            let open = !ends_sentence(&self.text);
            // A full line that ends a sentence more often stands within a paragraph than at its end.
            let full = last.full && !self.text.ends_with(['”', '’', '"']);
            same_size && (!begins_sentence(&first.text) || paragraph.flush && (open && last.long || full))
        });
        if !goes_on {
            self.flush_notes();
            self.break_paragraph();
        }
        let mut begins = !goes_on;
        for line in &paragraph.lines {
            if begins {
                self.mark_page();
                self.text.push_str(&line.text);
                begins = false;
            } else {
                self.append(&line.text);
            }
        }
        self.last =
            paragraph.lines.last().map(|line| Last { size: line.size, long: paragraph.long, full: paragraph.full });
    }

    fn note(&mut self, paragraph: Paragraph<'_>) {
        let mut lines = paragraph.lines.iter();
        let Some(first) = lines.next() else { return };
        let mut text = first.text.clone();
        for line in lines {
            join(&mut text, &line.text, self.words);
        }
        self.notes.push(text);
    }

    fn flush_notes(&mut self) {
        for note in std::mem::take(&mut self.notes) {
            self.break_paragraph();
            self.text.push_str(&note);
        }
    }

    fn break_paragraph(&mut self) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
    }

    fn append(&mut self, line: &str) {
        let at = join(&mut self.text, line, self.words);
        if self.page_pending {
            self.pages.push(at);
            self.page_pending = false;
        }
    }

    fn mark_page(&mut self) {
        if self.page_pending {
            self.pages.push(self.text.len());
            self.page_pending = false;
        }
    }

    fn finish(mut self) -> Flow {
        self.flush_notes();
        if self.page_pending {
            self.pages.push(self.text.len());
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        Flow { text: self.text, pages: self.pages }
    }
}

/// Appends `line` to `text` as its next line in a paragraph; where in `text` it begins.
fn join(text: &mut String, line: &str, words: &Words) -> usize {
    let head = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let tail = line.split_whitespace().next().unwrap_or_default();
    let hyphen = head.chars().next_back().filter(|&c| is_hyphen(c));
    let before = head.chars().rev().nth(1).is_some_and(char::is_alphabetic);
    match hyphen {
        Some(hyphen) if before && tail.starts_with(char::is_alphanumeric) => {
            let closes =
                tail.starts_with(char::is_lowercase) && (hyphen == '\u{ad}' || !words.keeps_hyphen(head, tail));
            if closes || hyphen == '\u{ad}' {
                text.truncate(text.len() - hyphen.len_utf8());
            }
        }
        // A dash between words stays tight.
        _ if head.ends_with('—') && head.chars().count() > 1 => {}
        _ => text.push(' '),
    }
    let at = text.len();
    text.push_str(line);
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, x0: f32, y: f32) -> Line {
        Line { text: text.into(), x0, x1: 5.0f32.mul_add(text.chars().count() as f32, x0), y, size: 10.0, column: 0 }
    }

    fn page(lines: &[(&str, f32, f32)]) -> PageLines {
        PageLines { lines: lines.iter().map(|&(text, x, y)| line(text, x, y)).collect(), height: 800.0 }
    }

    #[test]
    fn lines_become_paragraphs_by_distance_and_by_indentation() {
        let found = flow(vec![page(&[
            ("The council met on a wet Monday to talk", 0.0, 200.0),
            ("about the old bridge.", 0.0, 212.0),
            ("“It has to go,” said Mara Lind, who has", 12.0, 224.0),
            ("lived beside it all her life.", 0.0, 236.0),
            ("Others were not as sure about the matter", 0.0, 262.0),
            ("as she was.", 0.0, 274.0),
        ])]);
        assert_eq!(
            found.text,
            "The council met on a wet Monday to talk about the old bridge.\n\n“It has to go,” said Mara Lind, who has \
             lived beside it all her life.\n\nOthers were not as sure about the matter as she was.\n"
        );
    }

    #[test]
    fn hyphens_of_line_ends_close_up_and_those_of_words_stay() {
        let found = flow(vec![page(&[
            ("The mayor was well-known in the neigh-", 0.0, 200.0),
            ("bourhood, and not only there, for a well-", 0.0, 212.0),
            ("known voice and for her self-", 0.0, 224.0),
            ("confidence on the stage of the town-hall", 0.0, 236.0),
        ])]);
        assert_eq!(
            found.text,
            "The mayor was well-known in the neighbourhood, and not only there, for a well-known voice and for her \
             self-confidence on the stage of the town-hall\n"
        );
    }

    #[test]
    fn running_heads_go_and_a_paragraph_goes_on_over_the_page() {
        let found = flow(vec![
            page(&[
                ("The Weekly Lamp 12 May", 0.0, 30.0),
                ("“We have waited long enough for this and", 0.0, 400.0),
                ("3", 200.0, 780.0),
            ]),
            page(&[
                ("The Weekly Lamp 12 May", 0.0, 30.0),
                ("now we will build it,” Jon Aster said.", 0.0, 80.0),
                ("4", 200.0, 780.0),
            ]),
        ]);
        assert_eq!(found.text, "“We have waited long enough for this and now we will build it,” Jon Aster said.\n");
        assert_eq!(found.pages, [0, found.text.find("now we").unwrap()]);
    }

    #[test]
    fn footnotes_wait_for_the_end_of_the_paragraph() {
        let mut first = page(&[("The report was read by nobody at all, as", 0.0, 600.0)]);
        first.lines.push(Line { size: 7.0, ..line("1 A note below the text.", 0.0, 740.0) });
        let second = page(&[("its author said.", 0.0, 60.0)]);
        let third = page(&[("More lines of words here.", 0.0, 60.0), ("And here.", 0.0, 110.0)]);
        assert_eq!(
            flow(vec![first, second, third]).text,
            "The report was read by nobody at all, as its author said.\n\n1 A note below the text.\n\nMore lines of \
             words here.\n\nAnd here.\n"
        );
    }

    #[test]
    fn what_browsers_print_around_a_page_is_known() {
        assert!(is_printout("12/1/26, 3:20 PM A bridge for Lindholm", true, false));
        assert!(is_printout("https://lamp.example/a 1/2", false, true));
        assert!(!is_printout("12/1/26, the day on which it began", true, false));
        assert!(!is_printout("https://lamp.example/a", false, false));
    }

    #[test]
    fn page_numbers_are_known_by_their_shapes() {
        for (text, expected) in [
            ("12", true),
            ("– 12 –", true),
            ("Page 3 of 7", true),
            ("xii", true),
            ("In 1987", false),
            ("Police", false),
        ] {
            assert_eq!(is_page_number(text), expected, "{text}");
        }
    }
}
