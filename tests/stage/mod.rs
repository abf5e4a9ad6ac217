//! The explorer without a terminal: keys go in as they would from one, what the background would do is done at once,
//! and the screen is a buffer whose styles can be looked at.
#![allow(dead_code, reason = "every test file uses its own part of the stage")]

#[path = "../driver/stores.rs"]
pub mod stores;

use std::collections::VecDeque;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use verbatim::query::Query;
use verbatim::store::{self, Edit, Location, Saved, StoreError};
use verbatim::tui::key::Key;
use verbatim::tui::message::{Effect, Job, Message};
use verbatim::tui::state::model::Model;
use verbatim::tui::state::rows::Rows;
use verbatim::tui::state::session::{Filter, Loading, Notice, Place, Stale};
use verbatim::tui::theme::{Role, Theme};
use verbatim::tui::{pipe, update, view, work, write};

/// The explorer on a stage.
pub struct Stage {
    pub model: Model,
    /// What it asked for besides work.
    pub asked: Vec<Effect>,
    /// Batches of edits that it sent to the file.
    pub saved: Vec<Vec<Edit>>,
    /// What the next saves say; those after them succeed.
    pub saves: VecDeque<Result<(), String>>,
    /// Saves say that these edits cannot be made.
    pub refused: fn(&Edit) -> bool,
    /// Answers of saves are held back until `let_answers_land`.
    pub hold_saves: bool,
    /// So are those of searches with `/`.
    pub hold_finds: bool,
    /// So are the texts of articles.
    pub hold_reads: bool,
    held: Vec<Message>,
    terminal: Terminal<TestBackend>,
}

impl Stage {
    /// Two articles with seven quotations by four speakers.
    pub fn new(width: u16, height: u16) -> Self {
        Self::of(&stores::two(), width, height)
    }

    /// The store that `yaml` is.
    pub fn of(yaml: &str, width: u16, height: u16) -> Self {
        let (catalog, problems) = store::load_reader(yaml.as_bytes()).expect("a store");
        assert!(problems.is_empty(), "{problems:?}");
        let mut model = Model {
            theme: Theme::plain(),
            place: Place {
                name: "quotes.yaml".into(),
                location: Some(Location::at("/nowhere/quotes.yaml")),
                ..Place::default()
            },
            loading: Loading::Done,
            mouse: true,
            filter: Filter { text: String::new(), query: Query::default() },
            ..Model::default()
        };
        model.found.rows = Rows::All(catalog.len());
        model.rows = model.found.rows.clone();
        model.catalog = catalog;
        let terminal = Terminal::new(TestBackend::new(width, height)).expect("a buffer");
        let mut stage = Self {
            model,
            asked: Vec::new(),
            saved: Vec::new(),
            saves: VecDeque::new(),
            refused: |_| false,
            hold_saves: false,
            hold_finds: false,
            hold_reads: false,
            held: Vec::new(),
            terminal,
        };
        stage.tell(Message::Resize(width, height));
        stage.tell(Message::LoadDone);
        stage
    }

    /// Hands a message in, and does what it asks for. Whatever was asked of the background is answered then, or a newer
    /// request has taken its place.
    pub fn tell(&mut self, message: Message) {
        let mut waiting = VecDeque::from([message]);
        while let Some(message) = waiting.pop_front() {
            for effect in update::update(&mut self.model, message) {
                match effect {
                    Effect::Work(job) => waiting.extend(self.work(*job)),
                    other => self.asked.push(other),
                }
            }
        }
        let model = &self.model;
        assert_eq!(model.searching.shown, model.searching.sent, "a search was dropped");
        assert!(model.found_at == model.find_sent || self.hold_finds, "a search of `/` was dropped");
        assert!(model.context.awaited.is_none() || self.hold_reads, "the text of an article was asked for and dropped");
        assert_eq!(model.stale, Stale::default(), "something stale was not asked for");
    }

