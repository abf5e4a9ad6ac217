//! The rows that were picked in the first pane. Picks of one facet are a choice, and those of several facets hold
//! together: they stay when the pane goes on to list something else.

use crate::query::Facet;
use crate::store::Catalog;
use crate::tui::state::labels::{self, Identity, Label};
use crate::tui::wrap;

/// Picked rows in the order in which they were picked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picks(Vec<(Facet, Label)>);

/// So many cells of each name stand among the breadcrumbs.
const LONGEST_NAME: usize = 24;

impl Picks {
    /// Whether nothing is picked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many rows are picked.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The picks of one facet.
    pub fn of(&self, facet: Facet) -> impl Iterator<Item = &Label> {
        self.0.iter().filter(move |(of, _)| *of == facet).map(|(_, label)| label)
    }

    /// Whether there are picks of `facet`.
    #[must_use]
    pub fn has(&self, facet: Facet) -> bool {
        self.of(facet).next().is_some()
    }

    /// Whether there are picks of another facet than `facet`.
    #[must_use]
    pub fn has_besides(&self, facet: Facet) -> bool {
        self.0.iter().any(|(of, _)| *of != facet)
    }

    /// Whether that row is picked.
    #[must_use]
    pub fn contains(&self, facet: Facet, label: &Label) -> bool {
        self.of(facet).any(|other| other == label)
    }

    /// Picks a row, or takes the pick back.
    pub fn toggle(&mut self, facet: Facet, label: Label) {
        let pick = (facet, label);
        match self.0.iter().position(|other| *other == pick) {
            Some(at) => {
                self.0.remove(at);
            }
            None => self.0.push(pick),
        }
    }

    /// Takes the last pick back, and gives it.
    pub fn pop(&mut self) -> Option<(Facet, Label)> {
        self.0.pop()
    }

    /// Takes all picks of a facet back.
    pub fn clear_of(&mut self, facet: Facet) {
        self.0.retain(|(of, _)| *of != facet);
    }

    /// Takes all picks back.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The facets with picks, in the order of their first.
    fn facets(&self) -> Vec<Facet> {
        let mut facets = Vec::new();
        for (facet, _) in &self.0 {
            if !facets.contains(facet) {
                facets.push(*facet);
            }
        }
        facets
    }

    /// For a person: `2016-10 › Hillary Clinton + Bernie Sanders`.
    #[must_use]
    pub fn crumbs(&self, catalog: &Catalog) -> String {
        let of_facet = |facet: Facet| {
            let names = self.of(facet).map(|label| {
                let name = labels::shown(label, facet, catalog);
                wrap::cut(&name, LONGEST_NAME).into_owned()
            });
            names.collect::<Vec<_>>().join(" + ")
        };
        self.facets().into_iter().map(of_facet).collect::<Vec<_>>().join(" › ")
    }

    /// As parts of a query that must all hold, of the facets that `wanted` says.
    #[must_use]
    pub fn queries(&self, catalog: &Catalog, wanted: impl Fn(Facet) -> bool) -> Vec<String> {
        let of_facet = |facet: Facet| {
            let queries = self.of(facet).map(|label| labels::query(label, facet, catalog));
            let mut queries: Vec<String> = queries.filter(|query| !query.is_empty()).collect();
            queries.sort();
            match queries.as_slice() {
                [] => None,
                [one] => Some(one.clone()),
                several => Some(format!("({})", several.join(" OR "))),
            }
        };
        self.facets().into_iter().filter(|facet| wanted(*facet)).filter_map(of_facet).collect()
    }

    /// The names of the picks apart from any state of the store.
    #[must_use]
    pub fn identities(&self, catalog: &Catalog) -> Vec<(Facet, Identity)> {
        self.0.iter().map(|(facet, label)| (*facet, Identity::of(label, catalog))).collect()
    }

    /// The picks of these names that are still in the store.
    #[must_use]
    pub fn resolved(identities: &[(Facet, Identity)], catalog: &Catalog) -> Self {
        let mut picks = Self::default();
        for (facet, identity) in identities {
            if let Some(label) = identity.resolve(catalog)
                && !picks.contains(*facet, &label)
            {
                picks.0.push((*facet, label));
            }
        }
        picks
    }
}
