//! Adding articles to a store of which a cache knows the articles: only what changed since is read to tell which of them
//! are there.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::cache::{Cache, StoreCache};
use super::plan::{Plan, Step};
use crate::article::Article;
use crate::extract::{Extraction, Options};
use crate::store::{
    AddError, Added, DocumentView, Header, Headers, Location, add_knowing, bytes_at, document_hash, in_order,
};

/// Files articles with what was found in them; the same as [`crate::store::add`], which says when that fails.
///
/// # Errors
/// As there.
pub fn add(
    location: &Location,
    articles: Vec<(Article, Extraction)>,
    options: Options,
    cache: Option<&Cache>,
) -> Result<Added, AddError> {
    add_knowing(location, articles, options, |location| headers(location, &cache?.of(location)?))
}

/// What the articles of a store are known by; `None` where it has to be read for that.
pub(super) fn headers(location: &Location, cached: &StoreCache) -> Option<Headers> {
    let stop = AtomicBool::new(false);
    let plan = Plan::new(location, cached.manifest()?, cached.margin(), &stop)?;
    let mut steps = plan.steps.iter();
    let mut headers = Vec::with_capacity(plan.documents.len());
    let mut failed = false;
    let read = in_order(
        &stop,
        || Ok(steps.next()),
        |step| of_step(&plan, cached, step),
        |read: Option<Vec<Header>>| match read {
            Some(mut read) => headers.append(&mut read),
            None => failed = true,
        },
    );
    (read.is_ok() && !failed).then(|| Headers::of(headers))
}

fn of_step(plan: &Plan, cached: &StoreCache, step: &Step) -> Option<Vec<Header>> {
    let mut files = OpenFile::default();
    match step {
        // Reading it says what is wrong.
        Step::Unreadable(..) => None,
        Step::Parse(range) => range.clone().map(|number| files.header(plan, number)).collect(),
        Step::Cached(range, group) => {
            let Some((content, _)) = cached.read(group, false, &mut Vec::new()) else {
                return range.clone().map(|number| files.header(plan, number)).collect();
            };
            let mut articles = content.articles.iter().zip(&content.texts).enumerate().peekable();
            let mut headers = Vec::with_capacity(range.len());
            for (number, document) in range.clone().enumerate() {
                let known = articles.next_if(|(_, (of, _))| **of as usize == number);
                headers.push(match known {
                    Some((article, (_, &text))) => {
                        let place = plan.documents[document].place;
                        let path: &Path = plan.files.get(place.file as usize)?;
                        Header::of_segment(&content.segment, article, text, (path, place, plan.hashes[document]))
                    }
                    // A registry, or a document that is broken, perhaps behind what tells which article it is.
                    None => files.header(plan, document)?,
                });
            }
            Some(headers)
        }
    }
}

/// The file that was read last.
#[derive(Default)]
struct OpenFile(Option<(u32, File)>);

impl OpenFile {
    /// What a document says where it stands; `None` where it is not what it was any more.
    fn header(&mut self, plan: &Plan, number: usize) -> Option<Header> {
        let at = plan.documents[number];
        let path = plan.files.get(at.place.file as usize)?;
        if self.0.as_ref().is_none_or(|(open, _)| *open != at.place.file) {
            self.0 = Some((at.place.file, crate::files::open(path).ok()?));
        }
        let bytes = bytes_at(&mut self.0.as_mut()?.1, at.place).ok()?;
        let same = document_hash(&bytes) == plan.hashes[number];
        same.then(|| Header::read(DocumentView { path, bytes: &bytes, line: at.line as usize, place: at.place }))
    }
}
