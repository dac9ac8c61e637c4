//! Somebody who buys at the till.

use domain::cart::CartChange;
use domain::checkout::{CheckoutForm, ExpectedTotals, Step};
use domain::order::Order;
use views::cart::CartView;
use views::checkout::CheckoutView;
use views::order::OrderView;

use super::{TestShop, another_network};
use crate::{Access, CartOwner, PlaceError, Shopper};

/// Somebody with a cart, mostly without an account.
pub struct Guest {
    pub(super) shop: TestShop,
    pub owner: CartOwner,
    pub(super) account: Option<(i64, String)>,
    /// Where they sit.
    pub network: String,
}

impl Guest {
    /// A guest who has a cart already.
    pub fn of(shop: &TestShop, owner: CartOwner) -> Self {
        Self {
            shop: shop.clone(),
            owner,
            account: None,
            network: another_network(),
        }
    }

    /// A customer who is logged in to an account with this address.
    pub fn logged_in(shop: &TestShop, account: i64, email: &str) -> Self {
        Self {
            account: Some((account, email.to_owned())),
            ..Self::of(shop, CartOwner::Account(account))
        }
    }

    /// The same guest at a shop that was started again.
    pub fn at(&self, shop: &TestShop) -> Self {
        Self::of(shop, self.owner.clone())
    }

    pub fn shopper(&self) -> Shopper<'_> {
        Shopper {
            owner: &self.owner,
            network: &self.network,
            account: self.account.as_ref().map(|(id, email)| (*id, email.as_str())),
        }
    }

    pub async fn cart(&self) -> CartView {
        self.shop
            .carts
            .view(Some(&self.owner))
            .await
            .expect("the test's database answers")
    }

    /// Puts one more of a plan into the cart.
    pub async fn put(&self, product: &str, plan: &str) {
        self.change(&CartChange::add(
            product.parse().expect("a slug of the test"),
            plan.parse().expect("a slug of the test"),
        ))
        .await;
    }

    /// Takes a plan out of the cart.
    pub async fn take_out(&self, product: &str, plan: &str) {
        self.change(&CartChange::Set {
            product: product.parse().expect("a slug of the test"),
            plan: plan.parse().expect("a slug of the test"),
            quantity: 0,
        })
        .await;
    }

    /// Types a discount code into the cart.
    pub async fn code(&self, code: &str) {
        self.change(&CartChange::Code(code.to_owned())).await;
    }

    async fn change(&self, change: &CartChange) {
        let changed = self
            .shop
            .carts
            .change(&self.network, Some(&self.owner), None, change)
            .await;
        changed.expect("the cart of the test can be changed so");
    }

    pub async fn checkout(&self, checked: Option<Step>) -> CheckoutView {
        self.shop
            .checkout
            .view(self.shopper(), checked)
            .await
            .expect("the test's database answers")
    }

    pub async fn save(&self, form: &CheckoutForm) -> Step {
        self.shop
            .checkout
            .save(self.shopper(), form, Step::Billing)
            .await
            .expect("the test's database answers")
    }

    /// As the checkout's page asks after each change.
    pub async fn update(&self, form: &CheckoutForm) -> CheckoutView {
        let updated = self.shop.checkout.update(self.shopper(), form).await;
        updated.expect("the test's database answers")
    }

    /// What was typed into the checkout so far.
    pub async fn draft(&self) -> Option<CheckoutForm> {
        let draft = self.shop.checkout.draft(&self.owner).await;
        draft.expect("the test's database answers")
    }

    /// What the checkout's page shows of the cart once this was typed.
    pub async fn see(&self, form: &CheckoutForm) -> ExpectedTotals {
        self.save(form).await;
        let CheckoutView { cart, totals, .. } = self.checkout(None).await;
        ExpectedTotals {
            version: cart.version,
            total: totals.total,
        }
    }

    /// Places the order of the cart as it stands, at the total that the page shows.
    ///
    /// # Errors
    /// As [`crate::Checkout::place`].
    pub async fn place(&self, form: &CheckoutForm) -> Result<String, PlaceError> {
        self.place_at(self.see(form).await, form).await
    }

    /// Places the order of what the customer saw.
    ///
    /// # Errors
    /// As [`crate::Checkout::place`].
    pub async fn place_at(&self, seen: ExpectedTotals, form: &CheckoutForm) -> Result<String, PlaceError> {
        self.shop.checkout.place(self.shopper(), seen, form).await
    }

    /// All orders that were made of the cart, the newest last.
    pub async fn orders(&self) -> Vec<Order> {
        let key = self.owner.key().expect("a guest has a token");
        self.shop.store.orders_of_cart(&key).await
    }

    /// The newest order, as it is stored.
    pub async fn stored(&self) -> Order {
        self.orders().await.pop().expect("an order was placed")
    }

    /// The page of the newest order.
    pub async fn order(&self) -> OrderView {
        let order = self.stored().await;
        let key = self.shop.orders.first_key(&order.id);
        let access = Access {
            key: Some(&key),
            network: &self.network,
            ..Access::default()
        };
        self.shop
            .orders
            .view(&order.id, access)
            .await
            .expect("the test's database answers")
            .expect("the key opens the order")
    }

    /// What the link to an order proves.
    pub fn access<'a>(&self, order: &'a OrderView) -> Access<'a> {
        Access {
            key: order.key.as_deref(),
            ..Access::default()
        }
    }
}
