//! Paragraphs: what ¶ numbers count, in text of any line length.
//!
//! In most texts every line is a paragraph. Others were wrapped by a person, a mailer or a converter, with blank lines
//! between the paragraphs, with their first lines indented, or with nothing between them at all; some have a blank line
//! after every line. What tells them apart is where the lines end: a wrapped line ends in the middle of a sentence, and
//! the next word would not have fitted.

use super::ByteRange;

/// The paragraphs of a text: its non-blank lines, or, where the lines were wrapped, the runs of lines that belong
/// together. Headings count as paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraphs {
    spans: Vec<ByteRange>,
}

impl Paragraphs {
    /// Finds the paragraphs of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let lines = lines(text);
        let spans = match Wrapping::of(text, &lines) {
            Some(wrapping) => join(&lines, |line, next, _| wrapping.joins(text, line, next)),
            None => join(&lines, |line, next, inside| next.gap == 0 && is_broken_off(text, line, next, inside)),
        };
        Self { spans }
    }

    /// Where they stand, without spaces at their ends, in order.
    #[must_use]
    pub fn spans(&self) -> &[ByteRange] {
        &self.spans
    }

    /// The number (from 1) of the paragraph that byte `offset` lies in; between two, that of the one before. 0 before
    /// the first.
    #[must_use]
    pub fn number(&self, offset: usize) -> usize {
        self.spans.partition_point(|span| span.start <= offset)
    }
}

/// A non-blank line.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// Without spaces at its ends.
    span: ByteRange,
    /// How many blank lines stand before it.
    gap: usize,
    /// How many spaces it begins with.
    indent: usize,
    /// Its length in characters, up to a bound past which nobody wraps.
    width: usize,
}

/// The narrowest and the widest column at which lines are taken for wrapped.
const COLUMNS: std::ops::RangeInclusive<usize> = 24..=130;

/// The non-blank lines.
fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut start, mut gap) = (0, 0);
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = &text[start..end];
        let trimmed = line.trim_start();
        let from = start + line.len() - trimmed.len();
        let to = from + trimmed.trim_end().len();
        if from < to {
            let indent = text[start..from].chars().map(|space| if space == '\t' { 4 } else { 1 }).sum();
            let width = indent + width(&text[from..to]);
            lines.push(Line { span: ByteRange::new(from, to), gap, indent, width });
            gap = 0;
        } else {
            gap += 1;
        }
        start = end + 1;
    }
    lines
}

/// How many characters the words have; past the last column it does not matter how many.
fn width(words: &str) -> usize {
    const MOST: usize = *COLUMNS.end() + 1;
    const LONGEST_CHARACTER: usize = 4;
    if words.len() >= MOST * LONGEST_CHARACTER {
        return MOST;
    }
    words.chars().count().min(MOST)
}

/// The paragraphs that lines make when those for which `joins` holds belong together; it is also given whether the
/// first of two lines belongs to the one before it.
fn join(lines: &[Line], joins: impl Fn(&Line, &Line, bool) -> bool) -> Vec<ByteRange> {
    let mut spans: Vec<ByteRange> = Vec::with_capacity(lines.len());
    let mut inside = false;
    for (index, line) in lines.iter().enumerate() {
        match spans.last_mut() {
            Some(last) if joins(&lines[index - 1], line, inside) => {
                last.end = line.span.end;
                inside = true;
            }
            _ => {
                spans.push(line.span);
                inside = false;
            }
        }
    }
    spans
}

/// Whether the line ends as a sentence or the words before a list do.
fn ends_sentence(text: &str, line: &Line) -> bool {
    let words = line.span.of(text).trim_end_matches(['"', '”', '’', '\'', ')', ']', '*', '_', '»']);
    words.ends_with(['.', '!', '?', ':', '…'])
}

fn starts_lower(text: &str, line: &Line) -> bool {
    line.span.of(text).starts_with(char::is_lowercase)
}

/// Whether a line ends with the first part of a hyphenated word.
fn is_hyphenated(text: &str, line: &Line) -> bool {
    let words = line.span.of(text);
    words.strip_suffix(['-', '\u{ad}', '‐']).is_some_and(|before| before.ends_with(char::is_alphanumeric))
}

