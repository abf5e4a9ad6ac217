//! Makes a big store of made-up news, to measure with: `make_store QUOTATIONS [PATH]`. Ten quotations and about five
//! kilobytes of text to an article; without a path it goes to stdout, a path that ends in `/` becomes a folder store.
//! One quotation of each article is a version of an earlier one; which, and how it differs, goes to
//! `PATH.versions.ndjson`, one object per line.
#![allow(clippy::print_stderr)]

mod generate;

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let count = arguments.next().and_then(|count| count.to_str()?.replace('_', "").parse::<usize>().ok());
    let Some(count) = count else {
        eprintln!("use: make_store QUOTATIONS [PATH]");
        return ExitCode::from(2);
    };
    match write(count, arguments.next().map(PathBuf::from)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("make_store: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(count: usize, path: Option<PathBuf>) -> std::io::Result<()> {
    if let Some(path) = &path {
        write_truth(count, path)?;
    }
    let folder = path.as_ref().filter(|path| path.as_os_str().as_encoded_bytes().ends_with(b"/"));
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder)?;
        for number in 0..count.div_ceil(generate::PER_ARTICLE) {
            std::fs::write(folder.join(format!("{}.yaml", generate::id(number))), generate::yaml(number))?;
        }
        return Ok(());
    }
    let mut out: Box<dyn Write> = match path {
        Some(path) => Box::new(std::fs::File::create(path)?),
        None => Box::new(std::io::stdout()),
    };
    let mut out = BufWriter::with_capacity(1 << 20, &mut out);
    for number in 0..count.div_ceil(generate::PER_ARTICLE) {
        out.write_all(generate::yaml(number).as_bytes())?;
    }
    out.flush()
}

/// Writes which quotations are versions of each other.
fn write_truth(count: usize, path: &std::path::Path) -> std::io::Result<()> {
    let mut name = path.as_os_str().to_string_lossy().trim_end_matches('/').to_owned();
    name.push_str(".versions.ndjson");
    let mut out = BufWriter::with_capacity(1 << 20, std::fs::File::create(name)?);
    for number in 0..count.div_ceil(generate::PER_ARTICLE) {
        let Some(planted) = generate::planted(number) else { continue };
        let (from, place) = planted.source;
        let how = planted.how;
        let (article, source) = (generate::id(number), generate::id(from));
        let own = planted.place;
        writeln!(
            out,
            "{{\"article\":\"{article}\",\"quotation\":{own},\"of\":\"{source}\",\"source\":{place},\"how\":\"{how}\"}}"
        )?;
    }
    out.flush()
}
