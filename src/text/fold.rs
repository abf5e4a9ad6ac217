//! Folding: what makes `"dont"`, `“don’t”` and `DON'T` look alike to a search, with the way back to the original.
//!
//! Folded are case (with a note of where capitals stood, for smart case), accents, typographic quotes and dashes,
//! ligatures and other compatibility forms, and spaces of every kind, runs of which count as one. Characters that
//! show nothing (soft hyphens, joiners, direction marks) are dropped.
//!
//! Folding never makes a line break: `\n` is free to stand between texts that were folded one after the other.
//! It does not stem, translate or guess; two words that differ in a letter stay two words.

use unicode_normalization::char::decompose_compatible;

use super::ByteRange;

/// One character of folded text: lower case, what it was, and where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Lower case, without accents.
    c: char,
    /// It was a capital whose lower case takes as many bytes (all but a handful do).
    capital: bool,
}

/// Folds `text`, giving every folded character with the place of the character that it came from, and, as `None`,
/// every character that was dropped.
///
/// `after_blank` says whether a blank stood before `text`; the answer is whether one stands at its end.
fn each(text: &str, mut after_blank: bool, mut give: impl FnMut(Option<Piece>, ByteRange)) -> bool {
    for (start, c) in text.char_indices() {
        let from = ByteRange::new(start, start + c.len_utf8());
        if c.is_ascii() {
            let blank = is_ascii_blank(c);
            if blank && after_blank {
                give(None, from);
            } else {
                give(Some(ascii(c)), from);
            }
            after_blank = blank;
        } else if c.is_whitespace() {
            give(if after_blank { None } else { Some(Piece { c: ' ', capital: false }) }, from);
            after_blank = true;
        } else {
            let mut emitted = false;
            other(c, &mut |piece| {
                if piece.c == ' ' && after_blank {
                    return;
                }
                after_blank = piece.c == ' ';
                emitted = true;
                give(Some(piece), from);
            });
            if !emitted {
                give(None, from);
            }
        }
    }
    after_blank
}

/// Whether folding changes nothing of `c` but its case. A blank is plain where no blank stands before it.
const fn is_plain(c: char) -> bool {
    matches!(c, '!'..='~') && c != '`'
}

/// How many bytes at the start of `text` are plain characters with single spaces between them.
fn plain_run(text: &[u8], mut after_blank: bool) -> usize {
    let ends = |&byte: &u8| {
        let blank = byte == b' ';
        let double = blank && after_blank;
        after_blank = blank;
        double || !(blank || is_plain(byte as char))
    };
    text.iter().position(ends).unwrap_or(text.len())
}

const fn is_ascii_blank(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r' | '\x1c'..='\x1f')
}

const fn ascii(c: char) -> Piece {
    let folded = match c {
        '`' => '\'',
        c if is_ascii_blank(c) => ' ',
        c => c.to_ascii_lowercase(),
    };
    Piece { c: folded, capital: c.is_ascii_uppercase() }
}

/// Folds a character outside ASCII that is no blank, into any number of pieces.
fn other(c: char, give: &mut impl FnMut(Piece)) {
    if is_dropped(c) {
        return;
    }
    if let Some(pieces) = special(c) {
        for c in pieces.chars() {
            give(cased(c));
        }
        return;
    }
    // Syllables of Hangul come apart into three characters each, for no gain.
    if matches!(c, '\u{ac00}'..='\u{d7a3}') {
        give(Piece { c, capital: false });
        return;
    }
    decompose_compatible(c, |part| {
        if part.is_ascii() {
            give(if is_ascii_blank(part) { Piece { c: ' ', capital: false } } else { ascii(part) });
        } else if part.is_whitespace() {
            give(Piece { c: ' ', capital: false });
        } else if !is_dropped(part) {
            match special(part) {
                Some(pieces) => pieces.chars().for_each(|c| give(cased(c))),
                None => give(cased(part)),
            }
        }
    });
}

/// Lower case, and whether that can be undone in place.
fn cased(c: char) -> Piece {
    let mut lower = c.to_lowercase();
    let (Some(small), None) = (lower.next(), lower.next()) else { return Piece { c, capital: false } };
    Piece { c: small, capital: small != c && capital_of(small) == Some(c) }
}

/// The capital of a folded character, where it is one character of as many bytes.
fn capital_of(small: char) -> Option<char> {
    let mut upper = small.to_uppercase();
    let (capital, None) = (upper.next()?, upper.next()) else { return None };
    (capital != small && capital.len_utf8() == small.len_utf8()).then_some(capital)
}

