//! A page of groups: one file, no scripts, no network.

use std::io::{self, Write};

use super::{Group, one_line, source_words};
use crate::export::escape_html as escape;

const STYLE: &str = "\
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
section{border-top:1px solid #8888;padding:.6rem 0;break-inside:avoid}
blockquote{margin:.3rem 0;padding-left:.8rem;border-left:.2rem solid #8888}";

pub(super) fn write(groups: &[Group<'_>], out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>The same words in different articles</title>\n\
         <style>\n{STYLE}\n</style>\n</head>\n<body>\n<main>\n<h1>The same words in different articles</h1>"
    )?;
    for group in groups {
        let Some(first) = group.members.first() else { continue };
        writeln!(out, "<section>\n<blockquote>“{}”</blockquote>\n<ul>", escape(&one_line(first.quotation.text())))?;
        for member in &group.members {
            let speaker = member.speaker.map_or_else(|| "nobody named".to_owned(), one_line);
            write!(out, "<li>{}, {}", escape(&speaker), escape(&source_words(member)))?;
            if !member.differences.is_empty() {
                write!(out, ": {}", escape(&member.differences.join("; ")))?;
            }
            writeln!(out, "</li>")?;
        }
        writeln!(out, "</ul>\n</section>")?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}
