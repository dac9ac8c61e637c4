//! Pages that are plain documents: accounts, the till and what comes after it. They are forms and text, the server makes them in
//! a fraction of a millisecond, and every step posts anyway; so the browser gets no WASM with them.

/// Whether the page at this path is a plain document.
pub(crate) fn is_plain(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    let plain = ["account", "checkout", "login", "orders", "register", "reset", "verify"];
    plain.contains(&first)
}

/// What little a plain document does by script: copying keys (where the browser has no clipboard, as on a page without
/// TLS, the key is selected), and looking again while a payment is on its way. Like the
/// app it marks the page as alive.
pub(crate) const SCRIPT: &str = "addEventListener('click',e=>{let b=e.target.closest('[data-copy]');\
    b&&(navigator.clipboard?.writeText(b.dataset.copy)??Promise.reject()).then(()=>{b.textContent='Copied'},\
    ()=>getSelection().selectAllChildren(b.parentNode.querySelector('code')))});\
    addEventListener('DOMContentLoaded',()=>{let r=document.querySelector('[data-reload]');\
    r&&setTimeout(()=>location.reload(),r.dataset.reload);document.documentElement.dataset.alive=''})";

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn the_till_is_plain_and_the_shop_is_not() {
        for plain in [
            "/checkout",
            "/checkout/",
            "/orders/M-2026-000001",
            "/account/purchases",
            "/login",
        ] {
            assert!(is_plain(plain), "{plain}");
        }
        for alive in ["/", "/products/orders", "/cart", "/checkouts"] {
            assert!(!is_plain(alive), "{alive}");
        }
    }
}
