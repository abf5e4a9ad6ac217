//! Dates as archives, feeds and spreadsheets write them, to the form that articles keep.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::rfc2822;
use regex::Regex;

/// In which order the numbers of a date such as `3/4/2026` stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// Nothing says so; such dates stay as they are.
    #[default]
    Unknown,
    DayFirst,
    MonthFirst,
}

impl Order {
    /// The order that `dates` have: the one in which all of them are dates, if it is one only.
    pub(super) fn of<'a>(dates: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut day_first, mut month_first) = (false, false);
        for (a, b, separator) in dates.into_iter().filter_map(numbers) {
            day_first |= a > 12 || separator == '.';
            month_first |= b > 12;
        }
        match (day_first, month_first) {
            (true, false) => Self::DayFirst,
            (false, true) => Self::MonthFirst,
            _ => Self::Unknown,
        }
    }
}

/// The two numbers before the year of a date in numbers, and what stands between them.
fn numbers(text: &str) -> Option<(i8, i8, char)> {
    let text = text.trim();
    let separator = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| "/.-".contains(*c))?;
    let mut parts = text.splitn(3, separator);
    let (a, b, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let year = rest.get(..4)?;
    let short = |part: &str| part.len() <= 2 && !part.is_empty();
    (short(a) && short(b) && year.parse::<i16>().is_ok()).then_some(())?;
    Some((a.parse().ok()?, b.parse().ok()?, separator))
}

/// Longer texts hold no date alone, but perhaps an article.
const LONGEST: usize = 400;

/// `text` as an ISO date or time; `None` where it is none that is known for sure.
pub(super) fn iso(text: &str, order: Order) -> Option<String> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    if let Some(day) = text.get(..10).filter(|day| day.parse::<Date>().is_ok()) {
        // A time behind it may be of any form; one that is none, or that lacks its offset, is left out.
        let time = text[10..].trim_start_matches(['T', 't', ' ']).trim().replace("UTC", "Z");
        let whole = format!("{day}T{}", with_colon(&time));
        return Some(if whole.parse::<Timestamp>().is_ok() { whole } else { day.to_owned() });
    }
    if matches!(text.len(), 4 | 7) && format!("{text}-01-01").get(..10).is_some_and(|day| day.parse::<Date>().is_ok()) {
        return Some(text.to_owned());
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return unix(text);
    }
    if let Some((day, _)) =
        text.split_once(['T', 't']).filter(|(day, _)| day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()))
    {
        return unix(day);
    }
    if let Ok(time) = rfc2822::parse(text) {
        return Some(time.timestamp().to_string());
    }
    in_numbers(text, order).or_else(|| in_words(text))
}

/// Seconds or milliseconds since 1970, of our days; or the day as eight digits.
fn unix(text: &str) -> Option<String> {
    match text.len() {
        8 => format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]).parse::<Date>().ok().map(|day| day.to_string()),
        9 | 10 => Timestamp::from_second(text.parse().ok()?).ok().map(|time| time.to_string()),
        12 | 13 => Timestamp::from_second(text.parse::<i64>().ok()? / 1000).ok().map(|time| time.to_string()),
        _ => None,
    }
}

fn in_numbers(text: &str, order: Order) -> Option<String> {
    let (a, b, separator) = numbers(text)?;
    let year: i16 = text.splitn(3, separator).nth(2)?.get(..4)?.parse().ok()?;
    let (day, month) = match order {
        Order::DayFirst => (a, b),
        Order::MonthFirst => (b, a),
        Order::Unknown if a == b => (a, b),
        Order::Unknown => return None,
    };
    Date::new(year, month, day).ok().map(|date| date.to_string())
}

/// A time without the spaces in it, and its offset with a colon: `+0100` as `+01:00`.
fn with_colon(time: &str) -> String {
    let time = time.replace(' ', "");
    match time.rfind(['+', '-']) {
        Some(at) if time.len() - at == 5 => format!("{}:{}", &time[..at + 3], &time[at + 3..]),
        Some(at) if time.len() - at == 3 => format!("{time}:00"),
        _ => time,
    }
}

static IN_WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    const MONTH: &str = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
    const DAY: &str = r"(\d{1,2})(?:st|nd|rd|th)?";
    Regex::new(&format!(r"(?i)\b(?:{DAY}[ -]{MONTH}\.?,?[ -](\d{{4}})|{MONTH}\.? {DAY},? (\d{{4}}))\b")).ok()
});

/// A date in English words, also with others around it: `12 January 2026`, `Jan. 12, 2026`, `Mon Jan 12 2026`.
fn in_words(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let found = IN_WORDS.as_ref()?.captures(text)?;
    let (day, month, year) = match found.get(1) {
        Some(_) => (&found[1], &found[2], &found[3]),
        None => (&found[5], &found[4], &found[6]),
    };
    let month = MONTHS.iter().position(|known| month.eq_ignore_ascii_case(known))? + 1;
    Date::new(year.parse().ok()?, i8::try_from(month).ok()?, day.parse().ok()?).ok().map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_forms_are_known() {
        for (text, expected) in [
            ("2026-01-12", Some("2026-01-12")),
            ("2026-01", Some("2026-01")),
            ("2026", Some("2026")),
            ("2026-01-12 09:30:00Z", Some("2026-01-12T09:30:00Z")),
            ("2026-01-12 09:30", Some("2026-01-12")),
            ("2026-01-12T09:30:00+01:00", Some("2026-01-12T09:30:00+01:00")),
            ("2026-01-12T09:30:00 +0100", Some("2026-01-12T09:30:00+01:00")),
            ("20260112T093000", Some("2026-01-12")),
            ("Published on 12 January 2026 at noon", Some("2026-01-12")),
            ("Mon Jan 12 2026", Some("2026-01-12")),
            ("20260112", Some("2026-01-12")),
            ("1768210200", Some("2026-01-12T09:30:00Z")),
            ("Mon, 12 Jan 2026 09:30:00 GMT", Some("2026-01-12T09:30:00Z")),
            ("12 January 2026", Some("2026-01-12")),
            ("January 12th, 2026", Some("2026-01-12")),
            ("3/4/2026", None),
            ("4/4/2026", Some("2026-04-04")),
            ("soon", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(iso(text, Order::Unknown).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_order_is_that_of_the_dates_that_show_it() {
        assert_eq!(Order::of(["3/4/2026", "28/2/2026"]), Order::DayFirst);
        assert_eq!(Order::of(["3/4/2026", "2/28/2026 10:00"]), Order::MonthFirst);
        assert_eq!(Order::of(["3.4.2026"]), Order::DayFirst);
        assert_eq!(Order::of(["3/4/2026", "28/2/2026", "2/28/2026", "2026-01-12"]), Order::Unknown);
        assert_eq!(iso("3/4/2026", Order::DayFirst).as_deref(), Some("2026-04-03"));
        assert_eq!(iso("3/4/2026 10:00", Order::MonthFirst).as_deref(), Some("2026-03-04"));
    }
}
