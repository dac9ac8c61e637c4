//! Accounts as HTTP sees them: redirects, cookies, statuses, what an answer tells and what it does not.

use services::testing::SECRET;

use crate::browser::{Browser, hidden};
use crate::support::{TestApp, each_app_with};

pub const PASSWORD: &str = "correct horse";

/// Behind a proxy, so that tests have addresses, and with the secret that the tests' services sign with.
pub async fn each_app(test: impl AsyncFn(TestApp)) {
    let secret = std::str::from_utf8(SECRET).unwrap();
    let proxied = [("MINTREU_TRUST_PROXY", "true"), ("MINTREU_SECRET", secret)];
    each_app_with(&proxied, test).await;
}

fn registration(email: &str, back: &str) -> String {
    format!("email={email}&name=Ada+Lovelace&password={PASSWORD}&back={back}").replace(' ', "+")
}

/// The path of the link in a customer's mail.
async fn verify_path(app: &TestApp, email: &str) -> String {
    let store = &app.context.database.store;
    let account = store.account_of(email).await.unwrap().unwrap();
    app.context.accounts().verify_path(account.id).await.unwrap().unwrap()
}

async fn reset_path(app: &TestApp, email: &str) -> String {
    let store = &app.context.database.store;
    let account = store.account_of(email).await.unwrap().unwrap();
    app.context.accounts().reset_path(account.id).await.unwrap().unwrap()
}

/// Opens the link of the mail and presses its button.
async fn confirm(app: &TestApp, browser: &mut Browser, email: &str) -> String {
    let page = browser.open(app, &verify_path(app, email).await).await;
    let form = format!("link={}", hidden(&page, "link"));
    browser.send(app, "confirm", &form).await
}

/// A browser in which somebody is logged in.
pub async fn customer(app: &TestApp, network: &str, email: &str) -> Browser {
    let mut browser = Browser::at(network);
    browser.send(app, "register", &registration(email, "")).await;
    assert_eq!(confirm(app, &mut browser, email).await, "/account/purchases");
    browser
}

pub async fn ada(app: &TestApp) -> Browser {
    customer(app, "192.0.2.1", "ada@example.com").await
}

#[tokio::test]
async fn a_customer_registers_confirms_and_goes_on_where_they_were() {
    each_app(async |app| {
        let mut browser = Browser::at("192.0.2.1");
        let form = browser.open(&app, "/register?back=/cart?a%3Db").await;
        assert_eq!(form.header("cache-control"), "no-store");
        assert_eq!(hidden(&form, "back"), "/cart?a=b");
        let page = browser
            .submit(&app, "register", &registration("Ada@Example.com", "/cart?a%3Db"))
            .await;
        assert!(page.text().contains("We’ve sent an e-mail to <b>Ada@Example.com</b>"));
        assert_eq!(browser.session(), None, "in before the link was opened");

        let goes_on = confirm(&app, &mut browser, "ada@example.com").await;
        assert_eq!(goes_on, "/cart?a=b");
        assert_eq!(browser.session().unwrap().len(), 32);
        let head = browser.open(&app, "/products").await;
        assert!(head.text().contains("<b>Ada Lovelace</b>"), "the head knows her name");
        assert_eq!(head.header("cache-control"), "private, no-cache");

        let session = browser.session().unwrap().clone();
        let left = browser.answer(&app, "log_out", "").await;
        assert_eq!((left.header("location"), browser.session()), ("/", None));
        assert_eq!(left.header("clear-site-data"), "\"cache\", \"storage\"");
        let mut thief = Browser::at("192.0.2.9");
        thief.cookies.insert(("/".to_owned(), "session".to_owned()), session);
        let page = thief.open(&app, "/account").await;
        assert_eq!(
            (page.status.as_u16(), page.header("location")),
            (302, "/login?back=/account")
        );
    })
    .await;
}

#[tokio::test]
async fn what_was_wrong_stands_beside_the_field_once() {
    each_app(async |app| {
        let mut browser = Browser::at("192.0.2.1");
        let form = "email=%3Cb%3Eada&name=Ada&password=secret!&back=%2Fcart";
        browser.open(&app, "/register?back=/cart").await;
        let to = browser.send(&app, "register", form).await;
        assert_eq!(
            to, "/register?back=/cart",
            "nothing that was typed stands in the address"
        );
        let page = browser.open(&app, &to).await;
        let text = page.text();
        for kept in ["value=\"&lt;b&gt;ada\"", "value=\"Ada\"", "value=\"/cart\""] {
            assert!(text.contains(kept), "{kept} is missing in {text}");
        }
        for told in ["Enter a valid e-mail address", "This password is too short."] {
            assert!(text.contains(told), "{told} is missing");
        }
        assert_eq!(text.matches("aria-invalid=\"true\"").count(), 2);
        assert_eq!(text.matches(" autofocus").count(), 1, "the first has the focus");
        assert!(!text.contains("secret!"), "a password was sent back");
        let again = browser.open(&app, &to).await;
        assert!(!again.text().contains("aria-invalid"), "told twice");
        assert_eq!(again.status, 200);
    })
    .await;
}

