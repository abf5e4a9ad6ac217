//! `verbatim man`: prints the manual page, made from the same definitions as `--help`.

use std::io::Write;

use clap::CommandFactory;

use super::{Cli, Context, Error, Outcome};

/// The arguments of `man`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  verbatim man >~/.local/share/man/man1/verbatim.1
  verbatim man | man -l -
  verbatim man list | man -l -")]
pub struct Args {
    /// Touches no store, and so does not show the option that names one; it is understood all the same.
    #[arg(long, hide = true, value_name = "PATH")]
    store: Option<std::path::PathBuf>,

    /// The command whose page to print [default: the whole program, with all its commands].
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Runs the verb.
///
/// # Errors
/// When there is no such command, and when stdout cannot be written to.
pub fn run(args: &Args, context: &Context) -> Result<Outcome, Error> {
    let mut page = Vec::new();
    let mut command = Cli::command();
    command.build();
    match &args.command {
        Some(name) => {
            let verb = command.find_subcommand(name).cloned();
            let verb = verb.ok_or_else(|| Error::usage(format!("there is no command `{name}`")))?;
            clap_mangen::Man::new(verb.display_name(format!("verbatim-{name}"))).render(&mut page)?;
        }
        None => {
            let man = clap_mangen::Man::new(command.clone());
            man.render_title(&mut page)?;
            man.render_name_section(&mut page)?;
            man.render_synopsis_section(&mut page)?;
            man.render_description_section(&mut page)?;
            man.render_options_section(&mut page)?;
            commands(&command, &mut page)?;
            writeln!(page, ".SH \"EXIT STATUS\"")?;
            writeln!(
                page,
                "0: done. 1: nothing matched, or \\fBcheck\\fR found problems. 2: usage error or unreadable input."
            )?;
            man.render_version_section(&mut page)?;
        }
    }
    let mut out = context.out();
    out.write_all(&page)?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// Each command with its own options, on the one page.
fn commands(command: &clap::Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    writeln!(page, ".SH COMMANDS")?;
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set() && verb.get_name() != "help") {
        let mut own = Vec::new();
        let man = clap_mangen::Man::new(verb.clone());
        man.render_description_section(&mut own)?;
        man.render_synopsis_section(&mut own)?;
        man.render_options_section(&mut own)?;
        // Sections of the verb are parts of this one.
        let text = String::from_utf8_lossy(&own);
        writeln!(page, ".SS \"verbatim {}\"", verb.get_name())?;
        for line in text.lines() {
            match line.strip_prefix(".SH ") {
                Some("DESCRIPTION") | Some(".ie") => {}
                Some(title) => writeln!(page, ".PP\n\\fB{}\\fR", title.trim_matches('"'))?,
                None => writeln!(page, "{line}")?,
            }
        }
    }
    Ok(())
}
