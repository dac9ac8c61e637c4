//! What is another about a line than the customer saw, in words.

use domain::Billing;
use domain::cart::Difference;
use views::cart::{CartViewLine, LineState};

use crate::ui::terms::Terms;

/// A sentence for each thing that has changed.
pub(super) fn changes(line: &CartViewLine) -> Vec<String> {
    match &line.state {
        LineState::Same => Vec::new(),
        LineState::Gone => vec!["No longer sold: it will be removed".to_owned()],
        LineState::Changed(differences) => differences
            .iter()
            .flat_map(|difference| say(difference, line))
            .collect(),
    }
}

fn say(difference: &Difference, line: &CartViewLine) -> Vec<String> {
    let one = match difference {
        Difference::Price(old) => format!("Was {old}, now {}", line.price),
        Difference::Billing(old) => format!("Was {}, now {}", billed(*old), billed(line.billing)),
        Difference::Title(old) => format!("The product was called {old}"),
        Difference::PlanName(old) => format!("The plan was called {old}, now {}", line.plan_name),
        Difference::License(old) => {
            let now = Terms::of(&line.license, line.billing, line.price.amount == 0);
            // How long it is valid follows from the billing too; what that was is said where it is another.
            let before = Terms::of(old, old_billing(line), line.price.amount == 0);
            let pairs = now.changed_from(before).into_iter();
            let mut said: Vec<String> = pairs
                .map(|(before, now)| format!("License: was “{before}”, now “{now}”"))
                .collect();
            if said.is_empty() {
                said.push("The terms of its license have changed".to_owned());
            }
            return said;
        }
        Difference::Features(gone) => format!("No longer included: {}", gone.join(", ")),
        Difference::Quantity(1) => format!("It can be bought once per order: {} will become 1", line.quantity),
        Difference::Quantity(most) => format!("You can buy up to {most}: {} will become {most}", line.quantity),
        Difference::Unrecorded => "Please check its price and terms once more".to_owned(),
    };
    vec![one]
}

/// How a line was billed as the customer saw it.
fn old_billing(line: &CartViewLine) -> Billing {
    let LineState::Changed(differences) = &line.state else {
        return line.billing;
    };
    let old = differences.iter().find_map(|difference| match difference {
        Difference::Billing(old) => Some(*old),
        _ => None,
    });
    old.unwrap_or(line.billing)
}

fn billed(billing: Billing) -> &'static str {
    match billing {
        Billing::OneTime => "a one-time payment",
        Billing::Monthly => "billed monthly",
        Billing::Yearly => "billed yearly",
    }
}

#[cfg(test)]
mod tests {
    use domain::{Currency, LicenseTerms, Money};

    use super::*;

    fn line(differences: Vec<Difference>) -> CartViewLine {
        let slug = || "x".parse().expect("a slug");
        CartViewLine {
            product: slug(),
            plan: slug(),
            title: "Geo".to_owned(),
            plan_name: "Pro".to_owned(),
            image: None,
            billing: Billing::Monthly,
            license: LicenseTerms::default(),
            features: Vec::new(),
            quantity: 3,
            only_one: true,
            price: Money::new(1_000, Currency::USD),
            total: Money::new(1_000, Currency::USD),
            state: LineState::Changed(differences),
        }
    }

    #[test]
    fn changes_are_all_in_words() {
        let old = LicenseTerms {
            duration_days: Some(365),
            activation_limit: Some(3),
            ..LicenseTerms::default()
        };
        let line = line(vec![
            Difference::Price(Money::new(900, Currency::USD)),
            Difference::Billing(Billing::OneTime),
            Difference::Title("Map".to_owned()),
            Difference::PlanName("Solo".to_owned()),
            Difference::License(old),
            Difference::Features(vec!["Mail".to_owned(), "Chat".to_owned()]),
            Difference::Quantity(1),
            Difference::Unrecorded,
        ]);
        assert_eq!(
            changes(&line),
            [
                "Was $9.00, now $10.00",
                "Was a one-time payment, now billed monthly",
                "The product was called Map",
                "The plan was called Solo, now Pro",
                "License: was “Valid for 1 year”, now “Valid while the subscription is active”",
                "License: was “Up to 3 activations”, now “Unlimited activations”",
                "No longer included: Mail, Chat",
                "It can be bought once per order: 3 will become 1",
                "Please check its price and terms once more",
            ]
        );
    }
}
