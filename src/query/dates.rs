//! Dates of queries and of articles: a year, a month or a day, each a stretch of days.

/// A stretch of days, both ends in it, as numbers that only grow with time (not all of them are days).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Days {
    pub(super) first: i32,
    pub(super) last: i32,
}

impl Days {
    pub(super) const fn covers(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }
}

/// A month of the timeline, or a year where no month is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    /// The year.
    pub year: u16,
    /// From 1 to 12; 0 where only the year is known.
    pub month: u8,
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.month {
            0 => write!(f, "{:04}", self.year),
            month => write!(f, "{:04}-{month:02}", self.year),
        }
    }
}

/// The days of `2026`, `2026-01` or `2026-01-08`; a time after the day is not looked at, so the day is that of the
/// place where it was written. `None` when it is no date.
pub(super) fn parse(text: &str) -> Option<(Days, Month)> {
    let text = text.trim();
    let (date, rest) = match text.find(|c: char| !c.is_ascii_digit() && c != '-') {
        Some(end) => text.split_at(end),
        None => (text, ""),
    };
    let mut parts = date.split('-');
    let mut number = |digits: usize| match parts.next() {
        None => Some(None),
        Some(part) if part.len() == digits => part.parse::<u16>().ok().map(Some),
        Some(_) => None,
    };
    let year = number(4)??;
    let (month, day) = (number(2)?, number(2)?);
    if parts.next().is_some() || month.is_some_and(|month| !(1..=12).contains(&month)) {
        return None;
    }
    let length = month.map_or(31, |month| days_of(year, month));
    if day.is_some_and(|day| day < 1 || day > length) {
        return None;
    }
    if !rest.is_empty() && (day.is_none() || !rest.starts_with(['T', 't', ' '])) {
        return None;
    }
    let day_number = |month: u16, day: u16| i32::from(year) * 512 + i32::from(month) * 32 + i32::from(day);
    let first = day_number(month.unwrap_or(1), day.unwrap_or(1));
    let last = day_number(month.unwrap_or(12), day.unwrap_or(length));
    Some((Days { first, last }, Month { year, month: month.unwrap_or(0) as u8 }))
}

fn days_of(year: u16, month: u16) -> u16 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Whether `text` is a date, or a range of dates, of which the end is still to be typed.
pub(super) fn is_begun(text: &str) -> bool {
    const ENDINGS: [&str; 5] = ["2000-01-01", "2001-11-11", "2000-10-10", "2000-02-20", "2000-03-30"];
    let last = text.rsplit_once("..").map_or(text, |(_, last)| last).trim();
    // The first of the two dots of a range.
    if last.len() < text.len() || !last.ends_with('.') {
        return ENDINGS
            .iter()
            .any(|whole| whole.get(last.len()..).is_some_and(|ending| parse(&format!("{last}{ending}")).is_some()));
    }
    parse(last.trim_end_matches('.')).is_some()
}

/// The days of `A..B`, `A..`, `..B` or `A`, both ends in it.
pub(super) fn range(text: &str) -> Option<Days> {
    let Some((from, to)) = text.split_once("..") else { return Some(parse(text)?.0) };
    let first = if from.is_empty() { i32::MIN } else { parse(from)?.0.first };
    let last = if to.is_empty() { i32::MAX } else { parse(to)?.0.last };
    (first <= last && !(from.is_empty() && to.is_empty())).then_some(Days { first, last })
}

/// What somebody meant who wrote `2026-1-8`, `2026/01/08` or a range with its ends exchanged.
pub(super) fn meant(text: &str) -> Option<String> {
    let put_right = |date: &str| {
        let parts: Vec<&str> = date.trim().split(['-', '/', '.']).collect();
        let padded: Vec<String> = parts.iter().map(|part| format!("{part:0>2}")).collect();
        Some(padded.join("-")).filter(|date| parse(date).is_some())
    };
    let Some((from, to)) = text.split_once("..") else { return put_right(text) };
    let end = |date: &str| if date.is_empty() { Some(String::new()) } else { put_right(date) };
    let (from, to) = (end(from)?, end(to)?);
    [format!("{from}..{to}"), format!("{to}..{from}")].into_iter().find(|meant| range(meant).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_stretch_of_days() {
        let days = |text| parse(text).unwrap().0;
        assert!(days("2026").covers(days("2026-01")));
        assert!(days("2026-02").covers(days("2026-02-28")));
        assert!(days("2026-01").last < days("2026-02").first);
        assert!(days("2025").last < days("2026").first);
        assert_eq!(days("2026-01-08T23:59:59+02:00"), days("2026-01-08"));
        assert_eq!(parse("2026-01").unwrap().1.to_string(), "2026-01");
        assert_eq!(parse("2026").unwrap().1.to_string(), "2026");
    }

    #[test]
    fn slips_are_put_right() {
        for (text, expected) in [
            ("2027..2026", Some("2026..2027")),
            ("2026-1-8", Some("2026-01-08")),
            ("2026/1", Some("2026-01")),
            ("..2026-1", Some("..2026-01")),
            ("2026-3..2026-1", Some("2026-01..2026-03")),
            ("8.1.2026", None),
            ("soon", None),
            ("", None),
            ("..", None),
        ] {
            assert_eq!(meant(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "26", "2026-13", "2026-02-29", "2026-1", "2026-01-08-01", "soon", "2026x", "2026-01T", "-2026"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
        assert!(parse("2024-02-29").is_some());
    }

    #[test]
    fn both_ends_of_a_range_belong() {
        let covers = |text, day: &str| range(text).unwrap().covers(parse(day).unwrap().0);
        assert!(covers("2026-01..2026-03", "2026-03-31"));
        assert!(covers("2026-01..2026-03", "2026-01-01"));
        assert!(!covers("2026-01..2026-03", "2026-04-01"));
        assert!(covers("2026-01..", "2030") && covers("..2026-01", "1999-12-31"));
        assert_eq!(range("2026-03..2026-01"), None);
        assert_eq!(range(".."), None);
    }
}
