//! The checkout. In the browser the form is sent after each change, and the page follows the answer; without script it
//! is posted, and leads on by a redirect.

use domain::checkout::CheckoutForm;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Deserializer, Serialize};
use views::checkout::CheckoutView;

use super::json::Json;
use super::{Failure, FormRefusal};

/// How a checkout stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CheckoutAnswer {
    Open(Box<CheckoutView>),
    /// There is nothing in the cart.
    Empty,
    /// The cart was paid and is empty since: the path of its order.
    Paid(String),
    /// The session has ended. What was typed is kept for when the customer logs in again.
    LoggedOut,
}

/// The checkout's page. `checked`: the last part of the form that was sent.
#[server(name = CheckoutFn, prefix = "/api/fn", endpoint = "checkout", input = GetUrl)]
pub async fn checkout(#[server(default)] checked: String) -> Result<CheckoutAnswer, Failure> {
    use super::server::cookies::{self, Setter};
    use super::server::visitor::{CART, CART_SECONDS, SESSION, visitor};
    use super::server::{checkout, respond};

    respond::no_store();
    let (checkout, cookies) = (checkout()?, Setter::here());
    let had_session = cookies::read(SESSION).is_some();
    let mut visitor = visitor().await?;
    let nothing = match had_session && visitor.account.is_none() {
        true => CheckoutAnswer::LoggedOut,
        false => CheckoutAnswer::Empty,
    };
    let renewed = match visitor.guest_cart() {
        Some(token) => checkout
            .renew(&visitor.network, token)
            .await
            .map_err(respond::internal)?,
        None => None,
    };
    if let Some(token) = renewed {
        cookies.set(CART, &token, "/", CART_SECONDS);
        visitor.cart = Some(token);
    }
    let Some(owner) = visitor.owner() else {
        return Ok(nothing);
    };
    let shopper = visitor.shopper(&owner);
    checkout.catch_up(shopper).await;
    let step = domain::checkout::Step::parse(&checked);
    let view = checkout.view(shopper, step).await.map_err(respond::internal)?;
    server::answer(&checkout, &owner, view, nothing).await
}

/// Keeps what was typed and answers with the totals, the tax and whatever is wrong with the form. `page`: the key of the
/// page that sends it.
#[server(name = CheckoutUpdate, prefix = "/api/fn", endpoint = "checkout_update", input = Json)]
pub async fn checkout_update(form: CheckoutForm, #[server(default)] page: String) -> Result<CheckoutAnswer, Failure> {
    use super::server::{checkout, respond, visitor::visitor};

    let (checkout, left) = (checkout()?, server::LeftSession::here()?);
    let visitor = visitor().await?;
    if left
        .keep(&checkout, &visitor, &page, &form)
        .await
        .map_err(respond::limited)?
    {
        return Ok(CheckoutAnswer::LoggedOut);
    }
    let Some(owner) = visitor.owner() else {
        return Ok(CheckoutAnswer::Empty);
    };
    let view = checkout.update(visitor.shopper(&owner), &form).await;
    let view = view.map_err(respond::limited)?;
    server::answer(&checkout, &owner, view, CheckoutAnswer::Empty).await
}

/// Where a form leads whose session has ended: the page says so, and leads back to the checkout.
pub(crate) const LOGGED_OUT: &str = "/login?done=session&back=/checkout";

/// Where a posted checkout leads.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Next {
    /// A page of this app.
    Page(String),
    /// The provider's page, where the order is paid, or another that the app does not have.
    Leave(String),
}

/// The form as it was posted: what cannot be read of it is named.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct PostedForm(CheckoutForm);

impl<'de> Deserialize<'de> for PostedForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[cfg(feature = "ssr")]
        let form = serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let (field, reason) = (error.path().to_string(), error.inner().to_string());
            serde::de::Error::custom(match field.as_str() {
                "." if reason.starts_with("missing field") => reason,
                "." => format!("`form`: {reason}"),
                field => format!("`form[{field}]`: {reason}"),
            })
        });
        #[cfg(not(feature = "ssr"))]
        let form = CheckoutForm::deserialize(deserializer);
        form.map(Self)
    }
}

