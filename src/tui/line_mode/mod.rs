//! The explorer for screen readers: the same model and the same commands, spoken line by line as `git add -p` does it.
//! A quotation is a sentence, a command is a line, and an answer is another. There is no alternate screen, nothing is
//! drawn again, and no escape sequence is ever written.

mod commands;
mod dialogue;
mod speech;

use std::io::{self, BufRead, BufReader, Read as _, Write};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use self::commands::PROMPT;
use crate::text::Tenths;
use crate::tui::events::LoopEvent;
use crate::tui::layout::Pane;
use crate::tui::message::{Effect, Message};
use crate::tui::runtime::{Ended, Error};
use crate::tui::services::Services;
use crate::tui::start::{self, Options};
use crate::tui::state::model::Model;
use crate::tui::state::session::{Loading, Name, Notice};
use crate::tui::view::empty;
use crate::tui::{clipboard, editor, update};
use crate::user::Folders;

/// So many answers of the background may wait.
const WAITING: usize = 256;

/// Nobody answers a question with more than this.
const LONGEST_LINE: u64 = 1 << 20;

/// What takes less is not announced.
const PATIENCE: Duration = Duration::from_millis(400);

/// Work without a known end is spoken of no more often than this.
const APART: Duration = Duration::from_secs(5);

/// How long the end waits for what is being saved.
const LONGEST_SAVE: Duration = Duration::from_secs(30);

/// Explores on standard input and output until the person leaves. Where the store came through standard input, the
/// answers are read from the terminal.
///
/// # Errors
/// When the query to begin with cannot be understood, or edits could not be saved.
pub fn run(options: Options) -> Result<Ended, Error> {
    let input: Box<dyn BufRead> = match options.piped {
        Some(_) if cfg!(unix) => Box::new(BufReader::new(std::fs::File::open("/dev/tty")?)),
        _ => Box::new(io::stdin().lock()),
    };
    Session::begin(options, input, io::stdout())?.converse()
}

/// A conversation.
struct Session<I, O> {
    model: Model,
    services: Services,
    receiver: Receiver<LoopEvent>,
    input: I,
    out: O,
    /// The quotation that was said last.
    said: Option<Name>,
    /// The article that was named last.
    named: Option<String>,
    /// The query and the number of quotations as they were said last.
    listed: (String, usize),
    /// The quotation is to be said again.
    again: bool,
}

impl<I: BufRead, O: Write> Session<I, O> {
    fn begin(options: Options, input: I, out: O) -> Result<Self, Error> {
        let folders = Folders::find();
        let cache = options.cache.clone();
        let (mut model, _) = start::model(options, folders.as_ref())?;
        model.arrangement.focus = Pane::Quotations;
        model.keymap = std::mem::take(&mut model.keymap).with_hints(commands::hint);
        let (sender, receiver) = sync_channel(WAITING);
        let mut services = Services::start(&model, folders, cache, sender);
        services.load(&model);
        let listed = (String::new(), usize::MAX);
        Ok(Self { model, services, receiver, input, out, said: None, named: None, listed, again: false })
    }

    fn converse(mut self) -> Result<Ended, Error> {
        self.handle(Message::Resize(100, 40))?;
        self.settle()?;
        let name = speech::plain(&self.model.place.name);
        self.line(&format!("verbatim, {name}. ? lists the commands."))?;
        while !self.model.quitting {
            self.tell()?;
            match self.ask(PROMPT)? {
                Some(line) => self.command(&line)?,
                None => self.handle(Message::Hangup)?,
            }
            self.settle()?;
        }
        self.tell_notice()?;
        self.services.keep_place(&self.model);
        let finished = self.services.threads.finish(LONGEST_SAVE);
        let saving = &self.model.saving;
        let why = saving.why().or((!finished).then_some("the store could not be written in time"));
        match (why, saving.unsaved().count()) {
            (Some(why), edits) if edits > 0 => Err(Error::NotSaved { edits, why: why.to_owned() }),
            _ => Ok(Ended::Left),
        }
    }

    /// Says what is new: what was done, how many quotations there are now, and the one under the cursor.
    fn tell(&mut self) -> io::Result<()> {
        self.tell_notice()?;
        if self.model.catalog.is_empty() {
            for line in empty::words(&self.model).lines().filter(|line| !line.is_empty()) {
                self.line(&speech::message(line))?;
            }
            return Ok(());
        }
        let listed = (self.model.query_text(), self.model.rows.len());
        if listed != self.listed {
            self.line(&speech::list(&self.model))?;
            self.listed = listed;
            self.again = true;
        }
        let here = self.here();
        let again = std::mem::take(&mut self.again);
        if here.is_some() && (again || here != self.said) {
            let article = here.as_ref().map(|(article, _)| article.clone());
            if let Some(said) = speech::quotation(&self.model, article != self.named) {
                write!(self.out, "{said} ")?;
            }
            self.named = article;
        }
        self.said = here;
        Ok(())
    }

