//! Documents give the quotations of the text that they were printed from. `tests/fixtures/documents/print.py` printed
//! them, with LaTeX, LibreOffice and Chromium.

#![cfg(feature = "documents")]
#![allow(clippy::unwrap_used)]

mod shell;

use std::path::PathBuf;

use shell::Place;

const DOCUMENTS: [&str; 6] = ["bridge.docx", "bridge.odt", "bridge.rtf", "writer.pdf", "columns.pdf", "browser.pdf"];

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/documents").join(name)
}

/// The words and the speaker of each quotation.
fn quotations(place: &Place, file: &str) -> Vec<(String, String)> {
    let ran = place.sh(&format!("verbatim extract --format ndjson {}", fixture(file).display()));
    ran.ends_with(0);
    // LaTeX prints every apostrophe curly.
    let text = ran.field("text").into_iter().map(|text| text.replace('\'', "’"));
    text.zip(ran.field("speaker")).collect()
}

#[test]
fn every_document_gives_the_quotations_of_its_text() {
    let place = Place::new();
    let expected = quotations(&place, "bridge.txt");
    assert_eq!(expected.len(), 12);
    for document in DOCUMENTS {
        assert_eq!(quotations(&place, document), expected, "{document}");
    }
}

/// Twelve articles, each printed in several ways. Not every quotation survives every printer (a hyphen at a line end may
/// be the word's own), but nearly all do.
#[test]
fn printed_articles_give_nearly_all_quotations_of_their_texts() {
    let place = Place::new();
    let names = std::fs::read_dir(fixture("printed")).unwrap();
    let mut names: Vec<String> = names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    let of = |name: &str| quotations(&place, &format!("printed/{name}"));
    let (mut wanted, mut found, mut right, mut documents) = (0, 0, 0, 0);
    for text in names.iter().filter(|name| name.ends_with(".txt")) {
        let expected = of(text);
        assert!(expected.len() >= 8, "{text}");
        let printed = format!("{}.", text.trim_end_matches(".txt"));
        for document in names.iter().filter(|name| name.starts_with(&printed) && *name != text) {
            let got = of(document);
            let mut rest = expected.clone();
            let same = got.iter().filter(|one| {
                let at = rest.iter().position(|other| other == *one);
                at.map(|at| rest.swap_remove(at)).is_some()
            });
            let same = same.count();
            assert!(same * 10 >= expected.len() * 7, "{document}: {rest:?}");
            (wanted, found, right) = (wanted + expected.len(), found + got.len(), right + same);
            documents += 1;
        }
    }
    assert!(documents >= 30, "{documents}");
    assert!(right * 100 >= wanted * 95 && right * 100 >= found * 95, "{right} of {wanted}, {found} found");
}

#[test]
fn running_heads_and_page_numbers_are_left_out() {
    let text = Place::new().sh(&format!("verbatim text {}", fixture("columns.pdf").display())).out;
    assert!(!text.contains("Evening Courier"), "{text}");
    assert!(!text.lines().any(|line| line.trim().parse::<u32>().is_ok()), "{text}");
}

#[test]
fn a_document_is_read_from_standard_input_by_its_first_bytes() {
    let place = Place::new();
    for document in DOCUMENTS {
        let bytes = std::fs::read(fixture(document)).unwrap();
        let ran = place.sh_with("verbatim extract --format ndjson -", &bytes);
        ran.ends_with(0);
        assert_eq!(ran.objects().len(), 12, "{document}");
    }
}

#[test]
fn damaged_documents_are_named_and_stop_no_other() {
    let place = Place::new();
    for document in DOCUMENTS {
        let bytes = std::fs::read(fixture(document)).unwrap();
        for length in [20, bytes.len() / 3, bytes.len() * 2 / 3] {
            place.write(document, &bytes[..length]);
            let ran =
                place.sh(&format!("verbatim extract --format ndjson {document} {}", fixture("bridge.txt").display()));
            assert!(ran.objects().len() >= 12, "{document} {length}: {}", ran.err);
            assert!(ran.code == 0 || ran.err.contains(document), "{}", ran.err);
        }
    }
    place.write("empty.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n");
    place.sh("verbatim extract empty.pdf").ends_with(2).says(&["empty.pdf"]);
}
