//! The approval page of the fake.

use crate::shop::{PayPalShop, monthly, order};
use payments::State;
use payments_fakes::sample;

#[tokio::test]
async fn the_page_offers_ways_to_pay() {
    let shop = PayPalShop::open().await;
    let started = shop.start(&order()).await;
    let browser = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a browser");
    let page = browser
        .get(&started.url)
        .send()
        .await
        .expect("the page")
        .text()
        .await
        .expect("text");
    assert!(
        page.contains("Mintreu Marketplace") && page.contains("$104.96"),
        "{page}"
    );
    let sent = browser
        .post(&started.url)
        .form(&[("funding", "balance")])
        .send()
        .await
        .expect("it answers");
    let to = sent
        .headers()
        .get("location")
        .expect("back to the shop")
        .to_str()
        .expect("a URL");
    assert!(to.starts_with(&sample::back().done) && to.contains("token="), "{to}");
    assert_eq!(shop.fetch(&started.reference).await.state, State::Paid);

    let subscription = sample::order(8, vec![monthly(4_900)], None, 0);
    let started = shop.start(&subscription).await;
    let sent = browser
        .post(&started.url)
        .form(&[("funding", "declined")])
        .send()
        .await
        .expect("it answers");
    assert!(sent.text().await.expect("text").contains("declined"));
}
