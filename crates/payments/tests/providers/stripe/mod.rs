//! Our client against the fake Stripe, over real sockets: whole stories of payments.

mod faults;
mod later;
mod page;
mod pay;
