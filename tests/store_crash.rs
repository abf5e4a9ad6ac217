//! Accidents, with real processes: killed savers, rivals, full disks. The process that saves is this test itself, run
//! again with a variable set; it says on stdout what it has saved.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use verbatim::article::{Article, Metadata};
use verbatim::extract::{Options, extract};
use verbatim::quotation::Review;
use verbatim::store::{self, Change, Edit, Location, Mode};

/// How many savers are killed; `VERBATIM_KILLS=500` for the long run.
fn kills() -> usize {
    std::env::var("VERBATIM_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(40)
}

const QUOTATIONS: usize = 40;

fn store_of(path: &Path) {
    let mut yaml = String::new();
    for number in 0..QUOTATIONS {
        yaml.push_str(&format!(
            "---\narticle:\n  id: a{number} # mine\ntext: |\n  “Words {number}”, said Ann.\nquotes:\n- id: q\n  text: Words {number}\n  at: [1, {}]\n  evidence: {{speaker: Ann, at: [1, 8]}}\n",
            7 + number.to_string().len()
        ));
    }
    std::fs::write(path, yaml).unwrap();
}

/// A saver of its own process: edits the store for ever, or `count` times, and says each note when it is saved.
fn saver(path: &Path, name: &str, count: usize) -> Child {
    rival("as_saver", path, name, count)
}

/// A process of its own that does what the test called `role` does for an order.
fn rival(role: &str, path: &Path, name: &str, count: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", role, "--nocapture", "--test-threads=1"])
        .env("VERBATIM_SAVER", format!("{name} {count} {}", path.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The process that saves. As a test of its own it does nothing.
#[test]
fn as_saver() {
    let Some((name, count, location)) = order() else { return };
    for number in 0..count {
        let article = format!("a{}", (number * 7 + name.len()) % QUOTATIONS);
        let note = format!("{name}-{number}");
        let edit = Edit::new(article.clone(), "q", Change::Tags(vec![note.clone()]));
        // Two savers that edit the same quotation would be in each other's way, so each has a field of its own.
        let edit = if name == "b" { Edit::new(article.clone(), "q", Change::Note(Some(note.clone()))) } else { edit };
        store::save(&location, &[edit]).unwrap();
        say(&article, &note);
    }
}

/// The process that adds: an article, then a revision of it with one more quotation, then both again.
#[test]
fn as_adder() {
    let Some((name, count, location)) = order() else { return };
    for number in 0..count {
        let id = format!("{name}{number}");
        for text in [
            format!("“Words of {id} are new,” said Ann Lee.\n"),
            format!("“Words of {id} are new,” said Ann Lee.\n\n“And these of {id} too,” said Bob Stone.\n"),
        ] {
            let meta = Metadata { id: Some(id.clone()), ..Metadata::default() };
            let article = Article { meta, text, ..Article::default() };
            let found = extract(&article, Options::default());
            let quotations = found.quotations.len();
            store::add(&location, vec![(article, found)], Options::default()).unwrap();
            say(&id, &quotations.to_string());
        }
    }
}

/// The process that adds several articles at a time.
#[test]
fn as_bulk_adder() {
    let Some((name, count, location)) = order() else { return };
    for batch in 0..count {
        let articles = (0..10).map(|number| {
            let id = format!("{name}{batch}-{number}");
            let text = format!("“Words of {id} are new,” said Ann Lee.\n");
            let article =
                Article { meta: Metadata { id: Some(id), ..Metadata::default() }, text, ..Article::default() };
            let found = extract(&article, Options::default());
            (article, found)
        });
        for added in store::add(&location, articles.collect(), Options::default()).unwrap().articles {
            say(&added.id, "added");
        }
    }
}

/// The process that decides: the first `count` quotations that it finds, as a person goes through a store while
/// articles come in. It looks at the store again each time, so that it decides over what others have just added too.
#[test]
fn as_reviewer() {
    let Some((name, count, location)) = order() else { return };
    let mut decided = std::collections::HashSet::new();
    while decided.len() < count {
        let (catalog, problems) = store::load(&location).unwrap();
        assert_eq!(problems, []);
        // The newest first: those are what the adder is at work on.
        let names = catalog.quotations().map(|q| (catalog.article(q.article()).id().to_owned(), q.id().to_owned()));
        let open: Vec<_> = names.filter(|name| !decided.contains(name)).collect();
        for (article, quotation) in open.into_iter().rev().take(2.min(count - decided.len())) {
            let edit = |change| Edit::new(article.clone(), quotation.clone(), change);
            let edits = [
                edit(Change::Review(Some(Review::Confirmed))),
                edit(Change::Star(true)),
                edit(Change::Tags(vec![name.clone(), "two words".to_owned()])),
                edit(Change::Note(Some("a note\nof two lines".to_owned()))),
                edit(Change::Speaker(Some("Somebody Else".to_owned()))),
            ];
            assert!(store::save(&location, &edits).unwrap().failed.is_empty());
            say(&article, &quotation);
            decided.insert((article, quotation));
        }
    }
}

/// What this process was told to do: its name, how often, and where. Nothing where it runs as a test.
fn order() -> Option<(String, usize, Location)> {
    let order = std::env::var("VERBATIM_SAVER").ok()?;
    let mut parts = order.splitn(3, ' ');
    let (name, count) = (parts.next().unwrap().to_owned(), parts.next().unwrap().parse::<usize>().unwrap());
    Some((name, count, Location::at(parts.next().unwrap())))
}

/// Tells the test what is on disk now.
fn say(article: &str, what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "SAVED {article} {what}").unwrap();
    out.flush().unwrap();
}

/// What the saver said it has saved, the last of each article, and how often it said so.
fn said(child: &mut Child) -> Vec<(String, String)> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let saved = lines.filter_map(|line| {
        let line = line.split_once("SAVED ")?.1.to_owned();
        let (article, note) = line.split_once(' ')?;
        Some((article.to_owned(), note.to_owned()))
    });
    saved.collect()
}

#[track_caller]
fn whole(location: &Location) -> store::Catalog {
    let checked = store::check(location, Mode::DryRun).unwrap();
    assert_eq!((checked.problems.as_slice(), checked.verified), (&[][..], QUOTATIONS));
    store::load(location).unwrap().0
}

#[test]
fn a_saver_killed_at_any_instant_leaves_a_whole_store_and_all_that_it_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quotes.yaml");
    store_of(&path);
    let location = Location::at(&path);
    let mut seed = 0x2545_F491_4F6C_DD1Du64;
    let mut saves = 0;
    let mut latest: HashMap<String, usize> = HashMap::new();
    for round in 0..kills() {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let mut child = saver(&path, "a", usize::MAX);
        // The instant is what is random here; nothing waits for it to be long enough.
        std::thread::sleep(Duration::from_micros(3_000 + seed % 60_000));
        child.kill().unwrap();
        let said = said(&mut child);
        child.wait().unwrap();
        saves += said.len();
        let catalog = whole(&location);
        latest.clear();
        for (article, note) in said {
            latest.insert(article, note.rsplit('-').next().unwrap().parse().unwrap());
        }
        for (article, number) in &latest {
            let quotation = catalog.quotation(catalog.find(article, "q").unwrap());
            let tag = quotation.tags().next().unwrap().to_owned();
            let stored: usize = tag.strip_prefix("a-").unwrap().parse().unwrap();
            // One more may have been saved and not been said.
            assert!(stored >= *number, "round {round}: {article} was said to be {number} and is {stored}");
        }
    }
    println!("{} kills, {saves} saves reported, none lost", kills());
    let yaml = std::fs::read_to_string(&path).unwrap();
    assert_eq!(yaml.matches("# mine").count(), QUOTATIONS, "comments are all there");
}

#[test]
fn rivals_lose_nothing_of_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quotes.yaml");
    store_of(&path);
    let mut children = [saver(&path, "a", 60), saver(&path, "b", 60)];
    let said: Vec<_> = children.iter_mut().map(said).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!((said[0].len(), said[1].len()), (60, 60));
    let catalog = whole(&Location::at(&path));
    for (article, tag) in said[0].iter().rev().take(QUOTATIONS) {
        let quotation = catalog.quotation(catalog.find(article, "q").unwrap());
        assert_eq!(quotation.tags().next(), Some(tag.as_str()));
    }
    for (article, note) in said[1].iter().rev().take(QUOTATIONS) {
        assert_eq!(catalog.quotation(catalog.find(article, "q").unwrap()).note(), Some(note.as_str()));
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["quotes.yaml"], "no litter");
}

