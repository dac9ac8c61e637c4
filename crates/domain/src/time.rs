//! Points in time, and where "now" comes from: always a parameter.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

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

    /// Reads RFC 3339, with or without a fraction, in any offset.
    ///
    /// # Errors
    /// [`TimestampError`] when it is no such text.
    pub fn parse(s: &str) -> Result<Self, TimestampError> {
        s.parse::<jiff::Timestamp>()
            .map(|t| Self(t.as_microsecond()))
            .map_err(|_| TimestampError(s.to_owned()))
    }

    /// The day as people read it: `31 January 2026` (UTC).
    pub fn day(self) -> String {
        self.strftime("%-d %B %Y")
    }

    /// RFC 2822 date-time in UTC, as feeds and HTTP want it: `Sat, 31 Jan 2026 00:00:00 GMT`.
    pub fn http_date(self) -> String {
        self.strftime("%a, %d %b %Y %H:%M:%S GMT")
    }

    fn strftime(self, format: &str) -> String {
        self.to_jiff().strftime(format).to_string()
    }

    fn to_jiff(self) -> jiff::Timestamp {
        // A Timestamp can hold years that no calendar shows; they display as its nearest end.
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_jiff().fmt(f)
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
    fn shows_days_and_http_dates() {
        let t = Timestamp::parse("2026-01-31T08:05:00Z").expect("a time");
        assert_eq!(t.day(), "31 January 2026");
        assert_eq!(t.http_date(), "Sat, 31 Jan 2026 08:05:00 GMT");
        assert!(Timestamp::from_micros(i64::MAX).to_string().starts_with("9999"));
    }
}
