//! With a cache and without it a store is the same, whatever happens to either.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use super::{Cache, Want, load, refresh};
use crate::store::{Catalog, Document, Headers, Location, Problem, Scanned, scan_documents};

/// A store in a folder of its own, with a cache.
struct Place {
    _folder: tempfile::TempDir,
    root: PathBuf,
    location: Location,
    cache: Cache,
}

impl Place {
    fn new(is_folder: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        let store = root.join(if is_folder { "store" } else { "store.yaml" });
        if is_folder {
            fs::create_dir(&store).unwrap();
        }
        let location = if is_folder { Location::Folder(store) } else { Location::File(store) };
        Self { cache: Cache::at(root.join("cache")).for_any_size(), _folder: folder, root, location }
    }

    fn write(&self, name: &str, yaml: &str) {
        let path = self.path(name);
        fs::write(&path, yaml).unwrap();
        age(&path, 100);
    }

    fn path(&self, name: &str) -> PathBuf {
        match &self.location {
            Location::File(path) => path.clone(),
            Location::Folder(folder) => folder.join(name),
        }
    }

    /// Everything that is said about the store, with the cache and without.
    #[track_caller]
    fn compare(&self) -> usize {
        let (plain, _, problems) = load(&self.location, None, Want::Texts).unwrap();
        let expected = told(&plain, &problems);
        let trusting = self.cache.clone().trusting();
        for (cache, want) in [
            (&trusting, Want::Texts),
            (&self.cache, Want::Columns),
            (&trusting, Want::Columns),
            (&trusting, Want::Texts),
        ] {
            let (catalog, mut index, problems) = load(&self.location, Some(cache), want).unwrap();
            assert_eq!(told(&catalog, &problems), expected);
            index.update(&catalog);
            check_words(&catalog, &index);
            self.check_headers(cache);
            self.check_scan(cache);
            assert_eq!(folded(&catalog, &index), folded(&plain, &super::Texts::new(&plain)));
        }
        plain.len()
    }

    /// What adding needs to know of the store.
    #[track_caller]
    fn check_headers(&self, cache: &Cache) {
        let cached = cache.of(&self.location).unwrap();
        if let Some(headers) = super::headers::headers(&self.location, &cached) {
            let plain = Headers::read(&self.location).unwrap();
            let told = |headers: &Headers| format!("{:?} {:?}", headers.articles, headers.problems);
            assert_eq!(told(&headers), told(&plain));
        }
    }

    /// What `verify` goes through, once with documents that may be left unread.
    #[track_caller]
    fn check_scan(&self, cache: &Cache) {
        let id = |document: Document| document.meta.id;
        let plain = scan_documents(&self.location, id).unwrap();
        let told = |scanned: &Scanned<String>| {
            format!("{} {:?} {:?}", scanned.articles, scanned.registry.entries(), scanned.problems)
        };
        for may in [true, false] {
            let scanned = super::scan_documents(&self.location, Some(cache), &All(may), id).unwrap();
            assert_eq!(told(&scanned), told(&plain));
            assert!(scanned.kept.iter().all(|id| plain.kept.contains(id)));
            assert!(!may || scanned.kept == plain.kept);
        }
    }

    /// The files of the cache.
    fn kept(&self) -> Vec<PathBuf> {
        let folders = fs::read_dir(self.cache.folder()).into_iter().flatten().flatten();
        let mut files: Vec<PathBuf> = folders
            .flat_map(|folder| fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.path()))
            .filter(|path| path.file_name().unwrap() != "lock")
            .collect();
        files.sort();
        files
    }
}

/// Seeks what is in every article, or in none.
struct All(bool);

impl super::Sought for All {
    fn may_be_in(&self, keys: &super::WordKeys) -> Vec<bool> {
        vec![self.0; keys.kinds().len()]
    }

    fn may_be_in_text(&self, _: &str) -> bool {
        self.0
    }
}

/// What the words of articles say is what the texts say.
#[track_caller]
fn check_words(catalog: &Catalog, index: &super::Texts) {
    for number in 0..catalog.segments().len() {
        let Some(words) = index.words(catalog, number) else { continue };
        let texts = index.article_texts(catalog, number).unwrap();
        for part in ["words", "lee", "elan", "7", "\",", "x"] {
            let mut flags = vec![0; words.len()];
            words.with(&memchr::memmem::Finder::new(part), |_, _, _| true, |word| flags[word] = 1);
            let has = |article| texts.full(article).is_some_and(|range| texts.has_run(range, &flags, 0));
            let found: Vec<bool> = (0..catalog.segments()[number].articles_len()).map(has).collect();
            let holds = |ix| {
                catalog
                    .article_text(ix)
                    .is_some_and(|text| crate::text::fold::fold(&crate::text::unwrap(&text, "")).contains(part))
            };
            assert_eq!(found, catalog.articles_of(number).map(holds).collect::<Vec<_>>(), "{part}");
        }
    }
}

