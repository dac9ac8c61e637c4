//! Who the invoice is for; the country decides the tax.

use domain::Country;
use leptos::prelude::*;

use super::entry::{Choice, Entry};

#[component]
pub(super) fn Billing() -> impl IntoView {
    let countries: Vec<_> = Country::all()
        .map(|country| (country.code().to_owned(), country.name()))
        .collect();
    view! {
        <fieldset class="checkout-part part-billing" id="billing" tabindex="-1">
            <legend>"Billing details"</legend>
            <Choice name="country" label="Country" autocomplete="country" choices=countries />
            <Entry name="street" label="Street and number" autocomplete="address-line1" />
            <div class="checkout-row">
                <Entry name="postal_code" label="Postal code" autocomplete="postal-code" />
                <Entry name="city" label="City" autocomplete="address-level2" />
            </div>
            <Entry name="region" label="State or region (optional)" autocomplete="address-level1" />
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
