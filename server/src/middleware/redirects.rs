//! Prevents open redirects: a server function leads to this site or to the page of a payment provider, nowhere else.
//! Leptos leads a form without script back to its `Referer`, which another site may have made up.

use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Uri, header};

/// The hosts of the providers' pages, as `security` names them for forms.
const STRIPE: &str = "checkout.stripe.com";
const PAYPAL: &str = ".paypal.com";

/// Which addresses are ours.
pub struct Site<'a> {
    /// Scheme and authority.
    pub public_url: &'a str,
    /// Stand-ins of providers run on this machine, and the site may be reached by other names.
    pub local: bool,
}

/// Whether a path is one of a server function.
pub fn is_function(path: &str) -> bool {
    path.starts_with("/api/fn/")
}

/// Leaves out a `Referer` of another site.
pub fn strip_foreign_referer(headers: &mut HeaderMap, site: &Site<'_>) {
    let referer = headers.get(header::REFERER);
    let own = referer
        .and_then(|referer| referer.to_str().ok())
        .is_some_and(|referer| {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
            site.is_own(referer, host)
        });
    if !own {
        headers.remove(header::REFERER);
    }
}

/// Turns a `Location` that leads elsewhere into the home page; tells whether it did.
pub fn replace_foreign_location(headers: &mut HeaderMap, host: Option<&str>, site: &Site<'_>) -> bool {
    let Some(location) = headers.get(header::LOCATION) else {
        return false;
    };
    let allowed = location
        .to_str()
        .is_ok_and(|location| site.is_own(location, host) || site.is_provider(location));
    if !allowed {
        headers.insert(header::LOCATION, HeaderValue::from_static("/"));
    }
    !allowed
}

impl Site<'_> {
    /// Whether an address is one of this site. Browsers read `//host`, `/\host` and control characters in odd ways.
    fn is_own(&self, address: &str, host: Option<&str>) -> bool {
        if address.contains(|letter: char| letter == '\\' || letter.is_control()) {
            return false;
        }
        if address.starts_with('/') {
            return !address.starts_with("//");
        }
        let Some((scheme, authority)) = origin(address) else {
            return false;
        };
        let public = origin(self.public_url);
        public.is_some_and(|(of_site, public)| scheme == of_site && authority == public)
            || self.local && host == Some(authority.as_str())
    }

    fn is_provider(&self, address: &str) -> bool {
        let Some((scheme, authority)) = origin(address) else {
            return false;
        };
        let host = authority.host();
        match scheme.as_str() {
            "https" => authority.port().is_none() && (host == STRIPE || host.ends_with(PAYPAL)),
            "http" => self.local && host == "127.0.0.1",
            _ => false,
        }
    }
}

/// Scheme and authority of an absolute address, unless it names a user: `https://shop.example@evil.example`.
fn origin(address: &str) -> Option<(String, Authority)> {
    let uri: Uri = address.split('#').next()?.parse().ok()?;
    let authority = uri.authority()?.clone();
    (!authority.as_str().contains('@')).then_some((uri.scheme_str()?.to_owned(), authority))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(address: &str, local: bool) -> bool {
        let site = Site {
            public_url: "https://shop.example",
            local,
        };
        let mut headers = HeaderMap::new();
        headers.insert(header::LOCATION, HeaderValue::from_bytes(address.as_bytes()).unwrap());
        let replaced = replace_foreign_location(&mut headers, Some("localhost:3000"), &site);
        assert_eq!(replaced, headers[header::LOCATION] != address);
        !replaced
    }

    #[test]
    fn functions_lead_to_this_site_and_to_providers() {
        for ours in [
            "/orders/1?a=b#c",
            "https://shop.example/cart",
            "https://checkout.stripe.com/c/pay/cs_1#frag",
            "https://www.paypal.com/checkoutnow?token=1",
            "https://www.sandbox.paypal.com/checkoutnow",
        ] {
            assert!(leads(ours, false) && leads(ours, true), "{ours}");
        }
        for local in ["http://127.0.0.1:4242/pay", "http://localhost:3000/cart"] {
            assert!(leads(local, true) && !leads(local, false), "{local}");
        }
        for foreign in [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "https:evil.example",
            "https://shop.example.evil.example/",
            "https://shop.example@evil.example/",
            "https://evil.example/?https://shop.example",
            "https://evilpaypal.com/",
            "https://www.paypal.com.evil.example/",
            "https://checkout.stripe.com:8443/",
            "http://shop.example/",
            "http://127.0.0.1.evil.example/",
            "javascript:alert(1)",
            "evil",
            "",
        ] {
            assert!(!leads(foreign, false) && !leads(foreign, true), "{foreign}");
        }
    }

    #[test]
    fn a_foreign_referer_is_left_out() {
        let site = Site {
            public_url: "https://shop.example",
            local: false,
        };
        for (referer, kept) in [
            ("https://shop.example/cart", true),
            ("https://evil.example/cart", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::REFERER, HeaderValue::from_static(referer));
            strip_foreign_referer(&mut headers, &site);
            assert_eq!(headers.contains_key(header::REFERER), kept, "{referer}");
        }
    }
}
