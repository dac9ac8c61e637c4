//! What the checkout's page knows: what is typed, what the server last said of it, and which fields were left.
//!
//! The inputs keep what is typed: no answer writes into them. Asking the server is `update`'s business.

use std::collections::BTreeSet;

use domain::checkout::{CheckoutForm, FormError, Step};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use views::checkout::CheckoutView;

use crate::api::Failure;

/// What the address says of the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Asked {
    /// The part that a phone shows.
    pub step: Step,
    /// The last part of the form that was sent: what is wrong up to there is said.
    pub check: Option<Step>,
    /// Why the order was not placed.
    pub notice: Option<String>,
}

impl Asked {
    fn of(query: &ParamsMap) -> Self {
        let step = |name: &str| query.get_str(name).and_then(Step::parse);
        Self {
            step: step("step").unwrap_or(Step::Contact),
            check: step("check"),
            notice: query.get_str("notice").map(str::to_owned),
        }
    }
}

/// Why the page does not follow what is typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Trouble {
    /// The last answer did not come.
    Failed(Failure),
    /// The customer is logged out by now.
    LoggedOut,
    /// The cart was emptied elsewhere.
    Empty,
    /// The cart was paid: the path of its order.
    Paid(String),
}

#[derive(Clone, Copy)]
pub(super) struct Checkout {
    pub(super) asked: Memo<Asked>,
    pub(super) form: RwSignal<CheckoutForm>,
    pub(super) view: RwSignal<CheckoutView>,
    pub(super) trouble: RwSignal<Option<Trouble>>,
    /// Whether an answer is on its way.
    pub(super) asking: RwSignal<bool>,
    /// What is read out when the total has changed.
    pub(super) said: RwSignal<String>,
    /// The fields that were left: what is wrong with them is said.
    left: RwSignal<BTreeSet<&'static str>>,
    /// What is wrong and said.
    shown: Memo<Vec<FormError>>,
    /// Names the account that the page was made for, also once it is logged out.
    pub(super) page_key: StoredValue<String>,
    /// Whether to ask once more when the answer is there.
    pub(super) again: StoredValue<bool>,
    /// The form that the server has answered.
    pub(super) answered: StoredValue<Option<CheckoutForm>>,
    /// Counts what was typed: only a pause after the newest asks the server.
    pub(super) typed: StoredValue<u32>,
    /// Whether the next answer takes the focus to what is in the way.
    pub(super) refused: StoredValue<bool>,
}

impl Checkout {
    pub(super) fn new(view: CheckoutView) -> Self {
        let query = use_query_map();
        let asked = Memo::new(move |_| query.with(Asked::of));
        let form = RwSignal::new(view.form.clone());
        let page_key = StoredValue::new(view.page_key.clone().unwrap_or_default());
        let view = RwSignal::new(view);
        let left = RwSignal::new(BTreeSet::new());
        let shown = Memo::new(move |_| {
            let check = asked.with(|asked| asked.check);
            let is_shown =
                |error: &&FormError| is_checked(error, check) || left.with(|left| left.contains(error.field.as_str()));
            view.with(|view| view.errors.iter().filter(is_shown).cloned().collect::<Vec<_>>())
        });
        Self {
            asked,
            form,
            view,
            trouble: RwSignal::new(None),
            asking: RwSignal::new(false),
            said: RwSignal::new(String::new()),
            left,
            shown,
            page_key,
            again: StoredValue::new(false),
            answered: StoredValue::new(None),
            typed: StoredValue::new(0),
            refused: StoredValue::new(false),
        }
    }

    /// What is wrong with a field, where that is said.
    pub(super) fn error(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.shown.with(|errors| {
                let error = errors.iter().find(|error| error.field == name);
                error.map(|error| error.message.clone())
            })
        })
    }

    /// What is wrong with the parts that were sent.
    pub(super) fn refusals(self) -> Vec<FormError> {
        let check = self.asked.with(|asked| asked.check);
        self.view.with(|view| {
            view.errors
                .iter()
                .filter(|error| is_checked(error, check))
                .cloned()
                .collect()
        })
    }

    /// What a field holds.
    pub(super) fn value(self, name: &str) -> String {
        let mut form = self.form.get_untracked();
        field(&mut form, name).map(std::mem::take).unwrap_or_default()
    }

    /// Keeps what was typed into a field. Says whether it is another text than before.
    pub(super) fn keep(self, name: &str, text: String) -> bool {
        let other = self.value(name) != text;
        if other {
            self.form.update(|form| {
                if let Some(field) = field(form, name) {
                    *field = text;
                }
            });
        }
        other
    }

    /// Lets what is wrong with a field be said.
    pub(super) fn mark_left(self, name: &'static str) {
        self.left.try_update(|left| left.insert(name));
    }
}

fn is_checked(error: &FormError, check: Option<Step>) -> bool {
    check.is_some_and(|check| Step::of_field(&error.field) <= check)
}

/// A field of the form by its name.
fn field<'a>(form: &'a mut CheckoutForm, name: &str) -> Option<&'a mut String> {
    Some(match name {
        "email" => &mut form.email,
        "name" => &mut form.name,
        "company" => &mut form.company,
        "street" => &mut form.street,
        "city" => &mut form.city,
        "postal_code" => &mut form.postal_code,
        "region" => &mut form.region,
        "country" => &mut form.country,
        "vat_id" => &mut form.vat_id,
        "provider" => &mut form.provider,
        "consent" => &mut form.consent,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asked_reads_the_address_and_takes_nothing_unknown() {
        let query: ParamsMap = [("step", "billing"), ("check", "payment"), ("notice", "stale")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into_iter()
            .collect();
        let asked = Asked::of(&query);
        assert_eq!((asked.step, asked.check), (Step::Billing, Some(Step::Payment)));
        assert_eq!(asked.notice.as_deref(), Some("stale"));
        let odd: ParamsMap = [("step".to_owned(), "nowhere".to_owned())].into_iter().collect();
        assert_eq!(Asked::of(&odd).step, Step::Contact);
    }

    #[test]
    fn is_checked_up_to_the_part_that_was_sent() {
        let error = |field: &str| FormError {
            field: field.to_owned(),
            message: String::new(),
        };
        assert!(!is_checked(&error("email"), None));
        assert!(is_checked(&error("email"), Some(Step::Contact)));
        assert!(!is_checked(&error("city"), Some(Step::Contact)));
        assert!(is_checked(&error("consent"), Some(Step::Payment)));
    }
}
