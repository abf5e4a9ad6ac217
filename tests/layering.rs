//! Checks what the files of the program import: layers, and circles of files.
//!
//! The table in `src/lib.rs` lists the layers from the bottom up: a layer may import from rows above its own, and from
//! its own row. [`FORBIDDEN`] lists what a layer must not import besides. No files may import each other in a circle.

// The lint lets tests alone, but not the helpers between them.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

/// Crates and layers that a layer must not import although the order would allow it.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("text", &["serde_yaml", "ratatui", "crossterm", "std::fs"]),
    ("quotation", &["serde_yaml", "ratatui", "crossterm", "std::fs"]),
    ("article", &["serde_yaml", "ratatui", "crossterm", "std::fs"]),
    ("speaker", &["serde_yaml", "ratatui", "crossterm", "std::fs"]),
    ("read", &["crate::quotation", "crate::speaker", "ratatui", "crossterm"]),
    ("extract", &["crate::read", "serde_yaml", "ratatui", "crossterm", "std::fs"]),
    ("store", &["ratatui", "crossterm"]),
    ("query", &["serde_yaml", "ratatui", "crossterm", "std::fs"]),
    ("export", &["ratatui", "crossterm", "std::fs"]),
    ("user", &["ratatui"]),
    ("tui", &["serde_yaml", "clap"]),
];

fn sources() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The layer that a file belongs to; none for `lib.rs` and `main.rs`, which see all of them.
fn layer(file: &Path) -> Option<String> {
    let below = file.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_str().unwrap();
    let layer = first.strip_suffix(".rs").unwrap_or(first);
    (!matches!(layer, "lib" | "main")).then(|| layer.to_owned())
}

/// The row of every layer in the table of `src/lib.rs`, from 0.
fn rows() -> HashMap<String, usize> {
    let library = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let mut rows = HashMap::new();
    for (row, line) in library.lines().filter(|line| line.starts_with("//! | [`")).enumerate() {
        let names = line.split('|').nth(1).unwrap();
        rows.extend(names.split(',').map(|name| (name.trim().trim_matches(['[', ']', '`']).to_owned(), row)));
    }
    rows
}

/// Every path in `code` that begins at the crate or at another crate, the braces of `use` lines unfolded: comments and
/// strings are no code.
fn imports(code: &str) -> Vec<String> {
    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut paths = Vec::new();
    for (place, _) in code.match_indices("use ") {
        let starts = code[..place].chars().next_back().is_none_or(|before| before.is_whitespace() || before == ')');
        let end = code[place..].find(';').map_or(code.len(), |end| place + end);
        if starts {
            unfold(String::new(), code[place + 4..end].trim(), &mut paths);
        }
    }
    let word = |character: char| character.is_alphanumeric() || character == '_' || character == ':';
    for (place, _) in code.match_indices("crate::") {
        let end = code[place..].find(|character| !word(character)).map_or(code.len(), |end| place + end);
        paths.push(code[place..end].to_owned());
    }
    paths
}

fn unfold(before: String, path: &str, into: &mut Vec<String>) {
    let Some(open) = path.find('{') else {
        into.push(before + path.split(" as ").next().unwrap().trim());
        return;
    };
    let before = before + path[..open].trim();
    let inner = path[open + 1..].trim_end().strip_suffix('}').unwrap_or(&path[open + 1..]);
    let (mut depth, mut start) = (0, 0);
    for (place, character) in inner.char_indices().chain([(inner.len(), ',')]) {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = inner[start..place].trim();
                if !part.is_empty() {
                    unfold(before.clone(), part, into);
                }
                start = place + 1;
            }
            _ => {}
        }
    }
}

