//! Who the invoice is for; the country decides the tax, and what an address has.

use domain::Country;
use domain::address::{AddressForm, AddressPart};
use leptos::prelude::*;

use super::entry::{Choice, Entry};
use super::state::Checkout;

#[component]
pub(super) fn Billing() -> impl IntoView {
    let countries: Vec<_> = Country::all()
        .map(|country| (country.code().to_owned(), country.name().to_owned()))
        .collect();
    view! {
        <fieldset class="checkout-part part-billing" id="billing" tabindex="-1">
            <legend>"Billing details"</legend>
            <Choice name="country" label="Country" autocomplete="country" choices=countries />
            <AddressEntries />
            <Entry name="company" label="Company (optional)" autocomplete="organization" />
            <Entry
                name="vat_id"
                label="VAT id (optional)"
                autocomplete="off"
                hint="For businesses in the EU, the UK and Switzerland, with the country code: DE136695976."
            />
            <div class="checkout-go">
                <button class="btn primary big block" name="step" value="billing">
                    "Continue to payment"
                </button>
            </div>
        </fieldset>
    }
}

/// The fields that the country's addresses have. Another country keeps those that both have, with what was typed.
#[component]
fn AddressEntries() -> impl IntoView {
    let checkout = expect_context::<Checkout>();
    let form = Memo::new(move |_| checkout.view.with(|view| view.address.clone()));
    let asked = move || {
        form.with(|form| {
            form.fields
                .iter()
                .map(|field| (field.part, list_of(form, field.part)))
                .collect::<Vec<_>>()
        })
    };
    let rest = move || {
        let is_asked = |part: AddressPart| form.with(|form| form.position(part.as_str()).is_some());
        AddressPart::ALL
            .into_iter()
            .filter(|part| !is_asked(*part))
            .collect::<Vec<_>>()
    };
    view! {
        <div class="checkout-address">
            <For
                each=asked
                key=Clone::clone
                children=move |(part, list)| view! { <AddressEntry part form is_list=list.is_some() /> }
            />
        </div>
        // What was typed for another country goes along: it may be chosen again.
        <For
            each=rest
            key=|part| part.as_str()
            children=move |part| {
                let name = part.as_str();
                view! { <input type="hidden" name=format!("form[{name}]") value=checkout.value(name) /> }
            }
        />
    }
}

/// Whose list of regions a field chooses from.
fn list_of(form: &AddressForm, part: AddressPart) -> Option<String> {
    (part == AddressPart::Region && !form.regions.is_empty()).then(|| form.country.clone())
}

#[component]
fn AddressEntry(part: AddressPart, form: Memo<AddressForm>, is_list: bool) -> impl IntoView {
    let label = Signal::derive(move || {
        form.with(|form| {
            let field = form.fields.iter().find(|field| field.part == part);
            field.map(|field| field.label.clone()).unwrap_or_default()
        })
    });
    let (name, autocomplete) = (part.as_str(), autocomplete(part));
    if is_list {
        let choices = form.with_untracked(|form| form.regions.clone());
        view! { <Choice name label autocomplete choices /> }.into_any()
    } else {
        view! { <Entry name label autocomplete /> }.into_any()
    }
}

/// HTML, 4.10.18.7.
fn autocomplete(part: AddressPart) -> &'static str {
    match part {
        AddressPart::Street => "address-line1",
        AddressPart::City => "address-level2",
        AddressPart::PostalCode => "postal-code",
        AddressPart::Region => "address-level1",
    }
}