    /// Says what was done, or went wrong.
    fn tell_notice(&mut self) -> io::Result<()> {
        match self.model.notice.take() {
            Some(Notice::Info(words) | Notice::Error(words)) => self.line(&speech::message(&words)),
            None => Ok(()),
        }
    }

    /// The name of the quotation under the cursor.
    fn here(&self) -> Option<Name> {
        self.model.selected().and_then(|ix| self.model.names(&[ix]).pop())
    }

    fn line(&mut self, words: &str) -> io::Result<()> {
        writeln!(self.out, "{words}")
    }

    /// Asks; gives the line that was answered, or nothing at the end of the input.
    fn ask(&mut self, question: &str) -> io::Result<Option<String>> {
        write!(self.out, "{question} ")?;
        self.out.flush()?;
        let mut bytes = Vec::new();
        let count = (&mut self.input).take(LONGEST_LINE).read_until(b'\n', &mut bytes)?;
        if count == 0 {
            writeln!(self.out)?;
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&bytes);
        Ok(Some(line.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()))
    }

    /// Takes in answers until nothing is under way that belongs to what was asked for.
    fn settle(&mut self) -> io::Result<()> {
        let (begun, mut tenths, mut spoken) = (Instant::now(), Tenths::default(), Instant::now());
        while self.is_busy() {
            let Ok(event) = self.receiver.recv() else { break };
            self.take(event)?;
            if begun.elapsed() < PATIENCE {
                continue;
            }
            match (&self.model.loading, &self.model.work) {
                (Loading::Running(done, of), _) => {
                    if let Some(percent) = tenths.reached(*done, *of) {
                        self.line(&format!("Reading the store: {percent} percent."))?;
                    }
                }
                (_, Some(work)) if spoken.elapsed() >= APART => {
                    spoken = Instant::now();
                    let words = speech::message(&format!("{}: {}", work.what, work.progress));
                    self.line(&words)?;
                }
                _ => {}
            }
        }
        while let Ok(event) = self.receiver.try_recv() {
            self.take(event)?;
        }
        if self.is_busy() { self.settle() } else { Ok(()) }
    }

    fn is_busy(&self) -> bool {
        let saving = !self.model.saving.is_done() && self.model.saving.failed.is_none();
        let loading = matches!(self.model.loading, Loading::Running(..));
        loading || saving || self.model.awaits() || self.model.work.is_some() || self.services.is_recalling()
    }

    fn take(&mut self, event: LoopEvent) -> io::Result<()> {
        match event {
            LoopEvent::Worker(message) => {
                self.services.note(&message, &self.model);
                self.handle(message)
            }
            // Nothing here reads the terminal or sends bytes to it.
            LoopEvent::Input(_) | LoopEvent::Send(..) => Ok(()),
        }
    }

    fn handle(&mut self, message: Message) -> io::Result<()> {
        self.services.stop_loading(&self.model);
        for effect in update::update(&mut self.model, message) {
            self.run_effect(effect)?;
        }
        Ok(())
    }

    fn run_effect(&mut self, effect: Effect) -> io::Result<()> {
        if let Effect::Copy { text, what } = effect {
            // The bytes that a terminal would copy by are not for a screen reader; what cannot be copied is said.
            return match clipboard::copy(&text, &self.services.environment) {
                copied @ clipboard::Copied::By(_) => {
                    self.model.say(format!("Copied {what} {copied}."));
                    Ok(())
                }
                clipboard::Copied::ThroughTerminal(_) => {
                    self.line("There is no program for the clipboard; this is the text:")?;
                    text.lines().map(speech::plain).try_for_each(|line| self.line(&line))
                }
            };
        }
        match self.services.run(&self.model, effect) {
            Some(Effect::EditStore(ix)) => match self.model.catalog.file_and_line(ix) {
                Ok((path, line)) => self.run_effect(Effect::EditFile(path, line))?,
                Err(error) => self.model.fail(error.to_string()),
            },
            Some(Effect::EditFile(path, line)) => match editor::open(&path, line, &self.services.environment) {
                Ok(()) => self.handle(Message::ChangedOutside)?,
                Err(error) => self.model.fail(error.to_string()),
            },
            Some(Effect::EditText(text)) => {
                let edited = editor::edit(&text, &self.services.environment);
                self.handle(Message::Edited(edited.map_err(|error| error.to_string())))?;
            }
            // What concerns a screen has no meaning here.
            _ => {}
        }
        Ok(())
    }
}
