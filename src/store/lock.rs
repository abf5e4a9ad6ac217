//! The lock that keeps writers of a store apart: a file beside the store that names its holder, and that is waited for
//! no longer than [`LockPolicy::wait`].

use super::disk;
use super::error::StoreError;
use super::holder::LockHolder;
use crate::files;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How long this process waits for stores that somebody else has locked.
#[derive(Debug, Clone, Copy)]
pub struct LockPolicy {
    /// How long a lock is waited for before [`StoreError::Locked`] is returned.
    pub wait: Duration,
    /// Called once when a lock has been waited for for [`LockPolicy::PATIENCE`], with the store and the holder.
    pub on_wait: fn(&Path, Option<&LockHolder>),
}

impl LockPolicy {
    /// How long a lock is waited for in silence; saving takes no longer as a rule.
    pub const PATIENCE: Duration = Duration::from_millis(500);
}

impl Default for LockPolicy {
    fn default() -> Self {
        Self { wait: Duration::from_secs(3), on_wait: |_, _| {} }
    }
}

static POLICY: RwLock<Option<LockPolicy>> = RwLock::new(None);

/// Sets the policy of this process. Without it the default one holds: three seconds, without a word.
pub fn set_lock_policy(policy: LockPolicy) {
    *POLICY.write().unwrap_or_else(PoisonError::into_inner) = Some(policy);
}

fn policy() -> LockPolicy {
    POLICY.read().unwrap_or_else(PoisonError::into_inner).unwrap_or_default()
}

/// Holds the lock of a store until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Waits for the lock of the file or folder at `real`, as long as the policy of this process says.
    pub(crate) fn take(real: &Path) -> Result<Self, StoreError> {
        Self::take_within(real, policy())
    }

    fn take_within(real: &Path, policy: LockPolicy) -> Result<Self, StoreError> {
        let path = lock_path(real);
        let error = |error| StoreError::Io { doing: "lock", path: real.to_owned(), error };
        if std::fs::metadata(real).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
            // A save would replace a pipe or a device, /dev/null for one, by a file.
            return Err(StoreError::NotAStore {
                path: real.to_owned(),
                what: "it is neither a file nor a folder, so nothing can be saved in it".to_owned(),
            });
        }
        let start = Instant::now();
        let mut pause = Duration::from_millis(2);
        let mut announced = false;
        loop {
            let file = open(&path).map_err(|refused| blocked(&path, refused)).map_err(error)?;
            let holder = match file.try_lock() {
                // The holder before removed the file: then this locks nothing.
                Ok(()) if !is_file_at(&file, &path) => continue,
                Ok(()) => {
                    LockHolder::this_process().write(&file).map_err(error)?;
                    disk::remove_stale_temp_files(real);
                    return Ok(Self { path, file });
                }
                Err(TryLockError::Error(refused)) => return Err(error(refused)),
                Err(TryLockError::WouldBlock) => LockHolder::read(&file),
            };
            let waited = start.elapsed();
            if waited >= policy.wait {
                return Err(StoreError::Locked { path: real.to_owned(), holder, waited: policy.wait });
            }
            if waited >= LockPolicy::PATIENCE && !announced {
                announced = true;
                (policy.on_wait)(real, holder.as_ref());
            }
            std::thread::sleep(pause.min(policy.wait - waited));
            pause = (pause * 2).min(Duration::from_millis(50));
        }
    }
}

impl Drop for Lock {
    /// The lock file goes before the lock does, so that nothing stays beside the store.
    fn drop(&mut self) {
        if is_file_at(&self.file, &self.path) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// `.quotes.yaml.lock` beside `quotes.yaml`; `.verbatim.lock` in a folder store.
pub(crate) fn lock_path(real: &Path) -> PathBuf {
    if real.is_dir() {
        return real.join(".verbatim.lock");
    }
    let name = real.file_name().unwrap_or_default().to_string_lossy();
    real.with_file_name(format!(".{name}.lock"))
}

/// Opens the lock file, and makes it. Links are not followed: the file that one leads to is not ours to write to.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32);
    }
    let file = options.open(path)?;
    files::check(&file.metadata()?)?;
    Ok(file)
}

/// Names the lock file where something else stands in its place.
fn blocked(path: &Path, error: io::Error) -> io::Error {
    match path.symlink_metadata().map(|metadata| files::check(&metadata)) {
        Ok(Err(what)) => {
            io::Error::new(io::ErrorKind::InvalidInput, format!("{} is in the way: {what}; remove it", path.display()))
        }
        _ => error,
    }
}

#[cfg(unix)]
fn is_file_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |metadata: io::Result<std::fs::Metadata>| metadata.ok().map(|metadata| (metadata.dev(), metadata.ino()));
    let own = id(file.metadata());
    own.is_some() && own == id(path.symlink_metadata())
}

#[cfg(not(unix))]
fn is_file_at(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(wait: u64, on_wait: fn(&Path, Option<&LockHolder>)) -> LockPolicy {
        LockPolicy { wait: Duration::from_millis(wait), on_wait }
    }

    fn store() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.yaml");
        std::fs::write(&path, "").unwrap();
        (folder, path)
    }

    #[test]
    fn a_held_lock_is_an_error_that_names_its_holder() {
        let (_folder, path) = store();
        let _held = Lock::take(&path).unwrap();
        let error = Lock::take_within(&path, policy(10, |_, _| {})).unwrap_err();
        let StoreError::Locked { holder: Some(holder), .. } = &error else { panic!("{error}") };
        assert_eq!(holder.process, std::process::id());
        assert!(error.to_string().contains(&format!("process {} on ", std::process::id())), "{error}");
    }

    #[test]
    fn whoever_waits_hears_for_whom_and_gets_the_lock_when_it_is_free() {
        static HELD: std::sync::Mutex<Option<Lock>> = std::sync::Mutex::new(None);
        let (_folder, path) = store();
        *HELD.lock().unwrap() = Some(Lock::take(&path).unwrap());
        let lock = Lock::take_within(
            &path,
            policy(600_000, |_, holder| {
                assert_eq!(holder.map(|holder| holder.process), Some(std::process::id()));
                HELD.lock().unwrap().take();
            }),
        );
        lock.unwrap();
        assert!(!lock_path(&path).exists());
    }

    #[test]
    fn a_lock_file_that_somebody_left_is_no_obstacle() {
        let (_folder, path) = store();
        for left in ["", "4242 desk\n", "\u{1b}[2J", "not a number"] {
            std::fs::write(lock_path(&path), left).unwrap();
            drop(Lock::take(&path).unwrap());
            assert!(!lock_path(&path).exists());
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_stands_in_the_place_of_the_lock_file_is_named_and_left_alone() {
        let (folder, path) = store();
        let lock = lock_path(&path);
        let target = folder.path().join("target");
        type Make = fn(&Path, &Path);
        let makes: [Make; 3] = [
            |lock, _| {
                let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
                rustix::fs::mknodat(rustix::fs::CWD, lock, rustix::fs::FileType::Fifo, mode, 0).unwrap();
            },
            |lock, target| std::os::unix::fs::symlink(target, lock).unwrap(),
            |lock, target| {
                std::fs::write(target, "precious").unwrap();
                std::os::unix::fs::symlink(target, lock).unwrap();
            },
        ];
        for make in makes {
            make(&lock, &target);
            let error = Lock::take(&path).unwrap_err().to_string();
            assert!(error.contains("is in the way"), "{error}");
            std::fs::remove_file(&lock).unwrap();
        }
        assert_eq!(std::fs::read_to_string(target).unwrap(), "precious");
    }
}
