//! Discount codes in carts: a refused one is not kept, and of two the valid one stays.

use domain::cart::{CartChange, CartError};
use domain::pricing::{Discount, Off};
use domain::tax::BasisPoints;
use services::CartOwner;
use services::cart::ChangeError;
use services::testing::shop::{Guest, TestShop};
use services::testing::{TestContext, each_database, product, time};

fn code(name: &str) -> Discount {
    Discount {
        code: name.to_owned(),
        off: Off::Percent(BasisPoints(1_000)),
        products: Vec::new(),
        starts_at: None,
        ends_at: None,
        limit: None,
        used: 0,
    }
}

async fn type_in(shop: &TestShop, guest: &Guest, typed: &str) -> Result<(), CartError> {
    let change = CartChange::Code(typed.to_owned());
    match shop
        .carts
        .change(&guest.network, Some(&guest.owner), None, &change)
        .await
    {
        Ok(_) => Ok(()),
        Err(ChangeError::Refused(error)) => Err(error),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_refused_code_is_not_kept() {
    each_database(async |context: TestContext| {
        context.import(&[product("geo").build(), product("map").build()]).await;
        let shop = TestShop::new(&context).await;
        shop.put_discount(&code("GOOD")).await;
        shop.put_discount(&Discount {
            starts_at: Some(time("2026-03-01T00:00:00Z")),
            ..code("EARLY")
        })
        .await;
        shop.put_discount(&Discount {
            ends_at: Some(time("2026-01-01T00:00:00Z")),
            ..code("LATE")
        })
        .await;
        shop.put_discount(&Discount {
            limit: Some(1),
            used: 1,
            ..code("USED")
        })
        .await;
        shop.put_discount(&Discount {
            products: vec!["map".parse().unwrap()],
            ..code("MAP")
        })
        .await;
        let refused = [
            ("nope", CartError::CodeUnknown, "The code NOPE isn’t valid."),
            ("early", CartError::CodeTooEarly, "The code EARLY isn’t valid yet."),
            (" late ", CartError::CodeExpired, "The code LATE has expired."),
            ("used", CartError::CodeUsedUp, "The code USED has been used up."),
            (
                "map",
                CartError::CodeOtherProducts,
                "The code MAP isn’t valid for the products in your cart.",
            ),
        ];
        for before in [None, Some("GOOD")] {
            let guest = shop.guest(&[("geo", "pro", 1)]).await;
            if let Some(before) = before {
                type_in(&shop, &guest, before).await.unwrap();
            }
            let cart = guest.cart().await;
            for (typed, error, said) in refused {
                assert_eq!(type_in(&shop, &guest, typed).await, Err(error), "{typed}");
                assert_eq!(error.sentence_about(typed), said);
                assert_eq!(guest.cart().await, cart, "{typed}: as it was");
            }
            assert_eq!(cart.code.as_deref(), before);
        }
        // What covers something in the cart is taken.
        let guest = shop.guest(&[("geo", "pro", 1), ("map", "pro", 1)]).await;
        type_in(&shop, &guest, "map").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_valid_code_of_two_carts_stays() {
    each_database(async |context: TestContext| {
        context.import(&[product("geo").build(), product("map").build()]).await;
        let shop = TestShop::new(&context).await;
        let soon = |name: &str| Discount {
            ends_at: Some(time("2026-02-02T00:00:00Z")),
            ..code(name)
        };
        for discount in [code("KEPT"), code("OTHER"), soon("OLD"), soon("OLDER")] {
            shop.put_discount(&discount).await;
        }
        shop.put_discount(&Discount {
            products: vec!["map".parse().unwrap()],
            ..code("MAP")
        })
        .await;
        // The account's, the guest's, and what is left of both once the old ones have expired.
        let cases = [
            (None, Some("KEPT"), Some("KEPT")),
            (Some("KEPT"), None, Some("KEPT")),
            (Some("OLD"), Some("KEPT"), Some("KEPT")),
            (Some("KEPT"), Some("OLD"), Some("KEPT")),
            (Some("KEPT"), Some("OTHER"), Some("KEPT")),
            (None, Some("OLD"), None),
            // Its page says that it has expired.
            (Some("OLD"), None, Some("OLD")),
            (Some("OLD"), Some("OLDER"), Some("OLD")),
            (Some("OLD"), Some("MAP"), Some("MAP")),
        ];
        let mut carts = Vec::new();
        for (i, (own, guests, _)) in cases.iter().enumerate() {
            let email = format!("ada{i}@example.com");
            let account = shop.account(&email).await;
            let kim = Guest::logged_in(&shop, account, &email);
            kim.put("geo", "pro").await;
            let guest = shop.guest(&[("map", "pro", 1)]).await;
            for (whose, typed) in [(&kim, own), (&guest, guests)] {
                if let Some(typed) = typed {
                    type_in(&shop, whose, typed).await.unwrap();
                }
            }
            carts.push((guest, account, kim));
        }
        context.clock.set(time("2026-02-03T00:00:00Z"));
        for ((guest, account, kim), (own, guests, left)) in carts.iter().zip(cases) {
            let CartOwner::Guest(token) = &guest.owner else {
                panic!("a guest");
            };
            shop.carts.merge(token, *account).await.unwrap();
            assert_eq!(kim.cart().await.code.as_deref(), left, "{own:?} {guests:?}");
        }
    })
    .await;
}
