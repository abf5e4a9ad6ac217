//! Links: one page fetched over HTTP, with bounded redirects, time and size.
//!
//! Nothing here decides what the bytes are: the formats do, by the media type and the first bytes. A public address
//! that redirects to a private one is refused, and so is a private one that a feed from a public address names, so that
//! no server can make the program read the network it runs in.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ureq::http::Uri;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::address::is_web_address;
use super::decode::MAX_ARTICLE;
use super::error::{ReadError, ReadErrorKind};
use super::pending::Origin;
use super::reach::{Reach, is_private, is_private_name};
use super::source::Source;

/// So many redirects are followed.
const MOST_REDIRECTS: usize = 10;

/// The longest that one fetch may take, with its redirects and its body.
const LONGEST: Duration = Duration::from_secs(60);

/// How the program presents itself to servers.
const USER_AGENT: &str =
    concat!("verbatim/", env!("CARGO_PKG_VERSION"), " (quotation reader; fetches pages that its user names)");

/// Fetches pages; keeps its connections for the next page of the same site.
pub(super) struct Fetcher {
    agent: ureq::Agent,
    guard: Guard,
}

impl Fetcher {
    pub(super) fn new() -> Self {
        let guard = Guard::default();
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(LONGEST))
            .user_agent(USER_AGENT)
            .accept("text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.9, */*;q=0.5")
            .tls_config(tls)
            .build();
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), guard.clone());
        Self { agent, guard }
    }

    /// Fetches what `link` leads to, as far as `reach` allows.
    ///
    /// # Errors
    /// When the link is not a web address, the server cannot be reached, or it answers with anything but a document.
    pub(super) fn fetch(&self, link: &str, reach: Reach) -> Result<Source, ReadError> {
        let error = |why: String| ReadError::new(link, ReadErrorKind::Fetch(why));
        self.guard.public_only.store(reach == Reach::Public, Ordering::Relaxed);
        self.guard.seen_private.store(false, Ordering::Relaxed);
        let mut address = link.to_owned();
        for _ in 0..=MOST_REDIRECTS {
            if !is_web_address(&address) {
                return Err(error(format!("redirects to `{address}`, which is neither http nor https")));
            }
            let uri: Uri = address.parse().map_err(|_| error(format!("`{address}` is not a valid address")))?;
            let host = uri.host().unwrap_or_default().to_owned();
            let named_private = is_private_name(&host);
            if self.guard.public_only.load(Ordering::Relaxed) && named_private {
                return Err(error(refused(&host)));
            }
            let response = self.agent.get(&address).call().map_err(|failure| error(explain(&failure, &host)))?;
            let status = response.status();
            let header =
                |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
            if let (true, Some(next)) = (status.is_redirection(), header("location")) {
                // From here on only the public may follow, unless the link itself led into the private network.
                self.guard.public_only.store(self.is_public(named_private), Ordering::Relaxed);
                address = join(&address, &next);
                continue;
            }
            if !status.is_success() {
                return Err(error(status_message(status.as_u16(), status.canonical_reason())));
            }
            let content_type = header("content-type").unwrap_or_default();
            let (media_type, charset) = media_type(&content_type);
            let too_large = || ReadError::new(link, ReadErrorKind::TooLarge { limit: MAX_ARTICLE });
            if header("content-length")
                .and_then(|length| length.parse().ok())
                .is_some_and(|length: u64| length > MAX_ARTICLE)
            {
                return Err(too_large());
            }
            let mut body = Vec::new();
            let reader = response.into_body().into_with_config().limit(u64::MAX).reader();
            let read = reader.take(MAX_ARTICLE + 1).read_to_end(&mut body);
            read.map_err(|failure| error(format!("the response broke off: {failure}")))?;
            if body.len() as u64 > MAX_ARTICLE {
                return Err(too_large());
            }
            let path = uri.path().trim_end_matches('/');
            let name = path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(&host).to_owned();
            let origin = Origin {
                place: link.to_owned(),
                name,
                url: Some(address),
                fetched: Some(jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_default().to_string()),
                media_type: Some(media_type),
                charset,
                reach: if self.is_public(named_private) { Reach::Public } else { Reach::Anywhere },
                ..Origin::default()
            };
            return Source::of_reader(Box::new(std::io::Cursor::new(body)), origin);
        }
        Err(error(format!("redirects more than {MOST_REDIRECTS} times")))
    }

    /// Whether what was just fetched came from a public address.
    fn is_public(&self, named_private: bool) -> bool {
        !named_private && !self.guard.seen_private.load(Ordering::Relaxed)
    }
}

