//! The host from outside: requests in, responses out, on both databases. What pages look like is the browser suite's.

#![expect(clippy::unwrap_used, reason = "the way a test fails")]

mod account_settings;
mod accounts;
mod addresses;
mod api;
mod audit;
mod browser;
mod cart;
mod cart_again;
mod catalogue_files;
mod checkout;
mod command_line;
mod connections;
mod described;
mod dev_mail;
mod discovery;
mod downloads;
mod faults;
mod files;
mod forms;
mod hostile;
mod left_checkouts;
mod operations;
mod orders;
mod pages;
mod privacy;
mod published;
mod refused;
mod requests;
mod security;
mod settings;
mod support;
