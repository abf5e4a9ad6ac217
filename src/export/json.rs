//! JSON: one array of the objects that NDJSON has, an object a line, so that it streams and diffs well.

use std::io::{self, Write};

use super::Row;

pub(super) fn begin(out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"[\n")
}

pub(super) fn row(row: &Row<'_>, out: &mut impl Write) -> io::Result<()> {
    Ok(serde_json::to_writer(out, row)?)
}

pub(super) fn end(empty: bool, out: &mut impl Write) -> io::Result<()> {
    out.write_all(if empty { b"[]\n" } else { b"\n]\n" })
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Layout, Writer};
    use super::*;

    #[test]
    fn two_rows_are_one_array() {
        let mut writer = Writer::new(Format::Json, Layout::default(), Vec::new());
        for id in ["a", "b"] {
            writer.row(&Row { id: id.into(), ..Row::default() }).unwrap();
        }
        let value: serde_json::Value = serde_json::from_slice(&writer.finish().unwrap()).unwrap();
        assert_eq!(value[0]["id"], "a");
        assert_eq!(value[1]["id"], "b");
        assert_eq!(value.as_array().unwrap().len(), 2);
    }
}