/// Accents and other marks upon letters, and what shows nothing. Marks that are letters of their own (the vowel signs
/// of India and their like) stay.
const fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'
        | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{61c}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{180b}'..='\u{180f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Quotes, dashes and letters that do not come apart by themselves.
const fn special(c: char) -> Option<&'static str> {
    Some(match c {
        '‘' | '’' | '‚' | '‛' | '′' | '‵' | '‹' | '›' | '´' | 'ʻ' | 'ʼ' | 'ʹ' | '＇' | '\u{55a}' | '\u{5f3}' | 'ꞌ'
        | 'Ꞌ' => "'",
        '“' | '”' | '„' | '‟' | '″' | '‶' | '«' | '»' | '〝' | '〞' | '〟' | '＂' | '\u{5f4}' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '⁃' | '﹘' | '﹣' | '－' | '\u{5be}' => "-",
        '⁄' | '∕' => "/",
        'ß' => "ss",
        'ẞ' => "SS",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ø' => "o",
        'Ø' => "O",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'þ' => "th",
        'Þ' => "TH",
        'ł' => "l",
        'Ł' => "L",
        'ħ' => "h",
        'Ħ' => "H",
        'ı' => "i",
        'ȷ' => "j",
        'ς' => "σ",
        _ => return None,
    })
}

/// Texts folded one after the other into one piece of memory, with one bit a byte that tells where capitals stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arena {
    text: String,
    capitals: Vec<u64>,
}

impl Arena {
    /// An empty arena with room for `bytes`.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), capitals: Vec::with_capacity(bytes.div_ceil(64)) }
    }

    /// Folds `text` and appends it.
    pub fn push(&mut self, text: &str) {
        let mut rest = text;
        let mut after_blank = false;
        // Nearly all text is plain: long runs of it are folded at once, and the rest character by character.
        while !rest.is_empty() {
            let (plain, others) = rest.split_at(plain_run(rest.as_bytes(), after_blank));
            if !plain.is_empty() {
                self.push_plain(plain);
                after_blank = plain.ends_with(' ');
            }
            let (others, more) = others.split_at(others.find(is_plain).unwrap_or(others.len()));
            after_blank = each(others, after_blank, |piece, _| {
                let Some(piece) = piece else { return };
                if piece.capital {
                    set(&mut self.capitals, self.text.len());
                }
                self.text.push(piece.c);
            });
            rest = more;
        }
    }

    fn push_plain(&mut self, plain: &str) {
        let start = self.text.len();
        for (number, byte) in plain.bytes().enumerate() {
            if byte.is_ascii_uppercase() {
                set(&mut self.capitals, start + number);
            }
        }
        self.text.push_str(plain);
        self.text[start..].make_ascii_lowercase();
    }

    /// Appends the line break that no folded text holds.
    pub fn push_break(&mut self) {
        self.text.push('\n');
    }

    /// Forgets everything but the memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.capitals.clear();
    }

    /// All that was folded, in lower case.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Gives back memory that was set aside for growing.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.capitals.shrink_to_fit();
    }

    /// Whether any capital stood there.
    #[must_use]
    pub fn has_capitals(&self) -> bool {
        self.capitals.iter().any(|&word| word != 0)
    }

    /// Whether the characters from byte `offset` on had their capitals just where all of `term` has its own. The
    /// letters themselves are not compared.
    #[must_use]
    pub fn has_case_of(&self, offset: usize, term: &Self) -> bool {
        (0..term.text.len().div_ceil(64)).all(|word| {
            let left = term.text.len() - word * 64;
            let mask = if left >= 64 { u64::MAX } else { (1 << left) - 1 };
            let own = term.capitals.get(word).copied().unwrap_or(0);
            (bits(&self.capitals, offset + word * 64) ^ own) & mask == 0
        })
    }

    /// Writes the folded text of `range` into `out`, with its capitals: accents and typography folded, case not.
    pub fn cased(&self, range: ByteRange, out: &mut String) {
        out.clear();
        out.push_str(range.of(&self.text));
        let first_word = range.start / 64;
        let last_word = range.end.div_ceil(64).min(self.capitals.len());
        if self.capitals[first_word.min(last_word)..last_word].iter().all(|&word| word == 0) {
            return;
        }
        let mut bytes = std::mem::take(out).into_bytes();
        for (word, &mask) in self.capitals.iter().enumerate().take(last_word).skip(first_word) {
            let mut mask = mask;
            while mask != 0 {
                let offset = word * 64 + mask.trailing_zeros() as usize;
                mask &= mask - 1;
                if !range.contains(offset) {
                    continue;
                }
                let at = offset - range.start;
                if bytes[at].is_ascii() {
                    bytes[at] = bytes[at].to_ascii_uppercase();
                } else if let Some(capital) = self.text[offset..].chars().next().and_then(capital_of) {
                    capital.encode_utf8(&mut bytes[at..]);
                }
            }
        }
        *out = String::from_utf8(bytes).expect("a capital takes as many bytes as its small letter");
    }

    /// The folded text, and the bits that tell where capitals stood.
    #[must_use]
    pub fn parts(&self) -> (&str, &[u64]) {
        (&self.text, &self.capitals)
    }

    /// An arena from its parts; `None` where the bits are not those of characters of the text.
    #[must_use]
    pub fn from_parts(text: String, capitals: Vec<u64>) -> Option<Self> {
        let within = capitals.len() <= text.len().div_ceil(64);
        let at_characters = || {
            text.is_ascii()
                || capitals.iter().enumerate().all(|(word, &mask)| {
                    let set = std::iter::successors(Some(mask), |left| Some(left & left.wrapping_sub(1)));
                    let mut set = set.take_while(|&left| left != 0).map(|left| left.trailing_zeros() as usize);
                    set.all(|bit| text.is_char_boundary(word * 64 + bit))
                })
        };
        // A bit behind the end is none of a character's.
        let last = || match (capitals.len() == text.len().div_ceil(64), text.len() % 64, capitals.last()) {
            (true, rest @ 1.., Some(&mask)) => mask >> rest == 0,
            _ => true,
        };
        (within && last() && at_characters()).then_some(Self { text, capitals })
    }

    /// Bytes of memory held.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.text.capacity() + self.capitals.capacity() * 8
    }
}

