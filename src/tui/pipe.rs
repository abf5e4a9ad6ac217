//! Quotations given to a command of the person's, one JSON object per line, and what the command says.

use std::io::{BufWriter, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::export::{Format, Layout, Writer};
use crate::store::{Catalog, QuotationIx};
use crate::text::counted;
use crate::tui::work;

/// So much of what a command says is kept; the rest is read and forgotten.
const MOST_KEPT: u64 = 1 << 16;

/// How long to wait before it is asked again whether the command has ended.
const PAUSE: Duration = Duration::from_millis(10);

/// Runs `command` in the shell with the quotations `rows` as its input; gives what it did, in words, and what it said
/// on the lines after them where that is more than one.
///
/// # Errors
/// When it cannot be started, fails or was stopped; says why.
pub fn run(catalog: &Catalog, rows: &[QuotationIx], command: &str, stop: &AtomicBool) -> Result<String, String> {
    let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
    shell.args([if cfg!(windows) { "/C" } else { "-c" }, command]);
    // In a process group of its own it hears no Ctrl-z and no Ctrl-c of the terminal.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    let shell = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = shell.spawn().map_err(|error| format!("The shell cannot be started: {error}"))?;
    let (input, out, err) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (status, said, complained) = std::thread::scope(|scope| {
        scope.spawn(move || {
            // A command that does not read to the end, like `head`, is no failure.
            let _ = input.map(|input| write(catalog, rows, BufWriter::new(input), stop));
        });
        let said = scope.spawn(move || out.map(beginning).unwrap_or_default());
        let complained = scope.spawn(move || err.map(beginning).unwrap_or_default());
        let status = wait(&mut child, stop);
        (status, said.join().unwrap_or_default(), complained.join().unwrap_or_default())
    });
    let first = |text: &str| text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned);
    match status {
        None => Err(format!("stopped {command}")),
        Some(status) if status.success() => Ok(match first(&said) {
            Some(_) if said.trim().lines().nth(1).is_some() => {
                format!("Gave {} to {command}.\n{}", counted(rows.len(), "quotation"), said.trim_end())
            }
            Some(line) => format!("Gave {} to {command}: {line}", counted(rows.len(), "quotation")),
            None => format!("Gave {} to {command}.", counted(rows.len(), "quotation")),
        }),
        Some(status) => Err(format!("{command}: {}", first(&complained).unwrap_or_else(|| status.to_string()))),
    }
}

fn write(catalog: &Catalog, rows: &[QuotationIx], out: impl std::io::Write, stop: &AtomicBool) -> std::io::Result<()> {
    let mut writer = Writer::new(Format::Ndjson, Layout::default(), out);
    for ix in rows.iter().take_while(|_| !stop.load(Ordering::Relaxed)) {
        writer.row(&work::row(catalog, *ix))?;
    }
    writer.finish().map(drop)
}

/// Waits for the end; nothing when it was stopped.
fn wait(child: &mut Child, stop: &AtomicBool) -> Option<ExitStatus> {
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if stop.load(Ordering::Relaxed) {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(PAUSE);
    }
}

/// The beginning of what comes; all of it is read, so that the command is not held up.
fn beginning(mut from: impl Read) -> String {
    let mut bytes = Vec::new();
    let _ = from.by_ref().take(MOST_KEPT).read_to_end(&mut bytes);
    let _ = std::io::copy(&mut from, &mut std::io::sink());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn piped(command: &str) -> Result<String, String> {
        run(&Catalog::default(), &[], command, &AtomicBool::new(false))
    }

    #[test]
    fn what_a_command_says_is_reported() {
        assert_eq!(piped("echo; echo seen"), Ok("Gave 0 quotations to echo; echo seen: seen".into()));
        assert_eq!(piped("echo seen; echo more"), Ok("Gave 0 quotations to echo seen; echo more.\nseen\nmore".into()));
        assert_eq!(piped("true"), Ok("Gave 0 quotations to true.".into()));
        assert_eq!(piped("echo wrong >&2; exit 3"), Err("echo wrong >&2; exit 3: wrong".into()));
        assert!(piped("exit 3").is_err_and(|why| why.contains("exit status: 3")));
    }

    #[test]
    fn a_command_that_never_ends_is_stopped() {
        assert_eq!(
            run(&Catalog::default(), &[], "exec sleep 600", &AtomicBool::new(true)),
            Err("stopped exec sleep 600".into())
        );
    }
}
