//! Opening a store for reading: whole, or chunk by chunk as it comes from the disk.

use std::path::Path;
use std::sync::mpsc::sync_channel;

use super::progress::Progress;
use super::{Context, Error};
use crate::index::{LoadEvent, Want, load_in_background};
use crate::query::Index;
use crate::store::{Catalog, Problem, load_reader};

/// What a reader of a store wants next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// The next chunk.
    More,
    /// It has all it needs.
    Enough,
}

/// Reads the store chunk by chunk. `take` sees the catalog after each, and at the end once more, with the folded
/// texts that came with it.
///
/// # Errors
/// When the store is not there or cannot be read, and what `take` answers.
pub(super) fn load_chunks(
    context: &Context,
    want: Want,
    mut take: impl FnMut(&Catalog, &Index) -> Result<Next, Error>,
) -> Result<(Catalog, Index, Vec<Problem>), Error> {
    let mut index = Index::default();
    if context.store.as_deref() == Some(Path::new("-")) {
        let (catalog, problems) = load_reader(std::io::stdin().lock())?;
        take(&catalog, &index)?;
        return Ok((catalog, index, problems));
    }
    // At most a few chunks wait, so that slow printing does not fill the memory.
    let (sender, events) = sync_channel(4);
    let loading = load_in_background(&context.location()?, context.cache.clone(), want, move |event| {
        // Nobody listens any more once there was enough.
        let _ = sender.send(event);
    });
    let mut progress = Progress::new(context);
    let (mut catalog, mut problems) = (Catalog::default(), Vec::new());
    for event in events {
        match event {
            LoadEvent::Segment(loaded) => {
                loaded.append_to(&mut catalog, index.texts_mut());
                match take(&catalog, &index) {
                    Ok(Next::More) => {}
                    Ok(Next::Enough) => {
                        loading.stop();
                        return Ok((catalog, index, problems));
                    }
                    Err(error) => {
                        loading.stop();
                        return Err(error);
                    }
                }
            }
            LoadEvent::Problem(problem) => problems.push(problem),
            LoadEvent::Progress { done, of } => match of.filter(|&of| of > 0) {
                Some(of) => progress.tick_of(done, of, || format!("reading the store: {} %", done * 100 / of)),
                None => progress.tick(|| "reading the store".to_owned()),
            },
            LoadEvent::Failed(error) => return Err(error.into()),
            LoadEvent::Done => break,
        }
    }
    Ok((catalog, index, problems))
}

/// Reads the whole store.
///
/// # Errors
/// When it is not there or cannot be read.
pub(super) fn load(context: &Context) -> Result<(Catalog, Vec<Problem>), Error> {
    let (catalog, _, problems) = load_chunks(context, Want::Columns, |_, _| Ok(Next::More))?;
    Ok((catalog, problems))
}

/// Reads the whole store for a search in it.
///
/// # Errors
/// When it is not there or cannot be read.
pub(super) fn load_for_search(context: &Context) -> Result<(Catalog, Index, Vec<Problem>), Error> {
    let (catalog, mut index, problems) = load_chunks(context, Want::Texts, |_, _| Ok(Next::More))?;
    index.update(&catalog);
    Ok((catalog, index, problems))
}

/// Names on stderr what could not be read; the rest was.
pub(super) fn tell(problems: &[Problem], context: &Context) {
    for problem in problems {
        context.say(problem.to_string());
    }
}
