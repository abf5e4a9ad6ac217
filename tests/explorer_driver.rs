//! The driver itself, tried on a shell: if this fails, no other test of the explorer says anything.
#![cfg(unix)]

mod driver;

use driver::Setup;

#[test]
fn the_driver_starts_writes_and_reads() {
    let setup = Setup::new("/bin/sh").size(40, 5).file("quotes.yaml", &driver::stores::two());
    let mut shell = setup
        .argument("-c")
        .argument("stty -echo; printf 'a \\033[1mbold\\033[m 日本 word\\n'; read x; echo got $x")
        .spawn();
    shell.wait_text("日本 word");
    let look = shell.look();
    assert_eq!(look.find("word"), Some((12, 0)));
    assert!(look.cell_of("bold").bold() && !look.cell_of("word").bold());
    shell.write(b"this\n");
    shell.wait_text("got this");
    assert!(shell.wait_end().success());
    shell.look().assert_given_back();
}

#[test]
fn the_stores_are_stores() {
    use serde::Deserialize;
    let store = driver::stores::two();
    let documents: Vec<serde_yaml::Value> = serde_yaml::Deserializer::from_str(&store)
        .map(|document| serde_yaml::Value::deserialize(document).unwrap())
        .collect();
    assert_eq!(documents.len(), 2);
    for document in documents {
        let text: Vec<char> = document["text"].as_str().unwrap().chars().collect();
        for quote in document["quotes"].as_sequence().unwrap() {
            let at = |n: usize| usize::try_from(quote["at"][n].as_u64().unwrap()).unwrap();
            let there: String = text[at(0)..at(1)].iter().collect();
            assert_eq!(Some(there.as_str()), quote["text"].as_str());
        }
    }
}
