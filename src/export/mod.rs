//! One file per output format; each writes to an `impl Write`.

pub mod ndjson;
