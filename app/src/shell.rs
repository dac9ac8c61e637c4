//! The document around the app, made on the server only.

use std::sync::{Arc, OnceLock};

use leptos::config::LeptosOptions;
use leptos::nonce::{Nonce, use_nonce};
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::cart::CartCount;
use crate::ui::theme::Theme;
use crate::{App, SiteConfig, cart, plain, site};

/// Sends the form as soon as what is in a `data-submit` was changed. Of a form with `data-fresh`, which names elements by
/// their ids, those that differ are made anew and the page stays: what is typed, ticked or pressed meanwhile is not lost.
/// Only the last change's answer counts; where it is another page, the form is sent as without script.
const SELECT: &str = "addEventListener('change',e=>{let t=e.target,f=t.form;if(f&&t.closest('[data-submit]')){\
    let s=f.dataset.fresh,n=f.asked=(f.asked|0)+1;if(!s)return f.requestSubmit();\
    fetch(f.action,{method:'POST',headers:{Accept:'text/html'},body:new URLSearchParams(new FormData(f))})\
    .then(r=>r.ok?r.text():Promise.reject()).then(h=>{if(n!=f.asked)return;\
    let d=new DOMParser().parseFromString(h,'text/html'),c=[...f.querySelectorAll('input:checked')],\
    p=s.split(' ').map(i=>[document.getElementById(i),d.getElementById(i)]);if(!p.every(([,b])=>b))throw 0;\
    p.forEach(([a,b])=>a.isEqualNode(b)||a.replaceWith(b));c.forEach(({id:i})=>{i=document.getElementById(i);i&&(i.checked=true)})})\
    .catch(()=>n==f.asked&&f.requestSubmit())}})";

/// The page. Expects [`SiteConfig`] and `services::Catalogue` in the context.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let files = files(&options);
    // Only islands come alive: nothing else says how it was made.
    if let Some(context) = Owner::current_shared_context() {
        context.set_is_hydrating(false);
    }
    let site = expect_context::<SiteConfig>();
    let current = expect_context::<services::Catalogue>().current();
    let catalogue = format!("{} {}", current.hash, current.snapshot.as_bytes().len());
    let nonce = use_nonce();
    let plain = with_context::<http::request::Parts, _>(|request| plain::is_plain(request.uri.path())).unwrap_or(false);
    let script = if plain {
        view! { <script nonce=nonce.clone()>{plain::SCRIPT}</script> }.into_any()
    } else {
        app(&files, nonce.clone()).into_any()
    };
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=Theme::current().attribute()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <link rel="preload" href="/fonts/inter-latin.woff2" r#as="font" type="font/woff2" crossorigin="" />
                <link rel="stylesheet" href=files.css.clone() />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="icon" href="/icon-192.png" type="image/png" sizes="192x192" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                <link rel="alternate" type="application/atom+xml" title="New arrivals" href="/feed.xml" />
                {Theme::current().colors()}
                <meta property="og:site_name" content="Mintreu Marketplace" />
                <meta name=site::META content=format!("{} {}", site.currency, site.public_url) />
                <meta name="catalog" content=catalogue />
                <meta name=cart::META content=CartCount::current().0.to_string() />
                <script nonce=nonce.clone()>{SELECT}</script>
                {script}
                <AutoReload options=options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// What fetches the app and starts it, once the page has been shown: nothing in view waits for it.
fn app(files: &Files, nonce: Option<Nonce>) -> impl IntoView + use<> {
    view! {
        <script type="module" nonce=nonce inner_html=files.start.clone()></script>
    }
}

/// The addresses of the built files, and the script that starts the app.
struct Files {
    css: String,
    start: String,
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
    // cargo-leptos writes the hashes beside the binary, one `js: {hash}` a line.
    let hashes = options
        .hash_files
        .then(|| {
            std::env::current_exe()
                .ok()?
                .parent()
                .map(|folder| folder.join(options.hash_file.as_ref()))
        })
        .flatten()
        .and_then(|path| std::fs::read_to_string(path).ok())
        .unwrap_or_default();
    let address = |kind: &str, plain: &str| {
        let hash = hashes
            .lines()
            .find_map(|line| line.trim().strip_prefix(kind)?.strip_prefix(':'));
        let name = hash.map_or_else(|| plain.to_owned(), |hash| format!(".{}", hash.trim()));
        format!("/{}/{}{name}.{kind}", options.site_pkg_dir, options.output_name)
    };
    let (css, js, wasm) = (address("css", ""), address("js", ""), address("wasm", "_bg"));
    // The page is whole without it: what is in view comes first. Islands stand side by side, none in another.
    let start = format!(
        "const go=async()=>{{const m=await import({js:?});await m.default({{module_or_path:{wasm:?}}});m.hydrate();\
         for(const e of document.querySelectorAll('leptos-island'))m[e.dataset.component](e);\
         document.documentElement.dataset.alive=''}};\
         'requestIdleCallback'in window?requestIdleCallback(go,{{timeout:1500}}):go()"
    );
    Files { css, start }
}
