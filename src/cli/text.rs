//! `verbatim text`: prints articles as they were read.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::article_inputs::{Report, read_each};
use super::input_options::InputOptions;
use super::load_store::load;
use super::{Context, Error, Outcome};
use crate::article::{Article, ArticleField, Metadata};
use crate::store::ids;

/// The arguments of `text`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
What is printed can be edited and added: delete what does not belong to the article, and add the file. To keep several \
articles apart, use `--format ndjson`, or `--to FOLDER`, which writes one file for each.

Examples:
  verbatim text article.txt >article.md
  verbatim text --format ndjson articles >articles.ndjson
  verbatim text --to texts news.ndjson
  verbatim text trump-invites-petro-to-the-white-house")]
pub struct Args {
    /// Articles: files, folders, links, ids of stored articles, or - for standard input.
    #[arg(value_name = "INPUT", required = true, value_hint = clap::ValueHint::AnyPath)]
    pub inputs: Vec<OsString>,

    /// Markdown with front matter, or NDJSON: one object with text and metadata per line.
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    pub format: Format,

    /// Write each article to a file of its own in this folder; existing files are never replaced.
    #[arg(long, value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    pub to: Option<PathBuf>,

    #[command(flatten)]
    options: InputOptions,
}

/// How articles are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Front matter and the text.
    Markdown,
    /// One object per line.
    Ndjson,
}

/// Runs the verb.
///
/// # Errors
/// When stdout or a file cannot be written to.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let Args { inputs, format, to, options } = args;
    let (stored, inputs) = stored(inputs, context)?;
    // A bare word that is neither a file nor an id is more likely a wrong id than a file that went away.
    let (unknown, inputs): (Vec<OsString>, Vec<OsString>) = inputs.into_iter().partition(is_unknown);
    for input in &unknown {
        context.say(format!("{}: no such file, and no article in the store has this id", input.to_string_lossy()));
        context.hint("`verbatim articles` lists the ids");
    }
    if let Some(folder) = &to {
        std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
    }
    let mut output = Output { format, to, out: context.out(), printed: 0 };
    for (id, article) in stored {
        output.write(&article, &id)?;
    }
    let mut report = Report::default();
    if !inputs.is_empty() {
        report = read_each(inputs, &options, context, |loaded| output.write(&loaded.article, &loaded.name))?;
    }
    output.out.flush()?;
    if output.printed > 1 && format == Format::Markdown && output.to.is_none() {
        context.say(format!("{} articles were printed one after another", output.printed));
        context.hint("`--format ndjson` or `--to FOLDER` keeps them apart");
    }
    let outcome = report.tell(context);
    Ok(if unknown.is_empty() { outcome } else { Outcome::BadInput })
}

/// Whether an input is a bare word, as ids are, and no file has that name.
fn is_unknown(input: &OsString) -> bool {
    let text = input.to_string_lossy();
    text != "-" && !text.contains(['/', '.', ':', std::path::MAIN_SEPARATOR]) && !Path::new(input).exists()
}

/// Stored articles, each with its id.
type Stored = Vec<(String, Article)>;

/// The inputs that are ids of stored articles, and the others. A file goes before an article of its name.
fn stored(inputs: Vec<OsString>, context: &Context) -> Result<(Stored, Vec<OsString>), Error> {
    let is_id = |input: &OsString| {
        let text = input.to_string_lossy();
        text != "-" && !text.contains("://") && !Path::new(input).exists()
    };
    if !inputs.iter().any(is_id) || !context.location().is_ok_and(|location| location.exists()) {
        return Ok((Vec::new(), inputs));
    }
    let (catalog, _) = load(context)?;
    let (mut found, mut others) = (Vec::new(), Vec::new());
    for input in inputs {
        let ix = Some(&input).filter(|input| is_id(input)).and_then(|input| catalog.find_article(input.to_str()?));
        match ix {
            Some(ix) => {
                let document = catalog.document(ix)?;
                let id = catalog.article(ix).id().to_owned();
                let article =
                    Article { meta: document.meta, text: document.text.unwrap_or_default(), ..Article::default() };
                found.push((id, article));
            }
            None => others.push(input),
        }
    }
    Ok((found, others))
}

/// Where articles are printed.
struct Output<W: Write> {
    format: Format,
    to: Option<PathBuf>,
    out: W,
    printed: usize,
}

