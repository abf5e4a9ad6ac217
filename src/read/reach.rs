//! Where links may lead: what a public server names never leads into a private network.

#[cfg(feature = "net")]
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where a link may lead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Reach {
    /// Anywhere: a person named it.
    #[default]
    Anywhere,
    /// Not into a private network: what stands on a public server names it.
    #[cfg_attr(not(feature = "net"), expect(dead_code, reason = "only what was fetched comes from a server"))]
    Public,
}

/// Whether an address says that it is inside a private network. A public page that calls itself so would have the
/// program read that network when the article is fetched again.
#[cfg(feature = "net")]
pub(super) fn is_inside(address: &str) -> bool {
    address.parse::<ureq::http::Uri>().is_ok_and(|uri| uri.host().is_some_and(is_private_name))
}

/// Without the net nothing is fetched.
#[cfg(not(feature = "net"))]
pub(super) const fn is_inside(_: &str) -> bool {
    false
}

/// Whether a host's name alone says that it is inside a private network.
#[cfg(feature = "net")]
pub(super) fn is_private_name(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase();
    host == "localhost"
        || [".localhost", ".local", ".internal", ".lan", ".home.arpa"].iter().any(|ending| host.ends_with(ending))
        || host.parse::<IpAddr>().is_ok_and(is_private)
}

/// Whether an address is not one of the public internet.
#[cfg(feature = "net")]
pub(super) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_private_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_private_v4(mapped),
            None => is_private_v6(address),
        },
    }
}

#[cfg(feature = "net")]
fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (b == 18 || b == 19))
}

#[cfg(feature = "net")]
fn is_private_v6(address: Ipv6Addr) -> bool {
    let first = address.segments()[0];
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || (first & 0xfe00) == 0xfc00
        || (first & 0xffc0) == 0xfe80
        || (first == 0x64 && address.segments()[1] == 0xff9b)
        || first == 0x2002
}

#[cfg(test)]
#[cfg(feature = "net")]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known() {
        for host in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "[::1]",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "localhost",
            "LOCALHOST.",
            "printer.local",
            "db.internal",
        ] {
            assert!(is_private_name(host), "{host}");
        }
        for host in ["93.184.216.34", "2606:4700::1", "example.org", "localhost.example.org", "172.32.0.1"] {
            assert!(!is_private_name(host), "{host}");
        }
    }
}
