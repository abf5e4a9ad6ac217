//! Web addresses: what of them names a page, and what only says how its reader came there.

/// Parameters that follow readers and name no page.
const TRACKING: [&str; 24] = [
    "fbclid",
    "gclid",
    "dclid",
    "gclsrc",
    "msclkid",
    "yclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "ito",
    "cmpid",
    "cmp",
    "ncid",
    "sref",
    "smid",
    "smtyp",
    "partner",
    "taid",
    "amp",
    "outputtype",
    "__twitter_impression",
    "feature",
    "ocid",
    "_hsenc",
];

/// Whether `text` is an absolute address of the web, without spaces and control characters.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let http = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    http && rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// The address of the page itself: an archive's prefix, tracking parameters, the accelerated version and the place
/// within the page taken off.
#[must_use]
pub fn page_address(address: &str) -> String {
    let address = address.trim();
    let address = archived(address).unwrap_or(address);
    let address =
        address.split_once('#').map_or(address, |(page, place)| if place.starts_with('!') { address } else { page });
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = match path.strip_suffix("/amp").or_else(|| path.strip_suffix("/amp/")) {
        Some(page) if page.matches('/').count() > 2 => format!("{page}/"),
        _ => path.to_owned(),
    };
    let names_page = |parameter: &&str| {
        let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
        !parameter.is_empty() && !name.starts_with("utm_") && !name.starts_with("at_") && !TRACKING.contains(&&*name)
    };
    let kept: Vec<&str> = query.split('&').filter(names_page).collect();
    if kept.is_empty() { path } else { format!("{path}?{}", kept.join("&")) }
}

/// The address that the Wayback Machine keeps a copy of.
fn archived(address: &str) -> Option<&str> {
    let (_, behind) = address.split_once("://web.archive.org/web/")?;
    let (_, page) = behind.split_once('/')?;
    is_web_address(page).then_some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_readers_comes_off() {
        for (address, page) in [
            ("https://a.example/b?utm_source=x&id=7&utm_medium=y", "https://a.example/b?id=7"),
            ("https://a.example/b?fbclid=1#top", "https://a.example/b"),
            ("https://a.example/2026/story/amp/", "https://a.example/2026/story/"),
            ("https://a.example/amp", "https://a.example/amp"),
            ("https://web.archive.org/web/20260108093000/https://a.example/b?q=1", "https://a.example/b?q=1"),
            ("https://a.example/#!/story/1", "https://a.example/#!/story/1"),
            (" https://a.example/ ", "https://a.example/"),
        ] {
            assert_eq!(page_address(address), page);
        }
    }

    #[test]
    fn only_the_web_has_web_addresses() {
        for (text, expected) in [
            ("https://a.example", true),
            ("HTTP://[::1]/", true),
            ("ftp://a.example", false),
            ("javascript:alert(1)", false),
            ("https://", false),
            ("https://a b", false),
            ("a.example/b", false),
        ] {
            assert_eq!(is_web_address(text), expected, "{text}");
        }
    }
}