/// Keeps what was typed, goes on to the next part, or places the order and leads to the provider.
#[server(name = CheckoutSubmit, prefix = "/api/fn", endpoint = "checkout_submit")]
pub async fn checkout_submit(
    form: PostedForm,
    #[server(default)] version: String,
    #[server(default)] total: String,
    #[server(default)] step: String,
    #[server(default)] page: String,
) -> Result<Next, FormRefusal> {
    use domain::checkout::{ExpectedTotals, Step};

    use super::server::{checkout, respond, visitor::visitor};

    let PostedForm(form) = form;
    let (checkout, left) = (checkout()?, server::LeftSession::here()?);
    let visitor = visitor().await?;
    let has_left = left.keep(&checkout, &visitor, &page, &form).await;
    if has_left.map_err(respond::limited_form)? {
        respond::redirect_form(LOGGED_OUT);
        return Ok(Next::Page(LOGGED_OUT.to_owned()));
    }
    let next = match visitor.owner() {
        None => Next::Page("/cart".to_owned()),
        Some(owner) => {
            let shopper = visitor.shopper(&owner);
            match Step::parse(&step) {
                _ if step == "place" => {
                    // What is no number stood on no page of ours.
                    let number = |text: String| text.parse::<i64>().unwrap_or(-1);
                    let seen = ExpectedTotals {
                        version: number(version),
                        total: number(total),
                    };
                    server::place(&checkout, shopper, seen, &form).await?
                }
                Some(at) => {
                    let next = checkout.save(shopper, &form, at).await;
                    let next = next.map_err(|error| server::not_saved(error, at))?;
                    Next::Page(server::path(next, (next <= at).then_some(at)))
                }
                None => {
                    let saved = checkout.save(shopper, &form, Step::Contact).await;
                    saved.map_err(|error| server::not_saved(error, Step::Contact))?;
                    Next::Page(server::elsewhere(&step))
                }
            }
        }
    };
    let (Next::Page(address) | Next::Leave(address)) = &next;
    respond::redirect_form(address);
    Ok(next)
}

#[cfg(feature = "ssr")]
mod server {
    use domain::checkout::{CheckoutForm, ExpectedTotals, Step};
    use http::StatusCode;
    use services::{Accounts, CartOwner, Checkout, LimitError, PayError, PlaceError, Shopper, Visitor};
    use views::checkout::CheckoutView;

    use super::super::account::with_back;
    use super::super::server::cookies::{self, DAY, Setter};
    use super::super::server::form::ASIDE;
    use super::super::server::visitor::SESSION;
    use super::super::server::{accounts, respond};
    use super::{CheckoutAnswer, Failure, FormRefusal, Next};

    /// A page whose cart may have been paid.
    pub(super) async fn answer(
        checkout: &Checkout,
        owner: &CartOwner,
        view: CheckoutView,
        nothing: CheckoutAnswer,
    ) -> Result<CheckoutAnswer, Failure> {
        if !view.cart.lines.is_empty() {
            return Ok(CheckoutAnswer::Open(Box::new(view)));
        }
        let paid = checkout.paid(owner).await.map_err(respond::internal)?;
        Ok(paid.map_or(nothing, CheckoutAnswer::Paid))
    }

    /// What a request says of a session that may have ended while the checkout was open.
    pub(super) struct LeftSession {
        accounts: Accounts,
        session: Option<String>,
        /// By which the browser finds what was typed afterwards.
        aside: Option<String>,
        cookies: Setter,
    }

    impl LeftSession {
        /// Of this request.
        pub(super) fn here() -> Result<Self, Failure> {
            Ok(Self {
                accounts: accounts()?,
                session: cookies::read(SESSION),
                aside: cookies::read(ASIDE),
                cookies: Setter::here(),
            })
        }

