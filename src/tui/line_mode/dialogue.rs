//! What the commands do: they drive the explorer's own, and answer the prompts and questions that it opens.

use std::io::{self, BufRead, Write};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::Session;
use super::commands::{ROWS, Run, Typed, typed};
use super::speech;
use crate::query::Facet;
use crate::quotation::Kind;
use crate::store::{ArticleIx, QuotationIx};
use crate::text::capitalized;
use crate::text::fold::fold;
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::message::Message;
use crate::tui::prompt::Popup;
use crate::tui::state::active_prompt::PromptKind;
use crate::tui::state::details;
use crate::tui::state::labels;
use crate::tui::state::overlay::Overlay;
use crate::tui::state::palette::{self, Entry};
use crate::tui::state::session::Sort;
use crate::tui::update::{completions, selection};
use crate::tui::view::why;

/// So many rows of the first pane, or speakers, are listed at once.
const LISTED: usize = 30;

impl<I: BufRead, O: Write> Session<I, O> {
    /// Does what a line says.
    pub(super) fn command(&mut self, line: &str) -> io::Result<()> {
        self.model.notice = None;
        let (run, rest) = match typed(line) {
            Typed::Command(run, rest) => (run, rest),
            Typed::Number(number) => return self.go_to(number),
            Typed::Unknown => {
                self.model.say(format!("There is no command “{}”; ? lists them.", speech::plain(line)));
                return Ok(());
            }
        };
        match run {
            Run::Do(action) => self.run_action(action, rest),
            Run::Decide(action) => self.decide(action),
            Run::Speaker => self.speaker(rest),
            Run::Kind => self.kind(rest),
            Run::Search => self.search(rest),
            Run::Sort => self.sort(rest),
            Run::Groups => self.groups(rest),
            Run::Paragraph => self.paragraph(rest),
            Run::Copy => self.copy(rest),
            Run::Verify => self.verify(rest),
            Run::Palette => self.palette(rest),
            Run::Again => {
                self.again = true;
                self.named = None;
                Ok(())
            }
            Run::Help => self.help(),
        }
    }

    fn send(&mut self, message: Message) -> io::Result<()> {
        self.handle(message)?;
        self.settle()
    }

    fn key(&mut self, code: KeyCode) -> io::Result<()> {
        self.send(Message::Type(KeyEvent::new(code, KeyModifiers::NONE)))
    }

    /// Does a command of the explorer; `rest` answers the prompt that it opens.
    fn run_action(&mut self, action: Action, rest: &str) -> io::Result<()> {
        let row = self.model.list.at;
        let filter = self.model.filter.text.clone();
        self.send(Message::Do(action))?;
        match action {
            Action::Down | Action::Up if row == self.model.list.at => {
                let which = if action == Action::Down { "last" } else { "first" };
                self.model.say(format!("This is the {which} one."));
            }
            Action::Review => match &self.model.review {
                Some(review) => {
                    let words = format!("Review of {}, least certain first; r leaves it.", review.total);
                    self.model.say(words);
                }
                None if self.model.notice.is_none() => self.model.say("Left the review."),
                None => {}
            },
            _ => {}
        }
        self.resolve(Some(rest.to_owned()).filter(|rest| !rest.is_empty()))?;
        // What is listed now is read from its beginning: there is no screen that shows where one was.
        if self.model.filter.text != filter { self.go_to_first() } else { Ok(()) }
    }

    fn go_to_first(&mut self) -> io::Result<()> {
        self.again = true;
        self.model.list.at = 0;
        let (width, height) = self.model.size;
        self.send(Message::Resize(width, height))
    }

    fn go_to(&mut self, number: usize) -> io::Result<()> {
        let len = self.model.rows.len();
        if !(1..=len).contains(&number) {
            self.model.say(format!("Quotations are numbered from 1 to {len}."));
            return Ok(());
        }
        self.model.list.at = number - 1;
        let (width, height) = self.model.size;
        self.send(Message::Resize(width, height))
    }

