//! Manners: what the explorer does to the terminal, to other programs, and to the person's own files.
#![cfg(unix)]

mod driver;

use driver::stores::two;
use driver::{Driver, Setup};
use rustix::process::Signal;
use verbatim::tui::terminal::{Mouse, Screen};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verbatim");

fn setup() -> Setup {
    Setup::new(PROGRAM).file("quotes.yaml", &two())
}

/// Whether the shell waits for a command: its prompt stands alone on the last line that has anything.
fn asks(look: &driver::Look) -> bool {
    look.rows().iter().rev().find(|row| !row.trim().is_empty()).is_some_and(|row| row.trim() == "ready>")
}

#[test]
fn ctrl_z_suspends_and_fg_comes_back() {
    // A shell with job control, as it is on a terminal: the same keys, the same signals.
    let mut shell = Setup::new("/bin/bash")
        .file("quotes.yaml", &two())
        .argument("--norc")
        .argument("--noprofile")
        .argument("-i")
        .variable("PS1", "ready> ")
        // The shell's own prompt would ask for pastes in brackets.
        .file("inputrc", "set enable-bracketed-paste off\n")
        .variable("INPUTRC", "inputrc")
        .spawn();
    shell.wait_text("ready>");
    shell.write(format!("{PROGRAM}\n").as_bytes());
    shell.settle();
    shell.press("j");
    assert!(shell.look().alternate());
    for _ in 0..3 {
        shell.send("Ctrl-z");
        shell.wait_until("the shell to have the terminal", |look| {
            !look.alternate() && look.has("Stopped") && asks(look)
        });
        shell.look().assert_given_back();
        // What is typed now is the shell's alone.
        shell.write(b"echo the-shell-$((40+2))\n");
        shell.wait_text("the-shell-42");
        shell.write(b"clear; fg\n");
        shell.wait_until("the explorer to be back", |look| look.alternate() && look.has("Maria Olsen"));
        shell.press("k");
        shell.press("j");
        assert!(shell.look().has("3 of 7 quotations") && shell.look().bracketed_paste() && shell.look().mouse());
    }
    shell.send("q");
    // What is typed before the shell asks for it may be thrown away with what the explorer left unread.
    shell.wait_until("the shell again", |look| !look.alternate() && asks(look));
    shell.look().assert_given_back();
    shell.write(b"wait; clear; stty -a | grep -o ' icanon' && echo sane-$((1+1))\n");
    shell.wait_text("sane-2");
    shell.write(b"exit\n");
    shell.wait_end();
}

#[test]
fn stopped_from_outside_it_takes_the_terminal_again() {
    let mut explorer = setup().start();
    explorer.signal(Signal::STOP);
    let stat = format!("/proc/{}/stat", explorer.process_id());
    driver::wait_file(stat.as_ref(), |text| text.contains(") T "));
    explorer.signal(Signal::CONT);
    // A key that comes while the terminal is being taken again may go unread: it is pressed until it does its work.
    const OFTEN: usize = 50;
    let moved = (0..OFTEN).any(|_| explorer.press("g j").look().has("3 of 7 quotations"));
    assert!(moved, "{}", explorer.look().text());
}

#[test]
fn sigterm_leaves_a_clean_terminal_and_a_saved_store() {
    let mut explorer = setup().start();
    explorer.press("2");
    explorer.send("* j *");
    explorer.signal(Signal::TERM);
    explorer.wait_end();
    explorer.assert_given_back();
    // Every key that was taken in before the signal is in the file whole.
    let store = explorer.read("quotes.yaml");
    let documents = store.matches("article:\n").count();
    assert_eq!(documents, 2, "{store}");

    let mut explorer = setup().start();
    explorer.press("2 *");
    explorer.signal(Signal::TERM);
    assert_eq!(explorer.wait_end().exit_code(), 128 + 15);
    assert!(explorer.read("quotes.yaml").contains("star: true"));
}

