//! `verbatim speakers`: lists, merges and renames speakers across articles.

use std::io::Write;

use super::articles::print_rows;
use super::load_store::{load, tell};
use super::suggest::shell_word;
use super::{Context, Error, Outcome, completions};
use crate::export::flat;
use crate::speaker::SpeakerKind;
use crate::store::{self, Catalog, Edit, RegistryChange, SpeakerIx};

/// The arguments of `speakers`.
#[derive(Debug, Default, clap::Args)]
#[command(after_long_help = "\
Each line holds number of quotations, kind, name, role and other names, separated by tabs; on a terminal they are \
aligned.

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
    /// Make several names one speaker, in stored and future articles.
    Merge {
        /// The name to keep.
        #[arg(value_name = "NAME", add = completions::of_speaker())]
        into: String,
        /// The names that mean the same speaker.
        #[arg(value_name = "OTHER", required = true, add = completions::of_speaker())]
        from: Vec<String>,
    },
    /// Give a speaker another name; the old one stays an alias.
    Rename {
        /// The current name.
        #[arg(value_name = "OLD", add = completions::of_speaker())]
        from: String,
        /// The new name.
        #[arg(value_name = "NEW")]
        to: String,
    },
    /// Turn a merged name back into a speaker of its own.
    Split {
        /// The merged name.
        #[arg(value_name = "ALIAS", add = completions::of_alias())]
        alias: String,
    },
}

/// Runs the verb.
///
/// # Errors
/// When a speaker is not there, or the store cannot be read or saved.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let Some(action) = args.action else {
        let (catalog, problems) = load(context)?;
        tell(&problems, context);
        return list(&catalog, context);
    };
    let location = context.saved("its speakers cannot be changed")?;
    let (mut catalog, problems) = load(context)?;
    tell(&problems, context);
    let (change, said) = match action {
        Action::Merge { into, from } => merge(&catalog, name(&into)?, &from)?,
        Action::Rename { from, to } => rename(&catalog, &from, name(&to)?)?,
        Action::Split { alias } => {
            if catalog.registry().entry_of(&alias).is_none_or(|entry| entry.name == alias) {
                let error = Error::usage(format!("{alias} was not merged into another speaker"));
                return Err(error.hint("`verbatim speakers` lists the other names of each"));
            }
            let said = format!("{alias} is a speaker of its own again");
            (RegistryChange::Split { alias }, said)
        }
    };
    let edit = Edit::Registry(change);
    catalog.apply(&edit)?;
    store::save(&location, &[edit])?;
    context.say(said);
    Ok(Outcome::Done)
}

fn merge(catalog: &Catalog, into: &str, from: &[String]) -> Result<(RegistryChange, String), Error> {
    // The name to keep may be a new one, but not that of people who are nobody in particular.
    if catalog.find_speaker(into).is_some() {
        named(catalog, into)?;
    }
    for other in from {
        named(catalog, other)?;
        if other == into {
            return Err(Error::usage(format!("{into} cannot be merged into {into}")));
        }
    }
    let said = format!("{} {} {into} now", from.join(", "), if from.len() == 1 { "is" } else { "are" });
    Ok((RegistryChange::Merge { into: into.to_owned(), from: from.to_vec() }, said))
}

fn rename(catalog: &Catalog, from: &str, to: &str) -> Result<(RegistryChange, String), Error> {
    let speaker = named(catalog, from)?;
    let name = catalog.speaker(speaker).name().to_owned();
    if name != from {
        let other = Error::usage(format!("{from} is another name of {name}"));
        let (shown, alias) = (shell_word(&name), shell_word(from));
        return Err(other.hint(format!(
            "`verbatim speakers rename {shown} …` renames that speaker; `verbatim speakers split {alias}` separates the \
             two"
        )));
    }
    if from == to {
        return Err(Error::usage(format!("{from} already has that name")));
    }
    match catalog.find_speaker(to) {
        Some(other) if catalog.speaker(other).kind() == SpeakerKind::Unnamed => Err(nobody_in_particular(to)),
        Some(other) if other != speaker => {
            let (into, from) = (shell_word(catalog.speaker(other).name()), shell_word(from));
            Err(Error::usage(format!("{to} is another speaker"))
                .hint(format!("`verbatim speakers merge {into} {from}` merges the two")))
        }
        _ => {
            let said = format!("{from} is now called {to}");
            Ok((RegistryChange::Rename { from: from.to_owned(), to: to.to_owned() }, said))
        }
    }
}

/// A name that somebody may be given.
fn name(text: &str) -> Result<&str, Error> {
    let name = text.trim();
    if name.is_empty() {
        return Err(Error::usage("a name cannot be empty"));
    }
    if name.contains(char::is_control) {
        return Err(Error::usage("a name is one line, without control characters"));
    }
    Ok(name)
}

/// Somebody whom the registry can tell of: known, and not unnamed.
fn named(catalog: &Catalog, name: &str) -> Result<SpeakerIx, Error> {
    match catalog.find_speaker(name) {
        None => Err(nobody(catalog, name)),
        Some(ix) if catalog.speaker(ix).kind() == SpeakerKind::Unnamed => Err(nobody_in_particular(name)),
        Some(ix) => Ok(ix),
    }
}

fn nobody_in_particular(name: &str) -> Error {
    Error::usage(format!("{name} are unnamed, and different people in each article: they cannot be renamed or merged"))
        .hint("to give one quotation another speaker, press `e` in the explorer or edit the store")
}

/// Those whom quotations are attributed to, the most quoted first, the unnamed after the named.
fn list(catalog: &Catalog, context: &Context) -> Result<Outcome, Error> {
    let mut counts = vec![0usize; catalog.speakers_len()];
    for segment in catalog.segments() {
        // Where nobody is named, the number is not in the catalog.
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
                flat(&speaker.roles().collect::<Vec<_>>().join("; ")),
                flat(&aliases.join(", ")),
            ]
        })
        .collect();
    if context.stdout_is_terminal {
        print_rows(&mut out, ["Quotations", "Kind", "Name", "Role", "Other names"], &rows, context)?;
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
        None => error.hint("`verbatim speakers` lists everybody; unnamed speakers cannot be renamed or merged"),
    }
}
