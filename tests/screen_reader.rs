//! The explorer and the commands for screen readers: the byte stream of a terminal is read as a screen reader reads it,
//! and holds no escape sequence.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod driver;

use std::io::Write as _;
use std::process::{Command, Stdio};

use driver::{Driver, Setup, stores, wait_file};

const VERBATIM: &str = env!("CARGO_BIN_EXE_verbatim");
const PROMPT: &str = "[c x e * n b f q ?]";

fn setup() -> Setup {
    // Wide, so that a sentence stands on one line of the parser's screen.
    Setup::new(VERBATIM).size(400, 60).file("quotes.yaml", &stores::two())
}

/// Someone who types lines and listens.
struct Listener {
    driver: Driver,
    heard: String,
}

impl Listener {
    #[track_caller]
    fn start(setup: Setup) -> Self {
        let mut listener = Self { driver: setup.spawn(), heard: String::new() };
        listener.hear(PROMPT);
        listener
    }

    /// Listens until `end` is said; gives what was said since the last line was typed.
    #[track_caller]
    fn hear(&mut self, end: &str) -> String {
        let mut new = String::new();
        self.driver.wait_output(end, |bytes| {
            new.push_str(std::str::from_utf8(bytes).unwrap());
            new.contains(end)
        });
        self.heard.push_str(&new);
        new.replace("\r\n", "\n")
    }

    /// Types a line and listens until the explorer asks for the next.
    #[track_caller]
    fn say(&mut self, line: &str) -> String {
        self.say_until(line, PROMPT)
    }

    #[track_caller]
    fn say_until(&mut self, line: &str, end: &str) -> String {
        self.driver.write(format!("{line}\n").as_bytes());
        self.hear(end)
    }

    #[track_caller]
    fn leave(mut self) -> Driver {
        self.driver.write(b"q\n");
        assert!(self.driver.wait_end().success());
        let rest = self.driver.output();
        self.heard.push_str(std::str::from_utf8(&rest).unwrap());
        let commands: Vec<char> = self.heard.chars().filter(|c| c.is_control() && !matches!(c, '\r' | '\n')).collect();
        assert!(commands.is_empty(), "{commands:?} in {:?}", self.heard);
        assert!(!self.heard.contains(['│', '─', '▌', '█', '┌']), "{}", self.heard);
        self.driver.assert_given_back();
        self.driver
    }
}

#[track_caller]
fn has(heard: &str, wanted: &str) {
    assert!(heard.contains(wanted), "{wanted:?} was not said:\n{heard}");
}

#[test]
fn a_store_is_reviewed_by_ear() {
    let mut listener = Listener { driver: setup().argument("--screen-reader").spawn(), heard: String::new() };
    let heard = listener.hear(PROMPT);
    has(&heard, "7 quotations.");
    has(
        &heard,
        "1 of 7. Maria Olsen, direct, 97 percent, not reviewed. From Harbour bridge to close for a year, The Gazette, \
         2026-01-08, paragraph 3. Quote: We cannot wait until somebody is hurt, [c x e * n b f q ?]",
    );
    // A decision goes on to the next one, as in `git add -p`.
    let heard = listener.say("c");
    has(&heard, "Confirmed “We cannot wait until somebody i…” (u undoes)");
    has(&heard, "2 of 7. Maria Olsen, direct, 93 percent, not reviewed. Quote: The steel is tired");
    has(&listener.say("x"), "3 of 7. Maria Olsen, mixed, 71 percent, not reviewed. Quote: a museum piece");
    has(&listener.say("b"), "2 of 7. Maria Olsen, direct, 93 percent, rejected.");
    let heard = listener.say("u");
    has(&heard, "Undone: rejected");
    has(&heard, "(U redoes)");
    has(&listener.say(""), "2 of 7. Maria Olsen, direct, 93 percent, not reviewed. From Harbour bridge");
    has(&listener.say("U"), "Redone: rejected");
    has(&listener.say("7"), "7 of 7. nobody named, mixed, not reviewed. From Opera house opens");
    has(&listener.say("n"), "This is the last one.");
    has(&listener.say("8"), "Quotations are numbered from 1 to 7.");
    // Review: least certain first, and only what nobody decided.
    let heard = listener.say("r");
    has(&heard, "Review of 5, least certain first; r leaves it.");
    has(&heard, "1 of 5. nobody named");
    has(&listener.say("c"), "2 of 5. Residents (unnamed), mixed, 62 percent");
    has(&listener.say("r"), "Left the review.");
    let driver = listener.leave();
    let store = driver.read("quotes.yaml");
    assert_eq!(
        (store.matches("review: confirmed").count(), store.matches("review: rejected").count()),
        (2, 1),
        "{store}"
    );
}