#[test]
fn every_signal_that_ends_programs_leaves_a_clean_terminal() {
    for signal in [Signal::QUIT, Signal::USR1, Signal::USR2, Signal::ALARM, Signal::INT] {
        let mut explorer = setup().start();
        explorer.press("2 *");
        explorer.signal(signal);
        let end = explorer.wait_end();
        explorer.assert_given_back();
        assert_eq!(end.exit_code(), 128 + signal.as_raw().cast_unsigned(), "{signal:?}");
        assert!(explorer.read("quotes.yaml").contains("star: true"), "{signal:?}");
    }
}

#[test]
fn an_article_that_never_ends_does_not_keep_sigterm_waiting() {
    // A reader of a pipe that nobody writes to waits for ever; so does one of a folder with such a pipe behind a link.
    let mut explorer = setup().start();
    let pipe = explorer.path("endless.txt");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()));
    explorer.press("a");
    explorer.type_text("endless.txt");
    explorer.send("Enter");
    explorer.signal(Signal::TERM);
    let end = explorer.wait_end();
    explorer.assert_given_back();
    assert_eq!(end.exit_code(), 128 + 15);
}

#[test]
fn pipes_where_settings_and_history_belong_are_not_waited_for() {
    let setup = setup();
    let home = setup.home().to_owned();
    let pipes = [
        "config/verbatim/config.yaml",
        "config/verbatim/views.yaml",
        "state/verbatim/history/filter.txt",
        "state/verbatim/history/search.txt",
    ];
    for pipe in pipes {
        let path = home.join(pipe);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(path).status().is_ok_and(|status| status.success()));
    }
    let mut explorer = setup.start();
    assert!(explorer.look().text().contains("config.yaml"), "{}", explorer.look().text());
    explorer.press("2 f");
    explorer.type_text("is:star");
    explorer.press("Enter");
    explorer.press("F");
    explorer.press("Esc");
    explorer.send("q");
    assert!(explorer.wait_end().success());
    explorer.assert_given_back();
}

#[test]
fn a_prompt_does_not_keep_sigterm_waiting() {
    let mut explorer = setup().start();
    explorer.press("2 m");
    explorer.type_text("half a note");
    explorer.signal(Signal::TERM);
    explorer.wait_end();
    explorer.assert_given_back();
}

#[test]
fn a_closed_window_ends_it_and_keeps_what_was_done() {
    let mut explorer = setup().start();
    explorer.press("2 *");
    let process = explorer.process_id();
    explorer.signal(Signal::HUP);
    assert_eq!(explorer.wait_end().exit_code(), 128 + 1);
    assert!(explorer.read("quotes.yaml").contains("star: true"));
    assert!(!std::path::Path::new(&format!("/proc/{process}/exe")).exists());

    let mut explorer = setup().start();
    explorer.press("2 j *");
    explorer.hang_up();
    assert!(explorer.read("quotes.yaml").contains("star: true"));
}

/// Runs one of the ignored tests below in a terminal of its own.
#[track_caller]
fn inside(test: &str) -> Driver {
    let mut inside = Setup::new(std::env::current_exe().expect("this program has a path"))
        .argument("--ignored")
        .argument("--exact")
        .argument(test)
        .argument("--nocapture")
        .variable("RUST_BACKTRACE", "0")
        .spawn();
    inside.wait_end();
    inside
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    let inside = inside("panics_with_the_terminal");
    inside.assert_given_back();
    assert!(inside.look().has("on purpose"), "{}", inside.look().text());
}

#[test]
fn a_panic_in_the_background_leaves_the_screen_alone_and_is_told_at_the_end() {
    let inside = inside("panics_beside_the_terminal");
    inside.assert_given_back();
    assert!(inside.look().has("beside, on purpose"), "{}", inside.look().text());
    assert!(inside.look().has("the screen was whole"), "{}", inside.look().text());
}

#[test]
#[ignore = "run in a terminal of its own by the test of panics"]
fn panics_with_the_terminal() {
    let _screen = Screen::enter(Mouse::On).unwrap();
    panic!("on purpose");
}

