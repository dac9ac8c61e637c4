//! Our clients against the fake providers, over real sockets: whole stories of payments.

mod paypal;
mod shop;
mod stripe;
