//! Many articles at once: one thread reads ahead, several work, and the results come out in the order of the input.
//!
//! What is in flight is bounded in number and in bytes, so that an archive of any length streams through: no more is
//! held than a few of its articles. The window opens for a single piece of any size when nothing else is in flight.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How much may be in flight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Threads that work.
    pub(super) threads: NonZero<usize>,
    /// Pieces read and not yet given out.
    pub(super) pieces: usize,
    /// Their bytes.
    pub(super) bytes: u64,
}

impl Limits {
    /// The limits for `threads`, or for as many threads as the machine has processors.
    pub(super) fn new(threads: Option<NonZero<usize>>) -> Self {
        let threads = threads.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
        Self { threads, pieces: threads.get() * 16, bytes: 32 * 1024 * 1024 }
    }
}

/// Calls `work` on every one of `pieces` on several threads and `give` on the results, on this thread and in the order
/// of the pieces; with `None` whenever no result is ready, the moment to send on what is buffered. `size` says about how
/// many bytes a piece holds. Stops early when `give` says so; the pieces that were begun are finished then.
///
/// `pieces` is handed back, for what it knows at its end; `None` when `give` stopped it.
pub(super) fn in_order<P, T, R, B>(
    mut pieces: P,
    limits: Limits,
    size: impl Fn(&T) -> u64 + Send,
    work: impl Fn(T) -> R + Sync,
    mut give: impl FnMut(Option<R>) -> ControlFlow<B>,
) -> (Option<P>, ControlFlow<B>)
where
    P: Iterator<Item = T> + Send,
    T: Send,
    R: Send,
{
    let window = Window::default();
    let (to_work, from_reader) = channel::<(usize, u64, T)>();
    let from_reader = Mutex::new(from_reader);
    let (to_give, from_work) = channel::<(usize, u64, R)>();
    std::thread::scope(|scope| {
        let reader = scope.spawn({
            let window = &window;
            move || {
                for number in 0.. {
                    let Some(piece) = pieces.next() else { break };
                    let bytes = size(&piece);
                    if !window.enter(bytes, limits) || to_work.send((number, bytes, piece)).is_err() {
                        return None;
                    }
                }
                Some(pieces)
            }
        });
        for _ in 0..limits.threads.get() {
            let (to_give, from_reader, work) = (to_give.clone(), &from_reader, &work);
            scope.spawn(move || {
                while let Some((number, bytes, piece)) = take(from_reader) {
                    if to_give.send((number, bytes, work(piece))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(to_give);
        let flow = give_in_order(&from_work, &window, &mut give);
        window.close();
        drop(from_work);
        let pieces = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (pieces.filter(|_| flow.is_continue()), flow)
    })
}

/// The next piece of work. The lock is held while waiting: the other threads wait for the lock then, which is the same.
fn take<T>(from: &Mutex<Receiver<T>>) -> Option<T> {
    from.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

fn give_in_order<R, B>(
    results: &Receiver<(usize, u64, R)>,
    window: &Window,
    give: &mut impl FnMut(Option<R>) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    loop {
        let (number, bytes, result) = match results.try_recv() {
            Ok(ready) => ready,
            Err(TryRecvError::Empty) => {
                give(None)?;
                match results.recv() {
                    Ok(ready) => ready,
                    Err(_) => break,
                }
            }
            Err(TryRecvError::Disconnected) => break,
        };
        early.insert(number, (bytes, result));
        while let Some((bytes, result)) = early.remove(&next) {
            next += 1;
            let flow = give(Some(result));
            window.leave(bytes);
            flow?;
        }
    }
    ControlFlow::Continue(())
}

/// What is in flight.
#[derive(Default)]
struct Window {
    held: Mutex<Held>,
    changed: Condvar,
}

#[derive(Default)]
struct Held {
    pieces: usize,
    bytes: u64,
    closed: bool,
}

impl Window {
    /// Waits until there is room for `bytes`; `false` when nothing more is wanted.
    fn enter(&self, bytes: u64, limits: Limits) -> bool {
        let full = |held: &mut Held| {
            let room = held.pieces < limits.pieces && held.bytes.saturating_add(bytes) <= limits.bytes;
            !held.closed && held.pieces > 0 && !room
        };
        let mut held = self.changed.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
        held.pieces += 1;
        held.bytes += bytes;
        !held.closed
    }

    fn leave(&self, bytes: u64) {
        let mut held = self.lock();
        held.pieces -= 1;
        held.bytes -= bytes;
        drop(held);
        self.changed.notify_one();
    }

    fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn limits(threads: usize, pieces: usize, bytes: u64) -> Limits {
        Limits { threads: NonZero::new(threads).unwrap(), pieces, bytes }
    }

    #[test]
    fn results_come_in_the_order_of_the_input() {
        for threads in [1, 2, 7] {
            let mut given = Vec::new();
            let (rest, flow) = in_order(
                0..1000u64,
                limits(threads, 5, 1 << 20),
                |_| 1,
                |piece| if piece % 7 == 0 { (0..2000).fold(piece, u64::wrapping_add) - 1_999_000 } else { piece },
                |result| {
                    given.extend(result);
                    ControlFlow::<()>::Continue(())
                },
            );
            assert_eq!(given, (0..1000).collect::<Vec<_>>());
            assert!(rest.is_some() && flow.is_continue());
        }
    }

    #[test]
    fn no_more_is_read_than_the_window_holds() {
        let (read, given) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let most = AtomicUsize::new(0);
        let pieces = (0..500usize).inspect(|_| {
            let ahead = read.fetch_add(1, Ordering::SeqCst) + 1 - given.load(Ordering::SeqCst);
            most.fetch_max(ahead, Ordering::SeqCst);
        });
        let _ = in_order(
            pieces,
            limits(3, 100, 40),
            |_| 10,
            |piece| piece,
            |result| {
                given.fetch_add(usize::from(result.is_some()), Ordering::SeqCst);
                ControlFlow::<()>::Continue(())
            },
        );
        // Four of ten bytes fit; one more is read before it waits, and one is given before it is counted off.
        assert!(most.load(Ordering::SeqCst) <= 6, "{most:?}");
    }

    #[test]
    fn a_piece_larger_than_the_window_goes_through_alone() {
        let mut given = 0;
        let _ = in_order(
            0..10,
            limits(2, 4, 8),
            |_| 100,
            |piece| piece,
            |result| {
                given += usize::from(result.is_some());
                ControlFlow::<()>::Continue(())
            },
        );
        assert_eq!(given, 10);
    }

    #[test]
    fn stopping_ends_an_endless_input() {
        let (rest, flow) = in_order(
            0..,
            limits(2, 4, 100),
            |_| 1,
            |piece| piece,
            |piece: Option<u64>| {
                if piece == Some(20) { ControlFlow::Break("enough") } else { ControlFlow::Continue(()) }
            },
        );
        assert!(rest.is_none());
        assert_eq!(flow, ControlFlow::Break("enough"));
    }
}