#[test]
#[ignore = "run in a terminal of its own by the test of panics"]
fn panics_beside_the_terminal() {
    let mut screen = Screen::enter(Mouse::On).unwrap();
    assert!(std::thread::spawn(|| panic!("beside, on purpose")).join().is_err());
    screen.draw(|frame| frame.render_widget("still here", frame.area())).unwrap();
    drop(screen);
    println!("the screen was whole");
}

#[test]
fn copies_go_through_the_terminal_over_ssh() {
    let mut explorer = setup()
        .variable("SSH_TTY", "/dev/pts/9")
        .variable("WAYLAND_DISPLAY", "wayland-0")
        .script("wl-copy", "cat > \"$HOME/copied-there\"")
        .start();
    explorer.press("2 y y");
    explorer.wait_text("OSC 52");
    assert_eq!(explorer.copied().len(), 1);
    assert!(!explorer.path("copied-there").exists());
}

#[test]
fn copies_go_through_tmux_where_it_runs() {
    let mut explorer = setup()
        .variable("TMUX", "/tmp/tmux-0/default,1,0")
        .variable("SSH_TTY", "/dev/pts/9")
        .script("tmux", "cat > \"$HOME/copied\"; echo \"$@\" > \"$HOME/arguments\"")
        .start();
    explorer.press("2 y y");
    explorer.wait_text("tmux");
    assert_eq!(explorer.read("arguments"), "load-buffer -w -\n");
    assert!(explorer.read("copied").contains("We cannot wait"));
    assert!(explorer.copied().is_empty());
}

#[test]
fn only_web_addresses_are_opened() {
    let store = two().replace("https://news.example/harbour?id=1", "file:///etc/passwd");
    let mut explorer =
        Setup::new(PROGRAM).file("quotes.yaml", &store).script("xdg-open", "touch \"$HOME/opened\"").start();
    explorer.press("2 o");
    explorer.wait_text("neither http nor https");
    assert!(!explorer.path("opened").exists());
}

#[test]
fn nothing_reads_keys_while_the_editor_has_the_terminal() {
    let mut explorer = setup()
        .variable("EDITOR", "vi")
        .script("vi", "echo waiting-for-a-line; read line; echo \"$line\" > \"$HOME/typed\"")
        .start();
    explorer.press("2");
    explorer.send("E");
    explorer.wait_text("waiting-for-a-line");
    assert!(!explorer.look().alternate());
    explorer.write(b"jjqqx: for the editor alone\n");
    let typed = driver::wait_file(&explorer.path("typed"), |text| text.ends_with('\n'));
    assert_eq!(typed, "jjqqx: for the editor alone\n");
    explorer.wait_until("the explorer to be back", |look| look.alternate() && look.has("Maria Olsen"));
    explorer.press("j");
    assert!(explorer.look().has("2/7"), "{}", explorer.look().text());
}

#[test]
fn a_note_goes_on_in_the_editor() {
    let mut explorer = setup().variable("VISUAL", "ed1").script("ed1", "printf 'longer and better' >> \"$1\"").start();
    explorer.press("2 m");
    explorer.type_text("half a note, ");
    explorer.press("Ctrl-o");
    explorer.wait_text("half a note, longer and better");
    explorer.press("Enter");
    assert!(explorer.read("quotes.yaml").contains("half a note, longer and better"));
}

#[test]
fn an_editor_that_is_none_is_named() {
    let mut explorer = setup().variable("EDITOR", "nosuchthing").start();
    explorer.press("2 E");
    explorer.wait_text("$EDITOR is `nosuchthing`");
    explorer.press("j");
}

