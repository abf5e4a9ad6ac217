//! The folder of the cache: one folder for each store, which holds a manifest and a file for each group of documents.
//!
//! Files are written under other names and renamed, and only by the program that holds the folder's lock; who does not
//! get the lock at once writes nothing. A file of a group is called by a hash of the documents that it was made of, and
//! never changes. Whatever goes wrong here, the answer is that there is no cache.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128, xxh3_128_with_seed};

use super::content;
use super::folded::Folded;
use super::manifest::{self, Group, Manifest, SECTIONS};
use crate::store::{Content, Location, real_path};

/// Where what is derived from stores is kept.
#[derive(Debug, Clone)]
pub struct Cache {
    root: PathBuf,
    smallest: u64,
    largest: u64,
    margin: Duration,
}

/// A store of which something is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedStore {
    /// The store; absent where the cache is of another version or broken.
    pub store: Option<PathBuf>,
    /// How many bytes are kept.
    pub bytes: u64,
    /// When it was used last, by the day.
    pub used: SystemTime,
}

/// A file that changed so shortly before it was looked at may change once more without another time being noted.
const MARGIN: Duration = Duration::from_secs(2);

/// Stores of fewer bytes are read as quickly as a cache would be.
const SMALLEST: u64 = 64 << 10;

/// No more is kept in all.
const LARGEST: u64 = 8 << 30;

/// What was not used for so long is removed.
const UNUSED: Duration = Duration::from_secs(30 * DAY);

const DAY: u64 = 24 * 60 * 60;

const MANIFEST: &str = "manifest";
const LOCK: &str = "lock";
const GROUP: &str = "group";

/// What is kept of the articles of a group beside its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// Which word stands in which article.
    Words,
    /// The folded texts.
    Texts,
    /// Which words stand in which document, to hold drafts against.
    Keys,
}

impl Kept {
    pub(super) const ALL: [Self; 3] = [Self::Words, Self::Texts, Self::Keys];

    const fn ending(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Texts => "texts",
            Self::Keys => "keys",
        }
    }
}

impl Cache {
    /// The cache in a folder of this program's own, which need not be there.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { root: folder.into().join("stores"), smallest: SMALLEST, largest: LARGEST, margin: MARGIN }
    }

    /// The same for stores of any size, also for those that are read as quickly without it.
    #[must_use]
    pub fn for_any_size(self) -> Self {
        Self { smallest: 0, ..self }
    }

    /// The same that keeps no more than so many bytes.
    #[must_use]
    pub fn with_limit(self, bytes: u64) -> Self {
        Self { largest: bytes, ..self }
    }

    /// The same that takes the word of the system also for files that have just changed.
    #[cfg(test)]
    pub(super) fn trusting(self) -> Self {
        Self { margin: Duration::ZERO, ..self }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.root
    }

    /// The stores of which something is kept, the one used last first.
    #[must_use]
    pub fn stores(&self) -> Vec<CachedStore> {
        let mut stores: Vec<CachedStore> = self.folders().iter().map(|folder| describe(folder)).collect();
        stores.sort_by_key(|store| std::cmp::Reverse(store.used));
        stores
    }

    /// Removes everything; gives how many stores and bytes that was.
    ///
    /// # Errors
    /// When something cannot be removed.
    pub fn clear(&self) -> io::Result<(usize, u64)> {
        let (mut stores, mut bytes) = (0, 0);
        for folder in self.folders() {
            bytes += describe(&folder).bytes;
            stores += 1;
            fs::remove_dir_all(folder)?;
        }
        Ok((stores, bytes))
    }

    /// What is kept, or can be, of the store at `location`.
    pub(super) fn of(&self, location: &Location) -> Option<StoreCache> {
        let real = real_path(location.path()).ok()?;
        let name = format!("{:032x}", xxh3_128(real.as_os_str().as_encoded_bytes()));
        Some(StoreCache { folder: self.root.join(name), real, cache: self.clone() })
    }

    /// Folders of this program's making.
    fn folders(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten();
        let own = entries.filter(|entry| {
            let name = entry.file_name();
            let name = name.as_encoded_bytes();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            is_folder && name.len() == 32 && name.iter().all(u8::is_ascii_hexdigit)
        });
        own.map(|entry| entry.path()).collect()
    }

    /// Removes what was not used for long, and the oldest of what is too much; `kept` stays.
    fn tidy(&self, kept: &Path) {
        let mut stores: Vec<(PathBuf, CachedStore)> =
            self.folders().into_iter().map(|folder| (folder.clone(), describe(&folder))).collect();
        stores.sort_by_key(|(_, store)| std::cmp::Reverse(store.used));
        let mut bytes: u64 = stores.iter().filter(|(folder, _)| folder == kept).map(|(_, store)| store.bytes).sum();
        for (folder, store) in stores.iter().filter(|(folder, _)| folder != kept) {
            let unused = store.used.elapsed().is_ok_and(|unused| unused > UNUSED);
            bytes += store.bytes;
            // Somebody may be writing there, who then removes nothing and is removed next time.
            if (unused || bytes > self.largest) && lock(folder).is_some() {
                bytes -= store.bytes;
                let _ = fs::remove_dir_all(folder);
            }
        }
    }
}

