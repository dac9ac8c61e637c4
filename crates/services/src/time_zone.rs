//! Time zones by their IANA names: what day it is where the seller is.

use std::fmt;
use std::str::FromStr;

use domain::{Day, Timestamp, UtcOffset};

/// A time zone: `Europe/Berlin`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimeZone(jiff::tz::TimeZone);

/// Why a time zone was refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a time zone: expected a name of the IANA database, such as Europe/Berlin or UTC")]
pub struct TimeZoneError(String);

impl TimeZone {
    pub const UTC: Self = Self(jiff::tz::TimeZone::UTC);

    /// How far its clock is ahead of UTC at a point in time.
    pub fn offset(&self, at: Timestamp) -> UtcOffset {
        let at = jiff::Timestamp::from_microsecond(at.as_micros()).unwrap_or(jiff::Timestamp::MAX);
        UtcOffset(self.0.to_offset(at).seconds())
    }

    /// The day that its calendar shows.
    pub fn day(&self, at: Timestamp) -> Day {
        at.on(self.offset(at))
    }
}

impl FromStr for TimeZone {
    type Err = TimeZoneError;

    fn from_str(name: &str) -> Result<Self, TimeZoneError> {
        let found = jiff::tz::TimeZone::get(name).ok();
        // A name that stands for no place is one that the database has for when it does not know.
        let found = found.filter(|zone| !zone.is_unknown());
        found.map(Self).ok_or_else(|| TimeZoneError(name.to_owned()))
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.iana_name().unwrap_or("UTC"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_have_names_and_days() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        for (name, time, day) in [
            ("UTC", "2026-12-31T23:30:00Z", "2026-12-31"),
            ("Europe/Berlin", "2026-12-31T22:59:59Z", "2026-12-31"),
            ("Europe/Berlin", "2026-12-31T23:00:00Z", "2027-01-01"),
            ("Europe/Berlin", "2026-06-30T22:00:00Z", "2026-07-01"),
            ("America/New_York", "2027-01-01T04:59:59Z", "2026-12-31"),
            ("Pacific/Kiritimati", "2026-12-31T10:00:00Z", "2027-01-01"),
        ] {
            let zone: TimeZone = name.parse().unwrap();
            assert_eq!(zone.day(at(time)).iso(), day, "{name} {time}");
            assert_eq!(zone.to_string(), name);
        }
        for bad in [
            "",
            "Berlin",
            "Mars/Olympus",
            "CET-1CEST",
            "+01:00",
            "Etc/Unknown",
            "../etc/passwd",
            "local",
        ] {
            assert!(bad.parse::<TimeZone>().is_err(), "{bad}");
        }
    }
}
