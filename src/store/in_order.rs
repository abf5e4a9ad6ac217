//! Work on several threads whose results come out in the order in which the work was handed out.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};

/// Runs `work` on as many threads as there are cores, over what `next` gives, and gives the results to `take` on this
/// thread, in order. It ends early when `stop` is set.
///
/// # Errors
/// What `next` answers; what came before it was taken.
pub(crate) fn in_order<J: Send, R: Send>(
    stop: &AtomicBool,
    next: impl FnMut() -> io::Result<Option<J>> + Send,
    work: impl Fn(J) -> R + Sync,
    mut take: impl FnMut(R),
) -> io::Result<()> {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    // A thread that takes a job takes its number with it.
    let source = Mutex::new((0usize, Some(next)));
    let (sender, receiver) = sync_channel(2 * threads);
    let mut failed = None;
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, source, work) = (sender.clone(), &source, &work);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let (number, job) = {
                        let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
                        let Some(next) = &mut source.1 else { return };
                        let job = next();
                        if job.is_err() {
                            // Nothing that comes behind an error is wanted.
                            source.1 = None;
                        }
                        source.0 += 1;
                        (source.0 - 1, job)
                    };
                    let done = match job {
                        Ok(None) => return,
                        Ok(Some(job)) => Ok(work(job)),
                        Err(error) => Err(error),
                    };
                    let failed = done.is_err();
                    if sender.send((number, done)).is_err() || failed {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let (mut next, mut waiting) = (0, BTreeMap::new());
        for (number, done) in receiver {
            waiting.insert(number, done);
            while let Some(done) = waiting.remove(&next) {
                next += 1;
                match done {
                    Ok(result) => take(result),
                    Err(error) => failed = Some(error),
                }
            }
        }
    });
    failed.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_an_error_ends_them() {
        let mut left = 0..1000;
        let mut taken = Vec::new();
        let next = || match left.next() {
            Some(500) => Err(io::Error::other("x")),
            number => Ok(number),
        };
        let result = in_order(&AtomicBool::new(false), next, |number| number * 2, |double| taken.push(double));
        assert!(result.is_err());
        assert_eq!(taken.len(), 500);
        assert!(taken.iter().enumerate().all(|(number, double)| number * 2 == *double));
    }

    #[test]
    fn it_stops_when_it_is_told_to() {
        let stop = AtomicBool::new(false);
        let mut taken = 0;
        in_order(
            &stop,
            || Ok(Some(())),
            |()| (),
            |()| {
                taken += 1;
                stop.store(true, Ordering::Relaxed);
            },
        )
        .unwrap();
        assert!(taken >= 1);
    }
}
