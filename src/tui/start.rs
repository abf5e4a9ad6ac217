//! The explorer before its first frame: what the config, the environment and the person's files say.

use crate::index::Cache;
use crate::query::{self, Facet, QueryError};
use crate::store::{Catalog, Location, Problem};
use crate::tui::keymap::{Action, Keymap};
use crate::tui::layout::{Arrangement, Pane};
use crate::tui::state::active_prompt::Histories;
use crate::tui::state::labels::Grouping;
use crate::tui::state::model::Model;
use crate::tui::state::session::{Filter, Lines, Loading, Place};
use crate::tui::terminal::background_from_env;
use crate::tui::theme::{Background, Base, Depth, Made, Theme};
use crate::user::config::Config;
use crate::user::history::{self, Kind};
use crate::user::{Folders, places, views};

/// What to explore.
#[derive(Debug, Default)]
pub struct Options {
    /// The store; absent when it came through a pipe.
    pub location: Option<Location>,
    /// The store that came through a pipe, read whole, and what is wrong with it.
    pub piped: Option<(Catalog, Vec<Problem>)>,
    /// The filter to begin with.
    pub query: Option<String>,
    /// What was derived from stores before, unless it is not to be used.
    pub cache: Option<Cache>,
}

/// How the theme came about, so that it can be made again when the terminal reports its background, or the person wants
/// the next one.
#[derive(Debug, Clone, Default)]
pub struct ThemeChoice {
    made: Made,
    styles: Vec<(String, String)>,
}

impl ThemeChoice {
    /// The theme.
    #[must_use]
    pub fn theme(&self) -> Theme {
        let mut theme = Theme::new(self.made);
        let pairs = self.styles.iter().map(|(role, words)| (role.as_str(), words.as_str()));
        // What is wrong with the styles was said at start.
        let _ = theme.change(self.made.depth, pairs);
        theme
    }

    /// Takes in what the terminal says of its background.
    pub fn on(&mut self, background: Background) {
        self.made.background = background;
    }

    /// Whether the terminal has to be asked for its background.
    #[must_use]
    pub fn wants_background(&self) -> bool {
        self.made.base == Base::Auto && self.made.depth != Depth::None
    }

    /// Goes on to the next theme; gives its name.
    pub fn step(&mut self) -> &'static str {
        let at = Base::NAMES.iter().position(|(_, base)| *base == self.made.base).unwrap_or(0);
        self.take(Base::NAMES[(at + 1) % Base::NAMES.len()].1)
    }

    /// Takes this theme; gives its name.
    pub fn take(&mut self, base: Base) -> &'static str {
        self.made.base = base;
        Base::NAMES.iter().find(|(_, named)| *named == base).map_or("", |(name, _)| name)
    }
}

