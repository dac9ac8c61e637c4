//! Which passwords are taken, and that one is the same however a keyboard writes it.

use services::accounts::Registration;
use services::testing::{TestContext, each_database};

use crate::accounts::{HERE, PASSWORD, ada, ada_is_here, fields, verify_link};

const ADA: &str = "ada@example.com";
/// The same word, composed and decomposed.
const COMPOSED: &str = "cr\u{e8}me br\u{fb}l\u{e9}e";
const DECOMPOSED: &str = "cre\u{300}me bru\u{302}le\u{301}e";

#[tokio::test]
async fn passwords_that_are_tried_first_are_refused_everywhere() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts().named(&["Harbour Software"]);
        let id = ada_is_here(&shop, &accounts).await.account.id;
        for bad in [
            "iloveyou2",
            "Liverpool1",
            "mintreu2026",
            "Ada@Example.com1",
            "lovelace!1",
            "H4rb0ur-99",
        ] {
            let form = Registration {
                email: "Ada@Example.com",
                name: "Ada Lovelace",
                password: bad,
            };
            assert_eq!(fields(accounts.register(HERE, &form).await), ["password"], "{bad}");
        }
        for bad in ["iloveyou2", "mintreu2026"] {
            let refused = accounts.change_password(HERE, id, PASSWORD, bad).await;
            assert_eq!(fields(refused), ["password"], "{bad}");
            let path = accounts.reset_path(id).await.unwrap().unwrap();
            let refused = accounts.reset(HERE, path.strip_prefix("/reset/").unwrap(), bad).await;
            assert_eq!(fields(refused), ["password"], "{bad}");
        }
    })
    .await;
}

#[tokio::test]
async fn passwords_are_the_same_however_they_are_composed() {
    each_database(async |shop: TestContext| {
        let accounts = shop.accounts();
        assert_ne!(COMPOSED, DECOMPOSED);
        accounts.register(HERE, &ada(DECOMPOSED)).await.unwrap();
        let link = verify_link(&shop, &accounts).await;
        accounts.confirm(HERE, &link, None, COMPOSED, None).await.unwrap();
        for typed in [COMPOSED, DECOMPOSED] {
            accounts.log_in(HERE, ADA, typed, None).await.unwrap();
        }
    })
    .await;
}
