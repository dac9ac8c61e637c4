//! A cart as its page shows it: each line beside the plan as it is sold today.

use std::collections::HashMap;
use std::sync::Arc;

use domain::cart::{Cart, CartChange, CartLine, Offered, only_one};
use domain::{Billing, MediaKind, Money, Slug};
use views::cart::{CartView, CartViewLine, LineState};
use views::product::ProductDetail;

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

    pub(super) fn plan(&self, product: &Slug, plan: &Slug) -> Option<Offered<'_>> {
        let detail = self.0.get(product)?;
        let plan = detail.plans.iter().find(|p| p.slug == *plan)?;
        Some(Offered {
            title: &detail.title,
            plan,
        })
    }

    /// The products of a cart that are sold.
    pub(super) fn sold<'a>(&self, cart: &'a Cart) -> Vec<&'a Slug> {
        let is_sold = |line: &&CartLine| self.plan(&line.product, &line.plan).is_some();
        cart.lines.iter().filter(is_sold).map(|line| &line.product).collect()
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
        let offered = self.plan(&line.product, &line.plan);
        let plan = offered.map(|offered| offered.plan);
        let quoted = line.quoted.as_ref();
        let state = match offered.map(|offered| line.differences(offered)) {
            None => LineState::Gone,
            Some(differences) if differences.is_empty() => LineState::Same,
            Some(differences) => LineState::Changed(differences),
        };
        let price = plan.map_or(line.seen, |plan| plan.price());
        let name = |now: Option<&String>, then: Option<&String>, slug: &Slug| {
            now.or(then).cloned().unwrap_or_else(|| slug.label())
        };
        let mut shown = CartViewLine {
            product: line.product.clone(),
            plan: line.plan.clone(),
            title: name(
                detail.map(|detail| &detail.title),
                quoted.map(|quoted| &quoted.title),
                &line.product,
            ),
            plan_name: name(
                plan.map(|plan| &plan.name),
                quoted.map(|quoted| &quoted.plan_name),
                &line.plan,
            ),
            image: detail.and_then(|detail| image(detail)),
            billing: plan.map_or(Billing::OneTime, |p| p.billing),
            license: plan.map(|plan| plan.license.clone()).unwrap_or_default(),
            features: plan.map(|plan| plan.features.clone()).unwrap_or_default(),
            quantity: line.quantity,
            only_one: plan.is_some_and(only_one),
            price,
            total: Money::new(0, price.currency),
            state,
        };
        shown.total.amount = price.amount * i64::from(shown.to_buy());
        shown
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
