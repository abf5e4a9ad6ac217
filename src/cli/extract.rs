//! `verbatim extract`: prints the quotations of articles, touching no store.

use std::io::{self, Write};

use super::article_inputs::{ReadingArgs, each_article};
use super::output::Out;
use super::{Context, Error, Outcome, format};
use crate::export::{Format, Fragment, Layout, Row, Writer};
use crate::extract::Extraction;
use crate::read::Loaded;
use crate::store::{Document, Extracted, ids, write_document};

/// The arguments of `extract`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  verbatim extract article.txt
  verbatim extract --format table articles
  verbatim extract --format ndjson - <news.ndjson >quotations.ndjson
  verbatim extract article.txt | verbatim list --store - 'We will'")]
pub struct Args {
    /// Touches no store, and so does not show the option that names one; it is understood all the same.
    #[arg(long, hide = true, value_name = "PATH")]
    store: Option<std::path::PathBuf>,

    /// How to print the quotations.
    #[arg(long, value_name = "FORMAT", default_value = "yaml", value_parser = format::parser_without_store())]
    format: Format,

    #[command(flatten)]
    reading: ReadingArgs,
}

/// Runs the verb.
///
/// # Errors
/// On wrong use, and when stdout cannot be written to.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let (format, layout) = (args.format, context.layout());
    let extracted = Extracted { version: env!("CARGO_PKG_VERSION").to_owned(), indirect: args.reading.indirect };
    let out = if format == Format::Table { context.colored_out() } else { context.out() };
    let mut output = Output::new(format, layout, out);
    let report = each_article(
        args.reading,
        context,
        |loaded, extraction| Made::new(format, layout, &extracted, loaded, extraction),
        |made| match made {
            Some(made) => Ok(output.write(&made?)?),
            None => Ok(output.flush()?),
        },
    )?;
    output.finish()?;
    Ok(report.tell(context))
}

/// The output for one article, made on the thread that extracted it.
enum Made {
    Document(String),
    Rows(Fragment),
}

impl Made {
    fn new(
        format: Format,
        layout: Layout,
        extracted: &Extracted,
        mut loaded: Loaded,
        extraction: Extraction,
    ) -> io::Result<Self> {
        loaded.article.meta.id = Some(name(&loaded));
        if format != Format::Yaml {
            return Fragment::new(format, layout, Row::of_extraction(&loaded.article, &extraction)).map(Self::Rows);
        }
        let document = Document {
            meta: loaded.article.meta,
            extracted: Some(extracted.clone()),
            text: Some(loaded.article.text),
            speakers: extraction.speakers,
            quotations: extraction.quotations,
            revisions: Vec::new(),
        };
        let mut out = String::new();
        write_document(&mut out, &document);
        Ok(Self::Document(out))
    }
}

/// Where the output goes, in one of its two shapes: whole documents, or rows.
enum Output {
    Documents(Out),
    Rows(Writer<Out>),
}

impl Output {
    fn new(format: Format, layout: Layout, out: Out) -> Self {
        match format {
            Format::Yaml => Self::Documents(out),
            _ => Self::Rows(Writer::new(format, layout, out)),
        }
    }

    fn write(&mut self, made: &Made) -> io::Result<()> {
        match (self, made) {
            (Self::Documents(out), Made::Document(text)) => out.write_all(text.as_bytes()),
            (Self::Rows(writer), Made::Rows(fragment)) => writer.fragment(fragment),
            _ => unreachable!("both follow from the format"),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Documents(out) => out.flush(),
            Self::Rows(writer) => writer.flush(),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Documents(mut out) => out.flush(),
            Self::Rows(writer) => writer.finish().map(drop),
        }
    }
}

/// What an article is called where no store gives it a name: its id, else what a store would make of its title, else
/// the stem of its file as it stands.
fn name(loaded: &Loaded) -> String {
    let meta = &loaded.article.meta;
    let of_title = || meta.title.as_deref().map(ids::slug).filter(|slug| !slug.is_empty());
    meta.id.clone().or_else(of_title).unwrap_or_else(|| loaded.name.clone())
}
