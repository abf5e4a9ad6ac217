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
    /// The path of that file as it was given.
    pub path: Option<String>,
    /// The SHA-256 of the bytes that were read, in hexadecimal.
    pub sha256: Option<String>,
    /// When it was fetched from its address, in RFC 3339.
    pub fetched: Option<String>,
    /// The format that it was read from where that is not plain text: `html`, `pdf`, `vtt`.
    pub format: Option<String>,
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
