//! Surnames that two people share: "Birgit and Walter Hoffen".

use super::{Entity, EntityKind};
use crate::extract::lexicon::{self, Classes};
use crate::extract::mentions::{Form, Mention};
use crate::extract::narrative::Narrative;

/// Who is named more often by one word is known by a surname: "Reed and Ann Lee".
const SELDOM: u32 = 4;

/// Gives people who are first named without a surname, before "and" and somebody's full name, that surname.
pub(super) fn share_surnames(narrative: &Narrative<'_>, mentions: &[Mention], list: &mut [Entity]) {
    for pair in mentions.windows(2) {
        let [one, other] = pair else { continue };
        let joined = one.form == Form::Name
            && other.form == Form::Name
            && other.start == one.end + 1
            && matches!(narrative.tokens[one.end as usize].of(narrative.text), "and" | "&");
        if !joined {
            continue;
        }
        let full = list.get(other.entity as usize).filter(|entity| {
            let named = narrative.tokens[other.start as usize].id == entity.first && other.end > other.start + 1;
            entity.kind == EntityKind::Person && entity.words.len() > 1 && named && is_first_name(entity)
        });
        let Some(full) = full else { continue };
        let (surname, last) = (full.surname().to_owned(), full.last);
        if let Some(entity) = list.get_mut(one.entity as usize)
            && entity.seen == one.start
            && entity.count <= SELDOM
            && entity.goes_by_first_name()
            && is_first_name(entity)
        {
            entity.take_surname(&surname, last);
        }
    }
}

/// Whether the first word of the name is a man's or a woman's first name, and can be nothing else.
fn is_first_name(entity: &Entity) -> bool {
    let known = lexicon::classes(entity.first);
    known.any(Classes::FIRST_NAME) && !known.any(Classes::SOMEWHERE.union(Classes::ORG_WORD))
}
