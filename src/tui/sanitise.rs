//! Text from articles, stores and file names made fit to be shown: nothing in it can send the terminal a control
//! sequence, turn the direction of its neighbors, or take up no place where it should take one.
//!
//! Every character is replaced by itself, by one visible stand-in, or by nothing, whatever stands around it. So
//! sanitising a slice gives the slice of the sanitised text, and places found in the original stay good.
//! It changes what is drawn alone; copies and exports get the words as they are.

use std::borrow::Cow;

/// `text` as it may be drawn on one line: line ends and tabs are spaces, other control characters are pictures
/// (`␛`), marks without a width of their own are left out, direction overrides show as `�`.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    let Some(first) = text.char_indices().find(|&(_, c)| stand_in(c).is_some()).map(|(at, _)| at) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        match stand_in(c) {
            None => out.push(c),
            Some(instead) => out.extend(instead),
        }
    }
    Cow::Owned(out)
}

/// What is drawn instead of `c`: `None` when `c` may be drawn itself, `Some(None)` when nothing is drawn.
#[must_use]
pub const fn stand_in(c: char) -> Option<Option<char>> {
    match c {
        ' '..='~' => None,
        // Tabs and line ends of every kind part words, and no more than that on one line.
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(Some(' ')),
        '\0'..='\u{1f}' => Some(char::from_u32(0x2400 + c as u32)),
        '\u{7f}' => Some(Some('\u{2421}')),
        // The eight-bit control characters have no pictures, and some terminals obey them.
        '\u{80}'..='\u{9f}' => Some(Some(char::REPLACEMENT_CHARACTER)),
        // Overrides make words read as what they are not, so they are not passed over in silence.
        '\u{202d}' | '\u{202e}' => Some(Some(char::REPLACEMENT_CHARACTER)),
        // Other marks of direction, soft hyphens, zero-width spaces, the byte order mark, invisible operators, fillers
        // and interlinear anchors: terminals disagree on their width, readers lose nothing without them.
        '\u{ad}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202c}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0001}' => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(shown(text), expected, "{text:?}");
        // Slices of the sanitised text are sanitised slices: places in the original stay good.
        for (at, _) in text.char_indices() {
            assert_eq!(format!("{}{}", shown(&text[..at]), shown(&text[at..])), expected, "{text:?} cut at {at}");
        }
    }

    #[test]
    fn words_are_left_alone() {
        for text in [
            "",
            "plain words",
            "“Ça va?”",
            "日本語",
            "👩\u{200d}👩\u{200d}👧",
            "e\u{301}",
            "שלום",
            "مرحبا",
            "☂\u{fe0f}",
        ] {
            assert!(matches!(shown(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }

    #[test]
    fn control_characters_become_pictures() {
        check("a\u{1b}]0;pwned\u{7}b", "a␛]0;pwned␇b");
        check("\u{1b}[2J\0\u{7f}", "␛[2J␀␡");
        check("a\u{9b}31mred", "a�31mred");
        check("a\u{90}q\u{9c}", "a�q�");
    }

    #[test]
    fn line_ends_and_tabs_become_blanks() {
        check("one\ntwo\r\nthree\tfour\u{2028}five\u{85}six", "one two  three four five six");
    }

    #[test]
    fn direction_overrides_show_and_other_invisible_marks_do_not() {
        check("abc\u{202e}fdp.exe", "abc�fdp.exe");
        check("a\u{2066}b\u{2069}c\u{200f}d\u{ad}e\u{feff}f\u{200b}g", "abcdefg");
    }

    #[test]
    fn no_control_character_passes() {
        let everything: String = ('\0'..=char::MAX).collect();
        let out = shown(&everything);
        assert!(!out.chars().any(char::is_control));
    }
}
