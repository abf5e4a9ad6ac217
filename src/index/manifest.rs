//! The manifest of a cache: which state of which store files it was made of, where their documents stand, and which
//! group of documents is kept in which file of the cache.

use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_128;

use super::codec::{Decoder, Encoder};
use super::version::version;
use crate::store::{DocumentAt, Place};

const MAGIC: &[u8; 8] = b"vbtm-man";

/// A file of the store as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileState {
    /// Below the folder of the store; empty for a store that is one file.
    pub(super) path: PathBuf,
    /// What it was told by; absent where that was not certain.
    pub(super) fingerprint: Option<[i64; 7]>,
    /// Whether the file had not changed for so long that the fingerprint alone tells.
    pub(super) settled: bool,
    /// How many documents it holds.
    pub(super) documents: u32,
}

/// Consecutive documents whose columns stand in one file of the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    /// How many documents.
    pub(super) documents: u32,
    /// The name of the file: a hash of what it was made of.
    pub(super) key: u128,
    /// The lengths of its sections.
    pub(super) sections: [u64; SECTIONS],
}

/// Columns, and folded texts.
pub(super) const SECTIONS: usize = 2;

/// All that a cache knows of its store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) files: Vec<FileState>,
    pub(super) documents: Vec<DocumentAt>,
    pub(super) hashes: Vec<u128>,
    pub(super) groups: Vec<Group>,
}

/// The name of the file that holds what documents of these hashes say.
pub(super) fn key(hashes: &[u128]) -> u128 {
    let mut bytes = Vec::with_capacity(hashes.len() * 16 + 8);
    bytes.extend_from_slice(&version().to_le_bytes());
    hashes.iter().for_each(|hash| bytes.extend_from_slice(&hash.to_le_bytes()));
    xxh3_128(&bytes)
}

impl Manifest {
    /// As bytes, for the store at `real`.
    pub(super) fn encode(&self, real: &Path) -> Vec<u8> {
        let mut encoder = Encoder::default();
        let e = &mut encoder;
        e.bytes.extend_from_slice(MAGIC);
        e.number(version());
        e.raw(real.as_os_str().as_encoded_bytes());
        e.number(self.files.len() as u64);
        for file in &self.files {
            e.raw(file.path.as_os_str().as_encoded_bytes());
            e.bytes.push(u8::from(file.fingerprint.is_some()) | u8::from(file.settled) << 1);
            file.fingerprint.unwrap_or_default().iter().for_each(|number| e.number(number.cast_unsigned()));
            e.number(u64::from(file.documents));
        }
        e.column64(self.documents.iter().map(|document| document.place.offset));
        e.column32(self.documents.iter().map(|document| document.place.len));
        e.column32(self.documents.iter().map(|document| document.line));
        self.hashes.iter().for_each(|&hash| e.hash(hash));
        e.number(self.groups.len() as u64);
        for group in &self.groups {
            e.number(u64::from(group.documents));
            e.hash(group.key);
            group.sections.iter().for_each(|&len| e.number(len));
        }
        let hash = xxh3_128(&e.bytes);
        e.hash(hash);
        encoder.bytes
    }

    /// What [`Self::encode`] wrote, if it is of this version and for the store at `real`.
    pub(super) fn decode(bytes: &[u8], real: &Path) -> Option<Self> {
        let (bytes, hash) = bytes.split_last_chunk()?;
        if xxh3_128(bytes) != u128::from_le_bytes(*hash) {
            return None;
        }
        let mut decoder = Decoder::new(bytes);
        let d = &mut decoder;
        header(d).filter(|store| *store == real.as_os_str().as_encoded_bytes())?;
        let mut files = Vec::new();
        for _ in 0..d.number()? {
            files.push(file(d)?);
        }
        let (offsets, lens, lines) = (d.column64()?, d.column32()?, d.column32()?);
        let count = offsets.len();
        let mut numbers = Vec::with_capacity(count);
        for (number, file) in files.iter().enumerate() {
            let number = u32::try_from(number).ok()?;
            if numbers.len() + file.documents as usize > count {
                return None;
            }
            numbers.resize(numbers.len() + file.documents as usize, number);
        }
        let fits = lens.len() == count && lines.len() == count && numbers.len() == count;
        let hashes = d.take(count.checked_mul(16)?)?.chunks_exact(16);
        let hashes = hashes.map(|hash| u128::from_le_bytes(hash.try_into().unwrap_or_default())).collect();
        let mut groups = Vec::new();
        for _ in 0..d.number()? {
            let documents = u32::try_from(d.number()?).ok()?;
            groups.push(Group { documents, key: d.hash()?, sections: [d.number()?, d.number()?] });
        }
        let grouped: usize = groups.iter().map(|group| group.documents as usize).sum();
        let places = numbers.into_iter().zip(offsets).zip(lens).zip(lines);
        let documents = places
            .map(|(((file, offset), len), line)| DocumentAt { place: Place { file, len, offset }, line })
            .collect();
        (fits && d.is_at_end() && grouped == count).then_some(Self { files, documents, hashes, groups })
    }
}

/// The path of the store whose manifest begins with `bytes`.
pub(super) fn store_of(bytes: &[u8]) -> Option<PathBuf> {
    let path = header(&mut Decoder::new(bytes))?;
    path_of(path)
}

fn header<'a>(d: &mut Decoder<'a>) -> Option<&'a [u8]> {
    let same = d.array()? == *MAGIC && d.number()? == version();
    same.then(|| d.raw()).flatten()
}

fn file(d: &mut Decoder<'_>) -> Option<FileState> {
    let path = path_of(d.raw()?)?;
    let bits = d.byte()?;
    let mut numbers = [0; 7];
    for number in &mut numbers {
        *number = d.number()?.cast_signed();
    }
    let documents = u32::try_from(d.number()?).ok()?;
    Some(FileState { path, fingerprint: (bits & 1 != 0).then_some(numbers), settled: bits & 2 != 0, documents })
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let place = |file, offset| DocumentAt { place: Place { file, len: 7, offset }, line: 3 };
        let file = |path: &str, documents| FileState {
            path: path.into(),
            fingerprint: Some([1, -2, 3, 4, 5, 6, 7]),
            settled: true,
            documents,
        };
        Manifest {
            files: vec![file("a.yaml", 2), file("b.yaml", 1)],
            documents: vec![place(0, 0), place(0, 7), place(1, 0)],
            hashes: vec![1, 2, 3],
            groups: vec![Group { documents: 3, key: key(&[1, 2, 3]), sections: [10, 20] }],
        }
    }

    #[test]
    fn it_comes_back_for_its_own_store_alone() {
        let bytes = manifest().encode(Path::new("/store"));
        assert_eq!(Manifest::decode(&bytes, Path::new("/store")), Some(manifest()));
        assert_eq!(Manifest::decode(&bytes, Path::new("/other")), None);
        assert_eq!(store_of(&bytes), Some("/store".into()));
    }

    #[test]
    fn a_flipped_bit_or_a_cut_makes_it_nothing() {
        let bytes = manifest().encode(Path::new("/store"));
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            assert_eq!(Manifest::decode(&flipped, Path::new("/store")), None, "byte {at}");
            assert_eq!(Manifest::decode(&bytes[..at], Path::new("/store")), None, "cut at {at}");
        }
    }

    #[test]
    fn groups_are_called_by_what_they_hold_in_its_order() {
        assert_ne!(key(&[1, 2]), key(&[2, 1]));
        assert_ne!(key(&[1]), key(&[1, 1]));
    }
}
