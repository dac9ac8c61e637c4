//! The network address of the client: of the connection, or behind a trusted proxy of `X-Forwarded-For`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request};

/// The client's network, by which attempts are counted: an IPv4 address, or the /64 that one customer is given of IPv6.
pub fn client_network<B>(request: &Request<B>, trust_proxy: bool) -> IpAddr {
    let (headers, extensions) = (request.headers(), request.extensions());
    let forwarded = if trust_proxy { last_hop(headers) } else { None };
    let connected = || extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = forwarded
        .or_else(connected)
        .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address => address,
    }
}

/// The last entry of `X-Forwarded-For`: the proxy wrote it, while anybody could have written those before.
fn last_hop(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers.get_all("x-forwarded-for").iter().next_back()?;
    let entry = line.to_str().ok()?.rsplit(',').next()?.trim();
    // Some proxies add the port.
    let with_port = || entry.parse::<SocketAddr>().ok().map(|address| address.ip());
    entry.parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(connected: &str, forwarded: &[&str], trust_proxy: bool) -> String {
        let mut request = Request::builder();
        for line in forwarded {
            request = request.header("x-forwarded-for", *line);
        }
        let mut request = request.body(()).unwrap();
        if let Ok(address) = connected.parse::<SocketAddr>() {
            request.extensions_mut().insert(ConnectInfo(address));
        }
        client_network(&request, trust_proxy).to_string()
    }

    #[test]
    fn the_connection_counts_unless_a_proxy_is_trusted() {
        assert_eq!(of("192.0.2.1:999", &["203.0.113.7"], false), "192.0.2.1");
        assert_eq!(of("192.0.2.1:999", &["203.0.113.7"], true), "203.0.113.7");
        assert_eq!(of("192.0.2.1:999", &[], true), "192.0.2.1");
        assert_eq!(of("192.0.2.1:999", &["nonsense"], true), "192.0.2.1");
        assert_eq!(of("", &[], false), "0.0.0.0");
    }

    #[test]
    fn what_a_client_wrote_itself_does_not_count() {
        let lines = ["6.6.6.6", "7.7.7.7, 203.0.113.7:4711"];
        assert_eq!(of("192.0.2.1:999", &lines, true), "203.0.113.7");
    }

    #[test]
    fn a_customers_ipv6_addresses_are_one() {
        let one = of("[2001:db8:1:2:3:4:5:6]:999", &[], false);
        assert_eq!(one, "2001:db8:1:2::");
        assert_eq!(of("", &["2001:db8:1:2::ffff"], true), one);
        assert_eq!(of("[::ffff:192.0.2.1]:999", &[], false), "192.0.2.1");
    }
}
