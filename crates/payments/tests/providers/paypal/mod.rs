//! Our client against the fake PayPal, over real sockets: whole stories of payments.

mod capture;
mod faults;
mod later;
mod page;
mod pay;
mod subscribe;