    /// Confirms or rejects, and goes on; what takes a decision back stays.
    fn decide(&mut self, action: Action) -> io::Result<()> {
        let before = self.here();
        self.run_action(action, "")?;
        let decided = self.model.selection().is_some_and(|quotation| quotation.review().is_some());
        if before.is_some() && self.here() == before && decided && self.model.review.is_none() {
            self.tell_notice()?;
            self.run_action(Action::Down, "")?;
        }
        Ok(())
    }

    /// Answers whatever the explorer asks, the first time with `answer`.
    fn resolve(&mut self, mut answer: Option<String>) -> io::Result<()> {
        loop {
            self.settle()?;
            match &self.model.overlay {
                Some(Overlay::Confirm(confirm)) => {
                    let letters = confirm.keys() == ("y", "n");
                    let question = format!("{} [y n]", speech::message(&confirm.question));
                    self.tell_notice()?;
                    let yes = self.ask(&question)?.is_some_and(|line| line.to_lowercase().starts_with('y'));
                    self.key(match (yes, letters) {
                        (true, true) => KeyCode::Char('y'),
                        (true, false) => KeyCode::Enter,
                        (false, true) => KeyCode::Char('n'),
                        (false, false) => KeyCode::Esc,
                    })?;
                    continue;
                }
                Some(Overlay::Why) => self.why()?,
                Some(Overlay::Problems { .. }) => {
                    let lines: Vec<String> = self.model.diagnostics().map(|line| speech::message(&line)).collect();
                    lines.iter().try_for_each(|line| self.line(line))?;
                }
                Some(Overlay::Report(report)) => {
                    let lines: Vec<String> = report.lines.iter().map(|line| speech::counts(line)).collect();
                    lines.iter().filter(|line| !line.is_empty()).try_for_each(|line| self.line(line))?;
                }
                Some(Overlay::Help { .. }) => self.help()?,
                Some(Overlay::Views { .. }) => {
                    self.views()?;
                    continue;
                }
                Some(Overlay::Versions(list)) => {
                    let members = list.members.clone();
                    self.versions(&members)?;
                    continue;
                }
                Some(Overlay::Details(_)) => {
                    self.details()?;
                    continue;
                }
                Some(_) => self.model.say("This is only shown on a screen."),
                None => {}
            }
            self.model.overlay = None;
            if self.model.prompt.is_none() {
                return Ok(());
            }
            self.answer(answer.take())?;
        }
    }

    /// Answers the prompt that is open: with `answer`, else with a line that is asked for. An empty line leaves things
    /// as they are, a single - takes tags or a note off.
    fn answer(&mut self, answer: Option<String>) -> io::Result<()> {
        let Some(prompt) = &self.model.prompt else { return Ok(()) };
        let (label, text) = (prompt.label.trim().trim_end_matches(':').to_owned(), prompt.input.text().to_owned());
        let may_be_empty = matches!(prompt.kind, PromptKind::AddSpeaker(_));
        let removes = matches!(prompt.kind, PromptKind::Tags(_) | PromptKind::Note(_));
        let line = match answer {
            Some(answer) => Some(answer),
            None => {
                self.tell_notice()?;
                let now = speech::plain(text.trim().trim_end_matches(','));
                let now = if now.is_empty() { String::new() } else { format!(", now {now}") };
                self.ask(&format!("{label}{now}:"))?
            }
        };
        let line = match line {
            Some(line) if removes && line == "-" => String::new(),
            Some(line) if !line.is_empty() || may_be_empty => line,
            _ => {
                self.key(KeyCode::Esc)?;
                self.model.prompt = None;
                return Ok(());
            }
        };
        self.send(Message::Edited(Ok(line)))?;
        self.key(KeyCode::Enter)?;
        // What cannot be done is said, and the next line is a command again.
        if let Some(diagnostic) = self.model.prompt.as_ref().and_then(|prompt| prompt.diagnostic.clone()) {
            self.line(&speech::message(&diagnostic.message))?;
            self.key(KeyCode::Esc)?;
            self.model.prompt = None;
        }
        Ok(())
    }

