//! Saving a file so that a crash at any instant leaves the old or the new one, and nobody's work is written over.
//!
//! The store's lock (see `lock.rs`) keeps writers apart. The new bytes go to a temporary
//! file beside the old, which is synced, renamed over it, and whose folder is synced. A program that takes no lock (an
//! editor) is noticed by the old file's stamp, and the change is made again on what it wrote.

use super::error::StoreError;
use crate::files;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileFingerprint {
    len: u64,
    modified: Option<SystemTime>,
    inode: (u64, u64),
    changed: (i64, i64),
}

impl FileFingerprint {
    /// The stamp of the file at `path`; `None` when there is none.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        std::fs::metadata(path).ok().map(|metadata| Self::new(&metadata))
    }

    /// Whether the bytes are those of `other`; a renaming alone is no difference.
    fn is_content_of(&self, other: &Self) -> bool {
        (self.len, self.modified, self.inode) == (other.len, other.modified, other.inode)
    }

    /// Length, time of the last change of the bytes, device, number of the file, and time of the last change of
    /// anything about it: all that it is told by.
    pub(crate) fn numbers(&self) -> [i64; 7] {
        let since = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let modified = self.modified.map(since).unwrap_or_default();
        let (device, file) = self.inode;
        let [len, seconds, device, file] = [self.len, modified.as_secs(), device, file].map(u64::cast_signed);
        [len, seconds, i64::from(modified.subsec_nanos()), device, file, self.changed.0, self.changed.1]
    }

    /// The length in bytes.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Whether the last change was `margin` or more before `now`, so that a later one would have another time.
    pub(crate) fn is_settled(&self, now: SystemTime, margin: Duration) -> bool {
        let is_past = |time: SystemTime| now.duration_since(time).is_ok_and(|since| since >= margin);
        let changed = u64::try_from(self.changed.0).ok().zip(u32::try_from(self.changed.1).ok());
        let changed = changed.map(|(seconds, nanos)| SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos));
        // Where the system does not tell when a file was changed, the time of its bytes must do.
        let of_anything = self.inode == (0, 0) || changed.is_some_and(is_past);
        of_anything && self.modified.is_some_and(is_past)
    }

    #[cfg(unix)]
    fn new(metadata: &std::fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            len: metadata.len(),
            modified: metadata.modified().ok(),
            inode: (metadata.dev(), metadata.ino()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    #[cfg(not(unix))]
    fn new(metadata: &std::fs::Metadata) -> Self {
        Self { len: metadata.len(), modified: metadata.modified().ok(), inode: (0, 0), changed: (0, 0) }
    }
}

/// The stamps that files had after this program saved them: what a watch need not tell of.
static OWN: Mutex<Option<HashMap<PathBuf, FileFingerprint>>> = Mutex::new(None);

/// Whether the file at `path` is as this program saved it last.
pub(crate) fn written_by_us(path: &Path) -> bool {
    let own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
    own.as_ref()
        .and_then(|own| own.get(path))
        .is_some_and(|stamp| FileFingerprint::of(path).is_some_and(|now| now.is_content_of(stamp)))
}

/// Remembers what `path` will be after `new` was renamed to it. Beforehand, for the watch may see it at once.
fn remember_own(path: &Path, new: &File) -> io::Result<()> {
    let stamp = FileFingerprint::new(&new.metadata()?);
    let mut own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
    own.get_or_insert_default().insert(path.to_owned(), stamp);
    Ok(())
}

/// Bytes of the old file that are replaced by others; an empty range inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Splice {
    pub(crate) range: Range<u64>,
    pub(crate) bytes: Vec<u8>,
}

/// The path that links lead to, so that the link stays and what it points to is saved. Of a file that is not there, the
/// folder's.
pub(crate) fn real(path: &Path) -> io::Result<PathBuf> {
    match path.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A link whose target is missing is made good by making the target.
            if let Ok(target) = std::fs::read_link(path) {
                let folder = path.parent().unwrap_or(Path::new(""));
                return real(&folder.join(target));
            }
            let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let name = path.file_name().ok_or_else(|| io::Error::other("no file name"))?;
            Ok(folder.canonicalize()?.join(name))
        }
        result => result,
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Whether `path` is named as what a save of the file or folder at `real` writes before it is renamed.
pub(crate) fn is_temporary(path: &Path, real: &Path) -> bool {
    path.parent() == real.parent() && {
        let name = name(path);
        name.starts_with(&format!(".{}.", self::name(real))) && name.ends_with(SUFFIX)
    }
}

/// Whether both paths lead to one file, as two links to it do.
pub(crate) fn same_file(one: &Path, other: &Path) -> bool {
    let stamps = (FileFingerprint::of(one), FileFingerprint::of(other));
    matches!(stamps, (Some(one), Some(other)) if one.inode == other.inode && one.inode != (0, 0))
}