    fn work(&mut self, job: Job) -> Option<Message> {
        match job {
            Job::Search(job) => {
                let request = job.request;
                work::search(job).map(|(found, index)| Message::Found { request, found, index })
            }
            Job::Find(job) => {
                let answer = Message::Hits { request: job.request, found: work::find(&job) };
                if self.hold_finds {
                    self.held.push(answer);
                    return None;
                }
                Some(answer)
            }
            Job::Read { request, catalog, article } => {
                let answer = Message::Read { request, article, reading: work::read(&catalog, article) };
                if self.hold_reads {
                    self.held.push(answer);
                    return None;
                }
                Some(answer)
            }
            Job::Save(edits) => {
                let mut saved = Box::<Saved>::default();
                let refused = edits.iter().filter(|edit| (self.refused)(edit));
                let error = || StoreError::Refused { what: "it is too curious".into(), hint: "do it by hand" };
                saved.failed.extend(refused.map(|edit| (edit.clone(), error())));
                self.saved.push(edits);
                let answer = Message::Saved { result: self.saves.pop_front().unwrap_or(Ok(())).map(|()| saved) };
                if self.hold_saves {
                    self.held.push(answer);
                    return None;
                }
                Some(answer)
            }
            Job::Compare { request, catalog, known, stop } => {
                let versions = work::compare(&catalog, known, &stop);
                versions.map(|versions| Message::Compared { request, versions })
            }
            Job::Verify { request, path } => {
                let location = self.model.place.location.clone().expect("a store");
                Some(Message::Verified { request, result: work::verify(&location, None, &path) })
            }
            Job::Align { catalog, rows, query, of, by, known, stop } => {
                let lines = work::align(&catalog, &rows, &query, (by, known), &stop);
                Some(Message::Aligned { of, by, lines })
            }
            Job::Pipe { catalog, rows, command, stop } => {
                Some(Message::Worked(pipe::run(&catalog, &rows, &command, &stop)))
            }
            Job::Write { catalog, rows, path, format, options, stop } => {
                Some(Message::Worked(write::run(&catalog, &rows, (&path, format, options), &stop)))
            }
            Job::SaveLater(_) | Job::Reload { .. } | Job::Add { .. } | Job::TakeOut(_) | Job::Remove(_) => None,
        }
    }

    /// What was held back is answered now.
    pub fn let_answers_land(&mut self) {
        let held = std::mem::take(&mut self.held);
        let last = held.len().saturating_sub(1);
        for (number, message) in held.into_iter().enumerate() {
            self.hold_finds &= number < last;
            self.tell(message);
        }
    }

    /// Presses keys, separated by spaces and written as in the key table; a word of several letters is typed letter by
    /// letter.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for word in keys.split(' ').filter(|word| !word.is_empty()) {
            match Key::parse(word) {
                Some(key) => self.key(key),
                None => word.chars().for_each(|c| self.key(Key::plain(KeyCode::Char(c)))),
            }
        }
        self
    }

    /// Types text as it stands, spaces too.
    pub fn write(&mut self, text: &str) -> &mut Self {
        text.chars().for_each(|c| self.key(Key::plain(KeyCode::Char(c))));
        self
    }

    fn key(&mut self, key: Key) {
        let mut modifiers = KeyModifiers::NONE;
        modifiers.set(KeyModifiers::CONTROL, key.ctrl);
        modifiers.set(KeyModifiers::ALT, key.alt);
        self.event(Event::Key(KeyEvent::new(key.code, modifiers)));
    }

    /// Hands in what the terminal would.
    pub fn event(&mut self, event: Event) {
        if let Some(message) = update::message(&self.model, event) {
            self.tell(message);
        }
    }

    /// Clicks on a cell.
    pub fn click(&mut self, column: u16, row: u16) {
        let kind = MouseEventKind::Down(MouseButton::Left);
        self.event(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    }

    /// Turns the wheel over a cell.
    pub fn scroll(&mut self, column: u16, row: u16, down: bool) {
        let kind = if down { MouseEventKind::ScrollDown } else { MouseEventKind::ScrollUp };
        self.event(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    }

    /// Gives the screen another size.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.terminal.backend_mut().resize(width, height);
        self.tell(Message::Resize(width, height));
    }

    /// Gives the screen another size of which the explorer does not know yet.
    pub fn shrink(&mut self, width: u16, height: u16) {
        self.terminal.backend_mut().resize(width, height);
    }

    /// Columns and rows of the screen.
    pub fn size(&self) -> (u16, u16) {
        let area = self.terminal.backend().buffer().area;
        (area.width, area.height)
    }

    /// Draws.
    pub fn draw(&mut self) {
        let model = &self.model;
        self.terminal.draw(|frame| view::view(model, frame)).expect("drawn");
    }

    /// Draws, and gives the screen.
    pub fn screen(&mut self) -> Screen {
        self.draw();
        let model = &self.model;
        let cursor = self.terminal.get_cursor_position().expect("a cursor");
        Screen {
            buffer: self.terminal.backend().buffer().clone(),
            cursor: (cursor.x, cursor.y),
            theme: model.theme.clone(),
        }
    }

    /// What the status line says to the person.
    pub fn notice(&self) -> String {
        match &self.model.notice {
            Some(Notice::Info(words) | Notice::Error(words)) => words.clone(),
            None => String::new(),
        }
    }

    /// The words of the quotation under the cursor.
    pub fn selected(&self) -> String {
        self.model.selection().map(|quotation| quotation.text().to_owned()).unwrap_or_default()
    }

    /// The words of all quotations in sight.
    pub fn listed(&self) -> Vec<String> {
        self.model.rows.iter().map(|ix| self.model.catalog.quotation(ix).text().to_owned()).collect()
    }
}