fn set(bits: &mut Vec<u64>, index: usize) {
    let word = index / 64;
    if bits.len() <= word {
        bits.resize(word + 1, 0);
    }
    bits[word] |= 1 << (index % 64);
}

/// The 64 bits from `index` on; those past the end are 0.
fn bits(bits: &[u64], index: usize) -> u64 {
    let (word, shift) = (index / 64, index % 64);
    let at = |word: usize| bits.get(word).copied().unwrap_or(0);
    if shift == 0 { at(word) } else { at(word) >> shift | at(word + 1) << (64 - shift) }
}

/// One folded text in lower case.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    each(text, false, |piece, _| folded.extend(piece.map(|piece| piece.c)));
    folded
}

/// One folded text with its capitals kept.
#[must_use]
pub fn fold_cased(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    each(text, false, |piece, _| {
        folded.extend(piece.map(|piece| if piece.capital { capital_of(piece.c).unwrap_or(piece.c) } else { piece.c }));
    });
    folded
}

/// Whether `text` asks for its case to be kept: smart case, as the best tools have it.
#[must_use]
pub fn has_capital(text: &str) -> bool {
    text.chars().any(char::is_uppercase)
}

/// One folded text with the way back to the original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// The text in lower case.
    pub text: String,
    /// The text with its capitals; as many bytes, at the same places.
    pub cased: String,
    /// For every byte of `text`, where the character that it came from stands, with the accents upon it.
    origins: Vec<(u32, u32)>,
}