/// How temporary files end; in a folder store their names are those of the files with this behind them.
const SUFFIX: &str = ".tmp";

/// How often a change is made again because somebody else wrote meanwhile.
const TRIES: usize = 20;

/// Changes the file at `real`, whose lock is held: `plan` reads it and tells what to replace. A file that is not there
/// counts as empty and is made. Gives back what was replaced, in order.
pub(crate) fn change<T>(
    real: &Path,
    mut plan: impl FnMut(&mut File) -> Result<(Vec<Splice>, T), StoreError>,
) -> Result<(Vec<Splice>, T), StoreError> {
    for _ in 0..TRIES {
        let before = FileFingerprint::of(real);
        let mut old = open(real)?;
        let (splices, result) = plan(&mut old)?;
        if splices.is_empty() {
            return Ok((splices, result));
        }
        let saving = StoreError::io("save", real);
        match write(real, &mut old, before, &splices) {
            Ok(true) => return Ok((splices, result)),
            Ok(false) => {}
            Err(error) => return Err(saving(error)),
        }
    }
    Err(StoreError::io("save", real)(io::Error::other("another program keeps writing to it")))
}

/// As [`change`], but a read-only file is an error only where something has to be changed in it.
pub(crate) fn change_or_open<T>(
    real: &Path,
    mut plan: impl FnMut(&mut File) -> Result<(Vec<Splice>, T), StoreError>,
) -> Result<(Vec<Splice>, T), StoreError> {
    let mut file = files::open(real).map_err(StoreError::io("read", real))?;
    let (splices, result) = plan(&mut file)?;
    if splices.is_empty() { Ok((splices, result)) } else { change(real, plan) }
}

