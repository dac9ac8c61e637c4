//! What the services promise, told as stories, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "tests and their helpers may panic")]

mod accounts;
mod accounts_limits;
mod accounts_reset;
mod afterwards;
mod bank;
mod cart;
mod checkout;
mod consent;
mod discounts;
mod disputes;
mod follow;
mod generate;
mod import;
mod in_time;
mod interleavings;
mod jobs;
mod last_order;
mod lines;
mod mail;
mod orders;
mod owned;
mod pending;
mod product;
mod releases;
mod reviews;
mod rivals;
mod seed;
mod shared;
mod tax;
mod update;
