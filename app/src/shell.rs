//! The document around the app, made on the server only.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;
use crate::pages::Page;
use crate::state::Theme;

/// The route of addresses where there is no page. The host leaves it out of its own routes, as files come first.
pub const EVERYTHING_ELSE: &str = "/{*rest}";

/// The page. Expects [`Site`](crate::Site) and what the server functions take in the context.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let files = files(&options);
    let nonce = use_nonce();
    let path = with_context::<http::request::Parts, _>(|request| request.uri.path().to_owned()).unwrap_or_default();
    let theme = Theme::current();
    let colors = [Theme::Light, Theme::Dark].map(|system| {
        let media = format!("(prefers-color-scheme: {})", system.as_str());
        view! { <meta name="theme-color" content=theme.color(system) /> }.attr("media", media)
    });
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme.attribute()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <link rel="preload" href="/fonts/inter-latin.woff2" r#as="font" type="font/woff2" crossorigin="" />
                <link rel="stylesheet" href=files.css.clone() />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="icon" href="/icon-192.png" type="image/png" sizes="192x192" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                <link rel="alternate" type="application/atom+xml" title="New arrivals" href="/feed.xml" />
                {colors}
                <meta property="og:site_name" content="Mintreu Marketplace" />
                <script nonce=nonce inner_html=files.start(Page::at(&path))></script>
                <AutoReload options=options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// What a document says of the built files.
struct Files {
    css: String,
    /// The script that starts the app on a page, by the name of the page's chunk.
    starts: HashMap<String, String>,
    /// The same where all is in one file.
    start: String,
}

impl Files {
    fn start(&self, page: Page) -> String {
        self.starts.get(page.chunk()).unwrap_or(&self.start).clone()
    }
}

/// The script that starts the app with its files: the app's own script and the loader of its chunks, and the chunks.
fn start(scripts: &[String], wasm: &str, chunks: &[String]) -> String {
    let function = include_str!("start.js").trim();
    format!("({function})({scripts:?}, {wasm:?}, {chunks:?})")
}

/// Read once; `cargo leptos watch` builds anew under a running server, so there they are read for each page.
fn files(options: &LeptosOptions) -> Arc<Files> {
    static FILES: OnceLock<Arc<Files>> = OnceLock::new();
    if std::env::var_os("LEPTOS_WATCH").is_some() {
        return Arc::new(read_files(options));
    }
    FILES.get_or_init(|| Arc::new(read_files(options))).clone()
}

fn read_files(options: &LeptosOptions) -> Files {
    let hashes = hashes(options);
    let hash = |kind: &str| {
        hashes
            .lines()
            .find_map(|line| line.trim().strip_prefix(kind)?.strip_prefix(':'))
            .map(str::trim)
    };
    let folder = &options.site_pkg_dir;
    let address = |kind: &str, plain: &str| {
        let name = hash(kind).map_or_else(|| plain.to_owned(), |hash| format!(".{hash}"));
        format!("/{folder}/{}{name}.{kind}", options.output_name)
    };
    let (css, js, wasm) = (address("css", ""), address("js", ""), address("wasm", "_bg"));
    let split = hash("split").unwrap_or("______________________");
    let manifest = hash("manifest").map(|hash| format!(".{hash}")).unwrap_or_default();
    let manifest = format!("{}/{folder}/__wasm_split_manifest{manifest}.json", options.site_root);
    let manifest = std::fs::read_to_string(manifest).unwrap_or_default();
    let chunks: HashMap<String, Vec<String>> = serde_json::from_str(&manifest).unwrap_or_default();
    let file = |chunk: String| format!("/{folder}/{chunk}.wasm");
    let split = (!chunks.is_empty()).then(|| format!("/{folder}/__wasm_split.{split}.js"));
    let scripts: Vec<String> = [js].into_iter().chain(split).collect();
    let starts = chunks.into_iter().map(|(name, files)| {
        let files: Vec<String> = files.into_iter().map(file).collect();
        (name, start(&scripts, &wasm, &files))
    });
    Files {
        css,
        starts: starts.collect(),
        start: start(&scripts, &wasm, &[]),
    }
}

/// What cargo-leptos writes beside the binary: one `js: {hash}` a line.
fn hashes(options: &LeptosOptions) -> String {
    let beside = || {
        let program = std::env::current_exe().ok()?;
        std::fs::read_to_string(program.parent()?.join(options.hash_file.as_ref())).ok()
    };
    options.hash_files.then(beside).flatten().unwrap_or_default()
}
