//! Any file is a config, with its wrong entries named, and any file is a list of views or an error:
//! `cargo +nightly fuzz run config`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use verbatim::user::config::Config;
use verbatim::user::{Folders, views};

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    let folders = Folders::at(folder.path(), folder.path());
    std::fs::write(folder.path().join("config.yaml"), bytes).expect("written");
    std::fs::write(folder.path().join("views.yaml"), bytes).expect("written");
    let config = Config::load(&folders);
    for wrong in &config.wrong {
        assert!(!wrong.to_string().is_empty());
    }
    let before = views::load(&folders);
    let view = views::View { name: "a view".to_owned(), query: "is:star".to_owned() };
    if views::save(&folders, &view).is_ok() {
        let after = views::load(&folders).expect("views that were written are read");
        assert!(after.contains(&view));
        let others = |views: &[views::View]| views.iter().filter(|v| v.name != view.name).cloned().collect::<Vec<_>>();
        assert_eq!(others(&before.expect("they were read to be changed")), others(&after));
    }
});
