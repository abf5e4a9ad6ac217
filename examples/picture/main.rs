//! Renders the pictures of the README again: runs the real program in a pseudo-terminal, presses keys, and draws what
//! stands on its screen. Nothing in a picture is made up.
//!
//! `cargo run --release --example picture` builds the program and writes `docs/*.svg`. A program that is built already
//! can be named: `cargo run --example picture -- target/release/verbatim`.

#![allow(clippy::unwrap_used, reason = "a tool of the project's own: what goes wrong is to be seen at once")]

#[path = "../../tests/driver/mod.rs"]
mod driver;
mod svg;

use std::path::{Path, PathBuf};
use std::process::Command;

use driver::{Driver, Setup};
use svg::{DARK, Ground, LIGHT, Shot};

/// A picture of one moment.
struct Picture {
    name: &'static str,
    size: (u16, u16),
    ground: Ground,
    keys: &'static [Act],
}

/// What is done before a picture is taken.
#[derive(Clone, Copy)]
enum Act {
    /// Keys by name, separated by spaces.
    Press(&'static str),
    /// Text into a prompt.
    Type(&'static str),
}

use Act::{Press, Type};

const PICTURES: &[Picture] = &[
    Picture { name: "explorer", size: (120, 32), ground: DARK, keys: &[Press("j Enter j j")] },
    Picture { name: "light", size: (120, 32), ground: LIGHT, keys: &[Press("j Enter j j")] },
    Picture { name: "filter", size: (100, 28), ground: DARK, keys: &[Press("f"), Type("speaker:petro war")] },
    Picture { name: "why", size: (100, 28), ground: DARK, keys: &[Press("2 j j"), Press("i")] },
    Picture { name: "small", size: (60, 24), ground: DARK, keys: &[Press("2 j j")] },
];

/// A short visit: what is done, and for how many seconds the screen then stays.
const VISIT: &[(Act, f64)] = &[
    (Press("1"), 1.6),
    (Press("j"), 0.9),
    (Press("j"), 0.9),
    (Press("Enter"), 1.2),
    (Press("j"), 1.0),
    (Press("*"), 1.2),
    (Press("c"), 1.4),
    (Press("i"), 2.4),
    (Press("Esc"), 0.6),
    (Press("f"), 0.6),
    (Type("k"), 0.2),
    (Type("i"), 0.2),
    (Type("nd:m"), 0.2),
    (Type("ixed"), 1.4),
    (Type(" d"), 0.3),
    (Type("rugs"), 1.6),
    (Press("Enter"), 1.4),
    (Press("F"), 1.0),
    (Press("u u"), 1.6),
];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = std::env::args_os().nth(1).map_or_else(|| built(root), |path| root.join(path));
    let docs = root.join("docs");
    for picture in PICTURES {
        let mut explorer = start(root, &program, picture.size, picture.ground);
        for act in picture.keys {
            perform(&mut explorer, *act);
        }
        std::fs::write(docs.join(format!("{}.svg", picture.name)), svg::still(&explorer.look(), picture.ground))
            .unwrap();
    }
    let mut explorer = start(root, &program, (100, 28), DARK);
    let mut shots = Vec::new();
    for (act, seconds) in VISIT {
        perform(&mut explorer, *act);
        shots.push(Shot { look: explorer.look(), seconds: *seconds });
    }
    std::fs::write(docs.join("visit.svg"), svg::recording(&shots, DARK)).unwrap();
}

fn perform(explorer: &mut Driver, act: Act) {
    match act {
        Press(keys) => explorer.press_each(keys),
        Type(text) => explorer.type_text(text),
    };
}

/// The program that is in the pictures, built as people build it.
fn built(root: &Path) -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status =
        Command::new(cargo).args(["build", "--release", "--bin", "verbatim"]).current_dir(root).status().unwrap();
    assert!(status.success(), "the program could not be built");
    let target = std::env::current_exe().unwrap().ancestors().nth(3).unwrap().join("release/verbatim");
    assert!(target.exists(), "{} is not there", target.display());
    target
}

/// The program on a copy of the store that the project ships.
fn start(root: &Path, program: &Path, (columns, rows): (u16, u16), ground: Ground) -> Driver {
    let store = std::fs::read_to_string(root.join("quotes.yaml")).unwrap();
    let digits = &ground.paper[1..];
    let answer = [0, 2, 4].map(|at| digits[at..at + 2].repeat(2)).join("/");
    Setup::new(program).size(columns, rows).background(&answer).file("quotes.yaml", &store).start()
}