fn is_under(path: &str, of: &str) -> bool {
    path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[test]
fn a_layer_imports_only_from_layers_above_it() {
    let rows = rows();
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(layer) = layer(&file) else { continue };
        for path in imports(&fs::read_to_string(&file).unwrap()) {
            let Some(other) = path.strip_prefix("crate::").and_then(|rest| rest.split("::").next()) else { continue };
            if let Some(&row) = rows.get(other)
                && row > rows[&layer]
            {
                wrong.push(format!("{}: {path}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports from layers below:\n{}", wrong.join("\n"));
}

#[test]
fn a_layer_imports_nothing_that_is_forbidden_to_it() {
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(layer) = layer(&file) else { continue };
        let Some((_, unknown)) = FORBIDDEN.iter().find(|(name, _)| *name == layer) else { continue };
        for path in imports(&fs::read_to_string(&file).unwrap()) {
            if unknown.iter().any(|other| is_under(&path, other)) {
                wrong.push(format!("{}: {path}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "forbidden imports:\n{}", wrong.join("\n"));
}

#[test]
fn every_layer_stands_in_the_table_and_the_table_in_the_source() {
    let mut listed: Vec<String> = rows().into_keys().collect();
    let mut found: Vec<String> = sources().iter().filter_map(|file| layer(file)).collect();
    listed.sort();
    found.sort();
    found.dedup();
    assert_eq!(listed, found);
}

#[test]
fn every_file_opens_with_what_it_is() {
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{} does not say what it is", file.display());
    }
}

/// The modules of the program: the path of each, as `crate::tui::view`, with its file and the code outside of its tests.
fn modules() -> HashMap<String, String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let module = |file: &Path| {
        let below = file.strip_prefix(&source).unwrap().with_extension("");
        let mut parts: Vec<String> = below.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if parts.last().is_some_and(|last| last == "mod") {
            parts.pop();
        }
        ["crate".to_owned()].into_iter().chain(parts).collect::<Vec<_>>().join("::")
    };
    let code = |file: &Path| {
        let text = fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    };
    let below = sources().into_iter().filter(|file| !file.ends_with("src/lib.rs") && !file.ends_with("src/main.rs"));
    below.filter(|file| !file.ends_with("tests.rs")).map(|file| (module(&file), code(&file))).collect()
}

/// An import as a path from the crate, seen from the module `from`.
fn absolute(from: &str, path: &str) -> Option<String> {
    let mut module: Vec<&str> = from.split("::").collect();
    let mut parts = path.split("::").peekable();
    match parts.peek() {
        Some(&"crate") => return Some(path.to_owned()),
        Some(&"self") => drop(parts.next()),
        Some(&"super") => {}
        _ => return None,
    }
    while parts.next_if_eq(&"super").is_some() {
        module.pop();
    }
    Some(module.into_iter().chain(parts).collect::<Vec<_>>().join("::"))
}

/// The module that a path leads to. A name that a module only hands on leads to where it comes from.
fn target(path: &str, modules: &HashMap<String, String>, handed_on: &HashMap<String, String>) -> Option<String> {
    let mut path = path.to_owned();
    for _ in 0..4 {
        let Some(next) = handed_on.get(&path) else { break };
        path.clone_from(next);
    }
    loop {
        if modules.contains_key(&path) {
            return Some(path);
        }
        path = path.rsplit_once("::")?.0.to_owned();
    }
}

/// Which modules each module imports from.
fn arrows() -> HashMap<String, BTreeSet<String>> {
    let modules = modules();
    let mut handed_on = HashMap::new();
    for (module, code) in &modules {
        for (place, _) in code.match_indices("pub use ").chain(code.match_indices("pub(crate) use ")) {
            let end = code[place..].find(';').map_or(code.len(), |end| place + end);
            let list = code[place..end].split_once("use ").unwrap_or_default().1;
            let mut paths = Vec::new();
            unfold(String::new(), list.trim(), &mut paths);
            for path in paths {
                let name = path.rsplit("::").next().unwrap_or_default().to_owned();
                let child = format!("{module}::{path}");
                let path = absolute(module, &path).unwrap_or(child);
                handed_on.insert(format!("{module}::{name}"), path);
            }
        }
    }
    let arrows_of = |(module, code): (&String, &String)| {
        // A module that hands names of its own parts on does not use them.
        let own: String = code.replace("pub(crate) use ", "pub use ");
        let own = own.split("pub use ").enumerate().map(|(i, part)| match i {
            0 => part,
            _ => part.split_once(';').map_or("", |(_, rest)| rest),
        });
        let own = own.collect::<String>();
        let mut paths = imports(&own);
        for word in ["super::", "self::"] {
            let is_path = |character: char| character.is_alphanumeric() || character == '_' || character == ':';
            for (place, _) in own.match_indices(word) {
                let begins = own[..place].chars().next_back().is_none_or(|before| !is_path(before));
                let end = own[place..].find(|character| !is_path(character)).map_or(own.len(), |end| place + end);
                if begins && !own[place..end].ends_with("::") {
                    paths.push(own[place..end].to_owned());
                }
            }
        }
        let targets = paths.iter().filter(|path| !path.ends_with("::")).filter_map(|path| {
            let target = target(&absolute(module, path)?, &modules, &handed_on)?;
            (target != *module).then_some(target)
        });
        (module.clone(), targets.collect())
    };
    modules.iter().map(arrows_of).collect()
}

/// Sets of modules that import each other in a circle, each in order; by Tarjan's algorithm.
fn circles(arrows: &HashMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    struct Walk<'a> {
        arrows: &'a HashMap<String, BTreeSet<String>>,
        index: HashMap<&'a str, usize>,
        low: HashMap<&'a str, usize>,
        stack: Vec<&'a str>,
        circles: Vec<Vec<String>>,
    }
    impl<'a> Walk<'a> {
        fn visit(&mut self, module: &'a str) {
            let number = self.index.len();
            self.index.insert(module, number);
            self.low.insert(module, number);
            self.stack.push(module);
            for next in self.arrows.get(module).into_iter().flatten() {
                if !self.index.contains_key(next.as_str()) {
                    self.visit(next);
                    let low = self.low[next.as_str()].min(self.low[module]);
                    self.low.insert(module, low);
                } else if self.stack.contains(&next.as_str()) {
                    let low = self.index[next.as_str()].min(self.low[module]);
                    self.low.insert(module, low);
                }
            }
            if self.low[module] == number {
                let at = self.stack.iter().position(|other| *other == module).unwrap();
                let mut circle: Vec<String> = self.stack.drain(at..).map(str::to_owned).collect();
                if circle.len() > 1 {
                    circle.sort();
                    self.circles.push(circle);
                }
            }
        }
    }
    let mut walk = Walk { arrows, index: HashMap::new(), low: HashMap::new(), stack: Vec::new(), circles: Vec::new() };
    let mut modules: Vec<&String> = arrows.keys().collect();
    modules.sort();
    for module in modules {
        if !walk.index.contains_key(module.as_str()) {
            walk.visit(module);
        }
    }
    walk.circles
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let arrows = arrows();
    let mut found = String::new();
    for circle in &circles(&arrows) {
        for module in circle {
            let inside: Vec<&String> = arrows[module].iter().filter(|other| circle.contains(other)).collect();
            found += &format!("{module} imports {inside:?}\n");
        }
        found.push('\n');
    }
    assert!(found.is_empty(), "circles of files:\n{found}");
}

#[test]
fn circles_are_found() {
    let arrow = |from: &str, to: &[&str]| (from.to_owned(), to.iter().map(|to| (*to).to_owned()).collect());
    let arrows = HashMap::from([
        arrow("a", &["b", "d"]),
        arrow("b", &["c"]),
        arrow("c", &["a", "e"]),
        arrow("d", &["e"]),
        arrow("e", &[]),
    ]);
    assert_eq!(circles(&arrows), [["a", "b", "c"]]);
}

#[test]
fn imports_are_found_in_every_form() {
    let code = "
        use crate::text::ByteRange;
        pub(crate) use crate::{article::{Article, Metadata}, store};
        // use crate::tui;
        fn f(x: crate::speaker::Speaker) { use std::fs as files; let because = 1; }
    ";
    let mut found = imports(code);
    found.retain(|path| !path.ends_with("::"));
    found.sort();
    found.dedup();
    assert_eq!(
        found,
        [
            "crate::article::Article",
            "crate::article::Metadata",
            "crate::speaker::Speaker",
            "crate::store",
            "crate::text::ByteRange",
            "std::fs"
        ]
    );
}
