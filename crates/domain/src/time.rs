//! Points in time, and where "now" comes from: always a parameter.

mod civil;
mod day;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use day::{Day, DayError, UtcOffset};

/// A point in time: microseconds since 1970-01-01T00:00:00Z. Written and read as RFC 3339.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// Why a time was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time: expected RFC 3339, such as 2026-01-31T00:00:00Z")]
pub struct TimestampError(pub String);

/// Where "now" comes from. The server gives the system's clock, tests give one that they move.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

impl Timestamp {
    /// From microseconds since the Unix epoch.
    pub fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the Unix epoch.
    pub fn as_micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch.
    pub fn as_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// So many seconds later.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// So many days of 24 hours later.
    pub fn plus_days(self, days: u32) -> Self {
        self.plus_seconds(i64::from(days) * 86_400)
    }

    /// So many months later (UTC), at the month's last day where it has no such day: 31 January and one month is
    /// 28 February.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn plus_months(self, months: u32) -> Self {
        let zoned = self.to_jiff().to_zoned(jiff::tz::TimeZone::UTC);
        let later = zoned.saturating_add(jiff::Span::new().months(i64::from(months)));
        Self(later.timestamp().as_microsecond())
    }

    /// The calendar year (UTC).
    #[cfg(not(target_arch = "wasm32"))]
    pub fn year(self) -> i16 {
        self.to_jiff().to_zoned(jiff::tz::TimeZone::UTC).year()
    }

    /// Reads RFC 3339, with or without a fraction, in any offset.
    ///
    /// # Errors
    /// [`TimestampError`] when it is no such text.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn parse(s: &str) -> Result<Self, TimestampError> {
        s.parse::<jiff::Timestamp>()
            .map(|t| Self(t.as_microsecond()))
            .map_err(|_| TimestampError(s.to_owned()))
    }

    /// Reads what [`Display`](fmt::Display) writes: in the browser there are no other times, and no calendar library.
    ///
    /// # Errors
    /// [`TimestampError`] when it is no such text.
    #[cfg(target_arch = "wasm32")]
    pub fn parse(s: &str) -> Result<Self, TimestampError> {
        civil::parse(s).map(Self).ok_or_else(|| TimestampError(s.to_owned()))
    }

    /// The day as people read it: `31 January 2026` (UTC).
    pub fn day(self) -> String {
        let (year, month, day) = civil::date(self.bounded().div_euclid(civil::DAY));
        format!("{day} {} {year:04}", civil::MONTHS[month as usize - 1])
    }

    /// A Timestamp can hold years that no calendar shows; they display as its nearest end.
    fn bounded(self) -> i64 {
        self.0.clamp(civil::MIN, civil::MAX)
    }

    /// RFC 2822 date-time in UTC, as feeds and HTTP want it: `Sat, 31 Jan 2026 00:00:00 GMT`.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn http_date(self) -> String {
        self.strftime("%a, %d %b %Y %H:%M:%S GMT")
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn strftime(self, format: &str) -> String {
        self.to_jiff().strftime(format).to_string()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.bounded()).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        civil::write(self.bounded(), f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rfc_3339_and_writes_it_back() {
        let read = |s| Timestamp::parse(s).expect("a time");
        assert_eq!(read("1970-01-01T00:00:01Z").as_micros(), 1_000_000);
        assert_eq!(read("2026-01-31T02:00:00+02:00"), read("2026-01-31T00:00:00.000Z"));
        assert_eq!(read("2026-01-31T00:00:00Z").to_string(), "2026-01-31T00:00:00Z");
        assert!(read("2026-01-31T00:00:20.1Z") > read("2026-01-31T00:00:20Z"));
        assert!(Timestamp::parse("31/01/2026").is_err());
    }

    #[test]
    fn months_end_where_they_end() {
        let plus = |t: &str, months| Timestamp::parse(t).expect("a time").plus_months(months).to_string();
        assert_eq!(plus("2026-01-31T10:00:00Z", 1), "2026-02-28T10:00:00Z");
        assert_eq!(plus("2028-01-31T10:00:00Z", 1), "2028-02-29T10:00:00Z");
        assert_eq!(plus("2026-11-30T00:00:00Z", 3), "2027-02-28T00:00:00Z");
        assert_eq!(plus("2024-02-29T00:00:00Z", 12), "2025-02-28T00:00:00Z");
        assert_eq!(Timestamp::parse("2026-12-31T23:59:59Z").expect("a time").year(), 2026);
    }

    #[test]
    fn shows_days_and_http_dates() {
        let t = Timestamp::parse("2026-01-31T08:05:00Z").expect("a time");
        assert_eq!(t.day(), "31 January 2026");
        assert_eq!(t.http_date(), "Sat, 31 Jan 2026 08:05:00 GMT");
        assert!(Timestamp::from_micros(i64::MAX).to_string().starts_with("9999"));
    }

    proptest::proptest! {
        #[test]
        fn shows_what_a_calendar_library_shows(micros in civil::MIN..civil::MAX) {
            let jiff = jiff::Timestamp::from_microsecond(micros).expect("within its bounds");
            let ours = Timestamp::from_micros(micros);
            proptest::prop_assert_eq!(ours.to_string(), jiff.to_string());
            proptest::prop_assert_eq!(ours.day(), jiff.strftime("%-d %B %Y").to_string());
            proptest::prop_assert_eq!(civil::parse(&ours.to_string()), Some(micros));
        }
    }
}