/// The model before anything is loaded, how it looks, and what the person's files get wrong.
///
/// # Errors
/// When the query to begin with cannot be understood.
pub fn model(options: Options, folders: Option<&Folders>) -> Result<(Model, ThemeChoice), QueryError> {
    let mut config = folders.map(Config::load).unwrap_or_default();
    let changes = config.keys.clone();
    let changes = changes.iter().map(|keys| (keys.command.as_str(), keys.keys.iter().map(String::as_str)));
    let (keymap, wrong_keys) = Keymap::new(changes);
    for (name, message) in wrong_keys {
        config.complain(&["keys", &name], message);
    }
    let variable = |name: &str| std::env::var(name).ok();
    let mut base = Base::default();
    if let Some(name) = config.theme.base.clone() {
        match Base::from_name(&name) {
            Some(named) => base = named,
            None => {
                let names: Vec<&str> = Base::NAMES.iter().map(|(name, _)| *name).collect();
                config.complain(&["theme"], format!("there is no theme `{name}`: {}", names.join(", ")));
            }
        }
    }
    let background = background_from_env(variable("COLORFGBG").as_deref()).unwrap_or_default();
    let depth = Depth::from_env(variable);
    let looks = ThemeChoice { made: Made { base, background, depth }, styles: config.theme.styles.clone() };
    let pairs = looks.styles.iter().map(|(role, words)| (role.as_str(), words.as_str()));
    let wrong: Vec<(String, String)> = Theme::new(looks.made)
        .change(depth, pairs)
        .into_iter()
        .map(|wrong| (wrong.role_name().to_owned(), wrong.to_string()))
        .collect();
    for (role, message) in wrong {
        config.complain(&["theme", &role], message);
    }
    let text = options.query.unwrap_or_default();
    let query = query::parse(&text)?;
    let name = match &options.location {
        Some(location) => shown(location.path()),
        None => "from a pipe".into(),
    };
    let loading = match (&options.location, &options.piped) {
        (Some(location), _) if !location.exists() => Loading::Missing,
        (Some(_), _) => Loading::Running(0, 0),
        (None, _) => Loading::Done,
    };
    let metadata = options.location.as_ref().and_then(|location| std::fs::metadata(location.path()).ok());
    let read_only = metadata.is_some_and(|metadata| metadata.permissions().readonly());
    let mut arrangement = Arrangement::default();
    if let Some(panes) = config.layout.panes {
        arrangement.shares = panes.map(|share| share.saturating_mul(10).max(60));
    }
    let mut model = Model {
        theme: looks.theme(),
        keymap,
        place: Place { name, read_only, location: options.location, folders: folders.cloned() },
        loading,
        filter: Filter { text, query },
        lines: match config.layout.lines {
            0 | 1 => Lines::One,
            2 => Lines::Two,
            _ => Lines::All,
        },
        arrangement,
        mouse: config.layout.mouse,
        reviewer: config.reviewer.clone(),
        ..Model::default()
    };
    if let Some((catalog, problems)) = options.piped {
        model.found.rows = crate::tui::state::rows::Rows::All(catalog.len());
        model.rows = model.found.rows.clone();
        model.catalog = catalog;
        model.problems = problems;
    }
    if let Some(folders) = folders {
        model.histories = Histories {
            search: history::load(folders, Kind::Search),
            filter: history::load(folders, Kind::Filter),
            palette: history::load(folders, Kind::Palette),
        };
        match views::load(folders) {
            Ok(views) => model.views = views.into_iter().map(|view| (view.name, view.query)).collect(),
            Err(error) => model.fail(error.to_string()),
        }
    }
    if let (Some(folders), Some(location), true) = (folders, &model.place.location, model.filter.text.is_empty())
        && let Some(place) = places::load(folders, location.path())
    {
        let pane = Pane::ALL.get(usize::from(place.pane).wrapping_sub(1));
        model.arrangement.focus = pane.copied().unwrap_or_default();
        model.grouping = Facet::from_word(&place.browse).map(Grouping::of).unwrap_or_default();
        model.resume = Some((place.article, place.quotation));
    }
    model.complaints = config.wrong.iter().map(ToString::to_string).collect();
    if let [first, rest @ ..] = config.wrong.as_slice() {
        let key = model.keymap.hint(Action::Problems);
        let more = if rest.is_empty() { String::new() } else { format!(" ({key} shows {} more)", rest.len()) };
        model.fail(format!("{first}{more}"));
    }
    Ok((model, looks))
}

/// The pane and the quotation that the explorer is left at, for the next start.
#[must_use]
pub fn place(model: &Model) -> Option<places::Place> {
    let pane = u8::try_from(model.focus().index() + 1).unwrap_or(1);
    let here = model.selected().and_then(|ix| model.names(&[ix]).pop());
    // What was not read in time is the place all the same.
    let (article, quotation) = here.filter(|_| model.resume.is_none()).or_else(|| model.resume.clone())?;
    Some(places::Place {
        pane,
        browse: model.grouping.by.word().to_owned(),
        article,
        quotation,
        ..places::Place::default()
    })
}

/// Names the first keys to somebody who never used the explorer.
pub fn welcome(model: &mut Model, folders: Option<&Folders>) {
    if model.notice.is_none() && folders.is_some_and(|folders| !folders.state().exists()) {
        let key = |action| model.keymap.hint(action);
        let words = format!(
            "New? {} adds an article, {} reviews, {} edits, {} filters, {} shows every key.",
            key(Action::AddArticle),
            key(Action::Review),
            key(Action::Edit),
            key(Action::Filter),
            key(Action::Help)
        );
        model.say(words);
    }
}

/// A path as people write it: the home folder as `~`.
fn shown(path: &std::path::Path) -> String {
    let home = std::env::home_dir().filter(|home| home.as_os_str().len() > 1);
    match home.and_then(|home| path.strip_prefix(home).ok().map(|rest| format!("~/{}", rest.display()))) {
        Some(short) => short,
        None => path.display().to_string(),
    }
}
