//! Links: pages fetched from a server that the test starts on this machine.

#![cfg(all(feature = "net", feature = "pages"))]
#![allow(clippy::unwrap_used)]

mod shell;
mod site;

use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;
use shell::{Place, Ran};
use site::{Server, html, page, response};

const WORDS: &str = "Nobody will cross in this sea";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut to = GzEncoder::new(Vec::new(), Compression::fast());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn site() -> Server {
    Server::start(|path| match path.split('?').next().unwrap() {
        "/ferry" => html("; charset=utf-8", page(WORDS).as_bytes()),
        "/old" => response("301 Moved Permanently", "Location: /older\r\n", b""),
        "/older" => response("302 Found", "Location: ferry\r\n", b""),
        "/loop" => response("302 Found", "Location: /loop\r\n", b""),
        "/file" => response("302 Found", "Location: file:///etc/hosts\r\n", b""),
        "/packed" => html("\r\nContent-Encoding: gzip", &gzip(page(WORDS).as_bytes())),
        "/bomb" => html("\r\nContent-Encoding: gzip", &gzip(&vec![b' '; 65 << 20])),
        "/large" => b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n<html>".to_vec(),
        "/western" => {
            let page = page("The café stays shut");
            let bytes = page.chars().map(|c| match c {
                '“' => 0x93,
                '”' => 0x94,
                other => u8::try_from(u32::from(other)).unwrap(),
            });
            html("; charset=windows-1252", &bytes.collect::<Vec<u8>>())
        }
        "/short" => html("", b"<!DOCTYPE html><html><body><p>Please log in.</p></body></html>"),
        "/printed" => {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/documents/writer.pdf");
            response("200 OK", "Content-Type: application/pdf\r\n", &std::fs::read(file).unwrap())
        }
        "/busy" => response("503 Service Unavailable", "", b""),
        _ => response("404 Not Found", "", b"nothing here"),
    })
}

/// Runs the program; whatever proxy this machine uses does not know the server.
fn verbatim(place: &Place, arguments: &str) -> Ran {
    let proxies: String = ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"]
        .iter()
        .map(|name| format!(" -u {name}"))
        .collect();
    place.sh(&format!("env{proxies} verbatim {arguments}"))
}

#[test]
fn a_link_gives_the_article_of_its_page() {
    let (place, site) = (Place::new(), site());
    let ran = verbatim(&place, &format!("text --format ndjson '{}'", site.link("/ferry?utm_source=mail")));
    ran.ends_with(0);
    let article = &ran.objects()[0];
    assert!(
        article["text"]
            .as_str()
            .unwrap()
            .ends_with("“Nobody will cross in this sea,” said Greta Holm, the harbour master.")
    );
    assert_eq!(article["title"], "Ferry stays in port");
    assert!(!article["text"].as_str().unwrap().contains("Home"));
    let ran = verbatim(&place, &format!("extract '{}'", site.link("/ferry")));
    assert!(ran.out.contains("  fetched: ") && ran.out.contains("  format: html\n"), "{}", ran.out);
    assert!(ran.out.contains(&format!("  url: {}\n", site.link("/ferry"))), "{}", ran.out);
    assert!(ran.out.contains("  sha256: "), "{}", ran.out);
}

#[test]
fn redirects_compression_and_encodings_are_followed() {
    let (place, site) = (Place::new(), site());
    for (path, words) in [("/old", WORDS), ("/packed", WORDS), ("/western", "The café stays shut")] {
        let ran = verbatim(&place, &format!("extract --format ndjson {}", site.link(path)));
        ran.ends_with(0);
        assert_eq!(ran.field("text"), [format!("{words},")], "{path}");
        assert_eq!(ran.field("speaker"), ["Greta Holm"], "{path}");
    }
}

#[cfg(feature = "documents")]
#[test]
fn a_document_that_is_served_is_read_as_one() {
    let (place, site) = (Place::new(), site());
    let ran = verbatim(&place, &format!("extract --format ndjson {}", site.link("/printed")));
    ran.ends_with(0);
    assert_eq!(ran.objects().len(), 12);
    assert_eq!(ran.objects()[0]["page"], 1);
}

#[test]
fn every_failure_names_the_link_and_says_why() {
    let (place, site) = (Place::new(), site());
    for (path, why) in [
        ("/gone", "answered 404"),
        ("/busy", "answered 503"),
        ("/loop", "redirects more than 10 times"),
        ("/file", "which is neither http nor https"),
        ("/large", "larger than 64 MiB"),
        ("/bomb", "larger than 64 MiB"),
        ("/short", "without the text of an article"),
    ] {
        let link = site.link(path);
        verbatim(&place, &format!("extract {link}")).ends_with(2).says(&[&link, why]);
    }
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let link = format!("http://{nobody}/ferry");
    verbatim(&place, &format!("extract {link}")).ends_with(2).says(&[&link, "cannot be reached"]);
}

#[test]
fn a_list_of_inputs_may_hold_links_and_one_that_fails_stops_no_other() {
    let (place, site) = (Place::new(), site());
    place.write("a.txt", shell::ARTICLE);
    place.write("list.txt", format!("# to read\n{}\n\na.txt\n{}\n", site.link("/gone"), site.link("/ferry")));
    let ran = verbatim(&place, "extract --from list.txt --format ndjson");
    ran.ends_with(2).says(&["/gone"]);
    assert_eq!(ran.field("speaker"), ["Anna Lindqvist", "Tom Baker", "Greta Holm"]);
}