/// Two that add and two that edit, all at once, in the store at `path`, which holds the quotations of [`store_of`].
fn adders_and_editors(path: &Path) {
    let orders = [("as_adder", "x", 12), ("as_adder", "y", 12), ("as_saver", "b", 40), ("as_reviewer", "r", 40)];
    let mut children: Vec<Child> =
        orders.into_iter().map(|(role, name, count)| rival(role, path, name, count)).collect();
    let said: Vec<_> = children.iter_mut().map(said).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(said.iter().map(Vec::len).collect::<Vec<_>>(), [24, 24, 40, 40]);
    let location = Location::at(path);
    let checked = store::check(&location, Mode::DryRun).unwrap();
    assert_eq!(checked.problems, []);
    assert_eq!((checked.articles, checked.verified), (QUOTATIONS + 24, QUOTATIONS + 48));
    let (catalog, problems) = store::load(&location).unwrap();
    assert_eq!(problems, []);
    for (article, quotations) in said[0].iter().chain(&said[1]) {
        let held = catalog.article(catalog.find_article(article).unwrap()).quotations().len();
        assert!(held >= quotations.parse().unwrap(), "{article} has {held} of {quotations}");
    }
    for (article, quotation) in &said[3] {
        let quotation = catalog.quotation(catalog.find(article, quotation).unwrap());
        let speaker = quotation.speaker().map(|ix| catalog.speaker(ix).name());
        assert_eq!(
            (quotation.review(), quotation.star(), quotation.tags().collect::<Vec<_>>(), speaker),
            (Some(Review::Confirmed), true, vec!["r", "two words"], Some("Somebody Else"))
        );
    }
    let reviewed: Vec<&str> = said[3].iter().map(|(article, _)| article.as_str()).collect();
    // Of what both wrote the later holds, and who was later is not known.
    for (article, note) in said[2].iter().filter(|(article, _)| !reviewed.contains(&article.as_str())) {
        assert_eq!(catalog.quotation(catalog.find(article, "q").unwrap()).note(), Some(note.as_str()));
    }
}