#[test]
fn quotations_are_edited_by_ear() {
    let mut listener = Listener::start(setup().variable("VERBATIM_SCREEN_READER", "1"));
    has(&listener.say("e Tom Reed"), "Gave Tom Reed “We cannot wait");
    // The beginning of a name is asked about, never guessed.
    let heard = listener.say_until("e ana", "Number, empty to cancel:");
    has(&heard, "Nobody is called ana.\n1. Ana Díaz\n2. a new speaker, ana\n");
    has(&listener.say("1"), "Gave Ana Díaz “We cannot wait");
    let heard = listener.say_until("e", "empty to cancel:");
    has(&heard, "Speaker now: Ana Díaz.");
    has(&heard, "Maria Olsen");
    has(&listener.say(""), "Nothing was changed.");
    has(&listener.say("k mixed"), "Made mixed");
    has(&listener.say("t bridge, mayor"), "Tagged “We cannot wait until somebody i…” #bridge #mayor");
    let heard = listener.say_until("m", "note:");
    assert!(!heard.contains("now"), "{heard}");
    has(&listener.say("ask for the minutes"), "Wrote a note to");
    has(&listener.say("*"), "Starred");
    let heard = listener.say(".");
    has(
        &heard,
        "1 of 7. Ana Díaz, mixed, by you; the program had Maria Olsen, 97 percent, not reviewed, starred, tags bridge and mayor.",
    );
    has(&heard, "Note: ask for the minutes. Quote: We cannot wait");
    has(&listener.say("t -"), "Removed the tags from");
    let heard = listener.say("i");
    has(&heard, "Cue: “said” (paragraph 3)");
    has(&heard, "A person decided otherwise: Ana Díaz");
    has(&listener.say("p"), "Paragraph 3 of 6: “We cannot wait until somebody is hurt,” Maria Olsen, the mayor, said");
    // An empty answer leaves a detail as it is.
    has(&listener.say_until("d", ":"), "Title, now Harbour bridge");
    has(&listener.say_until("", ":"), "Outlet, now The Gazette:");
    has(&listener.say_until("The Lamp", ":"), "Date, now 2026-01-08:");
    has(&listener.say_until("someday", ":"), "Author:");
    has(&listener.say_until("", ":"), "URL, now https");
    has(&listener.say(""), "“someday” is not a date");
    for (answer, next) in [("d", "Title"), ("", "Outlet"), ("The Lamp", "Date"), ("", "Author:"), ("Ada Poe", "URL")] {
        listener.say_until(answer, next);
    }
    has(&listener.say(""), "Changed outlet and author of “Harbour bridge");
    has(&listener.say_until("D", "[y n]"), "Remove “Harbour bridge to close for a year” with 5 quotations");
    has(&listener.say("n"), "Nothing was done.");
    has(&listener.say("p 99"), "The article has 6 paragraphs.");
    let driver = listener.leave();
    let store = driver.read("quotes.yaml");
    for part in ["speaker: Ana Díaz", "kind: mixed", "note: ask for the minutes", "star: true", "author: Ada Poe"] {
        assert!(store.contains(part), "{part}:\n{store}");
    }
    assert!(!store.contains("mayor]") && !store.contains("- mayor"), "{store}");
}

