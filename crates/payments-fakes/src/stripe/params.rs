//! Which parameters the fake knows, and of what kind they are. Stripe refuses every other.

use super::api::{Refusal, invalid};

/// What a value must be.
#[derive(Clone, Copy)]
pub enum Kind {
    Text,
    Integer,
    Boolean,
    OneOf(&'static [&'static str]),
}

use Kind::{Boolean, Integer, OneOf, Text};

/// Names with `[]` for any index and `[*]` for any key.
type Known = &'static [(&'static str, Kind)];

const INTERVAL: Kind = OneOf(&["day", "week", "month", "year"]);

pub const SESSION: Known = &[
    ("adaptive_pricing[enabled]", Boolean),
    ("cancel_url", Text),
    ("client_reference_id", Text),
    ("customer_email", Text),
    ("discounts[][coupon]", Text),
    ("expires_at", Integer),
    ("line_items[][price_data][currency]", Text),
    ("line_items[][price_data][product_data][description]", Text),
    ("line_items[][price_data][product_data][metadata][*]", Text),
    ("line_items[][price_data][product_data][name]", Text),
    ("line_items[][price_data][recurring][interval]", INTERVAL),
    ("line_items[][price_data][unit_amount]", Integer),
    ("line_items[][quantity]", Integer),
    ("metadata[*]", Text),
    ("mode", OneOf(&["payment", "setup", "subscription"])),
    ("payment_intent_data[metadata][*]", Text),
    ("subscription_data[metadata][*]", Text),
    ("success_url", Text),
];

pub const COUPON: Known = &[
    ("amount_off", Integer),
    ("currency", Text),
    ("duration", OneOf(&["forever", "once", "repeating"])),
    ("max_redemptions", Integer),
    ("metadata[*]", Text),
    ("name", Text),
];

pub const REFUND: Known = &[
    ("amount", Integer),
    ("metadata[*]", Text),
    ("payment_intent", Text),
    ("reason", OneOf(&["duplicate", "fraudulent", "requested_by_customer"])),
];

pub const SUBSCRIPTION: Known = &[
    ("items[][deleted]", Boolean),
    ("items[][id]", Text),
    ("items[][price_data][currency]", Text),
    ("items[][price_data][product]", Text),
    ("items[][price_data][recurring][interval]", INTERVAL),
    ("items[][price_data][unit_amount]", Integer),
    (
        "proration_behavior",
        OneOf(&["always_invoice", "create_prorations", "none"]),
    ),
];

pub const EXPAND: Known = &[("expand[]", Text)];

pub const LIST: Known = &[
    ("expand[]", Text),
    ("invoice", Text),
    ("limit", Integer),
    ("payment[payment_intent]", Text),
    ("payment[type]", OneOf(&["payment_intent"])),
    ("payment_intent", Text),
    ("subscription", Text),
];

/// Parameters as they came.
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Takes what is known and well formed.
    pub fn take(pairs: Vec<(String, String)>, known: Known) -> Result<Self, Refusal> {
        for (name, value) in &pairs {
            let Some((_, kind)) = known.iter().find(|(pattern, _)| fits(name, pattern)) else {
                return Err(invalid(Some(name), &format!("Received unknown parameter: {name}")));
            };
            let good = match kind {
                Text => !value.is_empty(),
                Integer => value.parse::<i64>().is_ok(),
                Boolean => matches!(value.as_str(), "true" | "false"),
                OneOf(values) => values.contains(&value.as_str()),
            };
            if !good {
                return Err(invalid(Some(name), &format!("Invalid value for {name}: {value}")));
            }
        }
        Ok(Self(pairs))
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }

    pub fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name)
            .ok_or_else(|| invalid(Some(name), &format!("Missing required param: {name}.")))
    }

    pub fn integer(&self, name: &str) -> Result<i64, Refusal> {
        Ok(self.required(name)?.parse().unwrap_or_default())
    }

    /// Everything below a name: `metadata` of `metadata[order]`.
    pub fn below(&self, name: &str) -> serde_json::Value {
        let key = |n: &str| {
            let rest = n.strip_prefix(name)?.strip_prefix('[')?;
            rest.strip_suffix(']').map(ToOwned::to_owned)
        };
        let pairs = self
            .0
            .iter()
            .filter_map(|(n, value)| Some((key(n)?, value.clone().into())));
        serde_json::Value::Object(pairs.collect())
    }

    pub fn has_below(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n.starts_with(&format!("{name}[")))
    }

    /// How many items a list has, which must be numbered from 0 on.
    pub fn count(&self, name: &str) -> usize {
        (0..).take_while(|i| self.has_below(&format!("{name}[{i}]"))).count()
    }

    pub fn expand(&self) -> impl Iterator<Item = &str> {
        let expand = self.0.iter().filter(|(n, _)| n.starts_with("expand["));
        expand.map(|(_, value)| value.as_str())
    }
}

/// Whether a name is one of a pattern.
fn fits(name: &str, pattern: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        text.split('[')
            .map(|part| part.trim_end_matches(']').to_owned())
            .collect()
    };
    let (name, pattern) = (parts(name), parts(pattern));
    name.len() == pattern.len()
        && name
            .iter()
            .zip(&pattern)
            .enumerate()
            .all(|(i, (n, p))| match p.as_str() {
                "" if i > 0 => n.bytes().all(|b| b.is_ascii_digit()),
                "*" => !n.is_empty(),
                p => n == p,
            })
}