    /// Changes who said it. A name that is not known is asked about: a wrong name is worse than another question.
    fn speaker(&mut self, typed: &str) -> io::Result<()> {
        self.send(Message::Do(Action::Edit))?;
        let Some(Overlay::Form(form)) = &self.model.overlay else { return self.resolve(None) };
        let article = form.targets.first().map(|&ix| self.model.catalog.quotation(ix).article());
        let offered = form.speaker.popup().map(Popup::candidates).unwrap_or_default();
        let offered: Vec<String> = offered.iter().map(|name| name.insert.clone()).collect();
        let now = form.speaker_before.as_deref().map_or_else(|| "nobody named".to_owned(), speech::plain);
        let mut line = typed.to_owned();
        if line.is_empty() {
            self.line(&format!("Speaker now: {now}."))?;
            self.number(&offered)?;
            line = self.ask("Name or number, - for nobody, empty to cancel:")?.unwrap_or_default();
        }
        let name = match line.as_str() {
            "" => None,
            "-" => Some(String::new()),
            line => match line.parse::<usize>().ok().and_then(|number| offered.get(number.checked_sub(1)?)) {
                Some(name) => Some(name.clone()),
                None => self.known(line, article)?,
            },
        };
        let Some(name) = name else {
            self.model.overlay = None;
            self.model.say("Nothing was changed.");
            return Ok(());
        };
        self.send(Message::Paste(name))?;
        self.key(KeyCode::Enter)?;
        self.resolve(None)
    }

    /// The speaker whom `typed` names: one that is known, one of those whose names begin like it, or a new one.
    fn known(&mut self, typed: &str, article: Option<ArticleIx>) -> io::Result<Option<String>> {
        let exact = |name: &&str| fold(name) == fold(typed);
        if let Some(name) = self.model.catalog.speakers().map(|speaker| speaker.name()).find(exact) {
            return Ok(Some(name.to_owned()));
        }
        let near = article.map(|article| completions::speakers(&self.model, article, typed)).unwrap_or_default();
        let mut names: Vec<String> = near.into_iter().take(LISTED).map(|name| name.insert).collect();
        self.line(&format!("Nobody is called {}.", speech::plain(typed)))?;
        self.number(&names)?;
        self.line(&format!("{}. a new speaker, {}", names.len() + 1, speech::plain(typed)))?;
        names.push(typed.to_owned());
        let line = self.ask("Number, empty to cancel:")?.unwrap_or_default();
        Ok(line.parse::<usize>().ok().and_then(|number| names.get(number.checked_sub(1)?).cloned()))
    }

    fn number(&mut self, names: &[String]) -> io::Result<()> {
        for (at, name) in names.iter().take(LISTED).enumerate() {
            self.line(&format!("{}. {}", at + 1, speech::plain(name)))?;
        }
        Ok(())
    }

    /// Goes through the details of articles, one question each.
    fn details(&mut self) -> io::Result<()> {
        let mut at = 0;
        while let Some(Overlay::Details(form)) = &self.model.overlay {
            let Some(line) = form.lines.get(at) else { break };
            let now = match (line.differs, &line.before) {
                (true, _) => ", now several".to_owned(),
                (false, Some(value)) => format!(", now {}", speech::plain(value)),
                (false, None) => String::new(),
            };
            let question = format!("{}{now}:", capitalized(details::label(line.field)));
            let Some(answer) = self.ask(&question)? else { break };
            if let Some(Overlay::Details(form)) = &mut self.model.overlay
                && !answer.is_empty()
            {
                form.lines[at].input.set(&answer);
            }
            at += 1;
        }
        self.key(KeyCode::Enter)?;
        // What is wrong with a value is said, and nothing is changed.
        if let Some(Overlay::Details(form)) = &self.model.overlay {
            let wrong = form.wrong.clone().unwrap_or_else(|| "Nothing was changed.".to_owned());
            self.model.overlay = None;
            self.model.fail(wrong);
        }
        Ok(())
    }

    fn kind(&mut self, typed: &str) -> io::Result<()> {
        let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        let line = match typed {
            "" => self.ask(&format!("Kind ({}):", words.join(", ")))?.unwrap_or_default(),
            typed => typed.to_owned(),
        };
        let Some(letter) = words.iter().find(|word| !line.is_empty() && word.starts_with(&line)) else {
            self.model.say(format!("A kind is one of {}.", words.join(", ")));
            return Ok(());
        };
        let letter = letter.chars().next().unwrap_or_default();
        self.send(Message::Do(Action::Edit))?;
        if matches!(self.model.overlay, Some(Overlay::Form(_))) {
            self.key(KeyCode::Down)?;
            self.key(KeyCode::Char(letter))?;
            self.key(KeyCode::Enter)?;
        }
        self.resolve(None)
    }