/// Kills those who add ten articles at a time to the store at `path`. `whole_batches` where ten come in one save.
fn kill_adders(path: &Path, whole_batches: bool) {
    let location = Location::at(path);
    let mut seed = 0x9E37_79B9_7F4A_7C15u64;
    for round in 0..kills() / 4 {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let mut child = rival("as_bulk_adder", path, &format!("r{round}x"), usize::MAX);
        // The instant is what is random here; nothing waits for it to be long enough.
        std::thread::sleep(Duration::from_micros(3_000 + seed % 60_000));
        child.kill().unwrap();
        let said = said(&mut child);
        child.wait().unwrap();
        let checked = store::check(&location, Mode::DryRun).unwrap();
        assert_eq!(checked.problems, []);
        let (catalog, problems) = store::load(&location).unwrap();
        assert_eq!(problems, []);
        for (article, _) in &said {
            assert!(catalog.find_article(article).is_some(), "{article} was said to be added");
        }
        let held = catalog.articles().filter(|article| article.id().starts_with(&format!("r{round}x"))).count();
        assert!(held >= said.len() && (!whole_batches || held % 10 == 0), "{held} of {}", said.len());
    }
}

#[test]
fn adders_killed_at_any_instant_leave_whole_batches_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quotes.yaml");
    store_of(&path);
    kill_adders(&path, true);
}

#[test]
fn adders_killed_at_any_instant_leave_whole_articles_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    store_of(&folder.path().join("old.yaml"));
    kill_adders(folder.path(), false);
    store::save(&Location::at(folder.path()), &[Edit::new("a1", "q", Change::Star(true))]).unwrap();
    let mut left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.retain(|name| !name.to_string_lossy().ends_with(".yaml"));
    assert!(left.is_empty(), "the next save clears away what the killed ones left: {left:?}");
}

#[test]
fn articles_come_in_while_others_edit_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quotes.yaml");
    store_of(&path);
    adders_and_editors(&path);
    let yaml = std::fs::read_to_string(&path).unwrap();
    assert_eq!(yaml.matches("# mine").count(), QUOTATIONS, "comments are all there");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["quotes.yaml"], "no litter");
}

#[test]
fn articles_come_into_a_folder_while_others_edit_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    store_of(&folder.path().join("old.yaml"));
    adders_and_editors(folder.path());
    let mut left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.retain(|name| !name.to_string_lossy().ends_with(".yaml"));
    assert!(left.is_empty(), "litter: {left:?}");
}

#[test]
fn a_full_disk_is_told_and_the_old_store_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quotes.yaml");
    store_of(&path);
    let before = std::fs::read(&path).unwrap();
    // A limit on the size of files does what a full disk does.
    let blocks = before.len() / 1024;
    let exe = std::env::current_exe().unwrap();
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" --exact as_saver --nocapture --test-threads=1"))
        .arg(exe)
        .env("VERBATIM_SAVER", format!("a 1 {}", path.display()))
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(!String::from_utf8_lossy(&output.stdout).contains("SAVED"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["quotes.yaml"]);
    store::save(&Location::at(&path), &[Edit::new("a1", "q", Change::Star(true))]).unwrap();
    whole(&Location::at(&path));
}
