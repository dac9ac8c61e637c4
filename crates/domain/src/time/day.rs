//! Days of the calendar, and the offset from UTC by which a point in time falls on one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Timestamp, civil};

/// How far a zone's clock is ahead of UTC at some point in time, in seconds: 3600 for Berlin in winter.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UtcOffset(pub i32);

impl UtcOffset {
    pub const UTC: Self = Self(0);
}

/// A day of the calendar, whatever the zone. Displays as people read it, `31 January 2026`; written and read as
/// `2026-01-31`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(i64);

/// Why a day was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a day: expected one such as 2026-01-31")]
pub struct DayError(pub String);

impl Timestamp {
    /// The day that a zone's calendar shows.
    pub fn on(self, offset: UtcOffset) -> Day {
        Day(self.plus_seconds(offset.0.into()).bounded().div_euclid(civil::DAY))
    }
}

impl Day {
    pub fn year(self) -> i64 {
        civil::date(self.0).0
    }

    /// As EN 16931 wants it (UNTDID 2379, code 102): `20260131`.
    pub fn compact(self) -> String {
        self.iso().replace('-', "")
    }

    /// `2026-01-31`.
    pub fn iso(self) -> String {
        let (year, month, day) = civil::date(self.0);
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// How many days later this is than the other.
    pub fn days_since(self, other: Self) -> i64 {
        self.0 - other.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil::date(self.0);
        write!(f, "{day} {} {year:04}", civil::MONTHS[month as usize - 1])
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let day = civil::numbers(text, '-')
            .filter(|[year, month, day]| {
                (0..=9_999).contains(year) && (1..=12).contains(month) && (1..=31).contains(day)
            })
            .map(|[year, month, day]| Self(civil::days(year, month, day)));
        // 31 April is 1 May, and is written so.
        day.filter(|day| day.iso() == text)
            .ok_or_else(|| DayError(text.to_owned()))
    }
}

impl TryFrom<String> for Day {
    type Error = DayError;

    fn try_from(text: String) -> Result<Self, DayError> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.iso()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_zone() {
        let at = Timestamp::parse("2026-12-31T23:30:00Z").expect("a time");
        for (offset, day) in [
            (0, "31 December 2026"),
            (3_600, "1 January 2027"),
            (-36_000, "31 December 2026"),
            (50_400, "1 January 2027"),
        ] {
            assert_eq!(at.on(UtcOffset(offset)).to_string(), day);
        }
        assert_eq!(at.on(UtcOffset(1_800)).year(), 2027);
        assert_eq!(at.on(UtcOffset::UTC).compact(), "20261231");
        assert_eq!(
            Timestamp::from_micros(i64::MAX).on(UtcOffset(3_600)).compact(),
            "99991230"
        );
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        for text in ["2026-01-31", "2024-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(text.parse::<Day>().map(Day::iso), Ok(text.to_owned()));
        }
        for bad in [
            "",
            "2026-02-29",
            "2026-13-01",
            "2026-1-31",
            "31.01.2026",
            "2026-01-31T00:00:00Z",
            "2026-01",
            "-1-1-1",
        ] {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn days_in_utc_are_those_of_the_timestamp(micros in civil::MIN..civil::MAX) {
            let at = Timestamp::from_micros(micros);
            proptest::prop_assert_eq!(at.on(UtcOffset::UTC).to_string(), at.day());
        }
    }
}