/// Sets the time of a file back, to one that it did not have yet. The time of the last change of anything about it stays
/// that of now.
fn age(path: &Path, seconds: u64) {
    let file = fs::File::options().append(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).unwrap();
}

fn told(catalog: &Catalog, problems: &[Problem]) -> Vec<String> {
    let mut told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    for article in catalog.articles() {
        let text = catalog.document(article.ix()).map(|document| document.text).map_err(|error| error.to_string());
        told.push(format!("{:?} {:?} {} {text:?}", article.metadata(), article.quotations(), article.has_text()));
    }
    for quotation in catalog.quotations() {
        let words = [quotation.cue(), quotation.mention(), quotation.rule(), quotation.note(), quotation.time()];
        let more = (quotation.kind(), quotation.at(), quotation.paragraph(), quotation.page(), quotation.star());
        let person = (quotation.review(), quotation.reviewed(), quotation.gone(), quotation.denied());
        let speakers: Vec<_> = quotation.speakers().map(|ix| catalog.speaker(ix).display().into_owned()).collect();
        let tags: Vec<_> = quotation.tags().collect();
        let evidence = (quotation.confidence(), quotation.evidence_speaker(), quotation.continues());
        told.push(format!(
            "{} {} {words:?} {more:?} {person:?} {speakers:?} {tags:?} {evidence:?}",
            quotation.id(),
            quotation.text()
        ));
    }
    for speaker in catalog.speakers() {
        let aliases: Vec<_> = speaker.aliases().collect();
        told.push(format!("{} {:?} {:?} {aliases:?}", speaker.name(), speaker.kind(), speaker.role()));
    }
    told.push(format!("{:?}", catalog.registry().entries()));
    told
}

fn folded(catalog: &Catalog, index: &super::Texts) -> Vec<String> {
    let of_segment = |number: usize| {
        let folded = index.of(catalog, number);
        let text = |quotation| {
            let mut cased = String::new();
            folded.arena.cased(folded.place(quotation), &mut cased);
            format!("{cased} {:x}", folded.letters[quotation])
        };
        (0..folded.len()).map(text).collect::<Vec<_>>()
    };
    (0..catalog.segments().len()).flat_map(of_segment).collect()
}

fn document(number: usize, words: &str) -> String {
    format!(
        "---\narticle:\n  id: a{number}\n  title: Of {words}\ntext: |\n  “{words},” said Ann Lee {number}.\nspeakers:\n- \
         name: Ann Lee\n  aliases: [Lee {number}]\n- name: Never Quoted\n  aliases: [Nobody]\nquotes:\n- id: q1\n  \
         speaker: Ann Lee\n  text: {words}\n  at: [1, {}]\n",
        1 + words.chars().count()
    )
}

fn store(numbers: impl Iterator<Item = usize>) -> String {
    numbers.map(|number| document(number, &format!("words “of” Élan {number}"))).collect()
}

#[test]
fn the_second_reading_comes_from_the_cache() {
    let place = Place::new(false);
    place.write("", &store(0..300));
    assert_eq!(place.compare(), 300);
    let kept = place.kept();
    assert!(kept.len() > 2, "{kept:?}");
    // What stands in the cache is what is shown: the files of the groups are read.
    let group = kept.iter().find(|path| path.extension().is_some()).unwrap();
    let before = fs::read(group).unwrap();
    let mut broken = before.clone();
    let last = broken.len() - 1;
    broken[last] ^= 1;
    fs::write(group, &broken).unwrap();
    assert_eq!(place.compare(), 300);
    assert_eq!(fs::read(group).unwrap(), before, "a broken file is written again");
}

#[test]
fn what_arrives_in_the_background_is_the_same() {
    let place = Place::new(false);
    place.write("", &store(0..500));
    for cache in [None, Some(place.cache.clone()), Some(place.cache.clone())] {
        let (sender, receiver) = std::sync::mpsc::channel();
        super::load_in_background(&place.location, cache, Want::Texts, move |event| {
            let _ = sender.send(event);
        });
        let (mut catalog, mut index) = (Catalog::default(), super::Texts::default());
        let mut ended = false;
        for event in receiver {
            match event {
                super::LoadEvent::Segment(loaded) => loaded.append_to(&mut catalog, &mut index),
                super::LoadEvent::Progress { done, of } => assert!(done <= of.unwrap()),
                other => {
                    ended = matches!(other, super::LoadEvent::Done);
                    assert!(ended, "{other:?}");
                }
            }
        }
        assert!(ended);
        assert_eq!(catalog.len(), 500);
    }
}

