//! `verbatim completions`: prints what a shell needs to complete commands, options, and queries from the store.
//!
//! The shell asks the program itself at every Tab, so that names of speakers and tags are those of the store at hand;
//! the answer is made from the same definitions as `--help`.

use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;

use clap::CommandFactory;
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;

use super::context::cache;
use super::{Cli, Context, Error, Outcome};
use crate::export::flat;
use crate::index::{Want, load};
use crate::query::complete;
use crate::speaker::SpeakerKind;
use crate::store::{Catalog, Location};

/// Set by the shell's script when it asks.
const ASKED: &str = "VERBATIM_COMPLETE";

/// The arguments of `completions`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  verbatim completions bash >~/.local/share/bash-completion/completions/verbatim
  verbatim completions zsh >~/.zfunc/_verbatim
  verbatim completions fish >~/.config/fish/completions/verbatim.fish")]
pub struct Args {
    /// Touches no store, and so does not show the option that names one; it is understood all the same.
    #[arg(long, hide = true, value_name = "PATH")]
    store: Option<std::path::PathBuf>,

    /// The shell.
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// The shells that are known.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Elvish,
    Powershell,
}

/// Runs the verb.
///
/// # Errors
/// When stdout cannot be written to.
pub fn run(args: &Args, context: &Context) -> Result<Outcome, Error> {
    let mut out = context.out();
    let name = match args.shell {
        // That of the library does not know words with colons in them.
        Shell::Bash => {
            out.write_all(include_bytes!("completions.bash"))?;
            out.flush()?;
            return Ok(Outcome::Done);
        }
        Shell::Zsh => "zsh",
        Shell::Fish => "fish",
        Shell::Elvish => "elvish",
        Shell::Powershell => "powershell",
    };
    let shells = Shells::builtins();
    let shell = shells.completer(name).expect("the shells above are all built in");
    shell.write_registration(ASKED, "verbatim", "verbatim", "verbatim", &mut out)?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// Answers the shell and ends the program, if it is the shell that asks.
pub fn answer() {
    if std::env::var_os(ASKED).is_some() {
        CompleteEnv::with_factory(Cli::command).var(ASKED).complete();
    }
}

/// Completes the words of a query: fields, and values from the store that the line or the environment names.
pub fn of_query() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| candidates(typed).unwrap_or_default())
}

/// Completes the name of a speaker of the store, the unnamed left out.
pub fn of_speaker() -> ArgValueCompleter {
    of_names(|catalog| {
        let named = catalog.speakers().filter(|speaker| speaker.kind() != SpeakerKind::Unnamed);
        named.map(|speaker| (speaker.name().to_owned(), speaker.role().map(str::to_owned))).collect()
    })
}

/// Completes a name that was merged into another.
pub fn of_alias() -> ArgValueCompleter {
    of_names(|catalog| {
        let entries = catalog.registry().entries().iter();
        entries.flat_map(|entry| entry.aliases.iter().map(|alias| (alias.clone(), Some(entry.name.clone())))).collect()
    })
}

/// Completes the id of an article of the store.
pub fn of_article() -> ArgValueCompleter {
    of_names(|catalog| {
        let articles = catalog.articles();
        articles.map(|article| (article.id().to_owned(), article.title().map(str::to_owned))).collect()
    })
}

/// A name and its description.
type Named = (String, Option<String>);

/// Completes one of the names that `names` finds in the store, each with a description.
fn of_names(names: fn(&Catalog) -> Vec<Named>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        let Some(catalog) = stored() else { return Vec::new() };
        let typed = typed.to_string_lossy().to_lowercase();
        let names = names(&catalog).into_iter().filter(|(name, _)| name.to_lowercase().starts_with(&typed));
        names
            .map(|(name, about)| CompletionCandidate::new(flat(&name)).help(about.map(|about| flat(&about).into())))
            .collect()
    })
}

/// The store that the line or the environment names.
fn stored() -> Option<Catalog> {
    let location = Location::resolve(named_store().as_deref()).ok()?;
    let cache = if std::env::args_os().any(|word| word == "--no-cache") { None } else { cache() };
    Some(load(&location, cache.as_ref(), Want::Columns).ok()?.0)
}

fn candidates(typed: &OsStr) -> Option<Vec<CompletionCandidate>> {
    let typed = typed.to_str()?;
    // Names of fields need no store, and completing them must not wait for one.
    let needs_store = typed.contains(':');
    let catalog = if needs_store { stored()? } else { Catalog::default() };
    let completions = complete(&catalog, typed, typed.len());
    let before = &typed[..completions.replace.start];
    let written = |text: &str| {
        // The name under which the field was typed stays: the shell goes by what the word begins with.
        let (name, value) = text.split_once(':')?;
        let own = typed[completions.replace.start..].split_once(':').map_or(name, |(own, _)| own);
        Some(format!("{before}{own}:{value}"))
    };
    let candidate = |candidate: crate::query::Candidate| {
        let help =
            Some(candidate.about.into()).filter(|about: &clap::builder::StyledStr| !about.to_string().is_empty());
        Some(CompletionCandidate::new(written(&candidate.text)?).help(help))
    };
    Some(completions.candidates.into_iter().filter_map(candidate).collect())
}

/// The value of `--store` on the line that is being completed.
fn named_store() -> Option<PathBuf> {
    let mut words = std::env::args_os();
    while let Some(word) = words.next() {
        if word == "--store" {
            return words.next().map(PathBuf::from);
        }
        if let Some(path) = word.to_str().and_then(|word| word.strip_prefix("--store=")) {
            return Some(PathBuf::from(path));
        }
    }
    None
}
