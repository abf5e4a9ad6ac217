//! Stems of verbs, rough but the same for every form of a verb: what the learned weights know a cue by.

/// Forms that no rule relates to their verb.
const IRREGULAR: &[(&str, &str)] = &[
    ("said", "say"),
    ("says", "say"),
    ("saying", "say"),
    ("told", "tell"),
    ("thought", "think"),
    ("wrote", "writ"),
    ("written", "writ"),
    ("found", "find"),
    ("knew", "know"),
    ("known", "know"),
    ("felt", "feel"),
    ("saw", "see"),
    ("seen", "see"),
    ("seeing", "see"),
    ("sought", "seek"),
    ("shown", "show"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("meant", "mean"),
    ("held", "hold"),
    ("heard", "hear"),
    ("understood", "understand"),
    ("taught", "teach"),
    ("spoke", "speak"),
    ("spoken", "speak"),
];

/// The stem of a word in lower case.
#[must_use]
pub fn stem(word: &str) -> &str {
    const SHORTEST: usize = 3;
    if let Some((_, stem)) = IRREGULAR.iter().find(|(form, _)| *form == word) {
        return stem;
    }
    let mut stem = word;
    for ending in ["ing", "ied", "ies", "ed", "es", "s"] {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.len() >= SHORTEST
            && !(ending == "s" && rest.ends_with('s'))
        {
            stem = rest;
            break;
        }
    }
    if stem.len() > SHORTEST {
        stem = stem.strip_suffix(['e', 'y']).unwrap_or(stem);
    }
    let mut last = stem.chars().rev();
    match (last.next(), last.next()) {
        (Some(a), Some(b)) if a == b && !matches!(a, 'l' | 's') && stem.len() > SHORTEST => {
            &stem[..stem.len() - a.len_utf8()]
        }
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_verb_share_a_stem() {
        for forms in [
            ["argue", "argues", "argued", "arguing"],
            ["deny", "denies", "denied", "denying"],
            ["say", "says", "said", "saying"],
            ["plan", "plans", "planned", "planning"],
            ["stress", "stresses", "stressed", "stressing"],
            ["write", "writes", "wrote", "writing"],
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(forms[0]), "{form}");
            }
        }
    }
}