/// Status, address, cookies and page are the same, but for the address that was typed and the tokens.
#[tokio::test]
async fn no_answer_tells_whether_an_address_is_registered() {
    each_app(async |app| {
        ada(&app).await;
        let told = async |name: &str, email: &str, form: String| {
            let mut browser = Browser::at("192.0.2.77");
            let to = browser.send(&app, name, &form).await;
            let page = browser.open(&app, &to).await;
            let cookies: Vec<_> = browser
                .cookies
                .iter()
                .map(|((path, name), value)| (path.clone(), name.clone(), value.len()))
                .collect();
            let main = page
                .text()
                .split("<main")
                .nth(1)
                .unwrap()
                .split("</main>")
                .next()
                .unwrap();
            (page.status, to, cookies, main.replace(email, "(typed)"))
        };
        for (name, stranger, more) in [
            (
                "register",
                "eve@example.org",
                "&name=Eve&password=battery+staple&back=%2Fcart",
            ),
            ("log_in", "ivy@example.org", "&password=battery+staple"),
            ("ask_reset", "ann@example.org", ""),
            ("resend", "zoe@example.org", ""),
        ] {
            // Strangers' addresses are as long as hers, so that cookies are too.
            let known = told(name, "ada@example.com", format!("email=ada@example.com{more}")).await;
            let unknown = told(name, stranger, format!("email={stranger}{more}")).await;
            assert_eq!(known, unknown, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn too_many_attempts_are_told_to_wait() {
    each_app(async |app| {
        let mut guesser = Browser::at("192.0.2.1");
        guesser.open(&app, "/login").await;
        for n in 0..10 {
            let page = guesser
                .submit(&app, "log_in", &format!("email=ada@example.com&password=guess+{n}"))
                .await;
            assert_eq!(page.status, 200, "attempt {n}");
            assert!(page.text().contains("password is wrong"));
        }
        let form = "email=ada@example.com&password=guess";
        let page = guesser.submit(&app, "log_in", form).await;
        assert_eq!((page.status.as_u16(), page.header("retry-after")), (429, "900"));
        assert!(
            page.text()
                .contains("Too many attempts. Please try again in 15 minutes.")
        );

        // A program is answered at once.
        let program = app
            .anonymous()
            .header("accept", "application/json")
            .header("x-forwarded-for", "203.0.113.9, 192.0.2.1");
        let answer = program.post("/api/fn/log_in", form).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, "900"));
        for (name, form, status) in [
            ("log_in", "email=eve@example.com&password=x", 403),
            ("log_in", "", 422),
            ("log_in", "email=&password=", 403),
            ("register", "email=nobody&name=&password=", 422),
            ("register", "", 422),
            ("ask_reset", "email=", 422),
            ("resend", "email=%00", 422),
            ("confirm", "link=forged", 404),
            ("reset", "link=forged&password=battery+staple", 404),
            ("rename", "name=Eve", 401),
            ("change_password", "current=a&password=battery+staple", 401),
            ("log_out_everywhere", "confirm=", 401),
            ("end_session", "id=0", 401),
        ] {
            let answer = program.post(&format!("/api/fn/{name}"), form).await;
            assert_eq!(answer.status.as_u16(), status, "{name}");
            assert_eq!(answer.header("set-cookie"), "", "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn links_that_do_not_count_offer_new_ones() {
    each_app(async |app| {
        let mut browser = ada(&app).await;
        for (path, offers) in [
            ("/verify/forged", "action=\"/api/fn/resend\""),
            ("/verify/%3Cscript%3E", "action=\"/api/fn/resend\""),
            ("/reset/forged", "action=\"/api/fn/ask_reset\""),
        ] {
            let page = browser.open(&app, path).await;
            assert_eq!(page.status, 404, "{path}");
            assert!(page.text().contains("This link isn’t valid"), "{path}");
            assert!(page.text().contains(offers), "{path}");
            assert_eq!(page.header("cache-control"), "no-store");
        }
        for (name, bad) in [("confirm", ".."), ("reset", "a%0D%0ASet-Cookie:+a=b"), ("reset", "")] {
            let to = browser
                .send(&app, name, &format!("link={bad}&password=battery+staple"))
                .await;
            assert_eq!(to, "/reset/forged", "{name} leads back to its page");
        }
    })
    .await;
}

#[tokio::test]
async fn a_mail_checker_that_opens_links_changes_nothing() {
    each_app(async |app| {
        let mut browser = Browser::at("192.0.2.1");
        browser
            .send(&app, "register", &registration("ada@example.com", ""))
            .await;
        let path = verify_path(&app, "ada@example.com").await;
        let mut checker = Browser::at("198.51.100.1");
        let page = checker.open(&app, &path).await;
        assert!(page.text().contains("Enter the password that you chose"));
        assert!(checker.cookies.is_empty());
        let link = hidden(&page, "link").to_owned();
        let form = format!("link={link}&password=battery+staple");
        let page = checker.submit(&app, "confirm", &form).await;
        assert!(page.text().contains("This password is wrong."));
        assert_eq!(
            confirm(&app, &mut browser, "ada@example.com").await,
            "/account/purchases"
        );
        let page = checker.open(&app, &path).await;
        assert!(page.text().contains("This address is confirmed"));
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew() {
    each_app(async |app| {
        let mut elsewhere = ada(&app).await;
        let mut browser = Browser::at("198.51.100.1");
        let page = browser.submit(&app, "ask_reset", "email=ada@example.com").await;
        assert!(
            page.text()
                .contains("If there is an account for <b>ada@example.com</b>")
        );
        let path = reset_path(&app, "ada@example.com").await;
        let page = browser.open(&app, &path).await;
        let form = |password: &str| format!("link={}&password={password}", hidden(&page, "link"));
        let again = browser.submit(&app, "reset", &form("password1")).await;
        assert!(again.text().contains("This password is too easy to guess"));
        let login = browser.submit(&app, "reset", &form("battery+staple")).await;
        assert!(login.text().contains("Your password is changed."));
        assert!(login.text().contains("value=\"ada@example.com\""));
        assert_eq!(
            elsewhere.open(&app, "/account").await.status,
            302,
            "logged in elsewhere still"
        );
        assert_eq!(browser.open(&app, &path).await.status, 404, "a link works once");
        let to = browser
            .send(&app, "log_in", "email=ada@example.com&password=battery+staple")
            .await;
        assert_eq!(to, "/account/purchases");
    })
    .await;
}

#[tokio::test]
async fn logging_in_leads_back_to_own_pages_only() {
    each_app(async |app| {
        let mut browser = ada(&app).await;
        for (asked, to) in [
            ("/checkout?step=2", "/checkout?step=2"),
            ("//evil.example", "/account/purchases"),
            ("https://evil.example", "/account/purchases"),
            ("/\\evil.example", "/account/purchases"),
            ("/a%0D%0Ab", "/account/purchases"),
        ] {
            let form = format!(
                "email=ada@example.com&password=correct+horse&back={}",
                asked.replace('?', "%3F")
            );
            assert_eq!(browser.send(&app, "log_in", &form).await, to, "{asked}");
            // Who is in already is led on by the page itself.
            let page = browser
                .open(&app, &format!("/login?back={}", asked.replace('?', "%3F")))
                .await;
            assert_eq!((page.status.as_u16(), page.header("location")), (302, to), "{asked}");
        }
        // The header's links carry the page that they are on.
        let page = app
            .anonymous()
            .header("accept", "text/html")
            .get("/products/valve?reviews=lowest")
            .await;
        assert!(
            page.text()
                .contains("href=\"/login?back=/products/valve?reviews=lowest\"")
        );
    })
    .await;
}

#[tokio::test]
async fn another_sites_form_logs_nobody_in_or_out() {
    each_app(async |app| {
        let browser = ada(&app).await;
        for name in ["log_in", "log_out", "register", "rename", "change_password"] {
            let foreign = browser.client(&app, "/").header("sec-fetch-site", "cross-site");
            let answer = foreign.post(&format!("/api/fn/{name}"), "name=Eve").await;
            answer.problem(403);
            assert_eq!(answer.header("set-cookie"), "");
        }
        // Nor does an address alone: forms are posted.
        let answer = browser.client(&app, "/").get("/api/fn/log_out").await;
        assert!(answer.status.as_u16() >= 400, "{}", answer.status);
    })
    .await;
}
