//! Turns: words spoken in a labelled or alternating turn of a transcript, an interview or subtitles, without marks.
//!
//! `labels` reads what may name a speaker at the head of a line, `transcript` decides whether a text is one and how
//! far each turn goes, `interview` does the same for questions and answers that only their setting tells apart,
//! `people` finds whom the labels stand for; `posts` reads posts of social networks, whose authors stand behind them.

mod blocks;
mod interview;
mod labels;
mod people;
mod posts;
#[cfg(test)]
mod tests;
mod transcript;
mod words;

use labels::{Label, Sort};
use people::{People, Roles};
use transcript::Transcript;

use super::speakers::{Entity, EntityKind};
use crate::article::Article;
use crate::speaker::{Speaker, SpeakerKind};
use crate::text::{ByteRange, Paragraphs};

/// One paragraph of one turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The words, without label, markup and stage directions at their ends.
    pub words: ByteRange,
    /// Who speaks, by the number in [`Turns::speakers`].
    pub speaker: Option<usize>,
    /// The label, where one stands before this paragraph.
    pub label: Option<ByteRange>,
    /// Whether it goes on with the turn of the paragraph before.
    pub continues: bool,
    /// The time stamp that stands beside its label.
    pub time: Option<String>,
}

/// What is spoken in turns in an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turns {
    /// The turns, in the order of the text.
    pub list: Vec<Turn>,
    /// Those who speak in them.
    pub speakers: Vec<Speaker>,
    /// Whether labels name them.
    pub labelled: bool,
}

/// The formats in which everything is spoken.
const SUBTITLES: [&str; 2] = ["vtt", "srt"];

/// Finds what is spoken in turns in `article`.
#[must_use]
pub fn turns(article: &Article, paragraphs: &Paragraphs, entities: &[Entity]) -> Turns {
    let text = &article.text;
    let named = |key: &str| {
        entities.iter().any(|entity| {
            matches!(entity.kind, EntityKind::Person)
                && entity.words.len() > 1
                && (key == entity.name || ends_with(&entity.name, key))
        })
    };
    let subtitles = article.meta.format.as_deref().is_some_and(|format| SUBTITLES.contains(&format));
    if let Some(found) = transcript::transcript(text, paragraphs, &named, subtitles) {
        return of_transcript(article, entities, &found);
    }
    interview::interview(text, paragraphs, &|start| People::is_interview(article, start))
        .map_or_else(|| of_posts(text, entities), |found| of_interview(article, entities, &found))
}

fn of_posts(text: &str, entities: &[Entity]) -> Turns {
    let mut turns = Turns { labelled: true, ..Turns::default() };
    for post in posts::posts(text) {
        let name = post.author.of(text);
        let known = entities.iter().find(|entity| entity.name == name);
        let organisation = known.is_some_and(|entity| !matches!(entity.kind, EntityKind::Person));
        let kind = if organisation { SpeakerKind::Organisation } else { SpeakerKind::Person };
        let speaker = turns.number(&Speaker { name: name.to_owned(), kind, ..Speaker::default() });
        let (words, label) = (post.words, Some(post.author));
        turns.list.push(Turn { words, speaker: Some(speaker), label, continues: false, time: None });
    }
    turns
}

/// Whether the folded words of `key` are the last ones of `name`, or its first.
fn ends_with(name: &str, key: &str) -> bool {
    let words: Vec<String> = name.split_whitespace().map(labels::fold).collect();
    let key: Vec<&str> = key.split(' ').collect();
    words.len() >= key.len() && words[words.len() - key.len()..].iter().map(String::as_str).eq(key.iter().copied())
}

fn of_transcript(article: &Article, entities: &[Entity], found: &Transcript) -> Turns {
    let text = &article.text;
    let people = People::new(article, entities, found.labels.iter());
    let mut distinct: Vec<&Label> = Vec::new();
    let mut number: Vec<usize> = Vec::with_capacity(found.labels.len());
    for label in &found.labels {
        let known = distinct.iter().position(|other| other.key == label.key && other.sort == label.sort);
        number.push(known.unwrap_or_else(|| {
            distinct.push(label);
            distinct.len() - 1
        }));
    }
    let words_of = |sort: Sort| -> Vec<ByteRange> {
        found
            .spoken
            .iter()
            .filter(|spoken| spoken.label.is_some_and(|at| found.labels[at].sort == sort))
            .map(|spoken| spoken.words)
            .collect()
    };
    let has = |sort: Sort| distinct.iter().any(|label| label.sort == sort);
    let mut roles = Roles::default();
    let mut named: Vec<Speaker> = distinct.iter().map(|label| people.speaker(label, &roles)).collect();
    if has(Sort::Question) || has(Sort::Answer) {
        let taken: Vec<String> = distinct
            .iter()
            .zip(&named)
            .filter(|(label, _)| matches!(label.sort, Sort::Name | Sort::Office))
            .map(|(_, speaker)| speaker.name.clone())
            .collect();
        let press = !has(Sort::Answer)
            && distinct.iter().any(|label| matches!(label.sort, Sort::Name | Sort::Office | Sort::Unnamed));
        roles = people.roles(&words_of(Sort::Question), &words_of(Sort::Answer), &taken, press);
        named = distinct.iter().map(|label| people.speaker(label, &roles)).collect();
    }
    for (at, label) in distinct.iter().enumerate() {
        let spoken = found.spoken.iter().filter(|spoken| spoken.label.is_some_and(|label| number[label] == at));
        let spoken: Vec<ByteRange> = spoken.map(|spoken| spoken.words).collect();
        if let Some(speaker) = people.numbered(label, &spoken) {
            named[at] = speaker;
        }
    }
    let examiners = examiners(found, &people);
    let introduced = introductions(text, found);
    for (at, name) in &introduced {
        named[number[*at]] = people.person(name.clone(), None);
    }
    let mut turns = Turns { labelled: true, ..Turns::default() };
    let mut over = false;
    for spoken in &found.spoken {
        if spoken.label.is_some_and(|label| introduced.iter().any(|(at, _)| *at == label)) {
            continue;
        }
        over = !spoken.first && (over || is_about(spoken.words.of(text), &named));
        if over {
            continue;
        }
        let label = spoken.label.map(|at| &found.labels[at]).filter(|_| spoken.first);
        let speaker = spoken.label.map(|at| {
            let asks = found.labels[at].sort == Sort::Question;
            let last = examiners.partition_point(|(label, _)| *label < at).checked_sub(1).filter(|_| asks);
            turns.number(last.map_or(&named[number[at]], |last| &examiners[last].1))
        });
        turns.list.push(Turn {
            words: spoken.words,
            speaker,
            label: label.map(|label| label.letters),
            continues: !spoken.first,
            time: label.and_then(|label| label.time.clone()),
        });
    }
    turns
}

