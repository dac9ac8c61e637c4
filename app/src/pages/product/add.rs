//! The form that puts a plan into the cart. Without script it leads there; with it the count in the head and a toast
//! say so at once, and take it back where the server refuses.

#[cfg(feature = "hydrate")]
pub(super) use browser::start;
#[cfg(feature = "ssr")]
pub(super) use page::add;

#[cfg(feature = "ssr")]
mod page {
    use domain::storefront::ProductDetail;
    use domain::{Billing, Plan};
    use leptos::prelude::*;

    pub(crate) fn add(product: &ProductDetail, plan: &Plan, class: &'static str) -> impl IntoView + use<> {
        let name = format!("{}, {}", product.title, plan.name);
        view! {
            <form method="post" action="/api/fn/cart_add" data-name=name>
                <input type="hidden" name="product" value=product.slug.to_string() />
                <input type="hidden" name="plan" value=plan.slug.to_string() />
                <button class=class>{label(plan)} <span class="unseen">{format!("({})", plan.name)}</span></button>
            </form>
        }
    }

    fn label(plan: &Plan) -> &'static str {
        match plan.billing {
            _ if plan.amount == 0 => "Get it free",
            Billing::OneTime => "Add to cart",
            Billing::Monthly | Billing::Yearly => "Subscribe",
        }
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use domain::cart::CartChange;
    use leptos::ev::{SubmitEvent, submit};
    use leptos::prelude::*;

    use crate::cart::CartState;
    use crate::pages::cart::{form_of, slug};
    use crate::ui::toast::{Toast, Toasts};

    /// Where the cart is.
    const CART: (&str, &str) = ("View cart", "/cart");

    pub(crate) fn start() {
        let (cart, toasts) = (expect_context::<CartState>(), expect_context::<Toasts>());
        _ = window_event_listener(submit, move |event: SubmitEvent| {
            let Some(form) = form_of(&event, "add") else {
                return;
            };
            let (Some(product), Some(plan)) = (slug(&form, "product"), slug(&form, "plan")) else {
                return;
            };
            event.prevent_default();
            let name = form.get_attribute("data-name").unwrap_or_default();
            put(cart, toasts, CartChange::Add { product, plan }, name);
        });
    }

    fn put(cart: CartState, toasts: Toasts, change: CartChange, name: String) {
        let added = Toast {
            text: format!("Added {name}"),
            warn: false,
            link: Some(CART),
            undo: None,
        };
        toasts.show(added.clone());
        let sent = change.clone();
        cart.change(sent, move |answer| match answer {
            Ok(view) => {
                let CartChange::Add { product, plan } = change else {
                    return;
                };
                let before = view
                    .line(&product, &plan)
                    .map_or(0, |line| line.quantity.saturating_sub(1));
                let undo = CartChange::Set {
                    product,
                    plan,
                    quantity: before,
                };
                toasts.show(Toast {
                    undo: Some(Callback::new(move |()| take_back(cart, toasts, undo.clone()))),
                    ..added
                });
            }
            Err(refusal) => toasts.show(problem(refusal.message)),
        });
    }

    fn take_back(cart: CartState, toasts: Toasts, undo: CartChange) {
        cart.change(undo, move |answer| {
            if let Err(refusal) = answer {
                toasts.show(problem(refusal.message));
            }
        });
    }

    fn problem(text: String) -> Toast {
        Toast {
            text,
            warn: true,
            link: Some(CART),
            undo: None,
        }
    }
}
