//! The page that shows a development machine's mail.

use services::mail::{AccountEmail, Email, render};

use crate::support::{PRODUCTION, PUBLIC_URL, TestApp, each_app, each_app_with};

async fn send(app: &TestApp, id: &str, name: &str) {
    let letter = Email::VerifyAddress(AccountEmail {
        email: "ada@customer.example".to_owned(),
        name: name.to_owned(),
        link: format!("{PUBLIC_URL}/verify?token=abc"),
    });
    let mut mail = render(&letter, PUBLIC_URL);
    mail.attachments.push(services::mail::Attachment {
        name: "<b>.html".to_owned(),
        content_type: "text/html".to_owned(),
        bytes: b"<script>alert(1)</script>".to_vec(),
    });
    app.state.services.mailer.send(id, &mail).await.unwrap();
}

#[tokio::test]
async fn mails_can_be_read_with_all_their_parts() {
    each_app(async |app| {
        assert!(app.get("/dev/mail").await.text().contains("No mail yet"));
        send(&app, "100-9", "Ada").await;
        send(&app, "100-10", "<script>alert(1)</script>").await;
        let list = app.get("/dev/mail").await;
        let at = |name: &str| {
            list.text()
                .find(name)
                .unwrap_or_else(|| panic!("{name}: {}", list.text()))
        };
        assert!(at("/dev/mail/100-10.eml") < at("/dev/mail/100-9.eml"), "newest first");

        let page = app.get("/dev/mail/100-10.eml").await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Confirm your e-mail address"));
        assert!(!page.text().contains("<script>"), "{}", page.text());
        assert!(page.header("content-security-policy").contains("default-src 'none'"));

        let html = app.get("/dev/mail/100-10.eml/html").await;
        assert!(html.text().contains("href=\"https://shop.localhost/verify?token=abc\""));
        let policy = html.header("content-security-policy");
        assert!(
            policy.starts_with("sandbox ") && !policy.contains("allow-scripts"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'self'"), "{policy}");

        let file = app.get("/dev/mail/100-10.eml/attachments/0").await;
        assert_eq!(file.text(), "<script>alert(1)</script>");
        assert!(file.header("content-disposition").starts_with("attachment; "));
        assert_eq!(file.header("content-type"), "application/octet-stream");

        for missing in [
            "/dev/mail/1.eml",
            "/dev/mail/..%2Fa.eml",
            "/dev/mail/100-9.eml/attachments/7",
        ] {
            app.get(missing).await.problem(404);
        }
    })
    .await;
}

#[tokio::test]
async fn there_is_no_such_page_where_mail_is_sent_or_in_production() {
    for variables in [&PRODUCTION[..], &[("SMTP_URL", "smtp://127.0.0.1:2525")]] {
        each_app_with(variables, async |app| {
            for path in ["/dev/mail", "/dev/mail/1.eml", "/dev/mail/1.eml/html"] {
                let page = app.anonymous().header("accept", "text/html").get(path).await;
                assert_eq!(page.status, 404, "{path}");
                assert!(!page.text().contains("MAIL_DIR"), "{path}");
            }
        })
        .await;
    }
}
