//! What the services promise, told as stories, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "tests and their helpers may panic")]

mod accounts;
mod accounts_limits;
mod accounts_passwords;
mod accounts_races;
mod accounts_reset;
mod accounts_sessions;
mod afterwards;
mod bank;
mod cart;
mod cart_merge;
mod checkout;
mod cleanup;
mod consent;
mod discounts;
mod disputes;
mod export;
mod follow;
mod generate;
mod import;
mod in_time;
mod interleavings;
mod international;
mod jobs;
mod last_order;
mod letters;
mod limits;
mod lines;
mod links;
mod mail;
mod orders;
mod owned;
mod pending;
mod product;
mod releases;
mod renewed_carts;
mod reviews;
mod rivals;
mod seed;
mod shared;
mod tax;
mod unknown;
mod update;
