//! What a group of documents holds, as the cache keeps it: the columns of a segment, the registry, the problems.
//!
//! What is read is checked so far that nothing can be looked up out of bounds: a cache that somebody tampered with may
//! tell lies, which its hashes are there to show, but it cannot end the program.

use super::codec::{Decoder, Encoder};
use super::folded::Folded;
use crate::article::ArticleField;
use crate::quotation::Kind;
use crate::speaker::SpeakerKind;
use crate::store::{
    ArticleRow, Content, Entry, Flags, ListedSpeaker, NONE, Problem, Segment, Sparse, Strings, new_stamp,
};
use crate::text::CharRange;
use crate::text::fold::Arena;

/// The columns, registry and problems as bytes.
pub(super) fn encode(content: &Content) -> Vec<u8> {
    let s = &content.segment;
    let mut encoder = Encoder::default();
    let e = &mut encoder;
    e.strings(&s.texts);
    e.strings(&s.ids);
    e.strings(&s.pool);
    e.column32(content.articles.iter().copied());
    e.column64(content.texts.iter().copied());
    for field in ArticleField::ALL {
        e.column32(s.articles.iter().map(|row| row.get(field)));
    }
    e.column8(s.articles.iter().map(|row| u8::from(row.id_given) | u8::from(row.has_text) << 1));
    e.column32(s.articles.iter().map(|row| row.first));
    e.column32(s.listed.iter().map(|row| row.name));
    e.column8(s.listed.iter().map(|row| speaker_kind(row.kind)));
    e.column32(s.listed.iter().map(|row| row.role));
    e.pairs(&s.aliases);
    e.column32(s.attributed.iter().copied());
    e.column8(s.kind.iter().map(|&kind| number_in(&Kind::ALL, kind)));
    e.column16(s.flags.iter().map(|flags| flags.bits()));
    e.column32(s.at.iter().map(|at| at.start));
    e.column32(s.at.iter().map(|at| at.end));
    e.column32(s.paragraph.iter().copied());
    e.column8(s.confidence.iter().copied());
    for column in [&s.cue, &s.mention, &s.rule, &s.evidence_speaker] {
        e.column32(column.iter().copied());
    }
    for column in &s.sparse {
        e.pairs(column);
    }
    registry(e, content.registry.as_deref());
    e.number(content.problems.len() as u64);
    for (document, problem) in &content.problems {
        e.number(u64::from(*document));
        e.number(problem.line as u64);
        e.number(problem.column as u64);
        e.optional(problem.article.as_deref());
        e.optional(problem.quotation.as_deref());
        e.text(&problem.message);
        e.optional(problem.hint.as_deref());
    }
    encoder.bytes
}

/// What [`encode`] wrote of so many documents.
pub(super) fn decode(bytes: &[u8], documents: usize) -> Option<Content> {
    let mut decoder = Decoder::new(bytes);
    let d = &mut decoder;
    let (texts, ids, pool) = (d.strings()?, d.strings()?, d.strings()?);
    let (numbers, hashes) = (d.column32()?, d.column64()?);
    let articles = articles(d, numbers.len(), &pool)?;
    let listed = listed(d, &pool)?;
    let aliases = d.pairs()?;
    let attributed = d.column32()?;
    let kind = d.column8()?.into_iter().map(|number| in_table(&Kind::ALL, number)).collect::<Option<Vec<_>>>()?;
    let flags: Vec<Flags> = d.column16()?.into_iter().map(Flags::from_bits_truncate).collect();
    let (start, end) = (d.column32()?, d.column32()?);
    let at: Vec<CharRange> = start.into_iter().zip(end).map(|(start, end)| CharRange::new(start, end)).collect();
    let (paragraph, confidence) = (d.column32()?, d.column8()?);
    let [cue, mention, rule, evidence_speaker] = [d.column32()?, d.column32()?, d.column32()?, d.column32()?];
    let mut sparse: [Vec<(u32, u32)>; Sparse::COUNT] = Default::default();
    for column in &mut sparse {
        *column = d.pairs()?;
    }
    let registry = read_registry(d)?;
    let problems = problems(d, documents)?;
    let len = texts.len();
    let lens = [ids.len(), attributed.len(), kind.len(), flags.len(), at.len(), paragraph.len(), confidence.len()];
    let strings = [&cue, &mention, &rule, &evidence_speaker];
    let fits = d.is_at_end()
        && lens.iter().all(|&other| other == len)
        && strings.iter().all(|column| column.len() == len && within(column, pool.len()))
        && within(&attributed, listed.len())
        && aliases.iter().all(|&(of, alias)| (of as usize) < listed.len() && (alias as usize) < pool.len())
        && sparse.iter().enumerate().all(|(number, column)| fits_sparse(number, column, len, pool.len(), listed.len()))
        && fits_articles(&articles, len)
        && hashes.len() == numbers.len()
        && numbers.windows(2).all(|pair| pair[0] < pair[1])
        && numbers.last().is_none_or(|&last| (last as usize) < documents);
    let segment = Segment {
        stamp: new_stamp(),
        texts,
        ids,
        pool,
        articles,
        listed,
        aliases,
        attributed,
        speaker: Vec::new(),
        article: Vec::new(),
        kind,
        flags,
        at,
        paragraph,
        confidence,
        cue,
        mention,
        rule,
        evidence_speaker,
        sparse,
        further: Vec::new(),
    };
    fits.then_some(Content { segment, articles: numbers, texts: hashes, registry, problems })
}

