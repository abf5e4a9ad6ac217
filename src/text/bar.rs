//! Bars of a chart in characters.

/// A bar of `count` where `most` fills `width` columns, in eighths of a column; what is not nothing is never empty.
#[must_use]
pub fn bar(count: u32, most: u32, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if count == 0 || most == 0 {
        return String::new();
    }
    let eighths = (u64::from(count) * width as u64 * 8 / u64::from(most)).max(1) as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_counts() {
        assert_eq!(bar(8, 8, 4), "████");
        assert_eq!(bar(4, 8, 4), "██");
        assert_eq!(bar(1, 8, 4), "▌");
        assert_eq!(bar(1, 8000, 4), "▏");
        assert_eq!((bar(0, 8, 4), bar(0, 0, 4)), (String::new(), String::new()));
    }
}