        /// Keeps what was typed where the session of the page has ended, for its account; tells whether it has.
        pub(super) async fn keep(
            &self,
            checkout: &Checkout,
            visitor: &Visitor,
            page: &str,
            form: &CheckoutForm,
        ) -> Result<bool, LimitError> {
            let named = checkout.ended(page, visitor.account_id());
            let session = self.session.as_deref().filter(|_| visitor.owner().is_none());
            let account = match (named, session) {
                (None, Some(session)) => self.accounts.of_ended_session(session).await?,
                (named, _) => named,
            };
            let Some(account) = account else {
                return Ok(session.is_some());
            };
            let token = self.aside.as_deref();
            let made = checkout.set_aside(&visitor.network, token, account, form).await?;
            if let Some(token) = made {
                self.cookies.set(ASIDE, &token, "/", DAY);
            }
            Ok(true)
        }
    }

    /// What was typed could not be kept. Too much at once is said where the form is; a failure on a part of the page that
    /// a phone shows.
    pub(super) fn not_saved(error: LimitError, at: Step) -> FormRefusal {
        match error {
            LimitError::TooMany(error) => respond::too_many(error),
            LimitError::Internal(error) => {
                respond::internal(error);
                let page = format!("/checkout?step={}&notice=not-saved#notice", at.as_str());
                respond::explained_at(page, StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    /// Places the order: the next page is the provider's. A refusal names the page that says what is in the way, and
    /// programs are told by the status.
    pub(super) async fn place(
        checkout: &Checkout,
        shopper: Shopper<'_>,
        seen: ExpectedTotals,
        form: &CheckoutForm,
    ) -> Result<Next, FormRefusal> {
        let back = |notice: &str| format!("/checkout?step=payment&notice={notice}#payment");
        let (to, status) = match checkout.place(shopper, seen, form).await {
            Ok(url) if url.starts_with("/orders/") => return Ok(Next::Page(url)),
            Ok(url) => return Ok(Next::Leave(url)),
            Err(PlaceError::Form(step)) => (path(step, Some(Step::Payment)), StatusCode::UNPROCESSABLE_ENTITY),
            Err(PlaceError::CartModified) => (back("stale"), StatusCode::CONFLICT),
            Err(PlaceError::TotalChanged) => (back("total"), StatusCode::CONFLICT),
            Err(PlaceError::CartNeedsReview | PlaceError::Pay(PayError::UsedUp)) => {
                ("/cart?not_placed".to_owned(), StatusCode::CONFLICT)
            }
            Err(PlaceError::Pending(order)) => (order, StatusCode::CONFLICT),
            Err(PlaceError::EarlierPaymentOpen) => (back("earlier"), StatusCode::SERVICE_UNAVAILABLE),
            Err(PlaceError::Pay(PayError::Unavailable)) => (back("unavailable"), StatusCode::SERVICE_UNAVAILABLE),
            Err(PlaceError::Pay(PayError::Refused | PayError::NotFound | PayError::TooOld)) => {
                (back("refused"), StatusCode::CONFLICT)
            }
            Err(PlaceError::TooMany(error) | PlaceError::Pay(PayError::TooMany(error))) => {
                return Err(respond::too_many(error));
            }
            Err(PlaceError::Pay(PayError::Internal(error)) | PlaceError::Internal(error)) => {
                // The log has it; the page says what to do.
                respond::internal(error);
                (back("failed"), StatusCode::INTERNAL_SERVER_ERROR)
            }
        };
        Err(respond::explained_at(to, status))
    }

    /// Where the other buttons lead: each keeps what was typed and asks for nothing more.
    pub(super) fn elsewhere(step: &str) -> String {
        match step {
            "log_in" => with_back("/login", "/checkout"),
            "register" => with_back("/register", "/checkout"),
            // Without a name another country was chosen: the page comes back with its tax.
            _ => path(
                step.strip_prefix("to-").and_then(Step::parse).unwrap_or(Step::Billing),
                None,
            ),
        }
    }

    pub(super) fn path(step: Step, checked: Option<Step>) -> String {
        match checked {
            Some(checked) => format!("/checkout?step={}&check={}#wrong", step.as_str(), checked.as_str()),
            None => format!("/checkout?step={step}#{step}", step = step.as_str()),
        }
    }
}
