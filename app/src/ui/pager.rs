//! Links to the other pages of a list.

use super::html::{Markup, html};

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
pub(crate) fn pager(page: u32, pages: u32, href: impl Fn(u32) -> String) -> Markup {
    if pages <= 1 {
        return Markup::default();
    }
    html! {
        nav .pager aria-label="Pages" {
            @if page > 1 { a rel="prev" href=(href(page - 1)) { "Previous" } }
            @for n in numbers(page, pages) {
                @if n == 0 { span { "…" } }
                @else if n == page { span aria-current="page" { (n) } }
                @else { a href=(href(n)) aria-label={ "Page " (n) } { (n) } }
            }
            @if page < pages { a rel="next" href=(href(page + 1)) { "Next" } }
        }
    }
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
