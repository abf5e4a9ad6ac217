//! JSON and NDJSON: a group per object.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Group;
use crate::export::escape_json;

pub(super) fn write_lines(groups: &[Group<'_>], out: &mut impl Write) -> io::Result<()> {
    for group in groups {
        writeln!(out, "{}", escape_json(&record(group).to_string()))?;
    }
    Ok(())
}

pub(super) fn write(groups: &[Group<'_>], out: &mut impl Write) -> io::Result<()> {
    let all: Vec<Value> = groups.iter().map(record).collect();
    writeln!(out, "{}", escape_json(&serde_json::to_string_pretty(&all)?))
}

fn record(group: &Group<'_>) -> Value {
    let members: Vec<Value> = group
        .members
        .iter()
        .map(|member| {
            let at = member.quotation.at();
            json!({
                "article": member.article.id(),
                "id": member.quotation.id(),
                "start": at.map(|at| at.start),
                "end": at.map(|at| at.end),
                "text": member.quotation.text(),
                "speaker": member.speaker,
                "outlet": member.article.outlet(),
                "published": member.article.published(),
                "differences": member.differences,
            })
        })
        .collect();
    json!({"articles": group.articles, "differs": group.what_differs(), "members": members})
}
