//! A cart as its page shows it: each line beside the plan as it is sold today.

use std::collections::HashMap;
use std::sync::Arc;

use domain::cart::{Cart, CartChange, CartLine, CartView, CartViewLine, LineState, only_one};
use domain::storefront::ProductDetail;
use domain::{Billing, MediaKind, Money, Plan, Slug};

use crate::{Catalogue, CatalogueError, Internal};

/// Products as they are sold today.
pub(super) struct Offers(HashMap<Slug, Arc<ProductDetail>>);

impl Offers {
    /// Those of some carts, and of a change to them.
    pub(super) async fn of(
        catalogue: &Catalogue,
        carts: &[&Cart],
        change: Option<&CartChange>,
    ) -> Result<Self, Internal> {
        let added = match change {
            Some(CartChange::Add { product, .. }) => Some(product),
            _ => None,
        };
        let lines = carts.iter().flat_map(|cart| &cart.lines);
        let mut offers = HashMap::new();
        for slug in lines.map(|line| &line.product).chain(added) {
            if !offers.contains_key(slug)
                && let Some(detail) = catalogue.product(slug.as_str()).await.map_err(internal)?
            {
                offers.insert(slug.clone(), detail);
            }
        }
        Ok(Self(offers))
    }

    pub(super) fn plan(&self, product: &Slug, plan: &Slug) -> Option<&Plan> {
        self.0.get(product)?.plans.iter().find(|p| p.slug == *plan)
    }

    /// The cart at today's prices, of which the marketplace has one currency.
    pub(super) fn show(&self, cart: &Cart, catalogue: &Catalogue) -> CartView {
        let lines: Vec<CartViewLine> = cart.lines.iter().map(|line| self.line(line)).collect();
        // Amounts, quantities and lines are bounded so that no sum comes near the end of i64.
        let subtotal = lines.iter().map(|line| line.total.amount).sum();
        CartView {
            version: cart.version,
            count: cart.count(),
            lines,
            subtotal: Money::new(subtotal, catalogue.currency()),
            code: cart.code.clone(),
            discount: None,
            code_error: None,
        }
    }

    fn line(&self, line: &CartLine) -> CartViewLine {
        let detail = self.0.get(&line.product);
        let plan = self.plan(&line.product, &line.plan);
        let price = plan.map_or(line.seen, Plan::price);
        let (state, counted) = match plan {
            None => (LineState::Gone, 0),
            Some(_) if price != line.seen => (LineState::Was(line.seen), line.quantity),
            Some(_) => (LineState::Same, line.quantity),
        };
        CartViewLine {
            product: line.product.clone(),
            plan: line.plan.clone(),
            title: detail.map_or_else(|| line.product.label(), |d| d.title.clone()),
            plan_name: plan.map_or_else(|| line.plan.label(), |p| p.name.clone()),
            image: detail.and_then(|detail| image(detail)),
            billing: plan.map_or(Billing::OneTime, |p| p.billing),
            quantity: line.quantity,
            only_one: plan.is_some_and(only_one),
            price,
            total: Money::new(price.amount * i64::from(counted), price.currency),
            state,
        }
    }
}

fn image(detail: &ProductDetail) -> Option<String> {
    let mut images = detail.media.iter().filter(|m| m.kind == MediaKind::Image);
    images.next().map(|m| m.url.clone())
}

fn internal(error: CatalogueError) -> Internal {
    match error {
        CatalogueError::Internal(internal) => internal,
        CatalogueError::Currency { .. } => "the catalogue's currency changed".into(),
    }
}