fn describe(folder: &Path) -> CachedStore {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let bytes = entries.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum();
    let manifest = folder.join(MANIFEST);
    let used = fs::symlink_metadata(&manifest).or_else(|_| fs::symlink_metadata(folder));
    let used = used.and_then(|metadata| metadata.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let mut first = Vec::new();
    let read = open(&manifest).and_then(|file| file.take(16 << 10).read_to_end(&mut first));
    CachedStore { store: read.ok().and_then(|_| manifest::store_of(&first)), bytes, used }
}

/// What is kept of one store.
#[derive(Debug, Clone)]
pub(super) struct StoreCache {
    folder: PathBuf,
    real: PathBuf,
    cache: Cache,
}

impl StoreCache {
    /// How long a file must not have changed to be told by what the system says of it.
    pub(super) fn margin(&self) -> Duration {
        self.cache.margin
    }

    /// Whether a store of so many bytes is worth a cache.
    pub(super) fn is_worth(&self, bytes: u64) -> bool {
        (self.cache.smallest..=self.cache.largest).contains(&bytes)
    }

    /// What was known of the store when the cache was written.
    pub(super) fn manifest(&self) -> Option<Manifest> {
        if !is_ours(&self.folder) {
            return None;
        }
        let path = self.folder.join(MANIFEST);
        let mut file = open(&path).ok()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        Manifest::decode(&bytes, &self.real)
    }

    /// Notes that the cache was used, no more than once a day.
    pub(super) fn touch(&self) {
        let path = self.folder.join(MANIFEST);
        let modified = fs::symlink_metadata(&path).and_then(|metadata| metadata.modified());
        if modified.is_ok_and(|at| at.elapsed().is_ok_and(|since| since.as_secs() > DAY))
            && let Ok(file) = OpenOptions::new().append(true).open(&path)
        {
            let _ = file.set_modified(SystemTime::now());
        }
    }

    /// Whether the file of a group seems to be there.
    pub(super) fn has(&self, group: &Group) -> bool {
        let metadata = fs::symlink_metadata(self.path(group.key));
        metadata.is_ok_and(|metadata| metadata.is_file() && metadata.len() == length(group))
    }

    /// What a group holds, if its file is whole, with the folded texts where they are wanted.
    pub(super) fn read(&self, group: &Group, folded: bool, buffer: &mut Vec<u8>) -> Option<(Content, Option<Folded>)> {
        let wanted = HEADER as u64 + if folded { group.sections.iter().sum() } else { group.sections[0] };
        let file = open(&self.path(group.key)).ok()?;
        if file.metadata().ok()?.len() != length(group) {
            return None;
        }
        buffer.clear();
        buffer.reserve(usize::try_from(wanted).ok()?);
        file.take(wanted).read_to_end(buffer).ok()?;
        let (header, sections) = buffer.split_at_checked(HEADER)?;
        let (columns, texts) = sections.split_at_checked(usize::try_from(group.sections[0]).ok()?)?;
        let mut hashes = [0; SECTIONS];
        let known = header_of(header, group, &mut hashes);
        if known.is_none() || xxh3_128(columns) != hashes[0] || (folded && xxh3_128(texts) != hashes[1]) {
            return None;
        }
        let content = content::decode(columns, group.documents as usize)?;
        let texts = if folded { Some(content::decode_folded(texts, &content.segment)?) } else { None };
        Some((content, texts))
    }

    /// What is kept of the articles of a group, as it was put.
    pub(super) fn kept(&self, key: u128, kind: Kept) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        open(&self.kept_path(key, kind)).ok()?.read_to_end(&mut bytes).ok()?;
        let (content, hash) = bytes.split_last_chunk()?;
        if kept_hash(content, key) != u128::from_le_bytes(*hash) {
            return None;
        }
        bytes.truncate(bytes.len() - size_of::<u128>());
        Some(bytes)
    }

    /// Whether it seems to be there.
    pub(super) fn has_kept(&self, key: u128, kind: Kept) -> bool {
        fs::symlink_metadata(self.kept_path(key, kind)).is_ok_and(|metadata| metadata.is_file())
    }

    /// Puts what is kept of the articles of a group beside it. It is the same by whomever it is written, and renamed
    /// when it is whole, so this needs no lock.
    pub(super) fn put_kept(&self, key: u128, kind: Kept, bytes: &[u8]) -> io::Result<()> {
        if !is_ours(&self.folder) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        replace(&self.folder, &self.kept_path(key, kind), &[bytes, &kept_hash(bytes, key).to_le_bytes()])
    }

    fn kept_path(&self, key: u128, kind: Kept) -> PathBuf {
        self.folder.join(format!("{key:032x}.{}", kind.ending()))
    }

    /// Begins to write, unless another program does, or the folder is not ours, or cannot be written to.
    pub(super) fn writer(&self) -> Option<CacheWriter> {
        make_folder(&self.cache.root).ok()?;
        make_folder(&self.folder).ok()?;
        if !is_ours(&self.folder) {
            return None;
        }
        let lock = lock(&self.folder)?;
        Some(CacheWriter { store: self.clone(), _lock: lock })
    }

    fn path(&self, key: u128) -> PathBuf {
        self.folder.join(format!("{key:032x}.{GROUP}"))
    }
}

