//! The values of `--format`.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::export::Format;

/// Parses a format by its name: `#[arg(long, value_name = "FORMAT", value_parser = format::parser())]`.
pub fn parser() -> impl TypedValueParser<Value = Format> {
    named(Format::all())
}

/// As [`parser`], without the formats whose rows need a store.
pub fn parser_without_store() -> impl TypedValueParser<Value = Format> {
    named(Format::all().filter(|format| !format.needs_store()))
}

fn named(formats: impl Iterator<Item = Format>) -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(formats.map(|format| PossibleValue::new(format.word()).help(format.help())))
        .map(|word| Format::from_word(&word).unwrap_or(Format::Lines))
}
