//! Holds the README against the program: its keys, commands, formats and fields are those that there are.
//!
//! `BLESS=1 cargo test --test readme` rewrites the section of keys.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use verbatim::article::Article;
use verbatim::export::{Format, Row};
use verbatim::extract::{Options, extract};
use verbatim::quotation::Evidence;
use verbatim::store;
use verbatim::tui::keymap;
use verbatim::user::Folders;
use verbatim::user::config::Config;

const BEGIN: &str = "<!-- keys: made from the key table; `cargo test` says when they differ -->\n";
const END: &str = "<!-- end of keys -->\n";

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

fn readme() -> String {
    fs::read_to_string(path()).unwrap()
}

/// A section, from its heading to the next one.
fn section(heading: &str) -> String {
    let readme = readme();
    let (_, rest) = readme.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no section {heading}"));
    let level = heading.split(' ').next().unwrap();
    rest.split(&format!("\n{level} ")).next().unwrap().to_owned()
}

#[test]
fn the_keys_are_those_of_the_key_table() {
    let readme = readme();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (section, after) = rest.split_once(END).unwrap();
    let expected = format!("\n{}\n", keymap::markdown().trim());
    if std::env::var_os("BLESS").is_some() {
        fs::write(path(), format!("{before}{BEGIN}{expected}\n{END}{after}")).unwrap();
    } else {
        assert_eq!(section.trim(), expected.trim(), "`BLESS=1 cargo test --test readme` rewrites them");
    }
}

#[test]
fn the_commands_are_those_of_the_help() {
    let section = section("## Commands");
    for command in verbatim::cli::Cli::command().get_subcommands().filter(|command| !command.is_hide_set()) {
        let name = format!("`verbatim {}", command.get_name());
        assert!(section.contains(&name), "{name}` is not in the README");
    }
    for words in section.split("`verbatim ").skip(1) {
        let word = words.split([' ', '`', '\n']).next().unwrap();
        let known = verbatim::cli::Cli::command().find_subcommand(word).is_some();
        assert!(known || ["[STORE]", "COMMAND", "help"].contains(&word), "there is no `verbatim {word}`");
    }
}

#[test]
fn the_formats_and_their_fields_are_those_of_the_output() {
    let section = section("### Output");
    for name in Format::all().map(Format::word) {
        assert!(section.contains(&format!("| `{name}` |")), "{name} is not in the README");
    }
    let mut row = Row { id: "q".into(), gone: true, denied: true, page: Some(1), ..Row::default() };
    for field in [
        &mut row.title,
        &mut row.url,
        &mut row.outlet,
        &mut row.author,
        &mut row.published,
        &mut row.language,
        &mut row.context,
        &mut row.time,
        &mut row.reviewed_by,
        &mut row.reviewed_on,
    ] {
        *field = Some("x".into());
    }
    let object = serde_json::to_value(&row).unwrap();
    let mut place = 0;
    for field in object.as_object().unwrap().keys() {
        assert!(section.contains(&format!("`{field}`")), "{field} is not in the README");
        place += 1;
    }
    assert_eq!(place, 33);
}

#[test]
fn the_fields_of_a_query_are_those_of_the_language() {
    let section = section("## The query language");
    for row in verbatim::query::FIELDS.iter() {
        for name in row.names {
            assert!(section.contains(&format!("`{name}:")), "{name}: is not in the README");
        }
        for value in row.values {
            let shown = section.contains(&format!("`{value}`")) || section.contains(&format!(":{value}`"));
            assert!(shown, "{}:{value} is not in the README", row.field.name());
        }
    }
}

/// The first block of YAML of a section.
fn yaml(heading: &str) -> String {
    section(heading).split("\n```yaml\n").nth(1).unwrap().split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_store_of_the_readme_is_one() {
    let (catalog, problems) = store::load_reader(yaml("## The store").as_bytes()).unwrap();
    assert_eq!(problems, []);
    assert_eq!((catalog.articles_len(), catalog.len()), (1, 1));
    let quotation = catalog.quotations().next().unwrap();
    assert_eq!(quotation.cue(), Some("stated"));
    assert!(quotation.star());
}

#[test]
fn the_store_of_the_readme_is_what_the_program_makes_of_the_article() {
    let sample = store::load_reader(yaml("## The store").as_bytes()).unwrap().0;
    let sample = sample.document(store::ArticleIx::new(0)).unwrap();
    let (shipped, _) = store::load(&store::Location::at(path().with_file_name("quotes.yaml"))).unwrap();
    let ix = shipped.find_article(sample.meta.id.as_deref().unwrap()).unwrap();
    let article =
        Article { meta: sample.meta.clone(), text: shipped.document(ix).unwrap().text.unwrap(), ..Article::default() };
    assert_eq!(sample.meta.id, Some(store::ids::of_article(&article.meta, "")));
    assert!(article.text.trim_start().starts_with(sample.text.unwrap().trim_end_matches(" …\n")));
    let found = extract(&article, Options::default());
    let speaker = &sample.speakers[0];
    assert_eq!(found.speakers.iter().find(|found| found.name == speaker.name), Some(speaker));
    let [ours] = sample.quotations.as_slice() else { panic!("one quotation is shown") };
    let made = found.quotations.iter().find(|found| found.id == ours.id).unwrap();
    assert!(made.text.starts_with(ours.text.trim_end_matches(" …")));
    assert_eq!((&ours.speaker, ours.kind, ours.at), (&made.speaker, made.kind, made.at));
    // How sure the program is may be measured again at any time.
    let (evidence, made) = (ours.evidence.clone().unwrap(), made.evidence.clone().unwrap());
    assert!((0.0..=1.0).contains(&evidence.confidence));
    assert_eq!(Evidence { confidence: made.confidence, ..evidence }, made);
}

#[test]
fn the_config_of_the_readme_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let folders = Folders::at(folder.path(), folder.path());
    fs::write(folder.path().join("config.yaml"), yaml("## Your own files")).unwrap();
    let config = Config::load(&folders);
    assert!(config.wrong.is_empty(), "{:?}", config.wrong);
    let keys = config.keys.iter().map(|row| (row.command.as_str(), row.keys.iter().map(String::as_str)));
    let (_, wrong) = keymap::Keymap::new(keys);
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(config.layout.panes, Some([22, 42, 36]));
}

#[test]
fn what_it_links_to_is_there() {
    for part in readme().split("](").skip(1) {
        let target = part.split(')').next().unwrap();
        if !target.starts_with("http") && !target.starts_with('#') {
            assert!(path().parent().unwrap().join(target).exists(), "{target} is not there");
        }
    }
}