#[test]
fn quotations_are_filtered_and_searched_by_ear() {
    let draft = "“The steel is tired and so are we,” Tom Reed said.\n";
    let setup = setup().file("config/verbatim/config.yaml", "screen_reader: true\n").file("draft.md", draft);
    let mut listener = Listener::start(setup);
    let heard = listener.say("f speaker:olsen");
    has(&heard, "3 of 7 quotations for speaker:olsen.");
    // What is wrong is said, and the next line is a command again.
    has(&listener.say("f nosuch:x"), "unknown field `nosuch`");
    has(&listener.say("F"), "7 quotations.");
    has(&listener.say("/museum"), "3 of 7. Maria Olsen");
    has(&listener.say("/"), "4 of 7. Tom Reed");
    has(&listener.say("/zebra"), "No match for zebra");
    let heard = listener.say_until("g", "empty to cancel:");
    has(&heard, "Speakers:\n1. Maria Olsen: 3\n");
    let heard = listener.say("1");
    has(&heard, "3 of 7 quotations");
    has(&heard, "1 of 3. Maria Olsen");
    // Other rows are counted within what was taken, which stays.
    let heard = listener.say_until("g months", "empty to cancel:");
    has(&heard, "2026-01: 3");
    listener.say("");
    has(&listener.say("."), "1 of 3. Maria Olsen");
    listener.say_until("g speakers", "empty to cancel:");
    listener.say("1");
    let heard = listener.say_until("g art", "empty to cancel:");
    has(&heard, "Articles:\n1. Harbour bridge to close for a year: 3\n");
    listener.say("");
    has(&listener.say("F"), "7 quotations.");
    let heard = listener.say_until("g art", "empty to cancel:");
    has(&heard, "Articles:\n1. Harbour bridge to close for a year: 5\n2. Opera house opens after ten years: 2\n");
    has(&listener.say("2"), "2 of 7 quotations");
    listener.say("F");
    has(&listener.say("s confidence"), "Sorted by confidence, least certain first.");
    has(&listener.say(":sort -date"), "Sorted by date");
    has(&listener.say(":so"), "That could be");
    has(&listener.say("w report.md"), "Wrote 7");
    let heard = listener.say("v draft.md");
    has(&heard, "1 of 1. Problem, verbatim. Draft: The steel is tired and so are we, In line 1, differs");
    has(&listener.say("="), "No other quotation has these words.");
    has(&listener.say("zz"), "There is no command “zz”; ? lists them.");
    let help = listener.say("?");
    has(&help, "c (confirm): confirm these words");
    has(&help, "q (quit): quit");
    let driver = listener.leave();
    assert!(driver.read("report.md").contains("a museum piece"));
}

#[test]
fn the_end_of_the_input_is_the_end() {
    let mut listener = Listener::start(setup().argument("--screen-reader"));
    listener.say("c");
    listener.driver.write(&[4]);
    assert!(listener.driver.wait_end().success());
    wait_file(&listener.driver.path("quotes.yaml"), |store| store.contains("review: confirmed"));
}

#[test]
fn it_needs_no_terminal_when_it_is_asked_for() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("quotes.yaml"), stores::two()).unwrap();
    let mut child = Command::new(VERBATIM)
        .args(["--screen-reader"])
        .current_dir(home.path())
        .env("HOME", home.path())
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_STATE_HOME")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"c\nx\nq\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let heard = String::from_utf8(output.stdout).unwrap();
    has(&heard, "3 of 7. Maria Olsen, mixed");
    let store = std::fs::read_to_string(home.path().join("quotes.yaml")).unwrap();
    assert!(store.contains("review: confirmed") && store.contains("review: rejected"), "{store}");
}

#[test]
fn an_empty_store_says_how_to_begin() {
    let mut listener = Listener::start(
        Setup::new(VERBATIM)
            .size(400, 60)
            .argument("--screen-reader")
            .file("article.txt", "“The ferry is late,” Tom Reed said.\n")
            .file("report.txt", "Ida Berg said that the ferry would sail twice a day.\n"),
    );
    has(&listener.heard.clone(), "a adds an article");
    let heard = listener.say("a article.txt");
    has(&heard, "1 of 1. Tom Reed, direct");
    let heard = listener.say("a --indirect report.txt");
    has(&heard, "Ida Berg, indirect");
    listener.leave();
}

#[test]
fn tables_are_labels_and_values() {
    let hears = |arguments: &[&str]| {
        let setup = arguments.iter().fold(setup(), |setup, argument| setup.argument(argument));
        let setup =
            setup.argument("--screen-reader").file("draft.md", "“The steel is tired and so are we,” Tom Reed said.\n");
        let mut driver = setup.spawn();
        driver.wait_end();
        let heard = String::from_utf8(driver.output()).unwrap().replace("\r\n", "\n");
        assert!(!heard.contains(['\u{1b}', '│', '█', '▌']), "{heard:?}");
        heard
    };
    let list = hears(&["list", "speaker:reed"]);
    has(
        &list,
        "Speaker: Tom Reed\nKind: direct\nConfidence: 95 percent\nReview: not reviewed\nQuotation: Nobody has asked",
    );
    has(&list, "Article: Harbour bridge to close for a year\nOutlet: The Gazette\n");
    has(&hears(&["articles"]), "Article: harbour-bridge\nQuotations: 5\nPublished: 2026-01-08\n");
    has(&hears(&["speakers"]), "Quotations: 3\nKind: person\nName: Maria Olsen\n");
    has(&hears(&["stats"]), "By: speaker\nMaria Olsen: 3\n");
    let verify = hears(&["verify", "draft.md"]);
    has(&verify, "Verdict: verbatim\nPlace: line 1, column 2\nDraft names: Tom Reed\n");
    has(&verify, "Speaker: differs (program, 93%): Maria Olsen\n");
    has(&verify, "To do: check who said it\n");
}
