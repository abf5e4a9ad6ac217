//! What the commands print on a terminal: nothing that stands in an article or a store may command it.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod driver;

use driver::Setup;

/// Words that clear the screen, name the window, write the clipboard and turn the line round, in every way that a
/// terminal knows.
const EVIL: &str =
    "\u{1b}[2J\u{1b}]0;owned\u{7}\u{1b}]52;c;b3duZWQ=\u{7}\u{9b}2J\u{9d}0;x\u{9c}\u{202e}\u{2067}\u{8}\r";

/// What `line` prints on a terminal in a folder with an article and a store, both evil.
fn printed(line: &str, terminal: &str) -> String {
    let escaped: String = EVIL.chars().flat_map(char::escape_unicode).collect::<String>();
    // YAML and JSON write code points as four digits.
    let yaml = escaped.split("\\u{").skip(1).map(|code| format!("\\u{:0>4}", code.trim_end_matches('}')));
    let yaml: String = yaml.collect();
    let store = format!(
        "---\narticle: {{id: a, title: \"T{yaml}\"}}\ntext: \"One.\\n\\n“Now{yaml} then,” Ann{yaml} said.\\n\"\nquotes:\n\
         - {{id: q1, speaker: \"Ann{yaml}\", text: \"Now{yaml} then,\", tags: [\"t{yaml}\"], note: \"n{yaml}\", at: [7, 60]}}\n"
    );
    let article = format!("---\ntitle: \"Title {yaml}\"\n---\nOne.\n\n“We will {EVIL} wait,” Ann Lee said.\n");
    let mut driver = Setup::new("/bin/sh")
        .argument("-c")
        .argument(line)
        .variable("PROGRAM", env!("CARGO_BIN_EXE_verbatim"))
        .variable("TERM", terminal)
        .file("quotes.yaml", &store)
        .file("article.txt", &article)
        .spawn();
    driver.wait_end();
    String::from_utf8(driver.output()).unwrap()
}

/// Without what this program writes for its colors and its progress.
fn without_colors(text: &str) -> String {
    ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[36m"]
        .iter()
        .fold(text.to_owned(), |text, own| text.replace(own, ""))
}

#[test]
fn nothing_from_an_article_commands_the_terminal() {
    for format in ["yaml", "ndjson", "json", "csv", "markdown", "table", "lines"] {
        let commands = ["extract article.txt", "list --context 1", "list tag:t"];
        check(&commands.map(|command| format!("\"$PROGRAM\" {command} --format {format}")).join("; "));
    }
    for format in ["json", "csv", "table", "lines"] {
        check(&format!("\"$PROGRAM\" stats --by speaker,article,tag --format {format}"));
    }
    check("for verb in articles speakers check refresh 'remove a'; do \"$PROGRAM\" $verb; done");
}

#[track_caller]
fn check(line: &str) {
    let out = without_colors(&printed(line, "xterm-256color"));
    assert!(out.contains("Ann") || out.contains("verified"), "{line}\n{out}");
    // The terminal itself makes CR LF of line ends.
    let out = out.replace("\r\n", "\n");
    let command = |c: char| (c.is_control() && c != '\n' && c != '\t') || "\u{202e}\u{2067}".contains(c);
    assert!(!out.contains(command), "{line}\n{}", out.escape_debug());
}

#[test]
fn a_terminal_without_colors_gets_none() {
    let line = "\"$PROGRAM\" list; \"$PROGRAM\" stats; \"$PROGRAM\" stats --by month 'date:2030'";
    assert!(!printed(line, "dumb").contains('\u{1b}'));
    assert!(printed(line, "xterm").contains("\u{1b}[1m"));
}
