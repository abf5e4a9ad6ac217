//! Whether a draft and an article name the same speaker: by the names that the article, the store's registry and
//! readers know somebody by.

use crate::speaker::compare::same_name;
use crate::store::Registry;

use super::{Attribution, Found};

/// How the speaker that a draft names compares with the one of a place in an article.
#[must_use]
pub fn compare(draft: Option<&str>, found: &Found, registry: &Registry) -> Attribution {
    let Some(draft) = draft else { return Attribution::Unstated };
    if found.speakers.is_empty() {
        return Attribution::Unknown;
    }
    let agrees = found.speakers.iter().chain(&found.names).any(|name| same_name(draft, name))
        || found.speakers.iter().any(|name| match (registry.entry_of(name), registry.entry_of(draft)) {
            (Some(one), Some(other)) => one.name == other.name,
            (Some(one), None) => std::iter::once(&one.name).chain(&one.aliases).any(|name| same_name(draft, name)),
            _ => false,
        });
    if agrees { Attribution::Agrees } else { Attribution::Differs }
}
