//! E-mail addresses at international domains: one mailbox, however it is typed.

use domain::Email;
use services::accounts::Registration;
use services::mail::{self, EmailData as _, render};
use services::testing::shop::{Guest, TestShop, form};
use services::testing::{TestContext, each_database, product};
use services::{AccountError, SandboxAction};

use crate::accounts::{HERE, PASSWORD, jobs, letters, verify_link};

/// The same mailbox, as it may be typed, stored or come from a browser.
const SPELLINGS: [&str; 5] = [
    "Ada@Bücher.example",
    " ada@bu\u{308}cher.example ",
    "ada@xn--bcher-kva.example",
    "ADA@XN--BCHER-KVA.EXAMPLE",
    "ada@ｂücher。example",
];

fn registration(email: &str) -> Registration<'_> {
    Registration {
        email,
        name: "Ada Lovelace",
        password: PASSWORD,
    }
}

#[tokio::test]
async fn an_account_is_known_by_every_spelling_of_its_domain() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        for (n, typed) in SPELLINGS.iter().enumerate() {
            // From networks of their own: they share a mailbox, whose letters are counted.
            let browser = accounts.register(&format!("192.0.2.{n}"), &registration(typed)).await;
            let Ok(browser) = browser else {
                assert!(matches!(browser, Err(AccountError::TooMany { .. })), "{typed}");
                continue;
            };
            if n == 0 {
                let link = verify_link(&context, &accounts).await;
                let logged_in = accounts.confirm(HERE, &link, Some(&browser), "", None).await.unwrap();
                assert_eq!(logged_in.account.email, "Ada@bücher.example", "people read it");
            } else {
                let letter = jobs(&context).await.pop().unwrap();
                assert_eq!(letter["letter"], "AlreadyRegistered", "{typed}");
            }
        }
        for typed in SPELLINGS {
            let logged_in = accounts.log_in(HERE, typed, PASSWORD, None).await.unwrap();
            assert_eq!(logged_in.account.email, "Ada@bücher.example", "{typed}");
            assert!(accounts.end_sessions(typed).await.unwrap().is_some(), "{typed}");
        }
        assert_eq!(accounts.end_sessions("ada@bucher.example").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn attempts_are_counted_for_all_spellings_together() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        for n in 0..10 {
            let typed = SPELLINGS[n % SPELLINGS.len()];
            let refused = accounts.log_in(HERE, typed, "wrong horse", None).await;
            assert!(matches!(refused, Err(AccountError::Credentials)), "{n}");
        }
        for typed in SPELLINGS {
            let refused = accounts.log_in(HERE, typed, PASSWORD, None).await;
            assert!(matches!(refused, Err(AccountError::TooMany { .. })), "{typed}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_order_is_claimed_by_every_spelling_of_its_domain() {
    each_database(async |context: TestContext| {
        context.import(&[product("rope").build()]).await;
        let shop = TestShop::new(&context).await;
        for typed in SPELLINGS {
            let guest = shop.guest(&[("rope", "pro", 1)]).await;
            let mut form = form();
            form.email = typed.to_owned();
            let url = guest.place(&form).await.unwrap();
            shop.act(&url, SandboxAction::Pay).await;
            let order = guest.stored().await;
            assert!(order.buyer.email.ends_with("@bücher.example"), "{}", order.buyer.email);
            assert_eq!(
                Email::parse(&order.buyer.email).unwrap().key(),
                "ada@xn--bcher-kva.example"
            );
        }
        let account = shop.account(SPELLINGS[2]).await;
        assert_eq!(shop.orders.claim(account, SPELLINGS[0]).await.unwrap(), 5);
        let customer = Guest::logged_in(&shop, account, SPELLINGS[1]);
        assert!(customer.orders().await.is_empty());
        assert_eq!(shop.orders.of_account(account).await.unwrap().len(), 5);
    })
    .await;
}

#[tokio::test]
async fn letters_go_to_the_ascii_form_and_say_the_other() {
    each_database(async |context: TestContext| {
        let accounts = context.accounts();
        accounts.register(HERE, &registration(SPELLINGS[3])).await.unwrap();
        let last = serde_json::from_value(jobs(&context).await.pop().unwrap()).unwrap();
        let contents = letters(&context, &accounts)
            .await
            .contents(last)
            .await
            .unwrap()
            .unwrap();
        let mail::Email::VerifyAddress(letter) = &contents else {
            panic!("{contents:?}");
        };
        assert_eq!(letter.email, "ADA@bücher.example");
        assert_eq!(render(&contents, "https://context.example").to, "ADA@bücher.example");
    })
    .await;
}