#[test]
fn words_of_articles_are_kept_and_are_those_of_the_store() {
    let place = Place::new(false);
    place.write("", &store(0..300));
    place.compare();
    let (catalog, index, _) = load(&place.location, Some(&place.cache), Want::Texts).unwrap();
    assert!((0..catalog.segments().len()).all(|number| index.words(&catalog, number).is_some()));
    assert!(place.kept().iter().any(|path| path.extension().is_some_and(|ending| ending == "words")));
    for path in place.kept().iter().filter(|path| path.extension().is_some_and(|ending| ending == "words")) {
        fs::remove_file(path).unwrap();
    }
    assert!((0..catalog.segments().len()).all(|number| index.article_texts(&catalog, number).is_some()));
    for path in place.kept().iter().filter(|path| path.extension().is_some_and(|ending| ending == "texts")) {
        fs::remove_file(path).unwrap();
    }
    // What the catalog was read from is gone, so nothing is known of its articles.
    place.write("", &store(0..300).replace("Élan", "elan"));
    assert!((0..catalog.segments().len()).all(|number| index.words(&catalog, number).is_none()));
    assert!((0..catalog.segments().len()).all(|number| index.article_texts(&catalog, number).is_none()));
}

#[test]
fn a_small_store_has_no_cache() {
    let place = Place { cache: Cache::at("/nowhere"), ..Place::new(false) };
    place.write("", &store(0..3));
    assert_eq!(place.compare(), 3);
    assert!(place.kept().is_empty());
}

#[test]
fn only_what_changed_is_parsed_again() {
    let place = Place::new(false);
    let groups = || {
        let is_group = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "group");
        place.kept().into_iter().filter(is_group).collect::<Vec<_>>()
    };
    place.write("", &store(0..1500));
    place.compare();
    let before = groups();
    let changed = store(0..1500).replace("Élan 1490", "Elan 1490").replacen("a0\n", "a0\n  outlet: The Lamp\n", 1);
    place.write("", &changed);
    place.compare();
    let after = groups();
    let same = after.iter().filter(|path| before.contains(path)).count();
    assert!(same + 3 >= after.len() && same >= 3, "{same} of {}", after.len());
}

#[test]
fn a_folder_is_followed_file_by_file() {
    let place = Place::new(true);
    for number in 0..200 {
        place.write(&format!("{number:03}.yaml"), &store(number..number + 1));
    }
    place.write("speakers.yaml", "speakers:\n- name: Ann Lee\n  aliases: [Lee 7, Ann]\n");
    assert_eq!(place.compare(), 200);
    fs::remove_file(place.path("050.yaml")).unwrap();
    fs::rename(place.path("060.yaml"), place.path("999.yaml")).unwrap();
    place.write("070.yaml", &store(70..73));
    place.write("071b.yaml", "quotes: [\n");
    assert_eq!(place.compare(), 201);
    place.write("071b.yaml", "quotes: []\n");
    assert_eq!(place.compare(), 201);
}

#[test]
#[cfg(unix)]
fn what_cannot_be_written_to_is_no_cache_and_no_error() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new(false);
    place.write("", &store(0..300));
    fs::write(place.root.join("cache"), "a file where the folder would be").unwrap();
    assert_eq!(place.compare(), 300);
    fs::remove_file(place.root.join("cache")).unwrap();
    place.compare();
    let folder = place.kept()[0].parent().unwrap().to_owned();
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    // A folder that others may write to is not trusted.
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    assert!(place.cache.of(&place.location).unwrap().manifest().is_none());
    assert_eq!(place.compare(), 300);
}

#[test]
fn who_does_not_get_the_lock_reads_without_writing() {
    let place = Place::new(false);
    place.write("", &store(0..300));
    let held = place.cache.of(&place.location).unwrap().writer().unwrap();
    assert_eq!(place.compare(), 300);
    assert!(place.kept().is_empty());
    drop(held);
    refresh(&place.location, &place.cache);
    assert!(!place.kept().is_empty());
}