/// Writes the cache of a store; nobody else does meanwhile.
#[derive(Debug)]
pub(super) struct CacheWriter {
    store: StoreCache,
    _lock: File,
}

impl CacheWriter {
    /// Keeps what a group of documents of these hashes holds.
    pub(super) fn put(&self, hashes: &[u128], content: &Content, folded: &Folded) -> io::Result<Group> {
        let sections = [content::encode(content), content::encode_folded(folded)];
        let group = Group {
            documents: u32::try_from(hashes.len()).map_err(io::Error::other)?,
            key: manifest::key(hashes),
            sections: [sections[0].len() as u64, sections[1].len() as u64],
        };
        let path = self.store.path(group.key);
        replace(&self.store.folder, &path, &[&header(&group, &sections), &sections[0], &sections[1]])?;
        Ok(group)
    }

    /// Makes `manifest` the one that holds, and removes what it does not name.
    pub(super) fn commit(&self, manifest: &Manifest) -> io::Result<()> {
        let bytes = manifest.encode(&self.store.real);
        let whole = bytes.len() as u64 + manifest.groups.iter().map(length).sum::<u64>();
        if whole > self.store.cache.largest {
            return fs::remove_dir_all(&self.store.folder);
        }
        replace(&self.store.folder, &self.store.folder.join(MANIFEST), &[&bytes])?;
        let names = |group: &Group| {
            let kept = Kept::ALL.map(|kind| self.store.kept_path(group.key, kind));
            kept.into_iter().chain([self.store.path(group.key)])
        };
        let held: FxHashSet<PathBuf> = manifest.groups.iter().flat_map(names).collect();
        for entry in fs::read_dir(&self.store.folder)?.flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if name != MANIFEST && name != LOCK && !held.contains(&path) {
                let _ = fs::remove_file(path);
            }
        }
        self.store.cache.tidy(&self.store.folder);
        Ok(())
    }
}

/// Writes a file of the cache, whole or not at all.
fn replace(folder: &Path, path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(".").suffix(".tmp").tempfile_in(folder)?;
    for part in parts {
        file.write_all(part)?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The hash of what is kept of articles, which belongs to their group alone.
fn kept_hash(bytes: &[u8], key: u128) -> u128 {
    xxh3_128_with_seed(bytes, key as u64)
}

/// What stands before the sections of a group's file.
const HEADER: usize = 8 + 16 + SECTIONS * 24 + 8;

const GROUP_MAGIC: &[u8; 8] = b"vbtm-grp";

fn length(group: &Group) -> u64 {
    HEADER as u64 + group.sections.iter().sum::<u64>()
}

fn header(group: &Group, sections: &[Vec<u8>; SECTIONS]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER);
    bytes.extend_from_slice(GROUP_MAGIC);
    bytes.extend_from_slice(&group.key.to_le_bytes());
    for section in sections {
        bytes.extend_from_slice(&(section.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&xxh3_128(section).to_le_bytes());
    }
    let hash = xxh3_64(&bytes);
    bytes.extend_from_slice(&hash.to_le_bytes());
    bytes
}

/// Reads the hashes of the sections from the header, if it is that of `group`.
fn header_of(bytes: &[u8], group: &Group, hashes: &mut [u128; SECTIONS]) -> Option<()> {
    let (bytes, hash) = bytes.split_last_chunk()?;
    let mut decoder = super::codec::Decoder::new(bytes);
    let mut same = xxh3_64(bytes) == u64::from_le_bytes(*hash);
    same &= decoder.array()? == *GROUP_MAGIC && decoder.hash()? == group.key;
    for (section, hash) in group.sections.iter().zip(hashes) {
        same &= decoder.number()? == *section;
        *hash = decoder.hash()?;
    }
    same.then_some(())
}

/// Takes the lock of a folder if nobody holds it.
fn lock(folder: &Path) -> Option<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    no_links(&mut options);
    let file = options.open(folder.join(LOCK)).ok()?;
    file.try_lock().ok()?;
    Some(file)
}

/// Opens a regular file of the cache.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    no_links(&mut options);
    let file = options.open(path)?;
    crate::files::check(&file.metadata()?)?;
    Ok(file)
}

#[cfg(unix)]
fn no_links(options: &mut OpenOptions) {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32).mode(0o600);
}

#[cfg(not(unix))]
fn no_links(_: &mut OpenOptions) {}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let metadata = fs::symlink_metadata(folder)?;
    if metadata.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Whether a folder belongs to this person, and nobody else may write to it.
#[cfg(unix)]
fn is_ours(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = rustix::process::geteuid().as_raw();
    fs::symlink_metadata(folder)
        .is_ok_and(|metadata| metadata.is_dir() && metadata.uid() == own && metadata.mode() & 0o022 == 0)
}

#[cfg(not(unix))]
fn is_ours(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir())
}