/// A screen as it was drawn.
pub struct Screen {
    buffer: Buffer,
    /// Column and row of the hardware cursor.
    pub cursor: (u16, u16),
    theme: Theme,
}

impl Screen {
    /// The lines, without trailing spaces.
    pub fn lines(&self) -> Vec<String> {
        let area = self.buffer.area;
        (0..area.height)
            .map(|y| {
                let mut line = String::new();
                let mut skip = 0;
                for x in 0..area.width {
                    if skip > 0 {
                        skip -= 1;
                        continue;
                    }
                    let symbol = self.buffer[(x, y)].symbol();
                    skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
                    line.push_str(symbol);
                }
                line.trim_end().to_owned()
            })
            .collect()
    }

    /// The whole screen.
    pub fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// Where `words` stand first.
    #[track_caller]
    pub fn find(&self, words: &str) -> (u16, u16) {
        self.all(words).first().copied().unwrap_or_else(|| panic!("{words:?} is not on the screen:\n{}", self.text()))
    }

    /// Where `words` stand, from top to bottom.
    pub fn all(&self, words: &str) -> Vec<(u16, u16)> {
        let area = self.buffer.area;
        let mut found = Vec::new();
        for y in 0..area.height {
            for x in 0..area.width {
                let mut rest = words;
                let mut at = x;
                while !rest.is_empty() && at < area.width {
                    let symbol = self.buffer[(at, y)].symbol();
                    match rest.strip_prefix(symbol) {
                        Some(left) if !symbol.is_empty() => {
                            rest = left;
                            at += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol).max(1)).expect("small");
                        }
                        _ => break,
                    }
                }
                if rest.is_empty() {
                    found.push((x, y));
                }
            }
        }
        found
    }

    /// Whether `words` are on the screen.
    pub fn has(&self, words: &str) -> bool {
        !self.all(words).is_empty()
    }

    /// The cell there.
    pub fn cell(&self, (x, y): (u16, u16)) -> &Cell {
        &self.buffer[(x, y)]
    }

    /// Whether the cell there has all that `role` gives.
    pub fn is(&self, at: (u16, u16), role: Role) -> bool {
        let style = self.theme.style(role);
        let cell = self.cell(at);
        cell.modifier.contains(style.add_modifier)
            && style.fg.is_none_or(|fg| cell.fg == fg)
            && style.bg.is_none_or(|bg| cell.bg == bg)
    }

    /// Panics when `words` are not there, or not everywhere in `role`.
    #[track_caller]
    pub fn assert_role(&self, words: &str, role: Role) {
        let (x, y) = self.find(words);
        let width = u16::try_from(unicode_width::UnicodeWidthStr::width(words)).expect("small");
        for x in x..x + width {
            assert!(self.is((x, y), role), "{words:?} at {x},{y} is not {role:?}: {:?}", self.cell((x, y)));
        }
    }

    /// Panics when `words` are not on the screen.
    #[track_caller]
    pub fn assert_has(&self, words: &str) {
        self.find(words);
    }

    /// Panics when `words` are on the screen.
    #[track_caller]
    pub fn assert_lacks(&self, words: &str) {
        assert!(!self.has(words), "{words:?} is on the screen:\n{}", self.text());
    }
}