/// Whether a line goes on with the next one for certain: in the middle of a sentence before a lower-case letter, after
/// words that nothing ends with, or where its own paragraph goes on already (`inside`).
fn is_broken_off(text: &str, line: &Line, next: &Line, inside: bool) -> bool {
    let (words, following) = (line.span.of(text), next.span.of(text));
    let in_sentence =
        words.ends_with(|last: char| last.is_alphanumeric() || matches!(last, ',' | '-' | ';' | '—' | '–'));
    let wrapped = (*COLUMNS.start()..=*COLUMNS.end()).contains(&line.width)
        && next.width >= 3
        && words.contains(' ')
        && following.contains(' ');
    let item = is_marked(words) || !inside && starts_lower(text, line);
    let goes_on = starts_lower(text, next)
        || words.ends_with(',') && opens_quotation(text, next)
        || ends_unfinished(words) && starts_block(following).is_none()
        || inside && starts_block(following).is_none();
    wrapped && in_sentence && goes_on && !item
}

/// Whether the last word is one that ends no paragraph and no headline.
fn ends_unfinished(words: &str) -> bool {
    const UNFINISHED: &[&str] = &[
        "a", "an", "the", "and", "or", "but", "of", "to", "at", "for", "with", "by", "from", "said", "says", "that",
        "as", "is", "was", "were", "are", "has", "had", "have", "will", "would", "his", "her", "their", "our", "my",
        "who", "which", "Mr.", "Mrs.", "Ms.", "Dr.",
    ];
    let last = words.trim_end_matches(',').rsplit([' ', '\t']).next().unwrap_or("");
    let last = last.trim_start_matches(['“', '"', '‘', '\'', '(', '[']);
    UNFINISHED.contains(&last)
}

/// Whether the words begin with the mark of a list, a heading or a handle; emphasis is none.
fn is_marked(words: &str) -> bool {
    let list = words.strip_prefix(['-', '*', '•', '·', '+']).is_some_and(|rest| !rest.starts_with(['*', '_']));
    list || words.starts_with(['|', '#', '@'])
}

/// How a text was wrapped.
#[derive(Debug, Clone, Copy)]
struct Wrapping {
    /// The column that no line goes beyond.
    width: usize,
    /// How many blank lines stand between two lines of one paragraph: none, or one in a text set with a line between
    /// all lines.
    gap: usize,
    /// What tells where a paragraph begins.
    mode: Mode,
    /// How far the lines inside paragraphs are indented.
    flush: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Blank lines.
    Blank,
    /// The first line of a paragraph is indented.
    Indented,
    /// A short line ends one.
    Dense,
    /// The end of a line ends one where a sentence ends, too: the lines have no length in common.
    Ragged,
}

impl Wrapping {
    /// How the lines were wrapped, if most of their ends lie inside sentences.
    fn of(text: &str, lines: &[Line]) -> Option<Self> {
        let gap = line_gap(text, lines)?;
        let width = column(lines, gap)?;
        let flush = lines.iter().map(|line| line.indent).min().unwrap_or(0);
        let mut wrapping = Self { width, gap, mode: Mode::Blank, flush };
        let (mut inner, mut middle, mut full, mut sized, mut apart, mut broken) =
            (0usize, 0usize, 0usize, 0usize, 0usize, 0usize);
        for (line, next) in pairs(lines) {
            if next.gap != gap {
                apart += usize::from(next.gap > gap);
                continue;
            }
            inner += 1;
            broken += usize::from(is_broken_off(text, line, next, false));
            if !ends_sentence(text, line) || starts_lower(text, next) {
                middle += 1;
                full += usize::from(wrapping.is_full(text, line, next));
                sized += usize::from(line.width >= width / 2 && line.width >= *COLUMNS.start());
            }
        }
        // Lines that a program wrapped end where the next word does not fit; a person's are only of about one length.
        let by_program = middle * 9 >= inner * 4 && full * 10 >= middle * 7 && middle > 1;
        let by_hand = apart > 0 && inner > 2 && sized * 10 >= inner * 7;
        // Others break lines by sense, one sentence or one clause each.
        let by_sense = apart > 0 && inner > 2 && (broken * 5 >= inner || is_markdown(text));
        if by_program || by_hand || by_sense {
            wrapping.mode = wrapping.mode(text, lines);
        } else if gap == 0 && is_ragged(text, lines) {
            wrapping.mode = Mode::Ragged;
        } else {
            return None;
        }
        Some(wrapping)
    }

