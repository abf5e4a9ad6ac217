//! Opening files that somebody else may have put there: only regular files are read, and nothing is waited for.
//!
//! Opening a named pipe waits for a writer, and a device may have no end. Every module that opens a file by a path from
//! outside opens it here.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens the regular file at `path` for reading, following links.
///
/// # Errors
/// Also when it is a folder, a pipe, a device or a socket.
pub fn open(path: &Path) -> io::Result<File> {
    // Devices may act on being opened, so look before. The second look holds what was opened, which nobody can exchange.
    check(&std::fs::metadata(path)?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    without_waiting(&mut options);
    let file = options.open(path)?;
    check(&file.metadata()?)?;
    Ok(file)
}

/// The bytes of the regular file at `path`.
///
/// # Errors
/// As [`open`], and when reading fails.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut open(path)?, &mut bytes)?;
    Ok(bytes)
}

/// Makes opening a named pipe return at once.
#[cfg(unix)]
pub fn without_waiting(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits() as i32);
}

/// Makes opening a named pipe return at once.
#[cfg(not(unix))]
pub fn without_waiting(_: &mut OpenOptions) {}

/// Refuses everything but a regular file.
///
/// # Errors
/// Names what it is instead.
pub fn check(metadata: &std::fs::Metadata) -> io::Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, format!("it is {}, not a file", kind(metadata))))
}

#[cfg(unix)]
fn kind(metadata: &std::fs::Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = metadata.file_type();
    if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_symlink() {
        "a symbolic link"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn kind(_: &std::fs::Metadata) -> &'static str {
    "a device"
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), "words").unwrap();
        std::os::unix::fs::symlink("file", at("link")).unwrap();
        assert_eq!(read(&at("link")).unwrap(), b"words");
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            at("pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
            0,
        )
        .unwrap();
        std::os::unix::fs::symlink("pipe", at("link-to-pipe")).unwrap();
        for (name, expected) in [("pipe", "named pipe"), ("link-to-pipe", "named pipe"), ("socket", "socket")] {
            let error = open(&at(name)).unwrap_err();
            assert!(error.to_string().contains(expected), "{name}: {error}");
        }
        assert!(open(Path::new("/dev/zero")).unwrap_err().to_string().contains("device"));
        assert_eq!(open(folder.path()).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        assert_eq!(open(&at("nothing")).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
