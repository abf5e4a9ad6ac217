//! PDF: the text layer, in reading order, with the places where its pages begin.
//!
//! `hayro` reads the file and says of each glyph what it stands for and where; [`layout`] makes lines of glyphs,
//! [`flow`] running text of lines. Whatever a file holds, it costs bounded time and memory: what it unpacks to and how
//! deep it nests is measured before it is read, and the reading happens on a thread of its own that is given up on
//! after a while.

mod bounds;
mod flow;
mod layout;

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use hayro_interpret::font::Glyph as Drawn;
use hayro_interpret::util::TransformExt;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro_syntax::{LoadPdfError, Pdf};
use kurbo::{Affine, BezPath, Point, Rect};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use self::flow::{PageLines, flow};
use self::layout::{Glyph, lines};
use super::super::pending::Repair;
use super::{Document, Unreadable, is_title};

/// The longest that reading may take.
const TIME: Duration = Duration::from_secs(60);
/// Stack for a file whose parts nest as deep as [`bounds`] lets them.
const STACK: usize = 256 * 1024 * 1024;
/// The most glyphs that are read: of a page, and of the file.
const MOST_ON_PAGE: usize = 1_000_000;
const MOST: usize = 50_000_000;

/// Reads a PDF.
///
/// # Errors
/// When it is damaged or hostile, needs a password, or holds pictures of text only.
pub(super) fn read(bytes: Vec<u8>) -> Result<Document, Unreadable> {
    bounds::check(&bytes)?;
    let (give, take) = channel();
    let work = move || {
        let _ = give.send(read_within(bytes, Instant::now() + TIME));
    };
    std::thread::Builder::new()
        .name("pdf".into())
        .stack_size(STACK)
        .spawn(work)
        .map_err(|_| Unreadable::Damaged("no thread could be started to read it"))?;
    match take.recv_timeout(TIME + Duration::from_secs(5)) {
        Ok(read) => read,
        Err(RecvTimeoutError::Timeout) => Err(Unreadable::TooSlow),
        Err(RecvTimeoutError::Disconnected) => Err(Unreadable::Damaged("its parts contradict one another")),
    }
}

fn read_within(bytes: Vec<u8>, deadline: Instant) -> Result<Document, Unreadable> {
    let pdf = Pdf::new(Arc::new(bytes)).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Unreadable::Locked,
        LoadPdfError::Invalid => Unreadable::Damaged("no pages were found in it"),
    })?;
    let mut pages = Vec::new();
    let mut gutter = None;
    let (mut glyphs, mut unknown, mut images) = (0, 0, 0);
    for page in pdf.pages().iter() {
        if Instant::now() > deadline {
            return Err(Unreadable::TooSlow);
        }
        let (width, height) = page.render_dimensions();
        let cache = InterpreterCache::new();
        let settings = InterpreterSettings { render_annotations: false, ..InterpreterSettings::default() };
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            &cache,
            page.xref(),
            settings,
        );
        let mut collector = Collector::default();
        interpret_page(page, &mut context, &mut collector);
        glyphs += collector.glyphs.len();
        unknown += collector.unknown;
        images += collector.images;
        if collector.glyphs.len() > MOST_ON_PAGE || glyphs > MOST {
            return Err(Unreadable::TooMuch);
        }
        pages.push(PageLines { lines: lines(collector.glyphs, &mut gutter), height });
    }
    if glyphs == 0 || unknown > glyphs {
        return Err(if unknown > 0 {
            Unreadable::Unmapped
        } else {
            Unreadable::Scanned { pages: pages.len(), images }
        });
    }
    let flow = flow(pages);
    let metadata = pdf.metadata();
    let mut document = Document { text: flow.text, pages: flow.pages, ..Document::default() };
    document.meta.title = metadata.title.as_deref().and_then(text_string).filter(|title| is_title(title));
    document.meta.author = metadata.author.as_deref().and_then(text_string);
    if unknown * 50 > glyphs {
        document.repairs.push(Repair { what: "characters of unknown meaning left out", count: unknown });
    }
    Ok(document)
}

/// Collects the glyphs of a page.
#[derive(Default)]
struct Collector {
    glyphs: Vec<Glyph>,
    /// Glyphs that nothing says the character of.
    unknown: usize,
    images: usize,
}