/// The folded texts as bytes.
pub(super) fn encode_folded(folded: &Folded) -> Vec<u8> {
    let mut encoder = Encoder::default();
    let (text, capitals) = folded.arena.parts();
    encoder.text(text);
    encoder.column64(capitals.iter().copied());
    encoder.column32(folded.starts.iter().copied());
    encoder.column32(folded.letters.iter().copied());
    encoder.bytes
}

/// What [`encode_folded`] wrote of the texts of `segment`.
pub(super) fn decode_folded(bytes: &[u8], segment: &Segment) -> Option<Folded> {
    let mut decoder = Decoder::new(bytes);
    let text = decoder.owned()?;
    let arena = Arena::from_parts(text, decoder.column64()?)?;
    let (starts, letters) = (decoder.column32()?, decoder.column32()?);
    decoder.is_at_end().then(|| Folded::from_parts(segment, arena, starts, letters)).flatten()
}

/// 0 for none, else the place in the table from 1.
fn number_in<T: PartialEq>(table: &[T], value: Option<T>) -> u8 {
    value.and_then(|value| table.iter().position(|known| *known == value)).map_or(0, |at| at as u8 + 1)
}

fn in_table<T: Copy>(table: &[T], number: u8) -> Option<Option<T>> {
    match usize::from(number) {
        0 => Some(None),
        number => table.get(number - 1).copied().map(Some),
    }
}

fn speaker_kind(kind: Option<SpeakerKind>) -> u8 {
    number_in(&SpeakerKind::ALL, kind)
}

fn within(column: &[u32], len: usize) -> bool {
    column.iter().all(|&number| number == NONE || (number as usize) < len)
}

fn fits_sparse(number: usize, column: &[(u32, u32)], len: usize, strings: usize, listed: usize) -> bool {
    let most = match number {
        number if number == Sparse::Page as usize || number == Sparse::Revision as usize => usize::MAX,
        number if number == Sparse::Further as usize => listed,
        _ => strings,
    };
    column.iter().all(|&(of, value)| (of as usize) < len && (value as usize) < most)
        && column.windows(2).all(|pair| pair[0].0 <= pair[1].0)
}

fn fits_articles(articles: &[ArticleRow], len: usize) -> bool {
    articles.first().map_or(len == 0, |row| row.first == 0)
        && articles.windows(2).all(|pair| pair[0].first <= pair[1].first)
        && articles.last().is_none_or(|row| row.first as usize <= len)
}

fn articles(d: &mut Decoder<'_>, len: usize, pool: &Strings) -> Option<Vec<ArticleRow>> {
    let mut fields: Vec<Vec<u32>> = Vec::with_capacity(ArticleField::COUNT);
    for _ in ArticleField::ALL {
        fields.push(d.column32()?);
    }
    let (bits, first) = (d.column8()?, d.column32()?);
    let fits = fields.iter().all(|column| column.len() == len && within(column, pool.len()))
        && bits.len() == len
        && first.len() == len
        && bits.iter().all(|&bits| bits < 4);
    let row = |article: usize| ArticleRow {
        fields: std::array::from_fn(|field| fields[field][article]),
        id_given: bits[article] & 1 != 0,
        has_text: bits[article] & 2 != 0,
        first: first[article],
    };
    fits.then(|| (0..len).map(row).collect())
}

fn listed(d: &mut Decoder<'_>, pool: &Strings) -> Option<Vec<ListedSpeaker>> {
    let (names, kinds, roles) = (d.column32()?, d.column8()?, d.column32()?);
    let fits = names.len() == kinds.len()
        && names.len() == roles.len()
        && names.iter().all(|&name| (name as usize) < pool.len())
        && within(&roles, pool.len());
    let rows = names.into_iter().zip(kinds).zip(roles);
    let row = |((name, kind), role)| Some(ListedSpeaker { name, kind: in_table(&SpeakerKind::ALL, kind)?, role });
    fits.then(|| rows.map(row).collect::<Option<Vec<_>>>()).flatten()
}

