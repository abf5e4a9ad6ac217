//! An article: one text with its metadata. Plain data; nothing here reads files or YAML.

/// What is known of an article besides its words. Every field is optional; `id` is given by the store when it is
/// absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Name of the article, unique in its store.
    pub id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Where the article was published, as a web address.
    pub url: Option<String>,
    /// The newspaper, agency or site that published it.
    pub outlet: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published: `2026`, `2026-01`, `2026-01-08`, or a full RFC 3339 time, as given.
    pub published: Option<String>,
    /// A BCP 47 language tag.
    pub language: Option<String>,
    /// The name of the file that it was read from, without its folder.
    pub file: Option<String>,
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
}
