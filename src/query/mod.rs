//! The query language: syntax, meaning, search, facets. Knows nothing of the terminal.
