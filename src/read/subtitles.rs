//! Subtitles: WebVTT and SubRip files to paragraphs of what is spoken.
//!
//! Cues are cut for the screen, not for reading. Successive cues of one speaker become one paragraph, up to a pause of
//! two seconds or sixty words; a paragraph begins with `Name: ` where the speaker changes and the file names him.

use std::sync::LazyLock;

use regex::Regex;

use super::decode::{Decoded, decode};
use super::entities;
use super::error::{ReadError, ReadErrorKind};
use super::format::{ArticleStream, Format, Probe, one_article};
use super::pending::{Draft, Origin};
use super::source::Source;
use crate::article::{Mark, Milestone};
use crate::text::capitalized;

/// One of the two formats, by its name, which is the ending of its files, too.
pub(super) struct SubtitleFormat([&'static str; 1]);

/// WebVTT.
pub(super) const VTT: SubtitleFormat = SubtitleFormat(["vtt"]);
/// SubRip.
pub(super) const SRT: SubtitleFormat = SubtitleFormat(["srt"]);

impl Format for SubtitleFormat {
    fn name(&self) -> Option<&'static str> {
        Some(self.0[0])
    }

    fn endings(&self) -> &'static [&'static str] {
        if self.0 == VTT.0 { &["vtt"] } else { &["srt"] }
    }

    /// By its name, or by its first cue.
    fn claims(&self, probe: &Probe<'_>) -> bool {
        let head = || String::from_utf8_lossy(&probe.head[..probe.head.len().min(1_000)]);
        probe.ends_with(&self.0)
            || is_subtitles(&head()) && (self.0 == VTT.0) == head().trim_start_matches('\u{feff}').starts_with("WEBVTT")
    }

    fn articles(&'static self, source: Source) -> Result<ArticleStream, ReadError> {
        one_article(source, parse)
    }
}

fn parse(bytes: Vec<u8>, origin: &Origin) -> Result<Draft, ReadError> {
    let Decoded { text, encoding, damaged } = decode(bytes).map_err(|kind| origin.error(kind))?;
    let Subtitles { text, times } = subtitles(&text);
    if text.is_empty() {
        return Err(origin.error(ReadErrorKind::NoText { why: "it holds no cue with words" }));
    }
    let milestones = times.into_iter().map(|(at, time)| Milestone { at, mark: Mark::Time(clock(time)) }).collect();
    Ok(Draft { text, milestones, encoding, damaged, ..Draft::default() })
}

/// `00:12:07`.
fn clock(milliseconds: u64) -> String {
    let seconds = milliseconds / 1_000;
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// What a subtitle file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Subtitles {
    /// One paragraph per line, with a blank line between them.
    text: String,
    /// When each paragraph begins: its first byte in `text`, and the time in milliseconds.
    times: Vec<(usize, u64)>,
}

/// A pause of so many milliseconds ends a paragraph.
const PAUSE: u64 = 2_000;
/// So many words end a paragraph.
const WORDS: usize = 60;

/// `00:01:02,345 --> 00:01:04,000`, the hours and the fractions may be missing.
static TIMING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?\s*-->\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?").ok()
});
/// `Name: ` at the head of a cue, after the signs that a change of speaker has.
static NAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?P<change>>>+|-|–|—)?\s*(?P<name>\p{Lu}[\p{L}\p{N}.'’ \-]{0,40}?)\s*:\s+").ok());
/// Tags and the position marks of SubRip.
static TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"</?[A-Za-z0-9][^<>]{0,200}>|<\d[\d:.]*>|\{\\[^{}]{0,40}\}").ok());
/// `<v Name>` of WebVTT, perhaps with classes.
static VOICE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^<v(?:\.[^\s<>]*)?\s+([^<>]{1,80})>").ok());

