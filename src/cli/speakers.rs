//! `verbatim speakers`: lists, merges and renames speakers across articles.

use std::io::Write;

use super::articles::print_aligned;
use super::loading::{load, tell};
use super::{Context, Error, Outcome};
use crate::export::flat;
use crate::speaker::SpeakerKind;
use crate::store::{self, Catalog, Change, Edit};

/// The arguments of `speakers`.
#[derive(Debug, Default, clap::Args)]
#[command(after_long_help = "\
Each line: quotations, kind, name, role, other names, with tabs between them; aligned on a terminal.

Examples:
  verbatim speakers
  verbatim speakers merge 'Donald Trump' 'Donald J. Trump' Trump
  verbatim speakers rename 'Gustavo Petro' 'Gustavo Francisco Petro'
  verbatim speakers split Trump")]
pub struct Args {
    /// What to do; without it all are listed.
    #[command(subcommand)]
    pub action: Option<Action>,
}

/// What can be done to speakers.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Make several names one speaker, here and in articles to come.
    Merge {
        /// The name that shall hold.
        #[arg(value_name = "NAME")]
        into: String,
        /// The names that mean the same speaker.
        #[arg(value_name = "OTHER", required = true)]
        from: Vec<String>,
    },
    /// Call a speaker by another name; the old one stays an alias.
    Rename {
        /// The name so far.
        #[arg(value_name = "OLD")]
        from: String,
        /// The name that shall hold.
        #[arg(value_name = "NEW")]
        to: String,
    },
    /// Make a name that was merged a speaker of its own again.
    Split {
        /// The alias.
        #[arg(value_name = "ALIAS")]
        alias: String,
    },
}

/// Runs the verb.
///
/// # Errors
/// When a speaker is not there, or the store cannot be read or saved.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let (mut catalog, problems) = load(context)?;
    let Some(action) = args.action else {
        tell(&problems, context);
        return list(&catalog, context);
    };
    let (change, said) = match action {
        Action::Merge { into, from } => {
            let known = |name: &str| {
                catalog.find_speaker(name).is_some_and(|ix| catalog.speaker(ix).kind() != SpeakerKind::Unnamed)
            };
            if let Some(unknown) = from.iter().find(|name| !known(name)) {
                return Err(nobody(&catalog, unknown));
            }
            let said = format!("{} is {into} now", from.join(", "));
            (Change::MergeSpeakers { into, from }, said)
        }
        Action::Rename { from, to } => {
            if catalog.find_speaker(&from).is_none() {
                return Err(nobody(&catalog, &from));
            }
            let said = format!("{from} is called {to} now");
            (Change::RenameSpeaker { from, to }, said)
        }
        Action::Split { alias } => {
            if catalog.registry().entry_of(&alias).is_none_or(|entry| entry.name == alias) {
                let error = Error::usage(format!("{alias} was not merged into another speaker"));
                return Err(error.hint("`verbatim speakers` lists the other names of each"));
            }
            let said = format!("{alias} is a speaker of its own again");
            (Change::SplitSpeaker { alias }, said)
        }
    };
    let edit = Edit::of_registry(change);
    catalog.apply(&edit)?;
    store::save(&context.location()?, &[edit])?;
    context.say(said);
    Ok(Outcome::Done)
}

/// Those whom quotations are attributed to, the most quoted first, the unnamed after the named.
fn list(catalog: &Catalog, context: &Context) -> Result<Outcome, Error> {
    let mut counts = vec![0usize; catalog.speakers_len()];
    for segment in catalog.segments() {
        // Where nobody is named the number is none of the catalogue's.
        for &speaker in segment.speakers() {
            if let Some(count) = counts.get_mut(speaker as usize) {
                *count += 1;
            }
        }
    }
    let mut speakers: Vec<_> = catalog.speakers().filter(|speaker| counts[speaker.ix().index()] > 0).collect();
    speakers.sort_by_key(|speaker| {
        (speaker.kind() == SpeakerKind::Unnamed, usize::MAX - counts[speaker.ix().index()], speaker.ix())
    });
    let mut out = context.out();
    let rows: Vec<[String; 5]> = speakers
        .iter()
        .map(|speaker| {
            let aliases: Vec<&str> = speaker.aliases().collect();
            [
                counts[speaker.ix().index()].to_string(),
                speaker.kind().word().to_owned(),
                flat(speaker.name()),
                flat(speaker.role().unwrap_or_default()),
                flat(&aliases.join(", ")),
            ]
        })
        .collect();
    if context.stdout_is_terminal {
        print_aligned(&mut out, &rows)?;
    } else {
        for row in &rows {
            writeln!(out, "{}", row.join("\t"))?;
        }
    }
    out.flush()?;
    Ok(if rows.is_empty() { Outcome::NothingMatched } else { Outcome::Done })
}

fn nobody(catalog: &Catalog, name: &str) -> Error {
    let error = Error::usage(format!("nobody in the store is called {name}"));
    let near = catalog
        .speakers()
        .filter(|speaker| speaker.kind() != SpeakerKind::Unnamed && speaker.name() != name)
        .map(|speaker| (strsim::jaro_winkler(name, speaker.name()), speaker.name()))
        .filter(|(near, _)| *near > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((_, near)) => error.hint(format!("did you mean {near}?")),
        None => error.hint("`verbatim speakers` lists all; unnamed ones are nobody across articles"),
    }
}
