//! Posts of a social network that stand in an article: their words without marks, then a dash, the author with the
//! handle, and the date, as sites set them: `— Mara Lind (@maralind) March 4, 2026`.

use crate::text::ByteRange;

/// A post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    /// Its words.
    pub words: ByteRange,
    /// The author's name.
    pub author: ByteRange,
}

/// The longest post, in bytes. Posts of subscribers can be longer; they are seldom set in articles.
const LONGEST: usize = 2000;
/// The most lines of one post.
const MOST_LINES: usize = 12;
const DASHES: [char; 3] = ['—', '–', '―'];
const MARKS: [char; 5] = ['“', '”', '"', '«', '»'];

/// The posts in `text`, in its order.
#[must_use]
pub fn posts(text: &str) -> Vec<Post> {
    let mut posts = Vec::new();
    if memchr::memmem::find(text.as_bytes(), b"(@").is_none() {
        return posts;
    }
    // Where blank lines part paragraphs, a post may have several lines.
    let parted = text.contains("\n\n");
    let mut lines: Vec<ByteRange> = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let range = ByteRange { start, end: start + line.len() };
        start += line.len() + 1;
        lines.push(range);
        let Some((before, author)) = signature(line) else { continue };
        let author = ByteRange { start: range.start + author.start, end: range.start + author.end };
        let own = ByteRange { start: range.start, end: range.start + before };
        let (above, blank) = above(text, &lines);
        let first = if own.of(text).trim().is_empty() {
            // The signature has a line of its own: the words stand above it.
            let Some(&last) = above.first() else { continue };
            let more = above.iter().skip(1).take_while(|_| parted && !blank);
            (more.last().unwrap_or(&last).start, last.end)
        } else {
            let joined = above.iter().take_while(|_| parted && !blank).last();
            (joined.map_or(own.start, |line| line.start), own.end)
        };
        let words = trimmed(text, ByteRange { start: first.0, end: first.1 });
        let said = words.of(text);
        let is_post = !said.is_empty()
            && said.len() <= LONGEST
            && !said.starts_with(MARKS)
            && !said.starts_with(DASHES)
            && signature(said.lines().last().unwrap_or_default()).is_none()
            && said.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic)).count() >= 3;
        if is_post {
            posts.push(Post { words, author });
        }
    }
    posts
}

/// The lines of the paragraph above the last of `lines`, the nearest first, and whether a blank line parts it from that.
fn above<'l>(text: &str, lines: &'l [ByteRange]) -> (Vec<&'l ByteRange>, bool) {
    let is_blank = |line: &&ByteRange| line.of(text).trim().is_empty();
    let before = lines.split_last().map_or(&[][..], |(_, before)| before);
    let blank = before.iter().rev().take_while(is_blank).count();
    let lines = before.iter().rev().skip(blank).take_while(|line| !is_blank(line)).take(MOST_LINES);
    (lines.collect(), blank > 0)
}

/// `range` without the spaces at its ends.
fn trimmed(text: &str, range: ByteRange) -> ByteRange {
    let words = range.of(text);
    let start = range.start + (words.len() - words.trim_start().len());
    ByteRange { start, end: start + words.trim().len() }
}

/// Where the dash before an author stands in a line that ends with one, his handle and a date; and his name.
fn signature(line: &str) -> Option<(usize, ByteRange)> {
    let handle = line.rfind("(@")?;
    let (account, date) = line[handle + 2..].split_once(')')?;
    let is_account = (1..=50).contains(&account.len())
        && account.chars().all(|character| character.is_alphanumeric() || "_.-@".contains(character));
    if !is_account || !is_date(date) {
        return None;
    }
    let dash = line[..handle].rfind(DASHES)?;
    let after = &line[dash..handle];
    let after = after.trim_start_matches(|character: char| DASHES.contains(&character) || character.is_whitespace());
    let start = handle - after.len();
    // Pictures behind a name say nothing of whom it names.
    let name = after.trim_end_matches(|character: char| !character.is_alphanumeric() && !".)!".contains(character));
    let named = name.starts_with(char::is_alphanumeric) && name.len() <= 100;
    named.then_some((dash, ByteRange { start, end: start + name.len() }))
}

/// Whether what stands behind a handle is a day, as sites write it: `March 4, 2026`, `4 March 2026`, `2026-03-04`.
fn is_date(words: &str) -> bool {
    let words = words.trim();
    let digits = words.chars().filter(char::is_ascii_digit).count();
    (8..=40).contains(&words.len())
        && (5..=14).contains(&digits)
        && words.split(|character: char| !character.is_ascii_digit()).any(|number| number.len() == 4)
        && words.split_whitespace().count() <= 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found: Vec<(&str, &str)> =
            posts(text).iter().map(|post| (post.words.of(text), post.author.of(text))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_post_ends_with_its_author() {
        let post = ("The pier is open again.", "Mara Lind");
        check("The pier is open again. — Mara Lind (@maralind) March 4, 2026", &[post]);
        check("News.\n\nThe pier is open again.\n— Mara Lind 🎄 (@maralind) 4 March 2026\n\nMore.", &[post]);
        check("News.\nThe pier is open again.\n— Mara Lind (@maralind) 2026-03-04\nMore.", &[post]);
        check("News.\n\nThe pier is open again.\n\n— Mara Lind (@maralind) March 4, 2026", &[post]);
        let long = ("The pier is open again.\nBring a coat.", "The Pier");
        check("News of it.\n\nThe pier is open again.\nBring a coat.\n— The Pier (@pier) March 4, 2026", &[long]);
    }

    #[test]
    fn other_lines_are_no_posts() {
        check("Follow Mara Lind (@maralind) for more of this every day.", &[]);
        check("— Mara Lind (@maralind) March 4, 2026", &[]);
        check("“The pier is open again.” — Mara Lind (@maralind) March 4, 2026", &[]);
        check("See https://t.example/x\n— Mara Lind (@maralind) March 4, 2026", &[]);
        check("By our reporters — write to Mara Lind (@maralind) or to the desk", &[]);
    }
}
