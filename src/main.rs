//! Parses the command line, calls the verb, reports: everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    verbatim::cli::main()
}
