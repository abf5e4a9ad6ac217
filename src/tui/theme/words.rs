//! A style in words, as the config has it: `bold #ffcc00 on black`.

use ratatui::style::{Color, Modifier, Style};

/// A style in the config that means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongStyle {
    /// No role has this name.
    #[error("`{name}` cannot be styled{}", nearest.map(|nearest| format!(": did you mean `{nearest}`?")).unwrap_or_default())]
    Role {
        /// The name given.
        name: String,
        /// The role with the most similar name.
        nearest: Option<&'static str>,
    },
    /// A word of a style is none.
    #[error("`{word}` in the style of `{role}` is neither a color nor one of {}", MODIFIERS.map(|row| row.0).join(", "))]
    Word {
        /// The word given.
        word: String,
        /// The role whose style it is in.
        role: String,
    },
}

impl WrongStyle {
    /// The role that it is about, as the config has it.
    #[must_use]
    pub fn role_name(&self) -> &str {
        match self {
            Self::Role { name, .. } => name,
            Self::Word { role, .. } => role,
        }
    }

    pub(super) fn role(name: &str, names: impl Iterator<Item = &'static str>) -> Self {
        let nearest = names
            .map(|known| (strsim::damerau_levenshtein(name, known), known))
            .filter(|(distance, _)| *distance <= 2)
            .min()
            .map(|(_, known)| known);
        Self::Role { name: name.to_owned(), nearest }
    }

    pub(super) fn of_role(self, name: &str) -> Self {
        match self {
            Self::Word { word, .. } => Self::Word { word, role: name.to_owned() },
            other @ Self::Role { .. } => other,
        }
    }
}

const MODIFIERS: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("strike", Modifier::CROSSED_OUT),
];

/// The style that `words` name: modifiers, at most one color, and after `on` at most one more.
pub(super) fn style(words: &str) -> Result<Style, WrongStyle> {
    let wrong = |word: &str| WrongStyle::Word { word: word.to_owned(), role: String::new() };
    let mut style = Style::new();
    let mut words = words.split_whitespace();
    while let Some(word) = words.next() {
        let word = word.to_lowercase();
        if let Some((_, modifier)) = MODIFIERS.iter().find(|row| row.0 == word) {
            style = style.add_modifier(*modifier);
        } else if word == "on" {
            let ground = words.next().unwrap_or_default();
            style.bg = Some(color(ground).ok_or_else(|| wrong(ground))?);
        } else if style.fg.is_none() {
            style.fg = Some(color(&word).ok_or_else(|| wrong(&word))?);
        } else {
            return Err(wrong(&word));
        }
    }
    Ok(style)
}

/// Names (`red`, `bright-red`, `default`), numbers from 0 to 255, and `#rrggbb`.
fn color(word: &str) -> Option<Color> {
    let word = word.to_lowercase();
    match word.as_str() {
        "default" => Some(Color::Reset),
        _ => word.replace("bright-", "light").parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: Style) {
        assert_eq!(style(words), Ok(expected), "{words}");
    }

    #[test]
    fn words_make_styles() {
        check("", Style::new());
        check("bold", Style::new().add_modifier(Modifier::BOLD));
        check("Red on 17", Style::new().fg(Color::Red).bg(Color::Indexed(17)));
        check("on #102030", Style::new().bg(Color::Rgb(0x10, 0x20, 0x30)));
        check("strike bright-red", Style::new().fg(Color::LightRed).add_modifier(Modifier::CROSSED_OUT));
        check("default on default", Style::new().fg(Color::Reset).bg(Color::Reset));
    }

    #[test]
    fn other_words_are_refused() {
        for words in ["blinking", "red green", "red on", "#12", "999", "on on"] {
            assert!(style(words).is_err(), "{words}");
        }
    }
}
