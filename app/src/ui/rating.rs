//! Stars.

use leptos::prelude::*;

use super::number::{counted, grouped};

/// The classes that fill the stars by tenths.
const FILLED: [&str; 11] = [
    "rating",
    "rating s1",
    "rating s2",
    "rating s3",
    "rating s4",
    "rating s5",
    "rating s6",
    "rating s7",
    "rating s8",
    "rating s9",
    "rating s10",
];

/// The class for an average in hundredths of a star.
pub(crate) fn class(hundredths: u16) -> &'static str {
    FILLED[usize::from((hundredths + 25) / 50).min(10)]
}

/// Hundredths of a star with one decimal: 467 is `4.7`.
pub(crate) fn decimal(hundredths: u16) -> String {
    let tenths = (hundredths + 5) / 10;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// An average of (hundredths, count), in one element.
#[component]
pub(crate) fn Rating(rating: Option<(u16, u32)>) -> impl IntoView {
    let (class, text, label) = match rating {
        Some((average, count)) => {
            let average_text = decimal(average);
            let label = format!("{average_text} of 5 stars, {}", counted(count.into(), "rating"));
            (
                class(average),
                format!("{average_text} ({})", grouped(count.into())),
                label,
            )
        }
        None => ("rating none", "Not rated yet".to_owned(), "Not rated yet".to_owned()),
    };
    view! {
        <span class=class role="img" aria-label=label>
            {text}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_stars_by_halves_of_a_star() {
        assert_eq!(class(0), "rating");
        assert_eq!(class(450), "rating s9");
        assert_eq!(class(474), "rating s9");
        assert_eq!(class(475), "rating s10");
        assert_eq!(class(500), "rating s10");
        assert_eq!(decimal(467), "4.7");
        assert_eq!(decimal(395), "4.0");
    }
}
