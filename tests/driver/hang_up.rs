//! Closing the window: the system tells a program that its terminal is gone only when nobody holds the other side of it
//! open, the driver's own reader included. So the reader waits for the end as well as for output.

use std::io::{Read, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::net::UnixStream;

use filedescriptor::{POLLIN, poll, pollfd};
use portable_pty::MasterPty;

/// The end of the pair that closes the window.
pub struct Handle(UnixStream);

pub fn pair() -> (Handle, UnixStream) {
    let (one, other) = UnixStream::pair().unwrap();
    (Handle(one), other)
}

pub fn terminal(master: &dyn MasterPty) -> RawFd {
    master.as_raw_fd().unwrap()
}

/// Waits for output, or for the window to be closed; says whether it is.
pub fn wait(terminal: RawFd, hung_up: &UnixStream) -> bool {
    let entry = |fd| pollfd { fd, events: POLLIN, revents: 0 };
    let mut entries = [entry(terminal), entry(hung_up.as_raw_fd())];
    loop {
        match poll(&mut entries, None) {
            Ok(_) => return entries[1].revents & POLLIN != 0,
            Err(filedescriptor::Error::Poll(error)) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => panic!("{error}"),
        }
    }
}

pub fn confirm(mut hung_up: UnixStream) -> std::io::Result<()> {
    hung_up.write_all(&[0])
}

/// Returns when the reader has let go.
pub fn hang_up(mut handle: Handle) {
    handle.0.write_all(&[0]).unwrap();
    handle.0.read_exact(&mut [0]).unwrap();
}
