//! The address at the checkout, as a browser without script posts it: the page comes back with the fields of the country.

use crate::browser::Browser;
use crate::checkout::{fill_cart, pay, submit};
use crate::support::each_app;

#[tokio::test]
async fn the_form_asks_for_what_the_country_has_after_posting() {
    each_app(async |app| {
        let mut browser = Browser::at("192.0.2.1");
        fill_cart(&app, &mut browser).await;
        let page = browser.open(&app, "/checkout").await;
        assert!(
            page.text().contains("State or region (optional)"),
            "no country is chosen"
        );

        let american = [("country", "US"), ("postal_code", "101"), ("city", "New York")];
        let to = submit(&app, &mut browser, &american, "billing").await;
        assert_eq!(to, "/checkout?step=billing&check=billing#wrong");
        let page = browser.open(&app, to.trim_end_matches("#wrong")).await;
        let text = page.text();
        for shown in [
            "ZIP code",
            "id=\"field-region\"",
            "California",
            "Choose your state.",
            "Enter a valid ZIP code, such as 95014.",
            "value=\"101\"",
        ] {
            assert!(text.contains(shown), "{shown} is missing");
        }
        assert_eq!(text.matches("<select").count(), 2, "the country and the state");

        // The Emirates have neither city nor postal code; what was typed goes along unseen.
        let emirates = [("country", "AE"), ("region", "Dubai")];
        let to = submit(&app, &mut browser, &emirates, "billing").await;
        assert_eq!(to, "/checkout?step=payment#payment");
        let text = browser.open(&app, "/checkout").await.text().to_owned();
        assert!(text.contains("Emirate") && !text.contains("field-postal_code") && !text.contains("field-city"));
        assert!(text.contains("<input type=\"hidden\" name=\"form[city]\" value=\"Berlin\""));

        let sandbox = submit(&app, &mut browser, &emirates, "place").await;
        let path = pay(&app, &mut browser, &sandbox).await;
        let order = browser.open(&app, &path).await;
        assert!(order.text().contains("<span>Dubai</span>"), "the line of the emirate");
        assert!(!order.text().contains("Berlin") && !order.text().contains("10117"));
    })
    .await;
}
