//! Links in the explorer: what `a` fetches, from a server that the test starts on this machine.
#![cfg(all(unix, feature = "net", feature = "pages"))]

mod driver;
mod site;

use driver::stores::two;
use driver::{Driver, Setup};
use site::{Server, html, page, response};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verbatim");

#[track_caller]
fn explorer() -> Driver {
    Setup::new(PROGRAM).file("quotes.yaml", &two()).start()
}

fn site() -> Server {
    Server::start(|path| match path {
        "/ferry" => html("; charset=utf-8", page("Nobody will cross in this sea").as_bytes()),
        "/moved" => response("302 Found", "Location: /ferry\r\n", b""),
        _ => response("404 Not Found", "", b"nothing here"),
    })
}

#[test]
fn a_link_is_fetched_added_and_shown() {
    for path in ["/ferry", "/moved"] {
        let (site, mut explorer) = (site(), explorer());
        explorer.press("a").type_text(&site.link(path));
        explorer.send("Enter");
        explorer.wait_text("“Nobody will cross in this sea,”");
        explorer.settle();
        let store = explorer.read("quotes.yaml");
        let (_, article) = store.split_once("title: Ferry stays in port").expect("the article is in the store");
        assert!(article.contains(&format!("url: {}", site.link("/ferry"))), "{article}");
        assert!(article.contains("speaker: Greta Holm"), "{article}");
    }
}

#[test]
fn a_link_that_fails_says_why_and_changes_nothing() {
    let (site, mut explorer) = (site(), explorer());
    let before = explorer.read("quotes.yaml");
    explorer.press("a").type_text(&site.link("/gone"));
    explorer.send("Enter");
    explorer.wait_text("Not added:");
    explorer.wait_text("404");
    assert_eq!(explorer.read("quotes.yaml"), before);
}