    /// `/` alone goes on to the next match.
    fn search(&mut self, words: &str) -> io::Result<()> {
        if words.is_empty() && self.model.find[Pane::Quotations.index()].is_some() {
            return self.run_action(Action::Next, "");
        }
        self.run_action(Action::Search, words)
    }

    fn sort(&mut self, typed: &str) -> io::Result<()> {
        let words: Vec<&str> = Sort::ALL.iter().map(|sort| sort.word()).collect();
        let line = match typed {
            "" => self.ask(&format!("Sort by {}:", words.join(", ")))?.unwrap_or_default(),
            typed => typed.to_owned(),
        };
        let word = line.trim_start_matches('-');
        if word.is_empty() || !words.iter().any(|known| known.starts_with(word)) {
            self.model.say(format!("Quotations can be sorted by {}.", words.join(", ")));
            return Ok(());
        }
        self.run_action(Action::Palette, &format!("sort {line}"))?;
        self.go_to_first()
    }

    /// Lists the rows of the first pane, by another facet when that is named, and takes the one that is chosen.
    fn groups(&mut self, typed: &str) -> io::Result<()> {
        if !typed.is_empty() && typed.parse::<usize>().is_err() {
            let known = |facet: &Facet| {
                facet.word().starts_with(typed) || labels::title(*facet).to_lowercase().starts_with(typed)
            };
            let Some(facet) = Facet::ALL.into_iter().find(known) else {
                let words: Vec<String> = Facet::ALL.iter().map(|facet| labels::title(*facet).to_lowercase()).collect();
                self.model.say(format!("Quotations can be grouped by {}.", words.join(", ")));
                return Ok(());
            };
            self.run_action(Action::Palette, &format!("browse {}", facet.word()))?;
            self.model.notice = None;
        }
        let rows = self.model.found.groups.rows.len();
        let line = match typed.parse::<usize>() {
            Ok(_) => typed.to_owned(),
            Err(_) => {
                for line in speech::groups(&self.model, LISTED) {
                    self.line(&line)?;
                }
                self.ask("Number, 0 for all, empty to cancel:")?.unwrap_or_default()
            }
        };
        match line.parse::<usize>() {
            Ok(row) if row <= rows => {
                let by = self.model.grouping.by;
                self.model.review = None;
                self.model.picks.clear_of(by);
                // A pick stays when other rows are listed, so that one can be added to another.
                if let Some(label) = row.checked_sub(1).map(|row| self.model.found.groups.rows[row].label.clone()) {
                    self.model.picks.toggle(by, label);
                }
                self.model.first.at = 0;
                selection::choose(&mut self.model);
                self.go_to_first()
            }
            Ok(_) => {
                self.model.say(format!("Rows are numbered from 1 to {rows}."));
                Ok(())
            }
            Err(_) => Ok(()),
        }
    }

    fn paragraph(&mut self, typed: &str) -> io::Result<()> {
        let words = match typed.parse() {
            Ok(number) => speech::paragraph(&self.model, Some(number)),
            Err(_) => speech::paragraph(&self.model, None),
        };
        self.line(&words.unwrap_or_else(|why| why))
    }

    fn copy(&mut self, typed: &str) -> io::Result<()> {
        let line = match typed {
            "" => self.ask("Copy q quotation, c with its source, m Markdown, j JSON, u link:")?.unwrap_or_default(),
            typed => typed.to_owned(),
        };
        let action = match line.chars().next() {
            Some('q' | 'y') => Action::CopyQuotation,
            Some('c') => Action::CopyCitation,
            Some('m') => Action::CopyMarkdown,
            Some('j') => Action::CopyJson,
            Some('u') => Action::CopyUrl,
            _ => return Ok(()),
        };
        self.run_action(action, "")
    }

