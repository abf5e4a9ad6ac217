//! Files to articles. Knows nothing of quotations.
