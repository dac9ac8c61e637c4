//! The host: configuration, command line, HTTP. Handlers translate between HTTP and `services`; rules live there,
//! SQL lives in `store`, what people see lives in `app`.

// The type of a page's view nests as deep as its elements do.
#![recursion_limit = "256"]
// They panic where nobody reads any more: see `cli::say`.
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod cli;
pub mod config;
pub mod connections;
pub mod router;
pub mod state;

mod api;
mod assets;
mod catalogue_files;
mod client_ip;
mod dev_mail;
mod discovery;
mod downloads;
mod forms;
mod health;
mod http_cache;
mod logging;
mod middleware;
mod orders;
mod page_cache;
mod pages;
mod path;
mod plain;
mod problem;
mod process;
mod sandbox;
mod serve;
mod setup;
mod token_generator;
mod visitor;
mod webhooks;

/// An error and what caused it, on one line; causes that the text above them already says are left out.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let line = error.to_string();
        if !text.contains(&line) {
            text.push_str(": ");
            text.push_str(&line);
        }
        cause = error.source();
    }
    text.replace('\n', " ")
}