    /// Whether the first word of `next` would not have fitted on `line`.
    fn is_full(&self, text: &str, line: &Line, next: &Line) -> bool {
        let word = next.span.of(text).split_whitespace().next().unwrap_or("");
        line.width + 1 + word.chars().take(self.width).count() > self.width || is_hyphenated(text, line)
    }

    fn mode(&self, text: &str, lines: &[Line]) -> Mode {
        let (mut further, mut full) = (0usize, 0usize);
        let (mut indented, mut after_end, mut short_inside, mut short_apart) = (0usize, 0usize, 0usize, 0usize);
        for (line, next) in pairs(lines) {
            if next.gap > self.gap {
                short_apart += 1;
                continue;
            }
            let ends = ends_sentence(text, line);
            if next.indent > self.flush + 1 {
                indented += 1;
                after_end += usize::from(ends);
            } else {
                further += 1;
                full += usize::from(self.is_full(text, line, next));
            }
            short_inside += usize::from(ends && !self.is_full(text, line, next) && !starts_lower(text, next));
        }
        if indented > 1 && further > 1 && after_end * 10 >= indented * 7 && full * 10 >= further * 7 {
            Mode::Indented
        } else if short_inside * 3 <= short_apart {
            Mode::Blank
        } else {
            Mode::Dense
        }
    }

    /// Whether `next` goes on with the paragraph that `line` belongs to.
    fn joins(&self, text: &str, line: &Line, next: &Line) -> bool {
        if next.gap > self.gap {
            return false;
        }
        let said = line.span.of(text).ends_with(',') && opens_quotation(text, next);
        if is_hyphenated(text, line) || said || !ends_sentence(text, line) && starts_lower(text, next) {
            return true;
        }
        if starts_block(line.span.of(text)) == Some(Start::Heading) {
            return false;
        }
        // An item of a list, unless a dash or a number happens to stand at the head of a line.
        let parts = match starts_block(next.span.of(text)) {
            Some(Start::Item) => ends_sentence(text, line) || starts_block(line.span.of(text)).is_some(),
            Some(Start::Quotation) => starts_block(line.span.of(text)) != Some(Start::Quotation),
            Some(Start::Heading) => true,
            None => false,
        };
        if parts {
            return false;
        }
        match self.mode {
            Mode::Blank => true,
            Mode::Indented => next.indent <= self.flush + 1 || next.indent == line.indent && !ends_sentence(text, line),
            Mode::Ragged => !ends_sentence(text, line) || starts_lower(text, next),
            // A full line may end a paragraph, too: news paragraphs like to begin with a quotation.
            Mode::Dense => {
                self.is_full(text, line, next) && !(ends_sentence(text, line) && opens_quotation(text, next))
            }
        }
    }
}

/// Whether the lines are broken anywhere inside sentences, as in text that was copied from a narrow column or a message:
/// most ends lie where the next line has to go on, and sentences end within lines, which they do not in verse and lists.
fn is_ragged(text: &str, lines: &[Line]) -> bool {
    let (mut inner, mut broken, mut stops) = (0usize, 0usize, 0usize);
    for (line, next) in pairs(lines).filter(|(_, next)| next.gap == 0) {
        let words = line.span.of(text);
        inner += 1;
        let goes_on = starts_lower(text, next) || ends_unfinished(words) || words.ends_with(',');
        broken += usize::from(!ends_sentence(text, line) && goes_on && words.contains(' ') && !is_marked(words));
        stops += usize::from(has_stop(words));
    }
    inner > 2 && broken * 5 >= inner * 3 && stops * 5 >= inner
}

/// Whether a sentence ends within the line, and the next begins there.
fn has_stop(words: &str) -> bool {
    /// So many marks and spaces stand between two sentences.
    const LONGEST: usize = 8;
    let ends = |at: usize| {
        let mut rest = words[at + 1..].chars().take(LONGEST).skip_while(|mark| matches!(mark, '"' | '”' | '’' | '\''));
        let space = rest.next() == Some(' ');
        let next = rest.find(|letter| !matches!(letter, ' ' | '"' | '“' | '‘' | '\''));
        space && next.is_some_and(char::is_uppercase)
    };
    // "J. Marlow", "Mrs. Marlow".
    let shortens = |at: usize| {
        let word = words[..at].rsplit([' ', '.']).next().unwrap_or("");
        word.chars().count() <= 3 && word.starts_with(char::is_uppercase)
    };
    words.bytes().enumerate().any(|(at, byte)| matches!(byte, b'.' | b'!' | b'?') && ends(at) && !shortens(at))
}

