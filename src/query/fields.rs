//! The fields of the query language, as a table: parsing, errors, completion and help are all made from it.

use std::sync::LazyLock;

use crate::article::ArticleField;
use crate::quotation::Kind;

/// What a field is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Words or a pattern, looked for somewhere.
    Text(TextField),
    /// Direct, mixed, indirect.
    Kind,
    /// A property.
    Is,
    /// What a person decided.
    Review,
    /// Something that is there.
    Has,
    /// Published before.
    Before,
    /// Published after.
    After,
    /// Published in.
    Date,
    /// How sure the program is.
    Confidence,
    /// In how many articles its words stand.
    Versions,
    /// The order of the results.
    Sort,
}

/// Where words or a pattern are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextField {
    /// The quotation.
    Words,
    /// Who said it.
    Speaker,
    /// Whom the quotation or its paragraph mentions.
    About,
    /// The paragraph around it.
    Context,
    /// The whole article.
    Full,
    /// Words of an earlier text of the article.
    Revisions,
    /// What is known of the article.
    Metadata(ArticleField),
    /// The speaker's office or description.
    Role,
    /// The words that signal the attribution.
    Cue,
    /// The rule that made the attribution.
    Rule,
    /// A person's tags.
    Tag,
    /// A person's note.
    Note,
    /// The quotation's id.
    Id,
}

impl From<TextField> for Field {
    fn from(field: TextField) -> Self {
        Self::Text(field)
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The field.
    pub field: Field,
    /// Its name, and other names for it.
    pub names: &'static [&'static str],
    /// What it finds, in a few words.
    pub about: &'static str,
    /// The values that it takes, where these are few.
    pub values: &'static [&'static str],
}

/// Declares an enum whose values are words of the language.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $value:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$of])* $value,)*
        }

        #[allow(dead_code, reason = "not every one of them is printed")]
        impl $name {
            /// Every value with its word.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$value, $word)),*];

            /// The words of all values.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// Its word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)*
                }
            }
        }
    };
}

words! {
    /// What `is:` asks for.
    Property {
        /// Marked by a person.
        Star = "star",
        /// Confirmed by a person.
        Confirmed = "confirmed",
        /// Rejected by a person.
        Rejected = "rejected",
        /// Confirmed or rejected.
        Reviewed = "reviewed",
        /// Neither confirmed nor rejected.
        Unreviewed = "unreviewed",
        /// Nobody is named.
        Unattributed = "unattributed",
        /// May be speech: nobody is named, and the program is less than half sure.
        Doubtful = "doubtful",
        /// No longer in its article.
        Gone = "gone",
        /// The article says that the words were not said.
        Denied = "denied",
        /// Confirmed, and the program's answer is now another.
        Disputed = "disputed",
        /// Other articles have the words in another form, or of another speaker.
        Differing = "differing",
        /// Marked in the explorer, for now.
        Marked = "marked",
        /// The speaker has a name.
        Named = "named",
        /// The speaker is a description.
        Unnamed = "unnamed",
        /// The speaker is an organisation.
        Organisation = "organisation",
        /// The speaker is a person.
        Person = "person",
    }
}

words! {
    /// What `has:` asks for.
    Thing {
        /// A tag.
        Tag = "tag",
        /// A note.
        Note = "note",
        /// The article's address.
        Url = "url",
        /// The day it was published.
        Date = "date",
        /// Who published it.
        Outlet = "outlet",
        /// Who wrote it.
        Author = "author",
    }
}

/// What `review:` takes, as exports and counts write it, and the property that each stands for.
pub(super) const REVIEWS: [(Property, &str); 3] =
    [(Property::Confirmed, "confirmed"), (Property::Rejected, "rejected"), (Property::Unreviewed, "none")];

words! {
    /// What results can be ordered by.
    Order {
        /// As they stand in the store.
        Article = "article",
        /// By the article's date.
        Date = "date",
        /// By the speaker's name.
        Speaker = "speaker",
        /// By length.
        Length = "length",
        /// By confidence.
        Confidence = "confidence",
        /// In no order, or in one of many that a number chooses: `random:7`.
        Random = "random",
    }
}

/// The words of the kinds.
const KINDS: &[&str] = &{
    let mut words = [""; Kind::ALL.len()];
    let mut number = 0;
    while number < words.len() {
        words[number] = Kind::ALL[number].word();
        number += 1;
    }
    words
};

const fn text(field: TextField, names: &'static [&'static str], about: &'static str) -> Row {
    row(Field::Text(field), names, about, &[])
}

const fn row(
    field: Field,
    names: &'static [&'static str],
    about: &'static str,
    values: &'static [&'static str],
) -> Row {
    Row { field, names, about, values }
}

/// Every field, in the order of the help.
pub static FIELDS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let before = [
        text(TextField::Speaker, &["speaker", "by"], "who said it, by name or any alias"),
        text(TextField::About, &["about"], "somebody mentioned in the quotation or its paragraph"),
        text(TextField::Context, &["context"], "words of its paragraph"),
        text(TextField::Full, &["full"], "words of the whole article"),
        text(TextField::Revisions, &["revisions"], "words of an earlier text of the article"),
        text(TextField::Words, &["text"], "words of the quotation"),
    ];
    // The day an article was published is a range, not words.
    let metadata = ArticleField::ALL.into_iter().filter(|field| *field != ArticleField::Published);
    let metadata = metadata.map(|field| {
        let names: &[&str] = if field == ArticleField::Id { &["article"] } else { field.keys() };
        text(TextField::Metadata(field), names, field.about())
    });
    let after = [
        text(TextField::Role, &["role"], "the speaker's office or description"),
        row(Field::Kind, &["kind"], "how it is quoted", KINDS),
        text(TextField::Cue, &["cue"], "the words that signal the attribution"),
        text(TextField::Rule, &["rule"], "the rule that made the attribution"),
        text(TextField::Tag, &["tag"], "one of its tags"),
        text(TextField::Note, &["note"], "words of its note"),
        text(TextField::Id, &["id"], "the quotation's id, or ARTICLE/ID"),
        row(Field::Is, &["is"], "a property of the quotation", Property::WORDS),
        row(Field::Has, &["has"], "something that it or its article has", Thing::WORDS),
        row(Field::Review, &["review"], "what a person decided", &["confirmed", "rejected", "none"]),
        row(Field::Before, &["before"], "published before a year, month or day", &[]),
        row(Field::After, &["after"], "published after a year, month or day", &[]),
        row(Field::Date, &["date", "published"], "published in a year, month, day or range: 2026-01..2026-03", &[]),
        row(Field::Confidence, &["confidence", "sure"], "how sure the program is: >80%, ..70%, 0.5..0.7", &[]),
        row(Field::Versions, &["versions"], "in how many articles its words occur: 2.., ..3, 2..5", &[]),
        row(Field::Sort, &["sort"], "the order; - reverses it", Order::WORDS),
    ];
    before.into_iter().chain(metadata).chain(after).collect()
});

impl Field {
    /// The field of that name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        FIELDS.iter().find(|row| row.names.iter().any(|known| known.eq_ignore_ascii_case(name))).map(|row| row.field)
    }

    /// Its row of the table.
    #[must_use]
    pub fn row(self) -> &'static Row {
        FIELDS.iter().find(|row| row.field == self).expect("every field has a row: a test holds it")
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().names[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_their_field_alone() {
        for row in FIELDS.iter() {
            for name in row.names {
                assert_eq!(Field::from_name(&name.to_uppercase()), Some(row.field));
            }
            assert_eq!(row.field.row().names, row.names);
        }
        assert_eq!(Field::from_name("speeker"), None);
    }
}