/// The old file; an empty one when there is none. One that may not be written to is not replaced either.
fn open(real: &Path) -> Result<File, StoreError> {
    let refused = |error| StoreError::Io { doing: "save", path: real.to_owned(), error };
    match files::open(real) {
        Ok(file) => {
            let metadata = file.metadata().map_err(refused)?;
            if metadata.permissions().readonly() {
                return Err(refused(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only")));
            }
            let mut first = Vec::new();
            (&file).take(2).read_to_end(&mut first).map_err(refused)?;
            if matches!(first.as_slice(), [0xFF, 0xFE] | [0xFE, 0xFF]) {
                // What is written is UTF-8, and a file that is half one and half the other is lost for any reader.
                let what = "its text is UTF-16; save it as UTF-8 first".to_owned();
                return Err(StoreError::NotAStore { path: real.to_owned(), what });
            }
            Ok(file)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => tempfile::tempfile().map_err(refused),
        Err(error) => Err(refused(error)),
    }
}

/// Writes the new file and replaces the old one with it. `false` when that changed since `before`.
fn write(real: &Path, old: &mut File, before: Option<FileFingerprint>, splices: &[Splice]) -> io::Result<bool> {
    let folder = real.parent().unwrap_or(Path::new("."));
    let mut new = temporary(folder, &format!(".{}.", name(real)))?;
    let metadata = before.is_some().then(|| old.metadata()).transpose()?;
    let mut at = 0;
    for splice in splices {
        copy(old, at..splice.range.start, new.as_file_mut())?;
        new.as_file_mut().write_all(&splice.bytes)?;
        at = splice.range.end;
    }
    let len = old.metadata()?.len();
    copy(old, at..len, new.as_file_mut())?;
    if let Some(metadata) = metadata {
        keep_owner(&metadata, new.as_file());
        new.as_file().set_permissions(metadata.permissions())?;
    }
    new.as_file().sync_all()?;
    if FileFingerprint::of(real) != before {
        return Ok(false);
    }
    remember_own(real, new.as_file())?;
    new.persist(real).map_err(|error| error.error)?;
    sync_folder(folder)?;
    Ok(true)
}

fn temporary(folder: &Path, prefix: &str) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix).suffix(SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What any new file gets; the umask takes from it.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Copies a range without passing it through this program where the system can.
fn copy(old: &mut File, range: Range<u64>, new: &mut File) -> io::Result<()> {
    if range.is_empty() {
        return Ok(());
    }
    old.seek(SeekFrom::Start(range.start))?;
    let copied = io::copy(&mut Read::by_ref(old).take(range.end - range.start), new)?;
    if copied < range.end - range.start {
        return Err(io::Error::other("it became shorter while it was copied"));
    }
    Ok(())
}

/// Takes away what saves of the file or folder at `real` left that were killed: the lock is held, so nobody is at work
/// on them. Once for a lock, for a folder has many files and a look through it takes its time.
pub(super) fn remove_stale_temp_files(real: &Path) {
    let (folder, prefix) = if real.is_dir() {
        (real, ".".to_owned())
    } else {
        (real.parent().unwrap_or(Path::new(".")), format!(".{}.", name(real)))
    };
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let own = name.starts_with(&prefix) && name.len() > prefix.len() + SUFFIX.len();
        // In a folder other programs may keep files of theirs: only what is named after a store's file is ours.
        if own && name.ends_with(SUFFIX) && (folder != real || name.contains(".yaml.")) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(unix)]
fn keep_owner(old: &std::fs::Metadata, new: &File) {
    use std::os::unix::fs::{MetadataExt, fchown};
    // Only the superuser can give files away; for everybody else it is theirs already, or becomes so.
    let _ = fchown(new, Some(old.uid()), Some(old.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &std::fs::Metadata, _: &File) {}

fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Takes a file away for good.
pub(crate) fn remove(real: &Path) -> Result<(), StoreError> {
    let removed = std::fs::remove_file(real).and_then(|()| sync_folder(real.parent().unwrap_or(Path::new("."))));
    removed.map_err(StoreError::io("remove", real))
}

#[cfg(test)]
mod tests {
    use super::super::lock::Lock;
    use super::*;

    fn splice(range: Range<u64>, bytes: &str) -> Splice {
        Splice { range, bytes: bytes.as_bytes().to_vec() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn splices_replace_and_the_rest_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.yaml");
        std::fs::write(&path, "one two three").unwrap();
        let lock = Lock::take(&path).unwrap();
        change(&path, |_| Ok((vec![splice(0..0, ">"), splice(4..7, "2"), splice(13..13, "\n")], ()))).unwrap();
        drop(lock);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), ">one 2 three\n");
        assert_eq!(names(folder.path()), ["s.yaml"]);
        assert!(written_by_us(&path));
        std::fs::write(&path, "other").unwrap();
        assert!(!written_by_us(&path));
    }

    #[test]
    fn what_somebody_else_wrote_meanwhile_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.yaml");
        std::fs::write(&path, "a").unwrap();
        let mut first = true;
        change(&path, |old| {
            let len = old.metadata().unwrap().len();
            if std::mem::take(&mut first) {
                std::fs::write(&path, "written by an editor ").unwrap();
            }
            Ok((vec![splice(len..len, "b")], ()))
        })
        .unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "written by an editor b");
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_and_permissions_too() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target.yaml");
        let link = folder.path().join("link.yaml");
        std::fs::write(&target, "a").unwrap();
        std::fs::set_permissions(&target, std::fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("target.yaml", &link).unwrap();
        change(&real(&link).unwrap(), |_| Ok((vec![splice(1..1, "b")], ()))).unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "ab");
        assert_eq!(target.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        let dangling = folder.path().join("dangling.yaml");
        std::os::unix::fs::symlink("new.yaml", &dangling).unwrap();
        change(&real(&dangling).unwrap(), |_| Ok((vec![splice(0..0, "n")], ()))).unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join("new.yaml")).unwrap(), "n");
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_file_is_left_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.yaml");
        std::fs::write(&path, "a").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
        let error = change(&path, |_| Ok((vec![splice(0..0, "b")], ()))).unwrap_err();
        assert!(error.to_string().contains("read-only"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "a");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_not_replaced_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket.yaml");
        let _socket = std::os::unix::net::UnixListener::bind(&path).unwrap();
        let error = Lock::take(&path).unwrap_err();
        assert!(error.to_string().contains("neither a file nor a folder"), "{error}");
        assert_eq!(names(folder.path()), ["socket.yaml"]);
    }

    #[test]
    fn a_file_of_another_encoding_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.yaml");
        std::fs::write(&path, b"\xFF\xFEa\0").unwrap();
        let error = change(&path, |_| Ok((vec![splice(4..4, "b")], ()))).unwrap_err();
        assert!(error.to_string().contains("UTF-16"), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), b"\xFF\xFEa\0");
    }

    #[test]
    fn locks_keep_writers_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.yaml");
        std::fs::write(&path, "").unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..25 {
                        let _lock = Lock::take(&path).unwrap();
                        change(&path, |old| {
                            let len = old.metadata().unwrap().len();
                            Ok((vec![splice(len..len, "x")], ()))
                        })
                        .unwrap();
                    }
                });
            }
        });
        assert_eq!(std::fs::read_to_string(&path).unwrap().len(), 100);
        assert_eq!(names(folder.path()), ["s.yaml"]);
    }

    #[test]
    fn what_a_killed_save_left_is_cleared_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.yaml");
        std::fs::write(folder.path().join(".s.yaml.abc.tmp"), "half").unwrap();
        std::fs::write(folder.path().join(".s.yaml.lock"), "").unwrap();
        let _lock = Lock::take(&path).unwrap();
        change(&path, |_| Ok((vec![splice(0..0, "a")], ()))).unwrap();
        drop(_lock);
        assert_eq!(names(folder.path()), ["s.yaml"]);
    }
}