/// Whether the line begins with an opening quotation mark.
fn opens_quotation(text: &str, line: &Line) -> bool {
    line.span.of(text).starts_with(['“', '"', '‘', '«', '„'])
}

/// What a line of Markdown begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Heading,
    Item,
    Quotation,
}

/// What the line begins, if it is not the first or a further line of a plain paragraph.
fn starts_block(line: &str) -> Option<Start> {
    let rest = line.trim_start_matches('#');
    let rule = line.len() > 2 && line.bytes().all(|byte| matches!(byte, b'=' | b'-' | b'*' | b'_' | b' '));
    if rest.len() < line.len() && rest.starts_with(' ') || line.starts_with('|') || rule {
        return Some(Start::Heading);
    }
    if line.starts_with('>') {
        return Some(Start::Quotation);
    }
    let number = line.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let numbered = number.len() < line.len() && line.len() - number.len() < 3 && number.starts_with([')', '.']);
    let marked = line.strip_prefix(['-', '*', '+', '•', '·']).or_else(|| number.get(1..).filter(|_| numbered));
    marked.is_some_and(|rest| rest.starts_with([' ', '\t'])).then_some(Start::Item)
}

/// Whether the text is written in Markdown, where a single line end parts no paragraphs: it has links or headings.
fn is_markdown(text: &str) -> bool {
    text.contains("](http") || text.starts_with("# ") || text.contains("\n# ") || text.contains("\n## ")
}

fn pairs(lines: &[Line]) -> impl Iterator<Item = (&Line, &Line)> {
    lines.iter().zip(lines.iter().skip(1))
}

/// How many blank lines stand between two lines of one paragraph, if the text can be wrapped at all.
fn line_gap(text: &str, lines: &[Line]) -> Option<usize> {
    let (mut none, mut one, mut more, mut middle) = (0usize, 0usize, 0usize, 0usize);
    for (line, next) in pairs(lines) {
        match next.gap {
            0 => none += 1,
            1 => {
                one += 1;
                middle += usize::from(!ends_sentence(text, line) && starts_lower(text, next));
            }
            _ => more += 1,
        }
    }
    if none * 5 >= one + more && none > 0 || none > 2 {
        Some(0)
    } else if more > 1 && one > 4 && middle * 2 >= one {
        Some(1)
    } else {
        None
    }
}

