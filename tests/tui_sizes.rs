//! Every state of the explorer at every size: nothing panics, and nothing is drawn outside of the screen, also while
//! the model still knows another size than the screen has.

mod stage;

use stage::{Stage, stores};
use verbatim::tui::message::Message;

/// Keys that bring the explorer into one state each, by a name.
const STATES: [(&str, &str); 24] = [
    ("at the start", ""),
    ("quotations", "2 j"),
    ("context", "3 j"),
    ("zoomed", "2 z"),
    ("all lines", "2 L"),
    ("marked, with a range", "2 V v j"),
    ("review", "2 r"),
    ("help", "?"),
    ("help, filtered", "? / c o p y"),
    ("why", "2 i"),
    ("copy", "2 y"),
    ("problems", "!"),
    ("views", "f m u s Enter : s a v e - v i e w Enter n a m e Enter Ctrl-v"),
    ("form", "2 e"),
    ("form with completions", "2 e Ctrl-u a"),
    ("edges", "2 e Down Down"),
    ("question", "2 V c"),
    ("filter", "f s p"),
    ("wrong filter", "f ( Enter"),
    ("search", "2 / t h e"),
    ("palette", ": r e"),
    ("tags", "2 t x , Tab"),
    ("note", "2 m w o r d s Alt-Enter m o r e"),
    ("missed quotation", "2 A t h e Down"),
];

/// Draws every second size while the model still knows the one before, and every other one when it knows it. The
/// states share the larger sizes among them; each draws all that are narrow or low.
fn draw_at_every_size(states: &[(&str, &str)]) {
    for (number, (name, keys)) in states.iter().enumerate() {
        let mut stage = Stage::new(120, 40);
        stage.model.complaints = vec!["config.yaml:1: something is wrong with a rather long word of it".into()];
        stage.press(keys);
        let stage = &mut stage;
        let drawn = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for (width, height) in (0..=60).flat_map(|width| (0..=20).map(move |height| (width, height))) {
                if width > 10 && height > 4 && (usize::from(width + height) + number) % 4 != 0 {
                    continue;
                }
                stage.shrink(width, height);
                if (width / 4 + height) % 2 == 0 {
                    stage.tell(Message::Resize(width, height));
                }
                stage.draw();
            }
        }));
        assert!(drawn.is_ok(), "{name} ({keys}) at {:?}", stage.size());
    }
}

#[test]
fn every_pane_is_drawn_at_every_size() {
    draw_at_every_size(&STATES[..12]);
}

#[test]
fn every_prompt_and_box_is_drawn_at_every_size() {
    draw_at_every_size(&STATES[12..]);
}

#[test]
fn empty_and_hostile_stores_are_drawn_at_every_size() {
    for yaml in ["quotes: []\n".to_owned(), stores::hostile()] {
        let mut stage = Stage::of(&yaml, 120, 40);
        stage.press("2 L");
        for width in 0..=60 {
            for height in 0..=20 {
                stage.resize(width, height);
                stage.draw();
            }
        }
    }
}
