//! What a customer was shown of a plan as it went into their cart, and in what it differs from what is sold today.

use serde::{Deserialize, Serialize};

use super::{CartLine, most_of};
use crate::{Billing, LicenseTerms, Money, Plan};

/// A plan as it is sold, and the title of its product.
#[derive(Clone, Copy, Debug)]
pub struct Offered<'a> {
    pub title: &'a str,
    pub plan: &'a Plan,
}

/// What was shown of a plan, beside its price.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct QuotedTerms {
    /// Of the product.
    pub title: String,
    pub plan_name: String,
    pub billing: Billing,
    #[serde(default)]
    pub license: LicenseTerms,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<String>,
}

impl QuotedTerms {
    pub fn of(offered: Offered<'_>) -> Self {
        Self {
            title: offered.title.to_owned(),
            plan_name: offered.plan.name.clone(),
            billing: offered.plan.billing,
            license: offered.plan.license.clone(),
            features: offered.plan.features.clone(),
        }
    }
}

/// One thing that is another than the customer was shown; it holds what was shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// Of one.
    Price(Money),
    Billing(Billing),
    /// The product's title.
    Title(String),
    PlanName(String),
    License(LicenseTerms),
    /// What the plan included and does no more.
    Features(Vec<String>),
    /// There are more in the cart than may be bought: so many may.
    Quantity(u32),
    /// It is not known what was shown: the cart was filled before it kept that, or from a page of before a change.
    Unrecorded,
}

impl CartLine {
    /// What the customer must look at before they buy the line as it is sold now.
    pub fn differences(&self, offered: Offered<'_>) -> Vec<Difference> {
        let mut found = Vec::new();
        let mut note = |differs: bool, difference: Difference| {
            if differs {
                found.push(difference);
            }
        };
        let Offered { title, plan } = offered;
        note(self.seen != plan.price(), Difference::Price(self.seen));
        match &self.quoted {
            Some(quoted) => {
                note(quoted.billing != plan.billing, Difference::Billing(quoted.billing));
                note(
                    !reads_alike(&quoted.title, title),
                    Difference::Title(quoted.title.clone()),
                );
                note(
                    !reads_alike(&quoted.plan_name, &plan.name),
                    Difference::PlanName(quoted.plan_name.clone()),
                );
                note(
                    quoted.license != plan.license,
                    Difference::License(quoted.license.clone()),
                );
                let is_there = |feature: &&String| plan.features.iter().any(|now| reads_alike(now, feature));
                let gone: Vec<String> = quoted.features.iter().filter(|f| !is_there(f)).cloned().collect();
                note(!gone.is_empty(), Difference::Features(gone));
            }
            None => note(true, Difference::Unrecorded),
        }
        let most = most_of(plan);
        note(self.quantity > most, Difference::Quantity(most));
        found
    }

    /// Takes what is sold now for what was shown, and no more than may be bought.
    pub(super) fn accept(&mut self, offered: Offered<'_>) {
        self.seen = offered.plan.price();
        self.quoted = Some(QuotedTerms::of(offered));
        self.quantity = self.quantity.min(most_of(offered.plan));
    }
}

impl Offered<'_> {
    /// Names what is shown of the plan: another name where anything of it is another.
    pub fn fingerprint(self) -> String {
        let Plan {
            name,
            billing,
            features,
            license,
            ..
        } = self.plan;
        let mut hash = Fingerprint::default();
        hash.terms(self.title, name, self.plan.price(), *billing, license, features);
        hash.finish()
    }
}

