//! Dates as articles and queries give them: a year, a month or a day, each a range of days. The one reader of dates.

/// A range of days, both ends in it, as numbers that only grow with time (not all of them are days).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    /// The first day.
    pub first: i32,
    /// The last day.
    pub last: i32,
}

impl Days {
    /// Whether all days of `other` are in this range.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
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

impl Month {
    /// A number that grows by one from month to month; a bare year counts as its January.
    #[must_use]
    pub fn number(self) -> usize {
        usize::from(self.year) * 12 + usize::from(self.month.max(1)) - 1
    }

    /// The month of that number.
    #[must_use]
    pub fn of_number(number: usize) -> Self {
        Self { year: (number / 12) as u16, month: (number % 12 + 1) as u8 }
    }
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
#[must_use]
pub fn parse(text: &str) -> Option<(Days, Month)> {
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

/// What keeps numbers that look like a date from being one: “there is no month 13”.
#[must_use]
pub fn impossible(text: &str) -> Option<String> {
    let date = text.trim().split(['T', 't', ' ']).next()?;
    let numbers: Vec<u16> = date.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
    match numbers[..] {
        [_, month] | [_, month, _] if !(1..=12).contains(&month) => Some(format!("there is no month {month}")),
        [year, month, day] if day < 1 || day > days_of(year, month) => {
            Some(format!("{year:04}-{month:02} has no day {day}"))
        }
        _ => None,
    }
}

fn days_of(year: u16, month: u16) -> u16 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_range_of_days() {
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
    fn what_is_not_a_date_is_none() {
        for text in ["", "26", "2026-13", "2026-02-29", "2026-1", "2026-01-08-01", "soon", "2026x", "2026-01T", "-2026"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
        assert!(parse("2024-02-29").is_some());
    }

    #[test]
    fn what_is_impossible_is_named() {
        let why = |text| impossible(text).unwrap_or_default();
        assert_eq!(why("2020-13-45"), "there is no month 13");
        assert_eq!(why("2020-00"), "there is no month 0");
        assert_eq!(why("2026-02-29T10:00:00Z"), "2026-02 has no day 29");
        for text in ["2026-02-28", "2024-02-29", "soon", "", "08.01.2026", "2026-1-8-9"] {
            assert_eq!(impossible(text), None, "{text}");
        }
    }

    #[test]
    fn months_are_numbered_in_a_row() {
        let month = |text: &str| parse(text).unwrap().1;
        assert_eq!(month("2026-01").number(), month("2025-12").number() + 1);
        assert_eq!(Month::of_number(month("2026-07").number()), month("2026-07"));
        assert_eq!(month("2026").number(), month("2026-01").number());
    }
}
