//! Addresses at the checkout: what each country's form asks for, whose tax is owed where, and how an order keeps it.

use domain::checkout::{CheckoutForm, Step};
use services::testing::shop::{Guest, TestShop, form};
use services::testing::{TestContext, each_database, product};
use services::{PlaceError, SandboxAction};
use views::checkout::CheckoutView;

async fn shop(context: &TestContext) -> TestShop {
    context.import(&[product("rope").build()]).await;
    TestShop::new(context).await
}

/// The form with another address: country, postal code, region.
fn at(country: &str, postal_code: &str, region: &str) -> CheckoutForm {
    CheckoutForm {
        country: country.to_owned(),
        postal_code: postal_code.to_owned(),
        region: region.to_owned(),
        ..form()
    }
}

fn wrong(view: &CheckoutView) -> Vec<&str> {
    view.errors.iter().map(|error| error.field.as_str()).collect()
}

fn tax_of(view: &CheckoutView) -> Option<&str> {
    view.tax.as_ref().map(|tax| tax.label.as_str())
}

#[tokio::test]
async fn update_asks_for_what_the_country_has() {
    each_database(async |context: TestContext| {
        let guest = shop(&context).await.guest(&[("rope", "pro", 1)]).await;
        for (country, postal_code, region, expected) in [
            ("DE", "10117", "", &[][..]),
            ("DE", "101", "", &["postal_code"]),
            ("DE", "", "", &["postal_code"]),
            ("US", "94104", "", &["region"]),
            ("US", "94104", "california", &[]),
            ("US", "", "", &["region", "postal_code"]),
            ("HK", "", "Kowloon", &[]),
            ("HK", "999077", "", &["region"]),
            ("AE", "", "Dubai", &[]),
            ("PA", "", "", &[]),
            ("IE", "", "", &[]),
            ("IE", "D02 AF3", "", &["postal_code"]),
            ("JP", "1000001", "Tokyo", &[]),
        ] {
            let view = guest.update(&at(country, postal_code, region)).await;
            let fields: Vec<_> = wrong(&view).into_iter().filter(|field| *field != "consent").collect();
            assert_eq!(fields, expected, "{country} {postal_code} {region}");
            assert_eq!(view.address.country, country);
        }
        // What was typed is one of the list; until a country is chosen nothing is asked for that some do not have.
        let view = guest.update(&at("US", "94104", "california")).await;
        assert_eq!(view.form.region, "CA");
        let view = guest.update(&at("", "", "")).await;
        assert_eq!(wrong(&view), ["country"]);
    })
    .await;
}

#[tokio::test]
async fn update_shows_no_countrys_tax_until_one_is_chosen() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        let guest = shop.guest(&[("rope", "pro", 1)]).await;
        let begun = CheckoutForm {
            vat_id: "FR40303265045".to_owned(),
            ..at("", "10117", "")
        };
        for view in [guest.checkout(None).await, guest.update(&begun).await] {
            assert_eq!((tax_of(&view), view.totals.tax, view.totals.total), (None, 0, 4_900));
            assert_eq!(view.offers[0].parts[0].total.amount, 4_900);
            assert!(
                !wrong(&view).contains(&"vat_id"),
                "no country says what it should be like"
            );
        }
        // The total that was shown is before tax: with it comes another.
        let seen = guest.see(&begun).await;
        let placed = guest.place_at(seen, &form()).await;
        assert!(matches!(placed, Err(PlaceError::TotalChanged)), "{placed:?}");
        let view = guest.checkout(Some(Step::Payment)).await;
        assert_eq!((tax_of(&view), view.totals.total), (Some("VAT 19%"), 5_831));
    })
    .await;
}

