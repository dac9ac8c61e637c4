//! Ratings: written reviews where there are any, else what the import said.

use domain::Rating;
use views::product::{ProductDetail, RatingSummary};

/// The rating that a product's page shows. `stars`: how many reviews gave 1, 2, 3, 4 and 5.
pub(super) fn summary(stars: [u32; 5], imported: Option<Rating>) -> Option<RatingSummary> {
    let count = stars.iter().fold(0, |sum: u32, &n| sum.saturating_add(n));
    let sum = (1..)
        .zip(stars)
        .map(|(worth, n): (u64, u32)| worth * u64::from(n))
        .sum();
    match (average(sum, count), imported) {
        (Some(average), _) => Some(RatingSummary {
            average,
            count,
            histogram: Some(stars),
        }),
        (None, Some(rating)) => Some(RatingSummary {
            average: rating.hundredths(),
            count: rating.count,
            histogram: None,
        }),
        (None, None) => None,
    }
}

/// The average in hundredths, half up, of `count` reviews with `sum` stars; none of none.
pub(super) fn average(sum: u64, count: u32) -> Option<u16> {
    let count = u64::from(count);
    let hundredths = (sum * 100 + count / 2).checked_div(count)?;
    u16::try_from(hundredths).ok()
}

/// How many reviews were written.
pub(super) fn written(detail: &ProductDetail) -> u32 {
    let histogram = detail.rating.as_ref().and_then(|rating| rating.histogram);
    histogram.map_or(0, |stars| stars.iter().fold(0, |sum: u32, &n| sum.saturating_add(n)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reviews_take_the_place_of_the_imported_rating() {
        let imported = Some(Rating {
            average: 4.5,
            count: 12,
        });
        let summary = |stars, imported| summary(stars, imported).map(|s| (s.average, s.count, s.histogram));
        assert_eq!(summary([0; 5], None), None);
        assert_eq!(summary([0; 5], imported), Some((450, 12, None)));
        assert_eq!(
            summary([1, 0, 0, 0, 2], imported),
            Some((367, 3, Some([1, 0, 0, 0, 2])))
        );
        assert_eq!(average(0, 0), None);
        assert_eq!(average(9, 2), Some(450));
    }
}