/// Who asks from which label on, as courts set it: `BY MS. ARROYO:`.
fn examiners(found: &Transcript, people: &People<'_>) -> Vec<(usize, Speaker)> {
    let by = found.labels.iter().enumerate().filter(|(_, label)| label.sort == Sort::Examiner);
    by.map(|(at, label)| (at, people.speaker(label, &Roles::default()))).collect()
}

/// Labels at the head whose words are a name alone, "Interviewer: Samir Wadia": they say whom the later ones stand for.
fn introductions(text: &str, found: &Transcript) -> Vec<(usize, String)> {
    const FIRST: usize = 12;
    let mut result = Vec::new();
    for spoken in found.spoken.iter().filter(|spoken| spoken.first).take(FIRST) {
        let Some(at) = spoken.label else { break };
        let label = &found.labels[at];
        let words = spoken.words.of(text).lines().next().unwrap_or("");
        let name = words.split([',', '(', ';']).next().unwrap_or(words).trim();
        let again = found.labels[at + 1..].iter().any(|other| other.key == label.key && other.sort == label.sort);
        let role = label.sort != Sort::Name || label.likeness < labels::Likeness::Certain;
        if words.len() > 100 || words.ends_with(['.', '?', '!']) || !role || !people::is_full_name(name) {
            break;
        }
        if again {
            result.push((at, people::untitled(name)));
        }
    }
    result
}

/// Whether a paragraph speaks of one of those who speak: the writer's last words on them.
fn is_about(words: &str, speakers: &[Speaker]) -> bool {
    let words = words.trim_start_matches(|first: char| !first.is_alphanumeric());
    let says = |rest: &str| {
        let rest = rest.trim_start_matches(|first: char| !first.is_alphanumeric());
        ["is ", "was ", "has ", "works ", "writes ", "tweets "].iter().any(|verb| rest.starts_with(verb))
    };
    speakers
        .iter()
        .any(|speaker| speaker.name.contains(' ') && words.strip_prefix(speaker.name.as_str()).is_some_and(says))
}

fn of_interview(article: &Article, entities: &[Entity], found: &[interview::Exchange]) -> Turns {
    let people = People::new(article, entities, std::iter::empty());
    let side = |asks: bool| -> Vec<ByteRange> {
        found.iter().filter(|exchange| exchange.asks == asks).map(|exchange| exchange.words).collect()
    };
    let roles = people.roles(&side(true), &side(false), &[], false);
    let mut turns = Turns::default();
    let both = [roles.asks.clone(), roles.answers.clone()];
    let mut over = false;
    for exchange in found {
        over = !exchange.first && (over || is_about(exchange.words.of(&article.text), &both));
        if over {
            continue;
        }
        let speaker = Some(turns.number(if exchange.asks { &roles.asks } else { &roles.answers }));
        turns.list.push(Turn { words: exchange.words, speaker, label: None, continues: !exchange.first, time: None });
    }
    turns
}

impl Turns {
    /// The number of a speaker, added when he is not there yet.
    fn number(&mut self, speaker: &Speaker) -> usize {
        self.speakers.iter().position(|known| known.name == speaker.name).unwrap_or_else(|| {
            self.speakers.push(speaker.clone());
            self.speakers.len() - 1
        })
    }

    /// The speaker of a turn.
    #[must_use]
    pub fn speaker(&self, turn: &Turn) -> Option<&Speaker> {
        turn.speaker.and_then(|speaker| self.speakers.get(speaker))
    }

    /// The speaker whom labels call `name`: transcripts set names in capitals or shorten them to initials.
    #[must_use]
    pub fn called(&self, text: &str, name: &str) -> Option<&Speaker> {
        let same = |turn: &&Turn| turn.label.is_some_and(|label| labels::name_part(label.of(text)) == name);
        self.speakers
            .iter()
            .find(|speaker| speaker.name.eq_ignore_ascii_case(name))
            .or_else(|| self.list.iter().find(same).and_then(|turn| self.speaker(turn)))
    }

    /// Whether a label calls somebody `name`.
    #[must_use]
    pub fn has_label(&self, text: &str, name: &str) -> bool {
        let labels = self.list.iter().filter_map(|turn| turn.label);
        labels.into_iter().any(|label| labels::name_part(label.of(text)).eq_ignore_ascii_case(name))
    }

    /// The number of the turn that all of `range` lies in.
    #[must_use]
    pub fn around(&self, range: ByteRange) -> Option<usize> {
        let at = self.list.partition_point(|turn| turn.words.end < range.end);
        self.list.get(at).filter(|turn| turn.words.start <= range.start).map(|_| at)
    }
}