impl<W: Write> Output<W> {
    fn write(&mut self, article: &Article, name: &str) -> Result<(), Error> {
        let text = match self.format {
            Format::Markdown => markdown(article),
            Format::Ndjson => ndjson(article),
        };
        match &self.to {
            None => {
                if self.printed > 0 && self.format == Format::Markdown {
                    self.out.write_all(b"\n")?;
                }
                self.out.write_all(text.as_bytes())?;
            }
            Some(folder) => {
                let ending = if self.format == Format::Markdown { "md" } else { "ndjson" };
                let path = write_new(folder, &stem(article, name), ending, text.as_bytes())?;
                writeln!(self.out, "{}", path.display())?;
            }
        }
        self.printed += 1;
        Ok(())
    }
}

/// The name of an article's file.
fn stem(article: &Article, name: &str) -> String {
    let meta = &article.meta;
    let candidates = [meta.id.as_deref(), meta.title.as_deref(), Some(name)];
    candidates.into_iter().flatten().map(ids::slug).find(|slug| !slug.is_empty()).unwrap_or_else(|| "article".into())
}

/// Writes a file that was not there before.
fn write_new(folder: &Path, stem: &str, ending: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    for number in 1.. {
        let name = if number == 1 { format!("{stem}.{ending}") } else { format!("{stem}-{number}.{ending}") };
        let path = folder.join(name);
        match std::fs::File::create_new(&path) {
            Ok(mut file) => {
                return file.write_all(bytes).map(|()| path.clone()).map_err(|error| cannot_write(&path, &error));
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(cannot_write(&path, &error)),
        }
    }
    unreachable!("numbers do not end")
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    Error::usage(format!("cannot write {}: {error}", path.display()))
}

/// The metadata that are known, with their keys.
fn fields(meta: &Metadata) -> impl Iterator<Item = (&'static str, &str)> {
    ArticleField::ALL.into_iter().filter_map(|field| Some((field.key(), meta.get(field)?)))
}

/// The article with its metadata as front matter. A text that begins as front matter does gets an empty one.
fn markdown(article: &Article) -> String {
    let mut out = String::new();
    for (key, value) in fields(&article.meta) {
        out.push_str(key);
        out.push_str(": ");
        // JSON strings are YAML strings.
        out.push_str(&serde_json::Value::from(value).to_string());
        out.push('\n');
    }
    if !out.is_empty() || article.text.starts_with("---") {
        out = format!("---\n{out}---\n");
    }
    out.push_str(&article.text);
    if !article.text.ends_with('\n') {
        out.push('\n');
    }
    out
}

fn ndjson(article: &Article) -> String {
    let mut object = serde_json::Map::new();
    for (key, value) in fields(&article.meta) {
        object.insert(key.to_owned(), value.into());
    }
    object.insert("text".to_owned(), article.text.as_str().into());
    format!("{}\n", serde_json::Value::Object(object))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article() -> Article {
        let meta = Metadata {
            title: Some("Talks: “a start”\u{7}".into()),
            published: Some("2026".into()),
            ..Metadata::default()
        };
        Article { meta, text: "---\nWords “here”.\n".into(), ..Article::default() }
    }

    #[test]
    fn markdown_reads_back_as_the_same_article() {
        let printed = markdown(&article());
        let (meta, length) = crate::read::split_front_matter(&printed).unwrap().unwrap();
        assert_eq!(meta, article().meta);
        assert_eq!(printed[length..], article().text);
        let bare = Article { text: "---\na: b\n---\n".into(), ..Article::default() };
        let printed = markdown(&bare);
        let (meta, length) = crate::read::split_front_matter(&printed).unwrap().unwrap();
        assert_eq!((meta, &printed[length..]), (Metadata::default(), bare.text.as_str()));
    }

    #[test]
    fn ndjson_is_one_line() {
        let line = ndjson(&article());
        assert_eq!(line.lines().count(), 1);
        let object: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(object["text"], "---\nWords “here”.\n");
        assert_eq!(object["published"], "2026");
    }

    #[test]
    fn files_are_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let first = write_new(folder.path(), "a", "md", b"1").unwrap();
        let second = write_new(folder.path(), "a", "md", b"2").unwrap();
        assert_eq!(std::fs::read(first).unwrap(), b"1");
        assert!(second.ends_with("a-2.md"));
    }
}
