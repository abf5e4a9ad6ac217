//! Which quotations report the same words: found in the background once the store is loaded, shown in the rows, and
//! listed for one quotation.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::query::Versions;
use crate::store::QuotationIx;

/// What is known of the versions.
#[derive(Debug, Default)]
pub struct Comparison {
    /// What was found for the catalog as it is; absent while it is being found.
    pub found: Option<Versions>,
    /// Number of the last request.
    pub sent: u64,
    /// Stops the one that runs.
    stop: Arc<AtomicBool>,
}

impl Comparison {
    /// Begins a new request: the one that runs is stopped. Gives its number and its switch.
    pub fn begin(&mut self) -> (u64, Arc<AtomicBool>) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        self.sent += 1;
        (self.sent, self.stop.clone())
    }

    /// In how many articles the words of a quotation stand, where there is more than one.
    #[must_use]
    pub fn articles(&self, ix: QuotationIx) -> Option<usize> {
        self.found.as_ref().map(|versions| versions.articles(ix)).filter(|&articles| articles > 1)
    }
}

/// The versions of one quotation, on show.
#[derive(Debug)]
pub struct VersionsList {
    /// The fullest form, then the others by date; none while the quotations are being compared.
    pub members: Vec<QuotationIx>,
    /// The quotation that it was opened for.
    pub of: QuotationIx,
    /// The one under the cursor.
    pub at: usize,
}
