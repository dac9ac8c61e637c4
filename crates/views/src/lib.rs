//! What pages show: the shapes that cross from the server to the browser. Services make them, the app shows them. Rules
//! live in `domain`; here is at most what a page works out by itself, such as a cart before the server has answered.

pub mod cart;
pub mod checkout;
pub mod order;
pub mod product;
