//! What `confidence:` takes: ranges between 0 and 1 or in percent, and comparisons.

/// What may be written.
pub(super) const FORMS: &str = "between 0 and 1 or in percent: confidence:0.9.., confidence:..70%, sure:>80%";

/// Comparisons, the longer signs first.
const SIGNS: [&str; 4] = [">=", "<=", ">", "<"];

/// Both ends of a range, in hundredths: `0.5..0.7`, `..70%`, `>80%`, `<=0.5`, `97%`.
pub(super) fn range(text: &str) -> Option<(u8, u8)> {
    if let Some((sign, rest)) = SIGNS.iter().find_map(|sign| Some((*sign, text.strip_prefix(sign)?))) {
        let end = hundredths(rest)?;
        // A hair of tolerance: 0.7 is not quite 70 hundredths.
        let (from, to) = match sign {
            ">=" => ((end - 1e-6).ceil(), 100.0),
            ">" => ((end + 1e-6).floor() + 1.0, 100.0),
            "<=" => (0.0, (end + 1e-6).floor()),
            _ => (0.0, (end - 1e-6).ceil() - 1.0),
        };
        return (from <= to && to >= 0.0).then_some((from as u8, to as u8));
    }
    let end = |text: &str, or: f64| if text.is_empty() { Some(or) } else { hundredths(text) };
    let (from, to) = match text.split_once("..") {
        Some(("", "")) => return None,
        // The percent sign behind the second number is for both: 50..70%.
        Some((from, to)) if to.ends_with('%') && is_number(from) && !from.contains('.') => {
            (hundredths(&format!("{from}%"))?, hundredths(to)?)
        }
        Some((from, to)) => (end(from, 0.0)?, end(to, 100.0)?),
        None => (hundredths(text)?, hundredths(text)?),
    };
    let (from, to) = ((from - 1e-6).ceil(), (to + 1e-6).floor());
    (from <= to).then_some((from as u8, to as u8))
}

/// A number between 0 and 1, or in percent, as hundredths.
fn hundredths(text: &str) -> Option<f64> {
    let (number, whole) = match text.strip_suffix('%') {
        Some(percent) => (percent, 1.0),
        None => (text, 100.0),
    };
    let number = is_number(number).then(|| number.parse::<f64>().ok()).flatten()? * whole;
    (0.0..=100.0).contains(&number).then_some(number)
}

/// Whether `text` is digits with at most one point: not `inf`, `1e9` or `-1`.
fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || c == '.') && text.parse::<f64>().is_ok()
}

/// Whether the last number is still being typed: `0`, `0.`, `0.9.`, `..`, `>`, or `8` on its way to `80%`.
pub(super) fn is_begun(text: &str) -> bool {
    let text = text.trim();
    let bare = SIGNS.iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(text);
    let last = bare.rsplit_once("..").map_or(bare, |(_, last)| last);
    let number = last.strip_suffix('.').map(|number| number.is_empty() || number.parse::<f64>().is_ok());
    let percent = last.parse::<u8>().is_ok_and(|number| number == 0 || (2..=100).contains(&number));
    percent || (last.is_empty() && (matches!(text, "" | "..") || bare != text)) || number.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_in_hundredths() {
        for (text, expected) in [
            ("..0.7", (0, 70)),
            ("0.9..", (90, 100)),
            ("0.29", (29, 29)),
            ("97%", (97, 97)),
            ("80%..", (80, 100)),
            ("..70%", (0, 70)),
            ("50%..70%", (50, 70)),
            ("50..70%", (50, 70)),
            ("0.5..70%", (50, 70)),
            (">80%", (81, 100)),
            (">=80%", (80, 100)),
            ("<50%", (0, 49)),
            ("<=50%", (0, 50)),
            (">0.8", (81, 100)),
            ("<0.29", (0, 28)),
            (">79.5%", (80, 100)),
        ] {
            assert_eq!(range(text), Some(expected), "{text}");
        }
        for text in ["", "..", "2", "101%", ">100%", "<0", "80%..70%", ">", "%", "inf", "1e-3", "-1", "high", ">>5%"] {
            assert_eq!(range(text), None, "{text}");
        }
    }

    #[test]
    fn percent_is_begun_by_its_digits() {
        for text in ["", "0", "0.", "..", ">", ">=", ">8", "8", "80", "50%..7", "0.9."] {
            assert!(is_begun(text), "{text}");
        }
        for text in ["high", "0.9", "80%", ">80%", "101", "1"] {
            assert!(!is_begun(text), "{text}");
        }
    }
}