#[test]
fn keys_can_be_changed_and_a_wrong_entry_is_named() {
    let config = "keys:\n  star: S\n  confirm: [Hyper-c, C]\n  nosuch: x\ntheme: dark\n";
    let mut explorer = setup().file("config/verbatim/config.yaml", config).start();
    let text = explorer.look().text();
    assert!(text.contains("config.yaml:3") || text.contains("config.yaml:4"), "{text}");
    explorer.press("2 S");
    assert!(explorer.look().has("★"));
    explorer.press("C");
    assert!(explorer.look().has("✓"));
    explorer.press("g *");
    assert!(explorer.look().has("★"), "the old key does nothing");
}

#[test]
fn every_wrong_entry_of_the_config_can_be_seen() {
    let config = "keys:\n  confirm: x\n  nosuch: x\n  zoom: Hyper-z\ntheme: {base: pink, cue: loud}\nlayout: {mouse: 7, \
                  lines: 0}\n";
    let mut explorer = setup().file("config/verbatim/config.yaml", config).start();
    assert!(explorer.look().has("(! shows 6 more)"), "{}", explorer.look().text());
    explorer.press("!");
    let text = explorer.look().text();
    for words in ["x was the key of reject", "`nosuch`", "`Hyper-z`", "`pink`", "loud", "`mouse`", "`lines`"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn an_edit_that_never_was_in_the_file_cannot_be_undone_after_a_restart() {
    let mut explorer = setup().start();
    explorer.press("2 *");
    explorer.send("q");
    explorer.wait_end();
    let mut explorer = explorer.into_setup(PROGRAM).start();
    std::fs::rename(explorer.path("quotes.yaml"), explorer.path("away")).unwrap();
    std::fs::create_dir(explorer.path("quotes.yaml")).unwrap();
    explorer.send("2 j c");
    explorer.wait_text("NOT SAVED");
    explorer.send("q y");
    explorer.wait_end();
    std::fs::remove_dir(explorer.path("quotes.yaml")).unwrap();
    std::fs::rename(explorer.path("away"), explorer.path("quotes.yaml")).unwrap();
    let mut explorer = explorer.into_setup(PROGRAM).start();
    explorer.press("u");
    assert!(explorer.look().has("Undone: starred"), "{}", explorer.look().text());
}

#[test]
fn histories_are_kept_between_runs_and_apart() {
    let mut explorer = setup().start();
    explorer.press("f");
    explorer.type_text("kind:mixed");
    explorer.press("Enter");
    explorer.press("F 2 /");
    explorer.type_text("museum");
    explorer.press("Enter");
    driver::wait_file(&explorer.path("state/verbatim/history/filter.txt"), |text| text == "kind:mixed\n");
    driver::wait_file(&explorer.path("state/verbatim/history/search.txt"), |text| text == "museum\n");
    let mut explorer = explorer.into_setup(PROGRAM).start();
    explorer.press("f Up");
    assert!(explorer.look().has("filter: kind:mixed"), "{}", explorer.look().text());
    explorer.press("Esc 2 / Up");
    assert!(explorer.look().has("/museum"));
}

#[test]
fn what_was_done_can_be_undone_after_a_restart() {
    let mut explorer = setup().start();
    explorer.press("2 * j x");
    let store = explorer.read("quotes.yaml");
    assert!(store.contains("star: true") && store.contains("review: rejected"));
    explorer.send("q");
    explorer.wait_end();
    let mut explorer = explorer.into_setup(PROGRAM).start();
    explorer.press("u u");
    assert_eq!(explorer.read("quotes.yaml"), two());
    explorer.press("Ctrl-r");
    assert!(explorer.read("quotes.yaml").contains("star: true"));
    explorer.press("u");
    explorer.send("q");
    explorer.wait_end();
    // Once somebody else has changed the store the old steps may mean something else, and nothing is undone.
    let changed = two().replace("museum piece", "museum-piece");
    std::fs::write(explorer.path("quotes.yaml"), &changed).unwrap();
    let mut explorer = explorer.into_setup(PROGRAM).start();
    explorer.press("Ctrl-r u");
    assert_eq!(explorer.read("quotes.yaml"), changed);
}

#[test]
fn a_query_can_be_given_at_the_start() {
    let explorer = setup().argument("--query").argument("speaker:olsen kind:direct").start();
    assert!(explorer.look().has("2 of 7 quotations"), "{}", explorer.look().text());
}

#[test]
fn a_store_can_come_through_a_pipe_and_the_keys_from_the_terminal() {
    let mut explorer = Setup::new("/bin/sh")
        .file("other.yaml", &two())
        .argument("-c")
        .argument(format!("cat other.yaml | {PROGRAM} -"))
        .start();
    assert!(explorer.look().has("7 quotations"), "{}", explorer.look().text());
    explorer.press("j");
    assert!(explorer.look().has("3 of 7 quotations"));
    explorer.send("q");
    assert!(explorer.wait_end().success());
    explorer.assert_given_back();
}

#[test]
fn a_missing_and_an_empty_store_say_what_to_do() {
    let mut explorer = Setup::new(PROGRAM).argument("new.yaml").start();
    assert!(explorer.look().has("There is no store at new.yaml yet"), "{}", explorer.look().text());
    explorer.press("a");
    explorer.paste("A story\n\n“It begins here,” said Hugo Winter, a farmer, on Monday.\n");
    explorer.press("Enter");
    explorer.type_text("A title");
    explorer.press("Enter");
    explorer.wait_text("It begins here,");
    assert!(explorer.read("new.yaml").contains("title: A title"));
    assert!(explorer.read("new.yaml").contains("It begins here,"));

    let explorer = Setup::new(PROGRAM).file("quotes.yaml", "").start();
    assert!(explorer.look().has("No quotations in quotes.yaml yet"), "{}", explorer.look().text());
    assert!(explorer.look().has("adds an article"));
}

#[test]
fn what_was_added_is_gone_to_and_can_be_taken_out_again() {
    let mut explorer = setup().file("more.txt", "A story\n\n“It begins here,” said Hugo Winter, a farmer.\n").start();
    explorer.press("2 c");
    let before = explorer.read("quotes.yaml");
    explorer.press("a");
    explorer.type_text("more.txt");
    explorer.press("Enter");
    explorer.wait_text("8/8");
    assert!(explorer.look().has("Hugo Winter"));
    explorer.press("u");
    assert!(explorer.look().has("Remove the article"), "{}", explorer.look().text());
    assert!(explorer.look().has("from the store again?"), "{}", explorer.look().text());
    explorer.press("y");
    explorer.wait_text("7 quotations");
    assert_eq!(explorer.read("quotes.yaml"), before);
    // The edit before it is the next to be undone.
    explorer.press("u");
    explorer.wait_text("Undone: confirmed");
}

#[test]
fn a_save_that_fails_is_shown_and_tried_again() {
    let mut explorer = setup().start();
    // A folder in the way of the store: nobody can write there, not even root.
    std::fs::rename(explorer.path("quotes.yaml"), explorer.path("away")).unwrap();
    std::fs::create_dir(explorer.path("quotes.yaml")).unwrap();
    explorer.send("2 *");
    explorer.wait_text("NOT SAVED");
    std::fs::remove_dir(explorer.path("quotes.yaml")).unwrap();
    std::fs::rename(explorer.path("away"), explorer.path("quotes.yaml")).unwrap();
    explorer.wait_until("the save to be tried again", |look| !look.has("NOT SAVED"));
    assert!(explorer.read("quotes.yaml").contains("star: true"));
}

#[test]
fn colors_follow_terminal_and_wish() {
    let colored = |explorer: &Driver| {
        let output = explorer.output();
        let text = String::from_utf8_lossy(&output).into_owned();
        (text.contains("38;2;") || text.contains("48;2;"), text.contains("38;5;") || text.contains("48;5;"))
    };
    let full = setup().start();
    assert_ne!(colored(&full), (false, false));
    let of_256 = setup().variable("COLORTERM", "").start();
    assert!(!colored(&of_256).0);
    let none = setup().variable("NO_COLOR", "1").start();
    assert_eq!(colored(&none), (false, false));
    let look = none.look();
    assert!(look.cell_of("We cannot wait").bold() || look.find_all("We cannot wait").len() > 1);
    let style = |explorer: &Driver| explorer.look().cell_of("All").bgcolor();
    let light = setup().background("ffff/ffff/ffff").start();
    light.wait_until("the light theme", |look| look.cell_of("All").bgcolor() != style(&full));
    assert_eq!(light.asked_for_background(), 1);
    assert!(colored(&light).0, "a color that the palette lacks is sent as it is");
    let wished = setup().background("ffff/ffff/ffff").file("config/verbatim/config.yaml", "theme: dark\n").start();
    assert_eq!((style(&wished), wished.asked_for_background()), (style(&full), 0));
}

#[test]
fn the_answer_about_the_background_eats_no_keys() {
    let mut explorer = setup().background("0000/0000/0000").start();
    // A second answer, late and unasked for, in the midst of keys.
    explorer.press("j");
    assert!(explorer.look().has("3 of 7 quotations"), "{}", explorer.look().text());
    assert!(!explorer.look().has("filter:"));
}

#[test]
fn nothing_is_written_over_the_open_store_or_the_own_files() {
    let mut explorer = setup().file("config/verbatim/views.yaml", "views: []\n").start();
    let before = explorer.read("quotes.yaml");
    std::os::unix::fs::symlink(explorer.path("quotes.yaml"), explorer.path("link.yaml")).unwrap();
    std::fs::hard_link(explorer.path("quotes.yaml"), explorer.path("hard.yaml")).unwrap();
    let targets = [
        ("quotes.yaml", "is the open store"),
        ("./config/../quotes.yaml", "is the open store"),
        ("link.yaml", "is the open store"),
        ("hard.yaml", "is the open store"),
        ("config/verbatim/views.yaml", "is the saved views"),
        ("config/verbatim/config.yaml", "is the configuration"),
    ];
    for (target, why) in targets {
        explorer.press("2 j w");
        explorer.type_text(target);
        explorer.press("Enter");
        assert!(explorer.look().has(why), "{target}: {}", explorer.look().text());
        explorer.press("Esc");
    }
    assert_eq!(explorer.read("quotes.yaml"), before);
    assert_eq!(explorer.read("config/verbatim/views.yaml"), "views: []\n");
    explorer.press("w");
    explorer.type_text("out.csv");
    explorer.press("Enter");
    explorer.wait_text("Wrote 7 quotations");
}

#[test]
fn nothing_is_written_into_the_folder_of_the_open_store() {
    let mut explorer = Setup::new(PROGRAM).file("store/a.yaml", &two()).argument("store").start();
    for target in ["store/a.yaml", "store/new.csv"] {
        explorer.press("w");
        explorer.type_text(target);
        explorer.press("Enter");
        assert!(explorer.look().has("in the folder of the open store"), "{}", explorer.look().text());
        explorer.press("Esc");
    }
    assert_eq!(explorer.read("store/a.yaml"), two());
}

#[test]
fn edits_behind_a_lock_that_somebody_holds_are_not_saved_and_say_so() {
    let mut explorer = setup().start();
    let lock = std::fs::File::create(explorer.path(".quotes.yaml.lock")).unwrap();
    std::io::Write::write_all(&mut &lock, b"4711 elsewhere\n").unwrap();
    lock.lock().unwrap();
    explorer.press("2");
    explorer.send("*");
    explorer.wait_text("NOT SAVED: 1 edit");
    explorer.send("!");
    explorer.wait_text("4711");
    assert!(explorer.look().has("elsewhere"), "{}", explorer.look().text());
    explorer.send("q");
    explorer.send("q");
    explorer.wait_text("Quit and lose it?");
    explorer.send("n");
    explorer.signal(Signal::TERM);
    let end = explorer.wait_end();
    explorer.assert_given_back();
    assert!(!end.success());
    assert!(explorer.look().has("1 edit is not saved"), "{}", explorer.look().text());
    drop(lock);
}
