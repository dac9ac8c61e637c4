//! The hosted page of the fake.

use crate::shop::{StripeShop, order};
use payments::State;
use payments_fakes::sample;

#[tokio::test]
async fn the_hosted_page_takes_cards_and_asks_for_3d_secure() {
    let shop = StripeShop::open().await;
    let started = shop.start(&order()).await;
    let browser = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a browser");
    let submit = async |fields: &[(&str, &str)]| {
        let sent = browser
            .post(&started.url)
            .form(fields)
            .send()
            .await
            .expect("the page answers");
        let to = sent
            .headers()
            .get("location")
            .map(|to| to.to_str().expect("a URL").to_owned());
        (to, sent.text().await.expect("text"))
    };
    let page = browser
        .get(&started.url)
        .send()
        .await
        .expect("the page")
        .text()
        .await
        .expect("text");
    assert!(page.contains("ada@example.com") && page.contains("$104.96"), "{page}");
    let card = |number: &'static str| [("email", "ada@example.com"), ("method", "card"), ("card", number)];
    let (_, page) = submit(&card("4000 0000 0000 9995")).await;
    assert!(page.contains("insufficient funds"), "{page}");
    let (_, page) = submit(&card("4000 0000 0000 0002")).await;
    assert!(page.contains("declined"), "{page}");
    let (_, page) = submit(&card("4000 0025 0000 3155")).await;
    assert!(page.contains("3-D Secure"), "{page}");
    let (_, page) = submit(&[("step", "refused")]).await;
    assert!(page.contains("unable to authenticate"), "{page}");
    assert_eq!(shop.fetch(&started.reference).await.state, State::Open);
    submit(&card("4000002500003155")).await;
    let (to, _) = submit(&[("step", "confirmed")]).await;
    assert_eq!(to, Some(sample::back().done));
    assert_eq!(shop.fetch(&started.reference).await.state, State::Paid);
    assert_eq!(shop.taken(), [10_496]);
}
