//! The host from outside: requests in, responses out, on both databases. What pages look like is the browser suite's.

#![expect(clippy::unwrap_used, reason = "the way a test fails")]

mod api;
mod catalogue_files;
mod command_line;
mod discovery;
mod files;
mod operations;
mod pages;
mod security;
mod support;