#[tokio::test]
async fn update_taxes_territories_by_their_postal_codes() {
    each_database(async |context: TestContext| {
        let guest = shop(&context).await.guest(&[("rope", "pro", 1)]).await;
        for (country, postal_code, region, expected) in [
            ("ES", "28013", "Madrid", "VAT 21%"),
            ("ES", "35001", "Las Palmas", "No tax"),
            ("ES", "E-38001", "TF", "No tax"),
            ("ES", "51001", "Ceuta", "No tax"),
            ("ES", "52001", "Melilla", "No tax"),
            // Whatever region was chosen, the postal code says where it is.
            ("ES", "28013", "Ceuta", "VAT 21%"),
            ("DE", "D-78266", "", "No tax"),
            ("DE", "２７４９８", "", "No tax"),
            ("IT", "23041", "SO", "No tax"),
            ("IT", "22061", "CO", "No tax"),
            ("GR", "630 86", "", "No tax"),
            ("FI", "22100", "", "No tax"),
            ("AX", "22100", "", "No tax"),
            ("FR", "97 400", "", "No tax"),
            ("RE", "97400", "", "No tax"),
            ("MC", "98000", "", "VAT 20%"),
            ("IM", "im11aa", "", "VAT 20%"),
            ("GB", "IM1 1AA", "", "VAT 20%"),
            ("GB", "JE2 4WE", "", "No tax"),
            ("LI", "FL-9490", "", "VAT 8.1%"),
        ] {
            let view = guest.update(&at(country, postal_code, region)).await;
            assert_eq!(tax_of(&view), Some(expected), "{country} {postal_code}");
            assert!(!wrong(&view).contains(&"postal_code"), "{country} {postal_code}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_vat_id_that_is_none_is_said_and_a_dash_is_no_id() {
    each_database(async |context: TestContext| {
        let guest = shop(&context).await.guest(&[("rope", "pro", 1)]).await;
        for (vat_id, expected) in [
            (
                "none",
                Some("This isn’t a VAT ID. Leave this field empty if you don’t have one."),
            ),
            ("—", None),
            ("\u{200b}", None),
            ("ＤＥ１３６．６９５．９７６", None),
        ] {
            let typed = CheckoutForm {
                vat_id: vat_id.to_owned(),
                ..form()
            };
            let view = guest.update(&typed).await;
            let said = view.errors.iter().find(|error| error.field == "vat_id");
            assert_eq!(said.map(|error| error.message.as_str()), expected, "{vat_id}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_order_keeps_the_address_as_its_country_writes_it() {
    each_database(async |context: TestContext| {
        let shop = shop(&context).await;
        for (typed, lines, region) in [
            (
                CheckoutForm {
                    street: "548 Market Street".to_owned(),
                    city: "San Francisco".to_owned(),
                    ..at("US", "941041234", "california")
                },
                &["548 Market Street", "San Francisco, CA 94104-1234", "United States"][..],
                Some("CA"),
            ),
            // What is not in the country's form is not in the order.
            (
                CheckoutForm {
                    street: "1 Queen's Road".to_owned(),
                    city: "Central".to_owned(),
                    ..at("HK", "10117", "hong kong island")
                },
                &["1 Queen's Road", "Central", "Hong Kong Island", "Hong Kong"],
                Some("Hong Kong Island"),
            ),
            (
                at("DE", "D-10117", "Bavaria"),
                &["Unter den Linden 1", "10117 Berlin", "Germany"],
                None,
            ),
        ] {
            let guest: Guest = shop.guest(&[("rope", "pro", 1)]).await;
            let url = guest.place(&typed).await.unwrap();
            shop.act(&url, SandboxAction::Pay).await;
            let order = guest.order().await;
            assert_eq!(order.billed_to[0], "Ada Lovelace");
            assert_eq!(order.billed_to[1..], *lines);
            assert_eq!(order.buyer.region.as_deref(), region);
            let (number, invoice) = (order.number.clone().unwrap(), &order.invoices[0].number);
            let invoice = shop.orders.invoice(&number, invoice, guest.access(&order)).await;
            let invoice = invoice.unwrap().unwrap();
            assert_eq!(invoice.buyer.region.as_deref(), region);
        }
    })
    .await;
}