/// The message for an address that only a person may name.
fn refused(host: &str) -> String {
    format!("leads to {host}, an address inside a private network; refused")
}

/// The message for a status that is no success.
fn status_message(status: u16, reason: Option<&str>) -> String {
    let reason = reason.map(|reason| format!(" {reason}")).unwrap_or_default();
    let what = match status {
        401 | 402 | 403 | 451 => "; the site does not let programs read it, or requires a login",
        404 | 410 => "; there is no page at this address",
        429 => "; the site asks for fewer requests, try again later",
        500..=599 => "; the site has a problem, try again later",
        _ => "",
    };
    format!("the server answered {status}{reason}{what}")
}

/// Why there was no answer.
fn explain(failure: &ureq::Error, host: &str) -> String {
    match failure {
        ureq::Error::HostNotFound => format!("there is no host called {host}, or there is no network"),
        ureq::Error::Timeout(_) => format!("{host} did not answer in time"),
        ureq::Error::ConnectionFailed => format!("{host} cannot be reached"),
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::PermissionDenied => error.to_string(),
        ureq::Error::Io(error) if error.to_string().contains("failed to lookup") => {
            format!("there is no host called {host}, or there is no network")
        }
        ureq::Error::Io(error) => format!("{host} cannot be reached: {error}"),
        ureq::Error::Rustls(error) => format!("no secure connection to {host}: {error}"),
        ureq::Error::Tls(error) => format!("no secure connection to {host}: {error}"),
        other => other.to_string(),
    }
}

/// The media type in lower case, and the character encoding.
fn media_type(content_type: &str) -> (String, Option<String>) {
    let mut parts = content_type.split(';');
    let media_type = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_owned())
    });
    (media_type, charset)
}

/// Where a redirect from `from` to `to` leads.
fn join(from: &str, to: &str) -> String {
    let to = to.trim();
    if to
        .split_once(':')
        .is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)))
    {
        return to.to_owned();
    }
    let (scheme, rest) = from.split_once("://").unwrap_or(("https", from));
    if let Some(rest) = to.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    if to.starts_with('/') {
        return format!("{scheme}://{host}{to}");
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if to.starts_with('?') {
        return format!("{scheme}://{host}{path}{to}");
    }
    let folder = path.rfind('/').map_or("/", |slash| &path[..=slash]);
    format!("{scheme}://{host}{folder}{to}")
}

/// Looks names up, and refuses private addresses when a public page led here.
#[derive(Debug, Clone, Default)]
struct Guard {
    public_only: Arc<AtomicBool>,
    seen_private: Arc<AtomicBool>,
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        // A proxy may well stand in the private network; it is not what is fetched.
        let of_proxy = config.proxy().is_some_and(|proxy| proxy.uri() == uri);
        if !of_proxy && found.iter().any(|address| is_private(address.ip())) {
            self.seen_private.store(true, Ordering::Relaxed);
            if self.public_only.load(Ordering::Relaxed) {
                let host = uri.host().unwrap_or_default();
                let why = refused(host);
                return Err(ureq::Error::Io(std::io::Error::new(std::io::ErrorKind::PermissionDenied, why)));
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_lead_where_a_browser_goes() {
        for (to, expected) in [
            ("https://b.example/x", "https://b.example/x"),
            ("//b.example/x", "https://b.example/x"),
            ("/x?y=1", "https://a.example/x?y=1"),
            ("x", "https://a.example/one/x"),
            ("?page=2", "https://a.example/one/two?page=2"),
            ("file:///etc/passwd", "file:///etc/passwd"),
        ] {
            assert_eq!(join("https://a.example/one/two?q=/3#z", to), expected);
        }
        assert_eq!(join("https://a.example", "x"), "https://a.example/x");
    }

    #[test]
    fn what_a_public_server_names_leads_to_no_private_address() {
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = server.local_addr().unwrap().port();
        for host in ["127.0.0.1", "localhost", "[::1]"] {
            let link = format!("http://{host}:{port}/feed.xml");
            let Err(why) = Fetcher::new().fetch(&link, Reach::Public) else { panic!("{host} was fetched") };
            assert!(why.to_string().contains("private network; refused"), "{why}");
        }
        server.set_nonblocking(true).unwrap();
        assert!(server.accept().is_err(), "somebody connected");
    }

    #[test]
    fn content_types_are_read() {
        assert_eq!(media_type("Text/HTML; Charset=\"utf-8\""), ("text/html".into(), Some("utf-8".into())));
        assert_eq!(media_type(""), (String::new(), None));
    }
}