    /// A command by name, with its argument. What could mean several is not guessed at.
    fn palette(&mut self, typed: &str) -> io::Result<()> {
        let line = match typed {
            "" => self.ask("Command:")?.unwrap_or_default(),
            typed => typed.to_owned(),
        };
        if line.is_empty() {
            return Ok(());
        }
        let entries = palette::entries(&self.model.views, &line);
        let name = |entry: &Entry| match entry {
            Entry::Command(command) => command.name.to_owned(),
            Entry::View(name) => format!("view {name}"),
            Entry::Argument(argument) => argument.written(),
        };
        let names: Vec<String> = entries.iter().map(name).collect();
        match names.as_slice() {
            [_] => self.run_action(Action::Palette, &line),
            [first, ..] if *first == line => self.run_action(Action::Palette, &line),
            [] => {
                self.model.say(format!("There is no command “{}”.", speech::plain(&line)));
                Ok(())
            }
            several => {
                let shown: Vec<&str> = several.iter().take(10).map(String::as_str).collect();
                self.model.say(format!("That could be {}.", shown.join(", ")));
                Ok(())
            }
        }
    }

    /// Checks a draft, and says every passage of it, problems first.
    fn verify(&mut self, typed: &str) -> io::Result<()> {
        let line = match typed {
            "" => self.ask("Draft:")?.unwrap_or_default(),
            typed => typed.to_owned(),
        };
        if line.is_empty() {
            return Ok(());
        }
        self.run_action(Action::Palette, &format!("verify {line}"))?;
        if let Some(draft) = self.model.verification.take() {
            self.tell_notice()?;
            let lines = (0..draft.order.len()).filter_map(|row| speech::passage(&draft, row));
            lines.collect::<Vec<_>>().iter().try_for_each(|line| self.line(line))?;
        }
        Ok(())
    }

    /// Lists versions of a quotation, and goes to one of them.
    fn versions(&mut self, members: &[QuotationIx]) -> io::Result<()> {
        if members.is_empty() {
            // They are still being compared: the list is made again when that is done.
            let is_waiting = |overlay: &Option<Overlay>| match overlay {
                Some(Overlay::Versions(list)) => list.members.is_empty(),
                _ => false,
            };
            while is_waiting(&self.model.overlay) {
                let Ok(event) = self.receiver.recv() else { break };
                self.take(event)?;
            }
            return Ok(());
        }
        for (at, &ix) in members.iter().enumerate().take(LISTED) {
            let line = format!("{}. {}", at + 1, speech::version(&self.model, ix));
            self.line(&line)?;
        }
        let line = self.ask("Number, empty to cancel:")?.unwrap_or_default();
        let chosen = line.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match (chosen.filter(|at| *at < members.len()), &mut self.model.overlay) {
            (Some(chosen), Some(Overlay::Versions(list))) => {
                list.at = chosen;
                self.again = true;
                self.send(Message::Do(Action::Open))
            }
            _ => {
                self.model.overlay = None;
                Ok(())
            }
        }
    }

    fn views(&mut self) -> io::Result<()> {
        let names: Vec<String> = self.model.views.iter().map(|(name, query)| format!("{name}: {query}")).collect();
        self.number(&names)?;
        let line = self.ask("Number, empty to cancel:")?.unwrap_or_default();
        match line.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|at| *at < names.len()) {
            Some(chosen) => {
                if let Some(Overlay::Views { at, .. }) = &mut self.model.overlay {
                    *at = chosen;
                }
                self.send(Message::Do(Action::Open))
            }
            None => {
                self.model.overlay = None;
                Ok(())
            }
        }
    }

    fn why(&mut self) -> io::Result<()> {
        let Some(quotation) = self.model.selection() else { return Ok(()) };
        let lines: Vec<String> =
            why::lines(&self.model, quotation).iter().map(|(_, line)| speech::message(line)).collect();
        lines.iter().try_for_each(|line| self.line(line))
    }

    fn help(&mut self) -> io::Result<()> {
        for row in &ROWS {
            self.line(&format!("{} ({}): {}.", row.key, row.name, row.doc))?;
        }
        self.line("Enter alone says the quotation again; f takes a query, such as f speaker:petro -drugs.")?;
        self.line("An empty answer to any question leaves things as they are.")
    }
}