impl Collector {
    fn push(&mut self, character: char, at: Glyph) {
        // The accent of a letter drawn apart from it.
        if let (Some(mark), Some(last)) = (combining(character), self.glyphs.last())
            && at.x0 < last.x1 - 0.1 * at.size
            && at.x0 >= last.x0 - 0.3 * at.size
            && (at.y - last.y).abs() < at.size
            && let Some(composed) = compose(last.character, mark)
        {
            if let Some(last) = self.glyphs.last_mut() {
                last.character = composed;
            }
            return;
        }
        if let Some(last) = self.glyphs.last_mut()
            && let Some(mark) = combining(last.character)
            && (at.x0 - last.x0).abs() < 0.45 * at.size
            && (at.y - last.y).abs() < at.size
            && let Some(composed) = compose(character, mark)
        {
            *last = Glyph { character: composed, ..at };
            return;
        }
        self.glyphs.push(Glyph { character, ..at });
    }
}

impl Device<'_> for Collector {
    fn draw_glyph(
        &mut self,
        glyph: &Drawn<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        mode: &GlyphDrawMode,
    ) {
        if matches!(mode, GlyphDrawMode::Stroke(_)) && self.glyphs.len() > MOST_ON_PAGE {
            return;
        }
        let transform = transform * glyph_transform;
        let advance = match glyph {
            Drawn::Outline(outline) => outline.advance_width().unwrap_or(500.0),
            Drawn::Type3(_) => 500.0,
        };
        let (from, to) = (transform * Point::ZERO, transform * Point::new(f64::from(advance), 0.0));
        let up = transform * Point::new(0.0, 1000.0) - from;
        let size = up.hypot();
        // Text that runs in another direction is a watermark, a stamp or the label of an axis.
        let level = (to.y - from.y).abs() < 0.2 * (to.x - from.x).abs().max(1e-3) && up.y < 0.0;
        let sound = size.is_finite() && from.x.is_finite() && from.y.is_finite() && size >= 0.5;
        if !sound || !level {
            return;
        }
        let Some(meaning) = glyph.as_unicode() else {
            self.unknown += 1;
            return;
        };
        let text: String = match meaning {
            hayro_cmap::BfString::Char(character) => expand(character),
            hayro_cmap::BfString::String(text) => text.chars().map(expand).collect(),
        };
        let count = text.chars().count();
        let width = (to.x - from.x) / count.max(1) as f64;
        for (number, character) in text.chars().enumerate() {
            if self.glyphs.len() > MOST_ON_PAGE {
                return;
            }
            if character.is_control() || character == char::REPLACEMENT_CHARACTER {
                self.unknown += usize::from(!character.is_whitespace());
                continue;
            }
            let x0 = width.mul_add(number as f64, from.x);
            let at = Glyph { character, x0: x0 as f32, x1: (x0 + width) as f32, y: from.y as f32, size: size as f32 };
            self.push(character, at);
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {
        self.images += 1;
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// The letters of a ligature.
fn expand(character: char) -> String {
    match character {
        '\u{fb00}'..='\u{fb06}' => character.nfkc().collect(),
        other => other.into(),
    }
}

/// The combining mark that an accent is, drawn by itself.
fn combining(accent: char) -> Option<char> {
    Some(match accent {
        '´' | '\u{2ca}' => '\u{301}',
        '`' | '\u{2cb}' => '\u{300}',
        '¨' => '\u{308}',
        'ˆ' => '\u{302}',
        '˜' => '\u{303}',
        '¸' => '\u{327}',
        'ˇ' => '\u{30c}',
        '˚' => '\u{30a}',
        '¯' => '\u{304}',
        mark if is_combining_mark(mark) => mark,
        _ => return None,
    })
}

fn compose(letter: char, mark: char) -> Option<char> {
    let letter = if letter == 'ı' { 'i' } else { letter };
    letter.is_alphabetic().then(|| unicode_normalization::char::compose(letter, mark)).flatten()
}

/// A text string of a PDF: UTF-16 or UTF-8 with a byte order mark, else much like Latin-1.
fn text_string(bytes: &[u8]) -> Option<String> {
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    };
    let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control()).to_owned();
    (!text.is_empty() && !text.contains(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_are_decoded() {
        assert_eq!(text_string(b"\xfe\xff\x00N\x00\xe9").as_deref(), Some("Né"));
        assert_eq!(text_string(b"N\xe9").as_deref(), Some("Né"));
        assert_eq!(text_string(b" \x00"), None);
    }

    #[test]
    fn what_is_no_pdf_is_damaged() {
        for bytes in [&b"%PDF-1.7\nnothing"[..], b"%PDF-", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>"] {
            assert!(read(bytes.to_vec()).is_err());
        }
    }
}
