//! Numbers and words as people read them in messages.

/// A number with its thousands separated: `1,234`.
#[must_use]
pub fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number with its noun: `1 quotation`, `1,234 quotations`. The plural adds an s.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", number(count), if count == 1 { "" } else { "s" })
}

/// A number with its noun where the plural is more than an s.
#[must_use]
pub fn counted_as(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// `words` with a capital at the beginning.
#[must_use]
pub fn capitalized(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Which tenths of a long work are done, for those who hear of each once.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tenths(u64);

impl Tenths {
    /// The percent to report when another tenth is done: `10`, `20`, … `100`.
    pub fn reached(&mut self, done: u64, of: u64) -> Option<u64> {
        let tenth = done.min(of).saturating_mul(10).checked_div(of)?;
        let is_new = tenth > self.0;
        self.0 = self.0.max(tenth);
        is_new.then_some(tenth * 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated_and_nouns_agree() {
        assert_eq!(number(7), "7");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_000), "1,000");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(counted(1, "quotation"), "1 quotation");
        assert_eq!(counted(1_200, "quotation"), "1,200 quotations");
        assert_eq!(counted_as(1, "entry", "entries"), "1 entry");
        assert_eq!(counted_as(2, "entry", "entries"), "2 entries");
        assert_eq!(capitalized("über"), "Über");
    }

    #[test]
    fn each_tenth_is_reported_once() {
        let mut tenths = Tenths::default();
        let reported: Vec<u64> = (0..=1000).filter_map(|done| tenths.reached(done, 1000)).collect();
        assert_eq!(reported, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
        assert_eq!(tenths.reached(2000, 1000), None);
        assert_eq!(Tenths::default().reached(5, 0), None);
        assert_eq!(Tenths::default().reached(47, 100), Some(40));
    }
}