impl Folded {
    /// Folds `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut folded = Self::default();
        each(text, false, |piece, from| {
            let end = narrow(from.end);
            match piece {
                Some(piece) => {
                    folded.text.push(piece.c);
                    folded.cased.push(if piece.capital { capital_of(piece.c).unwrap_or(piece.c) } else { piece.c });
                    folded.origins.resize(folded.text.len(), (narrow(from.start), end));
                }
                None => {
                    let Some(&(start, _)) = folded.origins.last() else { return };
                    for origin in folded.origins.iter_mut().rev().take_while(|origin| origin.0 == start) {
                        origin.1 = end;
                    }
                }
            }
        });
        folded
    }

    /// Where the characters stand in the original that gave the folded bytes of `span`. An empty span stays empty.
    #[must_use]
    pub fn original(&self, span: ByteRange) -> ByteRange {
        let Some(&(start, _)) = self.origins.get(span.start) else {
            let end = self.origins.last().map_or(0, |origin| origin.1 as usize);
            return ByteRange::new(end, end);
        };
        if span.is_empty() {
            return ByteRange::new(start as usize, start as usize);
        }
        ByteRange::new(start as usize, self.origins[span.end - 1].1 as usize)
    }
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, lower: &str, cased: &str) {
        assert_eq!(fold(text), lower);
        assert_eq!(fold_cased(text), cased);
        let mut arena = Arena::default();
        arena.push("Éx ");
        arena.push_break();
        let start = arena.text().len();
        arena.push(text);
        assert_eq!(&arena.text()[start..], lower);
        let mut out = String::new();
        arena.cased(ByteRange::new(start, arena.text().len()), &mut out);
        assert_eq!(out, cased);
    }

    #[test]
    fn case() {
        check("Petro SAID", "petro said", "Petro SAID");
        check("ΛΌΓΟΣ λόγος", "λογοσ λογοσ", "ΛΟΓΟΣ λογοσ");
        check("Ёлка İ ı", "елка i i", "Елка I i");
    }

    #[test]
    fn accents_composed_and_not() {
        check("Señora Müller, Ångström", "senora muller, angstrom", "Senora Muller, Angstrom");
        check("e\u{301}te\u{301}", "ete", "ete");
        check("Łódź, Ørsted, Đà Nẵng", "lodz, orsted, da nang", "Lodz, Orsted, Da Nang");
    }

    #[test]
    fn typography() {
        check("“don’t” ‘so’ «oui» „ja“ `x´", "\"don't\" 'so' \"oui\" \"ja\" 'x'", "\"don't\" 'so' \"oui\" \"ja\" 'x'");
        check("2019–20 — a‑b −1…", "2019-20 - a-b -1...", "2019-20 - a-b -1...");
        check("eﬀort oﬃce Æon Straße ½", "effort office aeon strasse 1/2", "effort office AEon Strasse 1/2");
    }

    #[test]
    fn blanks_are_one_blank() {
        check("a\u{a0}b\u{202f}c \n\t d\u{2028}e\r\nf", "a b c d e f", "a b c d e f");
        check("hon\u{ad}our\u{200b}ed \u{200b} x", "honoured x", "honoured x");
    }

    #[test]
    fn other_scripts_stay_whole() {
        check("한국어 日本語 हिन्दी", "한국어 日本語 हिन्दी", "한국어 日本語 हिन्दी");
        check("👩\u{200d}👧 ❤\u{fe0f}", "👩👧 ❤", "👩👧 ❤");
    }

    #[test]
    fn the_way_back_takes_the_accents_along() {
        let text = "«Cafe\u{301}» oﬃ  ce";
        let folded = Folded::new(text);
        let original = |word: &str| {
            let start = folded.text.find(word).unwrap();
            folded.original(ByteRange::new(start, start + word.len())).of(text).to_owned()
        };
        assert_eq!(original("cafe"), "Cafe\u{301}");
        assert_eq!(original("\""), "«");
        assert_eq!(original("f"), "f");
        assert_eq!(original("of"), "oﬃ");
        assert_eq!(original("i c"), "ﬃ  c");
        assert_eq!(
            folded.original(ByteRange::new(folded.text.len(), folded.text.len())),
            ByteRange::new(text.len(), text.len())
        );
    }

    #[test]
    fn smart_case_compares_capitals_across_words_of_bits() {
        let mut arena = Arena::default();
        arena.push(&"x".repeat(60));
        arena.push("United Nations and united nations");
        let mut term = Arena::default();
        term.push("United Nations");
        assert!(arena.has_case_of(60, &term));
        assert!(!arena.has_case_of(60 + 19, &term));
    }

    proptest! {
        #[test]
        fn folding_is_done_once_and_for_all(text in "\\PC*") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.clone());
            prop_assert!(!folded.contains('\n'));
        }

        #[test]
        fn every_place_leads_back_to_whole_characters(text in "(?s).*") {
            let folded = Folded::new(&text);
            prop_assert_eq!(&folded.text, &fold(&text));
            prop_assert_eq!(&folded.cased, &fold_cased(&text));
            for (start, c) in folded.text.char_indices() {
                let span = folded.original(ByteRange::new(start, start + c.len_utf8()));
                prop_assert!(text.get(span.start..span.end).is_some_and(|words| !words.is_empty()));
            }
        }

        #[test]
        fn an_arena_holds_what_folding_gives(texts in proptest::collection::vec("[A-Za-zÀ-žΑ-ωА-я’“ \u{301}ﬁ]{0,90}", 1..4)) {
            let mut arena = Arena::default();
            let mut places = Vec::new();
            for text in &texts {
                let start = arena.text().len();
                arena.push(text);
                places.push(ByteRange::new(start, arena.text().len()));
                arena.push_break();
            }
            let mut out = String::new();
            for (text, place) in texts.iter().zip(places) {
                arena.cased(place, &mut out);
                prop_assert_eq!(&out, &fold_cased(text));
                let mut term = Arena::default();
                term.push(text);
                prop_assert!(arena.has_case_of(place.start, &term));
            }
        }
    }
}
