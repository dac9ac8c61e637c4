//! What the services promise, told as stories, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "tests and their helpers may panic")]

mod cart;
mod follow;
mod generate;
mod import;
mod lines;
mod product;
mod reviews;
mod seed;