/// The column at which lines with `gap` between them were wrapped.
fn column(lines: &[Line], gap: usize) -> Option<usize> {
    let mut widths: Vec<usize> = pairs(lines).filter(|(_, next)| next.gap == gap).map(|(line, _)| line.width).collect();
    widths.sort_unstable();
    let last = widths.len().checked_sub(1)?;
    // A few long lines, such as addresses, are no measure.
    let width = widths[last - last / 10];
    COLUMNS.contains(&width).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let paragraphs = Paragraphs::new(text);
        let found: Vec<&str> = paragraphs.spans().iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_line_is_a_paragraph() {
        check("\n One. \n\nTwo.\nThree.\n", &["One.", "Two.", "Three."]);
        check(" \n\t\n", &[]);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let a = "It was the best of times, it was the worst of times, it was the\nage of wisdom, it was the age of foolishness, it was the epoch\nof belief, it was the epoch of incredulity.";
        let b = "There were a king with a large jaw and a queen with a plain face\non the throne of England.";
        check(&format!("{a}\n\n{b}\n"), &[a, b]);
    }

    /// Wraps every paragraph at `width`.
    fn wrap(paragraphs: &[&str], width: usize, between: &str, indent: &str) -> String {
        let wrapped = paragraphs.iter().map(|paragraph| {
            let mut lines = vec![indent.to_owned()];
            for word in paragraph.split(' ') {
                let line = lines.last_mut().unwrap();
                if !line.trim().is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                    lines.push(word.to_owned());
                } else {
                    if !line.trim().is_empty() {
                        line.push(' ');
                    }
                    line.push_str(word);
                }
            }
            lines.join("\n")
        });
        wrapped.collect::<Vec<_>>().join(between)
    }

    #[test]
    fn any_width_and_any_way_of_parting_paragraphs_is_read() {
        let paragraphs = [
            "The ferry to the islands will stop running in the spring, its owners said today.",
            "“We have looked at every way of keeping it,” said Marta Lindqvist, who has run the line since her father left it to her nine years ago.",
            "People on the islands heard the news on the radio. Many of them had not known that the line was losing money, and few believed a word.",
            "“They could have asked us,” said a teacher who takes the boat to her school every morning.",
        ];
        for width in [30, 45, 60, 72, 100, 120] {
            for (between, indent) in [("\n\n", ""), ("\n", ""), ("\n", "    ")] {
                let text = wrap(&paragraphs, width, between, indent);
                let found = Paragraphs::new(&text);
                let found: Vec<String> = found.spans().iter().map(|span| span.of(&text).replace('\n', " ")).collect();
                assert_eq!(found, paragraphs, "{width} {between:?} {indent:?}");
            }
        }
    }

    #[test]
    fn lines_broken_anywhere_inside_sentences_are_joined() {
        let first = "The head of the island school, Tessa\nMarlow, said the old pier would\ngo. “It is rotten at\nthe end and the\nboards are no better,” Marlow said. “We\nshould have sold it.”";
        let second = "Nobody else\nspoke that day.";
        check(&format!("{first}\n{second}\n"), &[first, second]);
    }

    #[test]
    fn verse_lists_and_messages_are_not_joined() {
        let verse = "the sea was grey\nand so were we\nas grey as stone\nand all alone";
        check(verse, &verse.lines().collect::<Vec<_>>());
        let list = "a cup of flour\na pinch of salt\ntwo eggs from the farm\nbutter for the tin";
        check(list, &list.lines().collect::<Vec<_>>());
        let lines = "Rain is on its way.\nThe ferry waits. Nobody minds.\nThe town sleeps on.\nTomorrow it sails.";
        check(lines, &lines.lines().collect::<Vec<_>>());
    }

    #[test]
    fn a_blank_line_after_every_line_parts_no_paragraphs() {
        let a = "The ferry to the islands will stop\n\nrunning in the spring, its owners said\n\non Tuesday, after a long winter that\n\nfew will forget.";
        let b = "People on the islands heard the news\n\non the radio, and many of them had\n\nnot known it.";
        check(&format!("{a}\n\n\n\n{b}\n\n\n\nEND"), &[a, b, "END"]);
    }

    #[test]
    fn a_line_broken_in_the_middle_of_a_sentence_goes_on() {
        check(
            "The ferry stopped.\n“It is gone,” said Marta. “They sold it\nand nobody asked us.”\nShe left.",
            &["The ferry stopped.", "“It is gone,” said Marta. “They sold it\nand nobody asked us.”", "She left."],
        );
    }

    #[test]
    fn lists_and_verses_are_not_joined() {
        let list = [
            "Ferry timetable",
            "Monday to Friday",
            "North Pier",
            "The island of Hessa by way of Brim",
            "Fares",
            "Children travel free",
        ];
        check(&list.join("\n"), &list);
    }

    #[test]
    fn numbers_count_from_one() {
        let text = "\nOne.\n\nTwo.";
        let paragraphs = Paragraphs::new(text);
        assert_eq!(paragraphs.number(0), 0);
        assert_eq!(paragraphs.number(1), 1);
        assert_eq!(paragraphs.number(6), 1);
        assert_eq!(paragraphs.number(7), 2);
    }

    #[test]
    fn lines_of_uneven_length_go_on_in_the_middle_of_a_sentence() {
        check(
            "The quarry has had no road since 2011, and the last shop shut\nin May. Residents say they are tired. “My aunt\nwalks four miles for her\nbread,” said Ola Nduta. The county said it was\n“aware of it” and left.",
            &[
                "The quarry has had no road since 2011, and the last shop shut\nin May. Residents say they are tired. “My aunt\nwalks four miles for her\nbread,” said Ola Nduta. The county said it was\n“aware of it” and left.",
            ],
        );
        check(
            "The seed was late again this year. \"It came in June,\" said\nAmina Keita. \"So we sowed twice.\"\nMoussa Diop sowed once.",
            &[
                "The seed was late again this year. \"It came in June,\" said\nAmina Keita. \"So we sowed twice.\"",
                "Moussa Diop sowed once.",
            ],
        );
        check(
            "Council shuts the old bridge\nIt rained all week.",
            &["Council shuts the old bridge", "It rained all week."],
        );
    }
}
