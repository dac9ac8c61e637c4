//! Where a request comes from.

use std::net::IpAddr;

/// The network of the client, by which attempts are counted. The server gives it by context.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClientNetwork(pub IpAddr);