/// Whether `text` is a subtitle file, by its beginning.
fn is_subtitles(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    if text.starts_with("WEBVTT") {
        return true;
    }
    let Some(timing) = TIMING.as_ref() else { return false };
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("");
    let number = !first.is_empty() && first.len() < 9 && first.bytes().all(|byte| byte.is_ascii_digit());
    number && lines.next().is_some_and(|line| timing.is_match(line))
}

/// One line of a cue, or all of it.
struct Cue {
    start: u64,
    end: u64,
    /// The speaker where the cue names one; `Some("")` where it only says that another one speaks.
    speaker: Option<String>,
    words: String,
}

/// Reads the cues of `text`.
fn subtitles(text: &str) -> Subtitles {
    let mut result = Subtitles::default();
    let mut speaker = String::new();
    let mut last_end: Option<u64> = None;
    let mut words = 0;
    for cue in cues(text) {
        let changes = cue.speaker.as_ref().is_some_and(|name| *name != speaker || name.is_empty());
        let pause = last_end.is_none_or(|end| cue.start.saturating_sub(end) >= PAUSE);
        if changes || pause || words >= WORDS {
            if !result.text.is_empty() {
                result.text.push_str("\n\n");
            }
            result.times.push((result.text.len(), cue.start));
            words = 0;
            if changes {
                speaker = cue.speaker.unwrap_or_default();
                result.text.push_str(if speaker.is_empty() { ">> " } else { &speaker });
                if !speaker.is_empty() {
                    result.text.push_str(": ");
                }
            }
        } else {
            result.text.push(' ');
        }
        words += cue.words.split_whitespace().count();
        result.text.push_str(&cue.words);
        last_end = Some(cue.end);
    }
    if !result.text.is_empty() {
        result.text.push('\n');
    }
    result
}

/// The cues in order. Anything outside of them (notes, styles, numbers) is passed over.
fn cues(text: &str) -> Vec<Cue> {
    let Some(timing) = TIMING.as_ref() else { return Vec::new() };
    let mut cues: Vec<Cue> = Vec::new();
    let mut now: Option<(u64, u64)> = None;
    let mut shown = String::new();
    for line in text.lines() {
        let line = line.trim();
        if let Some(found) = line.contains("-->").then(|| timing.captures(line)).flatten() {
            let time = |at: usize| {
                let number =
                    |group: usize| found.get(group).and_then(|digits| digits.as_str().parse::<u64>().ok()).unwrap_or(0);
                let fraction = found.get(at + 3).map_or(0, |digits| {
                    let digits = digits.as_str();
                    digits.parse::<u64>().unwrap_or(0) * 10u64.pow(3 - u32::try_from(digits.len().min(3)).unwrap_or(3))
                });
                ((number(at) * 60 + number(at + 1)) * 60 + number(at + 2)) * 1000 + fraction
            };
            now = Some((time(1), time(5)));
            shown.clear();
        } else if line.is_empty() {
            now = None;
        } else if let Some((start, end)) = now {
            add_line(line, start, end, &mut shown, &mut cues);
        }
    }
    cues
}

/// Adds a line of a cue: to the words before it, or as a cue of its own where another one speaks.
fn add_line(line: &str, start: u64, end: u64, shown: &mut String, cues: &mut Vec<Cue>) {
    let voice = VOICE.as_ref().and_then(|voice| voice.captures(line)).and_then(|found| found.get(1));
    let plain = TAG.as_ref().map_or_else(|| line.into(), |tag| tag.replace_all(line, ""));
    let mut words = plain.trim();
    let mut speaker = voice.map(|name| named(name.as_str()));
    if speaker.is_none() {
        if let Some(found) = NAME.as_ref().and_then(|name| name.captures(words))
            && let (Some(name), Some(all)) = (found.name("name"), found.get(0))
            && is_name(name.as_str())
        {
            speaker = Some(name.as_str().to_owned());
            words = &words[all.end()..];
        } else if let Some(rest) = words.strip_prefix(">>") {
            speaker = Some(String::new());
            words = rest.trim_start_matches('>').trim_start();
        }
    }
    let mut words = entities::html(words).replace('\u{a0}', " ");
    words.retain(|letter| !matches!(letter, '\u{200e}' | '\u{200f}'));
    let words = words.trim();
    if !words.contains(char::is_alphanumeric) || words.starts_with('♪') {
        return;
    }
    // Live captions show a line twice while they roll up.
    let repeated = cues.last().is_some_and(|cue| cue.words == words || cue.words.ends_with(&format!(" {words}")))
        && speaker.is_none()
        && shown.is_empty();
    if repeated {
        if let Some(cue) = cues.last_mut() {
            cue.end = end;
        }
        return;
    }
    match cues.last_mut() {
        Some(cue) if !shown.is_empty() && speaker.is_none() => {
            cue.words.push(' ');
            cue.words.push_str(words);
        }
        _ => cues.push(Cue { start, end, speaker, words: words.to_owned() }),
    }
    shown.push_str(words);
}

