//! An article: one text with its metadata. Plain data; nothing here reads files or YAML.

/// Declares [`Metadata`] and [`ArticleField`] from one table, so that a field added here is read, written, merged and
/// completed everywhere; what shows it is all that is left to do.
macro_rules! metadata {
    ($($field:ident: $variant:ident = $about:literal,)*) => {
        /// What is known of an article besides its words. Every field is optional; `id` is given by the store when it is
        /// absent.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct Metadata {
            $(#[doc = $about] pub $field: Option<String>,)*
        }

        /// A field of [`Metadata`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum ArticleField {
            $(#[doc = $about] $variant,)*
        }

        impl ArticleField {
            /// How many fields there are.
            pub const COUNT: usize = [$(Self::$variant),*].len();

            /// Every field, in the order in which stores have them.
            pub const ALL: [Self; Self::COUNT] = [$(Self::$variant),*];

            /// The key in stores, front matter and output.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($field),)*
                }
            }

            /// The key as a list of names, which is what the tables of names hold.
            #[must_use]
            pub const fn keys(self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant => &[stringify!($field)],)*
                }
            }

            /// What it holds, in a few words.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self {
                    $(Self::$variant => $about,)*
                }
            }
        }

        impl Metadata {
            /// The value of `field`.
            #[must_use]
            pub fn get(&self, field: ArticleField) -> Option<&str> {
                match field {
                    $(ArticleField::$variant => self.$field.as_deref(),)*
                }
            }

            /// Sets `field`.
            pub fn set(&mut self, field: ArticleField, value: Option<String>) {
                match field {
                    $(ArticleField::$variant => self.$field = value,)*
                }
            }
        }
    };
}

metadata! {
    id: Id = "the article's id, unique in its store",
    title: Title = "the article's headline",
    url: Url = "where the article was published, as a web address",
    outlet: Outlet = "the newspaper, agency or site that published the article",
    author: Author = "who wrote the article",
    published: Published = "when it was published: `2026`, `2026-01`, `2026-01-08`, or a full RFC 3339 time, as given",
    language: Language = "the article's language, as a BCP 47 tag",
    file: File = "the name of the file it was read from, without its folder",
    path: Path = "the path of that file, as it was given",
    sha256: Sha256 = "the SHA-256 of the bytes that were read, in hexadecimal",
    fetched: Fetched = "when it was fetched from its address, in RFC 3339",
    format: Format = "the format it was read from where that is not plain text: `html`, `pdf`, `vtt`",
}

impl ArticleField {
    /// The fields that people give on the command line, in front matter and in archives, and that output repeats.
    pub const GIVEN: [Self; 7] =
        [Self::Id, Self::Title, Self::Url, Self::Outlet, Self::Author, Self::Published, Self::Language];

    /// The field under `key`.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }
}

impl Metadata {
    /// Replaces what `given` says, and leaves what it does not know.
    pub fn override_with(&mut self, given: &Self) {
        for field in ArticleField::ALL {
            if let Some(value) = given.get(field) {
                self.set(field, Some(value.to_owned()));
            }
        }
    }

    /// Takes over from `other` what is not known yet, except for the id.
    pub fn complete(&mut self, other: &Self) {
        for field in ArticleField::ALL.into_iter().filter(|field| *field != ArticleField::Id) {
            if self.get(field).is_none() {
                self.set(field, other.get(field).map(str::to_owned));
            }
        }
    }
}

/// An earlier text of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revision {
    /// Its words.
    pub text: String,
    /// When it was fetched, where that is known.
    pub fetched: Option<String>,
    /// The SHA-256 of the bytes that it was read from.
    pub sha256: Option<String>,
}

/// Where a page or a moment of a recording begins in an article's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// The byte of the text at which it begins.
    pub at: usize,
    /// The page, from 1, or the time, `00:12:07`.
    pub mark: Mark,
}

/// What a [`Milestone`] counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// A page of a document, from 1.
    Page(u32),
    /// A moment of a recording, as the transcript has it.
    Time(String),
}

/// One text with its metadata.
///
/// `text` is the input decoded, its byte order mark and front matter taken off, line ends made LF, and nothing else
/// changed; page furniture stays in it. Every place in this program counts in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// What is known of it.
    pub meta: Metadata,
    /// Its words.
    pub text: String,
    /// Where its pages or moments begin, in the order of the text; empty for most.
    pub milestones: Vec<Milestone>,
}