/// FNV-1a, 64 bits: told apart are a page and the plan of a moment later, not friend and foe.
pub struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Fingerprint {
    /// Takes in a text and its end.
    pub fn text(&mut self, text: &str) {
        // No UTF-8 has this byte.
        for byte in text.bytes().chain([0xFF]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn number(&mut self, number: Option<u64>) {
        self.text(&number.map(|n| n.to_string()).unwrap_or_default());
    }

    /// Takes in everything that a buyer is told of a plan.
    pub fn terms(
        &mut self,
        title: &str,
        plan_name: &str,
        price: Money,
        billing: Billing,
        license: &LicenseTerms,
        features: &[String],
    ) {
        let LicenseTerms {
            duration_days,
            activation_limit,
            domain_limit,
            monthly_calls,
        } = license;
        for text in [
            title,
            plan_name,
            &price.amount.to_string(),
            price.currency.code(),
            billing.as_str(),
        ] {
            self.text(text);
        }
        for limit in [duration_days, activation_limit, domain_limit] {
            self.number(limit.map(u64::from));
        }
        self.number(*monthly_calls);
        features.iter().for_each(|feature| self.text(feature));
    }

    pub fn finish(self) -> String {
        format!("{:016x}", self.0)
    }
}

/// Whether two texts say the same: capitals, spaces and signs aside, where they have words at all.
fn reads_alike(a: &str, b: &str) -> bool {
    let words = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric() || "+#".contains(*c));
        letters.flat_map(char::to_lowercase).collect()
    };
    let (in_a, in_b) = (words(a), words(b));
    a == b || !in_a.is_empty() && in_a == in_b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    fn plan() -> Plan {
        Plan {
            slug: "pro".parse().expect("a slug"),
            name: "Pro".to_owned(),
            amount: 4_900,
            currency: Currency::USD,
            billing: Billing::OneTime,
            features: vec!["Updates".to_owned(), "Support by mail".to_owned()],
            license: LicenseTerms {
                activation_limit: Some(3),
                ..LicenseTerms::default()
            },
        }
    }

    fn line(quantity: u32) -> CartLine {
        let plan = plan();
        CartLine {
            product: "geo".parse().expect("a slug"),
            plan: plan.slug.clone(),
            quantity,
            seen: plan.price(),
            quoted: Some(QuotedTerms::of(Offered {
                title: "Swift Geocode",
                plan: &plan,
            })),
        }
    }

    #[test]
    fn differences_are_each_thing_that_a_buyer_was_told_otherwise() {
        type Change = fn(&mut Plan);
        let shown = line(3);
        let differences = |title: &str, change: Change| {
            let mut plan = plan();
            change(&mut plan);
            shown.differences(Offered { title, plan: &plan })
        };
        let old = LicenseTerms {
            activation_limit: Some(3),
            ..LicenseTerms::default()
        };
        let same = "Swift Geocode";
        let license = || vec![Difference::License(old.clone())];
        let cases: [(&str, Change, Vec<Difference>); 16] = [
            (same, |_| (), vec![]),
            ("SWIFT  geocode!", |_| (), vec![]),
            (same, |plan| plan.name = "PRO".to_owned(), vec![]),
            (same, |plan| plan.features.push("More".to_owned()), vec![]),
            (same, |plan| plan.features.reverse(), vec![]),
            ("Swift Maps", |_| (), vec![Difference::Title(same.to_owned())]),
            (
                same,
                |plan| plan.amount = 4_800,
                vec![Difference::Price(plan().price())],
            ),
            (
                same,
                |plan| plan.currency = "EUR".parse().expect("a currency"),
                vec![Difference::Price(plan().price())],
            ),
            (
                same,
                |plan| plan.billing = Billing::Monthly,
                vec![Difference::Billing(Billing::OneTime), Difference::Quantity(1)],
            ),
            (
                same,
                |plan| plan.name = "Solo".to_owned(),
                vec![Difference::PlanName("Pro".to_owned())],
            ),
            (same, |plan| plan.license.activation_limit = Some(2), license()),
            (same, |plan| plan.license.activation_limit = None, license()),
            (same, |plan| plan.license.duration_days = Some(365), license()),
            (same, |plan| plan.license.domain_limit = Some(1), license()),
            (
                same,
                |plan| plan.license.monthly_calls = Some(1_000),
                [license(), vec![Difference::Quantity(1)]].concat(),
            ),
            (
                same,
                |plan| plan.features = vec!["updates".to_owned(), "Support by chat".to_owned()],
                vec![Difference::Features(vec!["Support by mail".to_owned()])],
            ),
        ];
        for (title, change, expected) in cases {
            let found = differences(title, change);
            assert_eq!(found, expected);
            // What was accepted differs no more.
            let mut plan = plan();
            change(&mut plan);
            let offered = Offered { title, plan: &plan };
            let mut line = shown.clone();
            line.accept(offered);
            assert_eq!(line.differences(offered), [], "{expected:?}");
        }
    }

    #[test]
    fn fingerprints_tell_each_change() {
        let changes: [fn(&mut Plan); 9] = [
            |_| (),
            |plan| plan.name.push('s'),
            |plan| plan.amount += 1,
            |plan| plan.billing = Billing::Monthly,
            |plan| plan.features = vec!["UpdatesSupport by mail".to_owned()],
            |plan| plan.license.duration_days = Some(3),
            |plan| plan.license.activation_limit = None,
            |plan| plan.license.domain_limit = Some(3),
            |plan| plan.license.monthly_calls = Some(3),
        ];
        let mut found: Vec<String> = changes
            .into_iter()
            .map(|change| {
                let mut plan = plan();
                change(&mut plan);
                Offered {
                    title: "Geo",
                    plan: &plan,
                }
                .fingerprint()
            })
            .collect();
        found.sort();
        found.dedup();
        assert_eq!(found.len(), changes.len());
    }

    #[test]
    fn a_line_of_before_is_looked_at_once() {
        let stored = r#"{"product":"geo","plan":"pro","quantity":2,"seen":{"amount":4900,"currency":"USD"}}"#;
        let mut line: CartLine = serde_json::from_str(stored).expect("a line as it was stored");
        let plan = plan();
        let offered = Offered {
            title: "Swift Geocode",
            plan: &plan,
        };
        assert_eq!(line.differences(offered), [Difference::Unrecorded]);
        line.accept(offered);
        assert_eq!(line.differences(offered), []);
    }
}