/// A voice as a name: one in lower case gets its capitals.
fn named(voice: &str) -> String {
    let voice = voice.trim();
    if voice.contains(char::is_uppercase) {
        return voice.to_owned();
    }
    voice.split_whitespace().map(capitalized).collect::<Vec<_>>().join(" ")
}

/// Whether the letters before a colon can be a speaker's name: few words, all with a capital.
fn is_name(letters: &str) -> bool {
    let words = letters.split_whitespace();
    words.clone().count() <= 4
        && words.clone().all(|word| {
            word.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
                || matches!(word, "de" | "van" | "von" | "der" | "da" | "al" | "bin")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_of_a_voice_become_paragraphs() {
        let file = "WEBVTT\n\nNOTE a test\n\n1\n00:00:01.000 --> 00:00:02.000 align:start\n<v Ada Low>The ferry\nhas <i>left</i>.\n\n00:02.100 --> 00:00:03.000\n<v Ada Low>It will be back.\n\n00:00:03.200 --> 00:00:04.000\n<v.loud ben roe>When?\n";
        let found = subtitles(file);
        assert_eq!(found.text, "Ada Low: The ferry has left. It will be back.\n\nBen Roe: When?\n");
        assert_eq!(found.times, [(0, 1_000), (47, 3_200)]);
        assert!(is_subtitles(file));
    }

    #[test]
    fn a_pause_and_sixty_words_end_a_paragraph() {
        let mut file = "1\n00:00:01,5 --> 00:00:02,000\nAda: The ferry has left.\n\n2\n00:00:04,000 --> 00:00:05,000\nIt will be back.\n\n".to_owned();
        for at in 5..12 {
            file.push_str(&format!(
                "{at}\n00:00:{at:02},000 --> 00:00:{:02},000\nline {at} three four five six seven eight nine ten\n\n",
                at + 1
            ));
        }
        let found = subtitles(&file);
        let paragraphs: Vec<&str> = found.text.trim().split("\n\n").collect();
        assert_eq!(paragraphs[0], "Ada: The ferry has left.");
        assert!(paragraphs[1].starts_with("It will be back. line 5"));
        assert_eq!(paragraphs.len(), 3);
        assert_eq!(found.times[0], (0, 1_500));
        assert!(is_subtitles(&file));
    }

    #[test]
    fn another_speaker_without_a_name_begins_a_paragraph() {
        let file = "1\n00:00:01,000 --> 00:00:02,000\n>> The ferry has left.\n>> When?\n\n2\n00:00:02,000 --> 00:00:03,000\n[MUSIC]\n♪ la la ♪\n";
        assert_eq!(subtitles(file).text, ">> The ferry has left.\n\n>> When? [MUSIC]\n");
    }

    #[test]
    fn other_texts_are_no_subtitles() {
        assert!(
            !is_subtitles("1\nThe ferry has left at 00:01 --> gone.\n") && !is_subtitles("") && !is_subtitles("12\n13")
        );
    }
}
