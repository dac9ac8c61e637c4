//! The host from outside: requests in, responses out, on both databases. What pages look like is the browser suite's.

#![expect(clippy::unwrap_used, reason = "the way a test fails")]

mod accounts;
mod api;
mod browser;
mod cart;
mod catalogue_files;
mod checkout;
mod command_line;
mod dev_mail;
mod discovery;
mod downloads;
mod files;
mod forms;
mod operations;
mod orders;
mod pages;
mod privacy;
mod security;
mod support;
