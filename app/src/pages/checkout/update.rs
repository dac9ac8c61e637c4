//! How the page follows what is typed: the server is asked after each change, one request at a time, and only the
//! newest answer counts.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use views::checkout::CheckoutView;

use super::focus::focus;
use super::state::{Checkout, Trouble};
use crate::api::Failure;
use crate::api::checkout::{CheckoutAnswer, checkout_update};

/// So long typing rests before the server is asked.
const PAUSE: Duration = Duration::from_millis(400);
/// So long after a field was left its error waits: it moves what is below it, and must not move a button away from the
/// click that left the field.
const SETTLE: Duration = Duration::from_millis(200);

impl Checkout {
    /// Takes what is typed into a field, and asks the server when typing rests.
    pub(super) fn typing(self, name: &str, text: String) {
        if !self.keep(name, text) {
            return;
        }
        self.typed.update_value(|n| *n += 1);
        let mine = self.typed.get_value();
        let rests = move || {
            if self.typed.try_get_value() == Some(mine) {
                self.ask_if_new();
            }
        };
        set_timeout(rests, PAUSE);
    }

    /// Takes a choice, and asks the server at once.
    pub(super) fn choose(self, name: &str, value: String) {
        self.keep(name, value);
        self.typed.update_value(|n| *n += 1);
        self.ask_if_new();
    }

    /// A field was left: it is checked.
    pub(super) fn leave(self, name: &'static str) {
        self.ask_if_new();
        set_timeout(move || self.mark_left(name), SETTLE);
    }

    /// Asks the server, unless it has answered this very form.
    pub(super) fn ask_if_new(self) {
        let known = self
            .form
            .with_untracked(|form| self.answered.with_value(|answered| answered.as_ref() == Some(form)));
        if !known {
            self.ask();
        }
    }

    /// Asks the server how the form stands.
    pub(super) fn ask(self) {
        self.again.set_value(true);
        if !self.asking.get_untracked() {
            self.asking.set(true);
            spawn_local(self.ask_all());
        }
    }

    /// Asks what is in the way of the order, and takes the focus there.
    pub(super) fn look_again(self) {
        self.refused.set_value(true);
        self.ask();
    }

    async fn ask_all(self) {
        while self.again.try_get_value() == Some(true) {
            self.again.set_value(false);
            let Some(form) = self.form.try_get_untracked() else {
                return;
            };
            let Some(page) = self.page_key.try_get_value() else {
                return;
            };
            let answer = checkout_update(form.clone(), page).await;
            // Where it was asked again meanwhile, this answer is of an older text; where the page was left, of none.
            if self.again.try_get_value() == Some(false) {
                if let Ok(CheckoutAnswer::Open(_)) = &answer {
                    self.answered.set_value(Some(form));
                }
                self.take(answer);
            }
        }
        self.asking.try_set(false);
    }

    fn take(self, answer: Result<CheckoutAnswer, Failure>) {
        match answer {
            Ok(CheckoutAnswer::Open(view)) => self.show(*view),
            Ok(CheckoutAnswer::Empty) => self.lose(Trouble::Empty),
            Ok(CheckoutAnswer::Paid(order)) => self.lose(Trouble::Paid(order)),
            Ok(CheckoutAnswer::LoggedOut) => self.lose(Trouble::LoggedOut),
            Err(failure) => self.trouble.set(Some(Trouble::Failed(failure))),
        }
        if self.refused.get_value() {
            self.refused.set_value(false);
            let first = untrack(|| self.refusals()).into_iter().next();
            focus(&first.map_or_else(|| "notice".to_owned(), |error| format!("field-{}", error.field)));
        }
    }

    fn show(self, view: CheckoutView) {
        let is_offered = |provider: &str| view.offers.iter().any(|offer| offer.provider.as_str() == provider);
        if !self.form.with_untracked(|form| is_offered(&form.provider)) {
            self.form.update(|form| form.provider.clone_from(&view.form.provider));
        }
        // A region that was typed is one of the list, once the country has one.
        if self.form.with_untracked(|form| form.region != view.form.region) {
            self.form.update(|form| form.region.clone_from(&view.form.region));
        }
        let total = self.view.with_untracked(|view| view.totals.total);
        if view.totals.total != total {
            self.said.set(format!("The total is now {}.", view.totals.total()));
        }
        self.trouble.set(None);
        self.view.set(view);
    }

    /// There is no cart to pay for any more. What was typed stays on the page.
    pub(super) fn lose(self, trouble: Trouble) {
        let known = self.trouble.with_untracked(|known| known.as_ref() == Some(&trouble));
        self.trouble.set(Some(trouble));
        // Whoever types on is told once.
        if !known {
            focus("trouble");
        }
    }

    /// Sends what was typed and not sent yet, as the page is left.
    pub(super) fn send_rest(self) {
        let form = self.form.try_get_untracked();
        let is_typed = self.typed.try_get_value().is_some_and(|typed| typed > 0);
        if let (Some(form), true) = (form, is_typed)
            && self
                .answered
                .try_with_value(|answered| answered.as_ref() != Some(&form))
                == Some(true)
        {
            let page = self.page_key.try_get_value().unwrap_or_default();
            spawn_local(async move {
                // Nobody is there to be told.
                _ = checkout_update(form, page).await;
            });
        }
    }
}
