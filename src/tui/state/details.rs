//! The form that edits what is known of articles: its lines as plain data.

use crate::article::{ArticleField, Metadata};
use crate::tui::prompt::{Lines, Prompt};

/// What the form is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Stored articles, by their ids.
    Articles(Vec<String>),
    /// A text that was pasted, to be added.
    Pasted {
        /// The text.
        text: String,
        /// Whether speech that is reported without quotation marks is looked for, too.
        indirect: bool,
    },
}

/// One detail.
#[derive(Debug, Clone)]
pub struct DetailLine {
    /// Which.
    pub field: ArticleField,
    /// The value.
    pub input: Prompt,
    /// What all of the articles have now.
    pub before: Option<String>,
    /// They have several values: an empty line leaves these as they are.
    pub differs: bool,
}

impl DetailLine {
    /// What the line says: nothing where it leaves things as they are, `Some(None)` where it empties the detail.
    #[must_use]
    pub fn value(&self) -> Option<Option<String>> {
        let value = Some(self.input.text().trim().to_owned()).filter(|text| !text.is_empty());
        match value.as_deref() {
            // As in a coded table.
            Some("-") => (self.differs || self.before.is_some()).then_some(None),
            None if self.differs => None,
            _ => (value != self.before || self.differs).then_some(value),
        }
    }
}

/// The form.
#[derive(Debug, Clone)]
pub struct DetailsForm {
    /// What it is about.
    pub about: About,
    /// Its lines.
    pub lines: Vec<DetailLine>,
    /// The line in focus.
    pub at: usize,
    /// What is wrong with a value.
    pub wrong: Option<String>,
}

/// The details of one article, and those that several have in common.
const OF_ONE: [ArticleField; 5] =
    [ArticleField::Title, ArticleField::Outlet, ArticleField::Published, ArticleField::Author, ArticleField::Url];
const OF_SEVERAL: [ArticleField; 3] = [ArticleField::Outlet, ArticleField::Published, ArticleField::Author];

impl DetailsForm {
    /// The form for articles of which `known` is known.
    #[must_use]
    pub fn new(about: About, known: &[Metadata]) -> Self {
        let fields: &[ArticleField] = if known.len() > 1 { &OF_SEVERAL } else { &OF_ONE };
        let line = |&field: &ArticleField| {
            let first = known.first().and_then(|meta| meta.get(field));
            let differs = known.iter().any(|meta| meta.get(field) != first);
            let before = first.filter(|_| !differs).map(str::to_owned);
            let input = Prompt::new(Lines::One, Vec::new()).with_text(before.as_deref().unwrap_or_default());
            DetailLine { field, input, before, differs }
        };
        Self { about, lines: fields.iter().map(line).collect(), at: 0, wrong: None }
    }

    /// What the lines change.
    #[must_use]
    pub fn values(&self) -> Vec<(ArticleField, Option<String>)> {
        self.lines.iter().filter_map(|line| Some((line.field, line.value()?))).collect()
    }
}

/// What a detail is called.
#[must_use]
pub const fn label(field: ArticleField) -> &'static str {
    match field {
        ArticleField::Published => "date",
        ArticleField::Url => "URL",
        field => field.key(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_typed_changes_nothing() {
        let meta = |outlet: &str, author: Option<&str>| Metadata {
            outlet: Some(outlet.into()),
            author: author.map(str::to_owned),
            ..Metadata::default()
        };
        let one = DetailsForm::new(About::Articles(vec!["a".into()]), &[meta("The Lamp", None)]);
        assert_eq!((one.lines.len(), one.values()), (5, Vec::new()));
        let known = [meta("The Lamp", Some("Ann")), meta("The Torch", Some("Ann"))];
        let mut several = DetailsForm::new(About::Articles(vec!["a".into(), "b".into()]), &known);
        assert_eq!((several.lines.len(), several.values()), (3, Vec::new()));
        several.lines[0].input.set("The Lamp");
        several.lines[2].input.set("");
        let expected = vec![(ArticleField::Outlet, Some("The Lamp".into())), (ArticleField::Author, None)];
        assert_eq!(several.values(), expected);
        several.lines[0].input.set("-");
        assert_eq!(several.values()[0], (ArticleField::Outlet, None));
    }
}
