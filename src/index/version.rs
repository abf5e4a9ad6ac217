//! What tells caches of one way to derive things from those of another: the version of the program, that of the format,
//! and what comes out for a document in which everything is there. Where parsing, folding or the layout changes, so does
//! that, and caches of before are not believed.

use std::sync::OnceLock;

use xxhash_rust::xxh3::xxh3_64;

use super::article_texts::ArticleTextsBuilder;
use super::content::{encode, encode_folded};
use super::folded::Folded;
use super::word_keys::WordKeysBuilder;
use crate::store::ContentBuilder;

/// To be raised for a change that the sample does not show.
const FORMAT: u64 = 3;

const SAMPLE: [&str; 3] = [
    "speakers:\n- {name: Ann Lee, kind: person, role: captain, aliases: [Lee], distinct: [Bo Lee]}\n",
    "---\narticle:\n  id: one\n  title: Of “ships” – Élan ﬁx\n  outlet: It’s\n  published: 2026-01-08\ntext: |\n  “We sail \
     to-\n  morrow,” said Ann Lee.\n\n  “Straße”\nspeakers:\n- name: Ann Lee\n  role: captain\n  aliases: [Lee]\nquotes:\n- id: \
     q1\n  speaker: [Ann Lee, Bo]\n  text: |-\n    We sail to-\n    morrow,\n  at: [1, 19]\n  kind: direct\n  tags: [Sea, \
     ship]\n  note: a note\n  page: 3\n  star: true\n  review: confirmed\n  evidence: {rule: tag, confidence: 0.97, speaker: \
     Ann Lee, cue: {text: said, at: [21, 25]}}\n",
    "---\nquotes:\n- text: Ünded\n  kind: nonsense\n",
];

/// The way of this program.
pub(super) fn version() -> u64 {
    static VERSION: OnceLock<u64> = OnceLock::new();
    *VERSION.get_or_init(|| {
        let mut builder = ContentBuilder::default();
        SAMPLE.iter().for_each(|document| builder.document(document.as_bytes()));
        let content = builder.finish();
        let mut derived = [encode(&content), encode_folded(&Folded::new(&content.segment))].concat();
        let (mut texts, mut keys) = (ArticleTextsBuilder::default(), WordKeysBuilder::default());
        for text in SAMPLE {
            let _ = texts.push(Some(text));
            keys.article(Some(text), false);
        }
        if let (Some((words, texts)), Some(keys)) = (texts.finish(), keys.finish()) {
            [words.encode(), texts.encode(), keys.encode()].into_iter().for_each(|bytes| derived.extend(bytes));
        }
        let parts = [&FORMAT.to_le_bytes(), env!("CARGO_PKG_VERSION").as_bytes(), &derived].concat();
        xxh3_64(&parts)
    })
}
