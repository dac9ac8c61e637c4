//! Links to the other pages of a list.

use leptos::prelude::*;

/// Which numbers are shown of `pages`: the ends and the neighbours; 0 stands for a gap.
fn numbers(page: u32, pages: u32) -> Vec<u32> {
    let mut shown = Vec::new();
    for n in 1..=pages {
        let near = n.abs_diff(page) <= 1 || n == 1 || n == pages;
        // A gap of one number is no gap: the number takes no more room than its sign.
        let bridge = (n == 2 && page == 4) || (n + 1 == pages && page + 3 == pages);
        if near || bridge {
            shown.push(n);
        } else if shown.last() != Some(&0) {
            shown.push(0);
        }
    }
    shown
}

/// Nothing where there is one page. `href` makes the address of a page.
#[component]
pub(crate) fn Pager(page: u32, pages: u32, href: impl Fn(u32) -> String) -> impl IntoView {
    (pages > 1).then(|| {
        let previous = (page > 1).then(|| view! { <a rel="prev" href=href(page - 1)>"Previous"</a> });
        let next = (page < pages).then(|| view! { <a rel="next" href=href(page + 1)>"Next"</a> });
        let number = |n: u32| match n {
            0 => view! { <span>"…"</span> }.into_any(),
            n if n == page => view! { <span aria-current="page">{n}</span> }.into_any(),
            n => view! { <a href=href(n) aria-label=format!("Page {n}")>{n}</a> }.into_any(),
        };
        let numbers = numbers(page, pages).into_iter().map(number).collect_view();
        view! {
            <nav class="pager" aria-label="Pages">
                {previous}
                {numbers}
                {next}
            </nav>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn shows_the_ends_and_the_neighbours() {
        assert_eq!(numbers(1, 3), [1, 2, 3]);
        assert_eq!(numbers(1, 9), [1, 2, 0, 9]);
        assert_eq!(numbers(4, 9), [1, 2, 3, 4, 5, 0, 9]);
        assert_eq!(numbers(5, 9), [1, 0, 4, 5, 6, 0, 9]);
        assert_eq!(numbers(6, 9), [1, 0, 5, 6, 7, 8, 9]);
        assert_eq!(numbers(9, 9), [1, 0, 8, 9]);
    }
}
