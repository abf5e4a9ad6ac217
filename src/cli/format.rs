//! The values of `--format`.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::export::Format;

/// What each format is good for, as the help says it.
const HELP: [(Format, &str); 7] = [
    (Format::Yaml, "Store documents, one per article"),
    (Format::Ndjson, "One JSON object a line"),
    (Format::Json, "One JSON list of the same objects"),
    (Format::Csv, "For spreadsheets"),
    (Format::Markdown, "Block quotes, each with a citation"),
    (Format::Table, "Columns for people"),
    (Format::Lines, "One tab-separated quotation a line, never cut"),
];

/// Parses a format by its name: `#[arg(long, value_name = "FORMAT", value_parser = format::parser())]`.
pub fn parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(HELP.map(|(format, help)| PossibleValue::new(format.word()).help(help)))
        .map(|word| Format::from_word(&word).expect("only names of formats get this far"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_can_be_named() {
        assert_eq!(HELP.map(|(format, _)| format), Format::ALL.map(|(format, ..)| format));
    }
}