#[test]
fn what_is_unused_or_too_much_goes() {
    let old = Place::new(false);
    old.write("", &store(0..300));
    old.compare();
    let new = Place { cache: old.cache.clone(), ..Place::new(false) };
    new.write("", &store(0..200));
    new.compare();
    assert_eq!(old.cache.stores().len(), 2);
    let manifest = old
        .kept()
        .into_iter()
        .find(|path| path.file_name().unwrap() == "manifest" && fs::read(path).unwrap().len() > 8_000);
    age(&manifest.unwrap(), 31 * 24 * 60 * 60);
    new.write("", &store(0..201));
    new.compare();
    assert_eq!(new.cache.stores().len(), 1);
    old.compare();
    let bytes: u64 = old.cache.stores().iter().map(|store| store.bytes).sum();
    let tight = Place { cache: old.cache.clone().with_limit(bytes - 1), ..old };
    tight.write("", &store(0..310));
    tight.compare();
    assert_eq!(tight.cache.stores().len(), 1);
    assert_eq!(tight.cache.clear().unwrap().0, 1);
    assert!(tight.kept().is_empty());
}

#[derive(Debug, Clone)]
enum Step {
    /// The store becomes these documents.
    Write(Vec<u8>, bool),
    Append(u8),
    /// A bit of a file of the cache flips.
    Flip(u16, u32),
    Cut(u16, u32),
    Swap(u16, u16),
    Remove(u16),
    /// A file of the cache becomes one of another version.
    Other(u16),
    Refresh,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (proptest::collection::vec(0..12u8, 0..40), any::<bool>()).prop_map(|(all, odd)| Step::Write(all, odd)),
        2 => (0..12u8).prop_map(Step::Append),
        1 => (any::<u16>(), any::<u32>()).prop_map(|(file, bit)| Step::Flip(file, bit)),
        1 => (any::<u16>(), any::<u32>()).prop_map(|(file, at)| Step::Cut(file, at)),
        1 => (any::<u16>(), any::<u16>()).prop_map(|(one, other)| Step::Swap(one, other)),
        1 => any::<u16>().prop_map(Step::Remove),
        1 => any::<u16>().prop_map(Step::Other),
        1 => Just(Step::Refresh),
    ]
}

/// Documents of every sort, good and bad.
fn of_sort(number: usize) -> String {
    match number {
        0 => "---\nspeakers:\n- name: Ann Lee\n  aliases: [Lee 1, Lee 2]\n".into(),
        1 => "---\nquotes: [\n".into(),
        2 => "---\nquotes:\n- text: by hand\n- text: by hand\n  kind: nonsense\n".into(),
        3 => "---\n# nothing\n".into(),
        4 => "---\nspeakers:\n- name: Bo\n  role: baker\n".into(),
        number => document(number, &format!("words {number}\u{301}")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn a_store_is_the_same_with_and_without(is_folder: bool, steps in proptest::collection::vec(step(), 1..8)) {
        let place = Place::new(is_folder);
        place.write("x.yaml", &of_sort(7));
        let mut yaml = of_sort(7);
        for step in steps {
            let kept = place.kept();
            let file = |number: u16| (!kept.is_empty()).then(|| kept[number as usize % kept.len()].clone());
            match step {
                Step::Write(all, odd) => {
                    yaml = all.iter().map(|&number| of_sort(number.into())).collect();
                    if odd {
                        yaml.insert_str(0, "\u{FEFF}# first\n");
                    }
                    place.write("x.yaml", &yaml);
                }
                Step::Append(number) => {
                    yaml.push_str(&of_sort(number.into()));
                    place.write(if number % 2 == 0 { "y.yaml" } else { "x.yaml" }, &yaml);
                }
                Step::Flip(number, bit) => if let Some(path) = file(number) {
                    let mut bytes = fs::read(&path).unwrap();
                    let at = bit as usize % (bytes.len() * 8);
                    bytes[at / 8] ^= 1 << (at % 8);
                    fs::write(path, bytes).unwrap();
                },
                Step::Cut(number, at) => if let Some(path) = file(number) {
                    let bytes = fs::read(&path).unwrap();
                    fs::write(path, &bytes[..at as usize % bytes.len()]).unwrap();
                },
                Step::Swap(one, other) => if let (Some(one), Some(other)) = (file(one), file(other)) {
                    let (first, second) = (fs::read(&one).unwrap(), fs::read(&other).unwrap());
                    fs::write(one, second).unwrap();
                    fs::write(other, first).unwrap();
                },
                Step::Remove(number) => if let Some(path) = file(number) {
                    fs::remove_file(path).unwrap();
                },
                Step::Other(number) => if let Some(path) = file(number) {
                    let mut bytes = fs::read(&path).unwrap();
                    if let Some(version) = bytes.get_mut(8) {
                        *version = version.wrapping_add(1);
                    }
                    fs::write(path, bytes).unwrap();
                },
                Step::Refresh => refresh(&place.location, &place.cache),
            }
            place.compare();
        }
    }
}