fn registry(e: &mut Encoder, entries: Option<&[Entry]>) {
    e.bytes.push(u8::from(entries.is_some()));
    let Some(entries) = entries else { return };
    e.number(entries.len() as u64);
    for entry in entries {
        e.text(&entry.name);
        e.bytes.push(speaker_kind(entry.kind));
        e.optional(entry.role.as_deref());
        e.number(entry.aliases.len() as u64);
        entry.aliases.iter().for_each(|alias| e.text(alias));
        e.number(entry.distinct.len() as u64);
        entry.distinct.iter().for_each(|other| e.text(other));
    }
}

fn read_registry(d: &mut Decoder<'_>) -> Option<Option<Vec<Entry>>> {
    if d.byte()? == 0 {
        return Some(None);
    }
    let mut entries = Vec::new();
    for _ in 0..d.number()? {
        let name = d.owned()?;
        let kind = in_table(&SpeakerKind::ALL, d.byte()?)?;
        let role = d.optional()?;
        let mut aliases = Vec::new();
        for _ in 0..d.number()? {
            aliases.push(d.owned()?);
        }
        let mut distinct = Vec::new();
        for _ in 0..d.number()? {
            distinct.push(d.owned()?);
        }
        entries.push(Entry { name, kind, role, aliases, distinct });
    }
    Some(Some(entries))
}

fn problems(d: &mut Decoder<'_>, documents: usize) -> Option<Vec<(u32, Problem)>> {
    let mut problems = Vec::new();
    for _ in 0..d.number()? {
        let document = u32::try_from(d.number()?).ok().filter(|&number| (number as usize) < documents)?;
        let (line, column) = (usize::try_from(d.number()?).ok()?, usize::try_from(d.number()?).ok()?);
        let (article, quotation) = (d.optional()?, d.optional()?);
        let (message, hint) = (d.owned()?, d.optional()?);
        problems.push((document, Problem { file: None, line, column, article, quotation, message, hint }));
    }
    Some(problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::ContentBuilder;

    const DOCUMENTS: [&str; 4] = [
        "speakers:\n- name: Ann Lee\n  aliases: [Lee]\n",
        "---\narticle:\n  id: one\n  title: Of “ships”\n  published: 2026-01-08\ntext: |\n  “We sail,” said Ann Lee.\n\
         speakers:\n- name: Ann Lee\n  role: captain\n  aliases: [Lee]\nquotes:\n- id: q1\n  speaker: [Ann Lee, Bo]\n  \
         text: We sail\n  at: [1, 8]\n  kind: direct\n  tags: [Sea, ship]\n  note: a note\n  page: 3\n  star: true\n",
        "---\nquotes: [\n",
        "---\nquotes:\n- text: Élan\n  kind: nonsense\n",
    ];

    fn content() -> Content {
        let mut builder = ContentBuilder::default();
        DOCUMENTS.iter().for_each(|document| builder.document(document.as_bytes()));
        builder.finish()
    }

    #[test]
    fn everything_comes_back() {
        let content = content();
        let bytes = encode(&content);
        let back = decode(&bytes, DOCUMENTS.len()).unwrap();
        let shown =
            |content: &Content| format!("{content:?}").replace(&format!("stamp: {}", content.segment.stamp()), "");
        assert_eq!(shown(&back), shown(&content));
        assert_eq!(back.problems.len(), 2);
        assert_eq!(encode(&back), bytes);
        let folded = Folded::new(&back.segment);
        let bytes = encode_folded(&folded);
        let again = decode_folded(&bytes, &back.segment).unwrap();
        assert_eq!(format!("{again:?}"), format!("{folded:?}"));
    }

    #[test]
    fn no_damage_makes_it_panic() {
        let content = content();
        for bytes in [encode(&content), encode_folded(&Folded::new(&content.segment))] {
            for at in 0..bytes.len() {
                for value in [0, 1, 0x7f, 0xff, bytes[at].wrapping_add(1)] {
                    let mut bytes = bytes.clone();
                    bytes[at] = value;
                    if let Some(content) = decode(&bytes, DOCUMENTS.len()) {
                        let mut catalog = crate::store::Catalog::default();
                        let documents = [Default::default(); DOCUMENTS.len()];
                        let (loaded, _) = content.at(&documents, &[], Default::default());
                        catalog.append(loaded);
                        let all = catalog.quotations().map(|quotation| {
                            let words = [quotation.cue(), quotation.mention(), quotation.rule(), quotation.note()];
                            (quotation.text(), words, quotation.tags().count(), quotation.speakers().count())
                        });
                        assert!(all.count() <= 4);
                        assert!(catalog.articles().all(|article| article.metadata().id.is_some()));
                    }
                    let _ = decode_folded(&bytes, &content.segment);
                }
                let _ = decode(&bytes[..at], DOCUMENTS.len());
            }
        }
    }
}
