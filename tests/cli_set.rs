//! `set` through the program itself: details of articles, and coded tables that come back.

#![allow(clippy::unwrap_used)]

mod shell;

use shell::{ARTICLE, Place, Ran, SUMMIT};

/// What was printed holds these words.
#[track_caller]
fn prints(ran: &Ran, words: &[&str]) {
    for word in words {
        assert!(ran.out.contains(word), "stdout has no {word:?}:\n{}", ran.out);
    }
}

/// A store that is one file, and one that is a folder, each with two articles.
fn both(test: impl Fn(&Place, &dyn Fn(&str) -> Ran)) {
    for store in ["quotes.yaml", "store/"] {
        let place = Place::new();
        place.write("bridge.txt", ARTICLE);
        place.write("summit.txt", SUMMIT);
        let run = |line: &str| place.sh(&format!("verbatim --store {store} {line}"));
        run("add --outlet 'The Lamp' bridge.txt summit.txt").ends_with(0);
        test(&place, &run);
    }
}

#[test]
fn details_change_and_are_emptied() {
    both(|_, run| {
        let ids = run("articles | cut -f1").out;
        let first = ids.lines().next().unwrap();
        let ran = run(&format!("set {first} --outlet 'The Torch' --published 2026-01-12"));
        ran.ends_with(0).says(&["1 article changed"]);
        prints(&ran, &["outlet “The Lamp” → “The Torch”", "published none → “2026-01-12”"]);
        prints(&run("articles"), &["2026-01-12\tThe Torch", "The Lamp"]);
        run(&format!("set {first} --outlet 'The Torch'")).ends_with(0).says(&["0 articles changed"]);
        prints(run(&format!("set {first} --outlet ''")).ends_with(0), &["outlet “The Torch” → none"]);
        run("check").ends_with(0);
    });
}

#[test]
fn a_query_names_the_articles() {
    both(|_, run| {
        run("set --dry-run --query 'outlet:lamp' --outlet Torch").ends_with(0).says(&["2 articles would change"]);
        run("list outlet:torch").ends_with(1);
        run("set --query 'outlet:lamp' --outlet Torch").ends_with(0).says(&["2 articles changed"]);
        run("set --query 'outlet:lamp' --outlet Torch").ends_with(1);
    });
}

#[test]
fn wrong_use_changes_nothing() {
    both(|_, run| {
        let before = run("list --format yaml").out;
        let ids = run("articles | cut -f1").out;
        let first = ids.lines().next().unwrap();
        run(&format!("set {first} no-such-article --outlet X")).ends_with(2).says(&["no-such-article"]);
        run(&format!("set {first}")).ends_with(2).says(&["nothing to set"]);
        run(&format!("set {first} --published soon")).ends_with(2).says(&["not a date"]);
        run("set --outlet X").ends_with(2).says(&["which articles"]);
        run("set --from missing.csv").ends_with(2).says(&["missing.csv"]);
        assert_eq!(run("list --format yaml").out, before);
    });
}

#[test]
fn a_coded_table_comes_back() {
    both(|place, run| {
        let line = run("list --format ndjson").out.lines().next().unwrap().to_owned();
        let row: serde_json::Value = serde_json::from_str(&line).unwrap();
        let (article, id) = (row["article"].as_str().unwrap(), row["id"].as_str().unwrap());
        place.write(
            "coded.csv",
            format!(
                "article;id;review;tags;note;speaker;outlet\n{article};{id};confirmed;bridges; look again;Someone \
                 Else;The Torch\n{article};nothing;;;;;\n"
            ),
        );
        let ran = run("set --from coded.csv");
        ran.ends_with(2).says(&["coded.csv:3", "has no quotation nothing", "1 article and 1 quotation changed"]);
        prints(&ran, &["review confirmed", "speaker “Someone Else”", "outlet “The Lamp” → “The Torch”"]);
        let now = run(&format!("list --format ndjson id:{id}")).out;
        let now: serde_json::Value = serde_json::from_str(now.lines().next().unwrap()).unwrap();
        assert_eq!(now["review"], "confirmed");
        assert_eq!(now["tags"], serde_json::json!(["bridges"]));
        assert_eq!(now["note"], "look again");
        assert_eq!(now["speaker"], "Someone Else");
        assert_eq!(now["outlet"], "The Torch");
        // The same once more changes nothing, and neither does the store's own list.
        run("list --format csv >own.csv").ends_with(0);
        run("set --from own.csv").ends_with(0).says(&["0 articles changed"]);
        run("set --from coded.csv").says(&["0 articles changed"]);
    });
}

#[test]
fn decisions_of_a_table_are_signed_where_a_reviewer_is_set() {
    let place = Place::new();
    place.write("bridge.txt", ARTICLE);
    place.write("config/verbatim/config.yaml", "reviewer: Ann Lee\n");
    place.sh("verbatim --store quotes.yaml add bridge.txt").ends_with(0);
    let table = place.sh("verbatim --store quotes.yaml list --format csv --limit 1").out;
    let id = table.lines().nth(1).unwrap().split(',').take(2).collect::<Vec<_>>().join(",");
    place.write("coded.csv", format!("article,id,review\n{id},confirmed\n"));
    let ran = place.sh("verbatim --store quotes.yaml set --from coded.csv");
    prints(ran.ends_with(0), &["review confirmed\n"]);
    let object = &place.sh("verbatim --store quotes.yaml list --format ndjson is:confirmed").objects()[0];
    assert_eq!((&object["reviewed_by"], object["reviewed_on"].as_str().map(str::len)), (&"Ann Lee".into(), Some(10)));
}

#[test]
fn articles_are_printed_by_their_id_and_wrong_ids_are_named() {
    both(|_, run| {
        let ids = run("articles | cut -f1").out;
        let ran = run(&format!("text {}", ids.lines().next().unwrap()));
        prints(ran.ends_with(0), &["outlet: \"The Lamp\"", "said"]);
        let ran = run("text no-such-article");
        ran.ends_with(2).says(&["no-such-article: no such file, and no article in the store", "verbatim articles"]);
        run("text missing.txt").ends_with(2).says(&["missing.txt: cannot be read"]);
    });
}
