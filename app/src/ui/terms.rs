//! What a license allows, in words.

use domain::{Billing, LicenseTerms};

use super::number::{counted, grouped};

/// A license's terms, one of each kind: how long it is valid, activations, domains, calls. An absent limit is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Terms {
    words: [String; 4],
    /// Whether each of them is worth a word where there is little room.
    telling: [bool; 4],
}

impl Terms {
    /// Of a plan; `is_free`: it costs nothing, so it does not renew.
    pub(crate) fn of(license: &LicenseTerms, billing: Billing, is_free: bool) -> Self {
        let limit = |limit: Option<u32>, noun: &str| match limit {
            Some(n) => format!("Up to {}", counted(n.into(), noun)),
            None => format!("Unlimited {noun}s"),
        };
        let calls = match license.monthly_calls {
            Some(n) => format!("{} API calls a month", grouped(n)),
            None => "Unlimited API calls".to_owned(),
        };
        Self {
            words: [
                validity(license.duration_days, billing, is_free),
                limit(license.activation_limit, "activation"),
                limit(license.domain_limit, "domain"),
                calls,
            ],
            telling: [
                true,
                license.activation_limit.is_some(),
                license.domain_limit.is_some(),
                license.monthly_calls.is_some(),
            ],
        }
    }

    /// All of them; calls are told of APIs, and wherever they are counted.
    pub(crate) fn all(self, is_api: bool) -> impl Iterator<Item = String> {
        let [.., counts_calls] = self.telling;
        let shown = if is_api || counts_calls { 4 } else { 3 };
        self.words.into_iter().take(shown)
    }

    /// How long it is valid, and its limits.
    pub(crate) fn brief(self) -> String {
        let words = self.words.into_iter().zip(self.telling);
        let told: Vec<String> = words.filter_map(|(words, telling)| telling.then_some(words)).collect();
        told.join(" · ")
    }

    /// Each term that is another than before: before, and now.
    pub(crate) fn changed_from(self, before: Self) -> Vec<(String, String)> {
        let pairs = before.words.into_iter().zip(self.words);
        pairs.filter(|(before, now)| before != now).collect()
    }
}

/// How long a license is valid. One that renews ends with its subscription, whatever its days say.
fn validity(days: Option<u32>, billing: Billing, is_free: bool) -> String {
    match (billing, days) {
        (Billing::OneTime, Some(days)) => format!("Valid for {}", duration(days)),
        (Billing::OneTime, None) => "Never expires".to_owned(),
        (Billing::Monthly, _) if is_free => "Valid for 1 month".to_owned(),
        (Billing::Yearly, _) if is_free => "Valid for 1 year".to_owned(),
        (Billing::Monthly | Billing::Yearly, _) => "Valid while the subscription is active".to_owned(),
    }
}

/// Days in the largest unit that divides them: 365 is a year.
fn duration(days: u32) -> String {
    match days {
        days if days % 365 == 0 && days > 0 => counted(u64::from(days / 365), "year"),
        days if days % 7 == 0 && days > 0 && days <= 28 => counted(u64::from(days / 7), "week"),
        days => counted(days.into(), "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(license: &LicenseTerms, billing: Billing, is_api: bool) -> Vec<String> {
        Terms::of(license, billing, false).all(is_api).collect()
    }

    fn limited() -> LicenseTerms {
        LicenseTerms {
            duration_days: Some(365),
            activation_limit: Some(1),
            domain_limit: Some(3),
            monthly_calls: Some(100_000),
        }
    }

    #[test]
    fn terms_are_in_words() {
        assert_eq!(
            all(&limited(), Billing::OneTime, false),
            [
                "Valid for 1 year",
                "Up to 1 activation",
                "Up to 3 domains",
                "100,000 API calls a month"
            ]
        );
        let none = LicenseTerms::default();
        assert_eq!(
            all(&none, Billing::OneTime, true),
            [
                "Never expires",
                "Unlimited activations",
                "Unlimited domains",
                "Unlimited API calls"
            ]
        );
        assert_eq!(all(&none, Billing::OneTime, false).len(), 3);
        assert_eq!(duration(730), "2 years");
        assert_eq!(duration(14), "2 weeks");
        assert_eq!(duration(90), "90 days");
    }

    #[test]
    fn a_plan_that_renews_says_what_its_license_does() {
        for license in [LicenseTerms::default(), limited()] {
            for (billing, free) in [
                (Billing::Monthly, "Valid for 1 month"),
                (Billing::Yearly, "Valid for 1 year"),
            ] {
                let said = |is_free| Terms::of(&license, billing, is_free).all(false).next();
                assert_eq!(said(false).as_deref(), Some("Valid while the subscription is active"));
                assert_eq!(said(true).as_deref(), Some(free));
            }
        }
    }

    #[test]
    fn changed_from_pairs_what_differs() {
        let terms = |license: &LicenseTerms, billing| Terms::of(license, billing, false);
        let fewer = LicenseTerms {
            activation_limit: Some(2),
            domain_limit: None,
            ..limited()
        };
        let changed = terms(&fewer, Billing::Monthly).changed_from(terms(&limited(), Billing::OneTime));
        let pair = |before: &str, now: &str| (before.to_owned(), now.to_owned());
        assert_eq!(
            changed,
            [
                pair("Valid for 1 year", "Valid while the subscription is active"),
                pair("Up to 1 activation", "Up to 2 activations"),
                pair("Up to 3 domains", "Unlimited domains"),
            ]
        );
        assert_eq!(
            terms(&fewer, Billing::OneTime).brief(),
            "Valid for 1 year · Up to 2 activations · 100,000 API calls a month"
        );
    }
}