#[test]
fn a_page_that_was_changed_keeps_its_earlier_text() {
    let fetches = Arc::new(AtomicUsize::new(0));
    let site = Server::start(move |_| match fetches.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => html("", page(WORDS).as_bytes()),
        _ => html("", page("We may sail on Sunday").as_bytes()),
    });
    let place = Place::new();
    let link = site.link("/ferry");
    verbatim(&place, &format!("add --store quotes.yaml {link}")).ends_with(0);
    let again = verbatim(&place, &format!("add --store quotes.yaml '{link}?fbclid=1'"));
    again.ends_with(0);
    assert!(again.out.starts_with("unchanged "), "{}", again.out);
    let changed = verbatim(&place, &format!("add --store quotes.yaml {link}"));
    changed.ends_with(0);
    assert!(changed.out.contains("(1 new, 1 gone)"), "{}", changed.out);
    let store = place.read("quotes.yaml");
    let (now, before) = store.split_once("revisions:").unwrap();
    assert!(now.contains("We may sail on Sunday,") && before.contains(&format!("“{WORDS},” said")), "{store}");
    assert!(before.contains("fetched: ") && before.contains("sha256: "), "{store}");
    assert!(now.contains("gone: true\n  revision: 1\n"), "{store}");
    let gone = verbatim(&place, "list --store quotes.yaml --format ndjson is:gone revisions:cross").objects();
    assert_eq!((gone.len(), &gone[0]["revision"]), (1, &1.into()));
    verbatim(&place, "list --store quotes.yaml revisions:sail").ends_with(1);
    verbatim(&place, "list --store quotes.yaml full:cross").ends_with(1);
    verbatim(&place, "check --store quotes.yaml").ends_with(0);
}

#[test]
fn what_a_site_changed_is_reported_with_both_dates() {
    let fetches = Arc::new(AtomicUsize::new(0));
    let site = Server::start(move |_| match fetches.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => html("", page(WORDS).as_bytes()),
        _ => html("", page("Nobody will sail in this heavy sea").as_bytes()),
    });
    let place = Place::new();
    let link = site.link("/ferry");
    verbatim(&place, &format!("add --store quotes.yaml {link}")).ends_with(0);
    let same = verbatim(&place, "refresh --fetch --store quotes.yaml");
    assert_eq!(same.ends_with(0).out, "");
    let stored = place.read("quotes.yaml");
    let dry = verbatim(&place, "refresh --fetch --dry-run --store quotes.yaml");
    assert!(dry.ends_with(1).out.starts_with("~ ferry-stays-in-port Greta Holm: “Nobody will cross"), "{}", dry.out);
    assert_eq!(place.read("quotes.yaml"), stored);
    let ran = verbatim(&place, "refresh --fetch --format ndjson --store quotes.yaml speaker:greta");
    let change = &ran.ends_with(1).objects()[0];
    assert_eq!((&change["change"], &change["url"]), (&"changed".into(), &link.into()));
    assert!(change["after"].as_str().unwrap().starts_with("Nobody will sail"), "{change}");
    assert!(change["date_before"].is_string() && change["date_after"].is_string(), "{change}");
    assert!(place.read("quotes.yaml").contains("revisions:"));
    verbatim(&place, "check --store quotes.yaml").ends_with(0);
    assert_eq!(verbatim(&place, "refresh --fetch --store quotes.yaml").ends_with(0).out, "");
}

#[test]
fn items_of_a_feed_are_fetched_where_that_is_asked_for() {
    let (place, site) = (Place::new(), site());
    let item = |title: &str, link: &str, words: &str| {
        format!("<item><title>{title}</title><link>{link}</link><description>{words}</description></item>")
    };
    let full = format!("The mill. {} “We grind again,” said Ivo Marsh, the miller.", "It turned all day. ".repeat(50));
    let items = [
        item("The mill turns", "https://example.org/mill", &full),
        item("Ferry", &site.link("/ferry"), "No ferry."),
        item("Gone", &site.link("/gone"), "It is gone."),
        item("No link", "", "Short."),
    ];
    let feed = format!("<rss><channel><title>The Lamp</title>{}</channel></rss>", items.concat());
    place.write("feed.xml", feed);
    let ran = verbatim(&place, "text --format ndjson feed.xml");
    ran.ends_with(0).says(&["3 of its 4 items hold only summaries and were left out"]);
    assert_eq!(ran.objects().len(), 1);
    let ran = verbatim(&place, "text --fetch --format ndjson feed.xml");
    ran.ends_with(2).says(&["/gone", "404", "1 of its 4 items hold only summaries and were left out"]);
    let articles = ran.objects();
    assert_eq!(articles.len(), 2);
    assert_eq!((&articles[1]["title"], &articles[1]["outlet"]), (&"Ferry stays in port".into(), &"The Lamp".into()));
    assert!(articles[1]["text"].as_str().unwrap().contains(WORDS) && articles[1]["fetched"].is_string());
    place.write("short.xml", format!("<rss><channel>{}</channel></rss>", item("A", &site.link("/ferry"), "Short.")));
    verbatim(&place, "text short.xml").ends_with(2).says(&["--fetch"]);
}
