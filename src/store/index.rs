//! Indexes into a [`Catalog`](super::Catalog): one type for each thing, so that a speaker's number cannot be taken for
//! a quotation's. They are dense from 0 in store order, and hold for one state of the catalog: across a reload the
//! place is kept by ids, not by these.

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u32);

        impl $name {
            /// The index `index`.
            ///
            /// # Panics
            /// When it does not fit 32 bits: a catalog holds fewer than four milliards of anything.
            #[must_use]
            pub const fn new(index: usize) -> Self {
                assert!(index < u32::MAX as usize, "a catalog holds fewer than 2^32 of anything");
                Self(index as u32)
            }

            /// As a number for slices.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index! {
    /// The number of a quotation in its catalog.
    QuotationIx
}
index! {
    /// The number of an article in its catalog.
    ArticleIx
}
index! {
    /// The number of a speaker in its catalog.
    SpeakerIx
}
