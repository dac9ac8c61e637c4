//! Mail: from the letter that was committed to the message that arrives, also where the server is down for days.

use domain::order::{Buyer, Order, OrderLine, OrderStatus, ProviderId, Totals};
use domain::tax::{BasisPoints, Tax, TaxKind};
use domain::{Billing, Clock as _, Currency, JobStatus, LicenseTerms, UtcOffset};
use services::mail::{
    self, AccountEmail, Attachment, Email, EmailData, EmailDownload, EmailJob, EmailLicense, MailFolder, Mailer,
    OrderEmail, Outgoing, ReadMail,
};
use services::testing::{Manner, NOW, SmtpServer, TestContext, each_database, time};
use services::{Internal, Jobs, jobs};

pub(crate) const SHOP: &str = "https://shop.example";

/// The order of Ada: two licenses, less ten per cent, plus VAT.
pub(crate) fn order() -> Order {
    Order {
        id: "0123456789abcdef0123456789abcdef".to_owned(),
        number: Some("M-2026-000001".to_owned()),
        status: OrderStatus::Paid,
        buyer: Buyer {
            email: "ada@customer.example".to_owned(),
            name: "Ada Müller".to_owned(),
            company: None,
            street: "Weg 1".to_owned(),
            city: "Berlin".to_owned(),
            postal_code: "10115".to_owned(),
            region: None,
            country: "DE".parse().unwrap(),
            vat_id: None,
            vat_verified: false,
        },
        lines: vec![OrderLine {
            product: "tabula-grid".parse().unwrap(),
            plan: "pro".parse().unwrap(),
            title: "Tabula Grid".to_owned(),
            plan_name: "Pro".to_owned(),
            billing: Billing::OneTime,
            license: LicenseTerms::default(),
            quantity: 2,
            unit: 4_900,
            discount: 980,
            net: 8_820,
            tax: 1_676,
        }],
        totals: Totals {
            currency: "EUR".parse::<Currency>().unwrap(),
            list: 9_800,
            discount: 980,
            net: 8_820,
            tax: 1_676,
            total: 10_496,
        },
        tax: Tax {
            country: "DE".parse().unwrap(),
            kind: TaxKind::Standard,
            rate: BasisPoints(1_900),
            label: "VAT 19%".to_owned(),
        },
        discount_code: Some("SPRING".to_owned()),
        provider: ProviderId::Sandbox,
        account: None,
        consent: None,
        placed_at: time(NOW),
        paid_at: Some(time(NOW)),
    }
}

pub(crate) fn order_letter() -> OrderEmail {
    OrderEmail {
        payable: true,
        order: order(),
        link: format!("{SHOP}/orders/M-2026-000001?key=abc.def"),
        licenses: vec![EmailLicense {
            of: "Tabula Grid (Pro)".to_owned(),
            key: "7ZK4M-0Q2XW-9TB3C-5HNVE-1RDGJ".to_owned(),
        }],
        downloads: vec![EmailDownload {
            name: "tabula-grid-1.0.0.zip".to_owned(),
            link: format!("{SHOP}/downloads/token"),
        }],
        invoice: Some("R-2026-000001".to_owned()),
        attachments: vec![Attachment {
            name: "R-2026-000001.pdf".to_owned(),
            content_type: "application/pdf".to_owned(),
            bytes: b"%PDF-1.7 \x00\xff\r\n.\r\n".to_vec(),
        }],
        placed_on: time(NOW).on(UtcOffset::UTC),
        agreed_on: None,
    }
}

/// Knows one order and one account.
struct Data;

impl EmailData for Data {
    async fn contents(&self, letter: EmailJob) -> Result<Option<Email>, Internal> {
        Ok(match letter {
            EmailJob::OrderPaid { .. } => Some(Email::OrderPaid(Box::new(order_letter()))),
            EmailJob::AlreadyRegistered { email } => Some(Email::AlreadyRegistered(AccountEmail {
                email,
                name: String::new(),
                link: format!("{SHOP}/login"),
            })),
            _ => None,
        })
    }
}

fn mailer(shop: &TestContext, outgoing: Outgoing) -> Mailer {
    let from = "Mintreu <shop@shop.example>".parse().unwrap();
    Mailer::new(outgoing, from, SHOP.to_owned(), shop.clock.clone())
}

fn runner(shop: &TestContext, outgoing: Outgoing) -> Jobs {
    let handler = mail::handler(mailer(shop, outgoing), Data);
    Jobs::new(shop.database.store.clone(), shop.clock.clone()).on_with(mail::KIND, mail::POLICY, handler)
}

fn smtp(server: &SmtpServer) -> Outgoing {
    Outgoing::Smtp(server.url().parse().unwrap())
}

async fn push(shop: &TestContext, letter: &EmailJob, key: Option<&str>) -> bool {
    let mut write = shop.database.store.write().await.unwrap();
    let new = letter.push(&mut write, key, shop.clock.now()).await.unwrap();
    write.save().await.unwrap();
    new
}

fn paid() -> EmailJob {
    EmailJob::OrderPaid { order: order().id }
}

#[tokio::test]
async fn a_letter_arrives_with_html_text_and_the_invoice() {
    each_database(async |shop: TestContext| {
        let server = SmtpServer::start().await;
        let jobs = runner(&shop, smtp(&server));
        assert!(push(&shop, &paid(), Some("paid-1")).await);
        assert!(!push(&shop, &paid(), Some("paid-1")).await);
        jobs.run_due().await.unwrap();

        let mails = server.mails();
        assert_eq!(mails.len(), 1);
        assert_eq!(
            (mails[0].from.as_str(), &mails[0].to[..]),
            ("shop@shop.example", &["ada@customer.example".to_owned()][..])
        );
        let mail = mails[0].read();
        assert_eq!(mail.subject, "Thank you, your order M-2026-000001 is complete");
        assert_eq!(mail.to, "Ada Müller <ada@customer.example>");
        assert_eq!(mail.from, "Mintreu <shop@shop.example>");
        assert_eq!(mail.header("Date"), "Sun, 01 Feb 2026 12:00:00 +0000");
        assert_eq!(mail.attachments.len(), 1);
        let attached = &mail.attachments[0];
        assert_eq!(
            (attached.name.as_str(), &attached.bytes[..]),
            ("R-2026-000001.pdf", &b"%PDF-1.7 \x00\xff\r\n.\r\n"[..])
        );
        for part in [&mail.text, &mail.html] {
            for what in [
                "Hello Ada Müller,",
                "https://shop.example/orders/M-2026-000001?key=abc.def",
                "Tabula Grid",
                "Pro × 2",
                "€98.00",
                "Discount SPRING",
                "-€9.80",
                "VAT 19%",
                "€16.76",
                "€104.96",
                "7ZK4M-0Q2XW-9TB3C-5HNVE-1RDGJ",
                "https://shop.example/downloads/token",
                "We received your payment of €104.96.",
                "Your invoice R-2026-000001 is attached.",
                "https://shop.example/orders/M-2026-000001?key=abc.def#register",
            ] {
                assert!(part.contains(what), "{what} is missing in {part}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_dead_server_delays_mail_and_loses_none() {
    each_database(async |shop: TestContext| {
        let mut server = SmtpServer::start().await;
        let jobs = runner(&shop, smtp(&server));
        server.stop().await;
        for customer in 0..5 {
            let email = format!("customer-{customer}@customer.example");
            push(&shop, &EmailJob::AlreadyRegistered { email }, None).await;
        }
        // Down, then up and unwilling in every way, for most of a week.
        let mut now = time(NOW).as_micros();
        for manner in [
            None,
            Some(Manner::Busy),
            Some(Manner::HangingUp),
            Some(Manner::Refusing),
            None,
        ] {
            match manner {
                Some(manner) => {
                    server.restart().await;
                    server.be(manner);
                }
                None => server.stop().await,
            }
            for _ in 0..7 {
                now += 5 * 3_600 * 1_000_000;
                shop.clock.set(domain::Timestamp::from_micros(now));
                jobs.run_due().await.unwrap();
            }
        }
        assert_eq!(server.mails().len(), 0);
        let waiting = jobs::list(&shop.database.store, false).await.unwrap();
        assert!(
            waiting
                .iter()
                .all(|job| job.state == JobStatus::Waiting && job.error.is_some()),
            "{waiting:?}"
        );

        server.restart().await;
        server.be(Manner::Friendly);
        shop.clock
            .set(domain::Timestamp::from_micros(now + 6 * 3_600 * 1_000_000));
        assert_eq!(jobs.run_due().await.unwrap(), 5);
        let mut to: Vec<String> = server.mails().into_iter().flat_map(|mail| mail.to).collect();
        to.sort_unstable();
        let expected: Vec<String> = (0..5).map(|i| format!("customer-{i}@customer.example")).collect();
        assert_eq!(to, expected);
        assert_eq!(jobs.run_due().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_lost_acknowledgement_sends_the_same_message_again() {
    each_database(async |shop: TestContext| {
        let server = SmtpServer::start().await;
        let jobs = runner(&shop, smtp(&server));
        push(&shop, &paid(), None).await;
        server.be(Manner::Forgetful);
        jobs.run_due().await.unwrap();
        assert_eq!(
            jobs::list(&shop.database.store, false).await.unwrap()[0].state,
            JobStatus::Waiting
        );
        server.be(Manner::Friendly);
        shop.clock.set(time("2026-02-01T12:00:30Z"));
        jobs.run_due().await.unwrap();
        let ids: Vec<String> = server
            .mails()
            .iter()
            .map(|mail| mail.read().header("Message-ID").to_owned())
            .collect();
        assert_eq!(ids.len(), 2);
        assert_eq!(ids[0], ids[1]);
        assert!(ids[0].ends_with("@shop.example>"), "{ids:?}");
    })
    .await;
}

#[tokio::test]
async fn without_a_server_mail_is_kept_as_files() {
    each_database(async |shop: TestContext| {
        let place = tempfile::tempdir().unwrap();
        let folder = MailFolder::new(place.path().join("var/mail"));
        let jobs = runner(&shop, Outgoing::Folder(folder.clone()));
        assert_eq!(folder.list().await.unwrap(), Vec::<ReadMail>::new());
        for _ in 0..11 {
            push(&shop, &paid(), None).await;
        }
        let email = "grace@customer.example".to_owned();
        push(&shop, &EmailJob::AlreadyRegistered { email }, None).await;
        jobs.run_due().await.unwrap();

        let mails = folder.list().await.unwrap();
        assert_eq!(mails.len(), 12);
        assert_eq!(
            (mails[0].to.as_str(), mails[0].subject.as_str()),
            ("grace@customer.example", "You already have an account")
        );
        assert_eq!(folder.read(&mails[0].name).await.unwrap().as_ref(), Some(&mails[0]));
        for other in ["../test.db", "nothing.eml", ""] {
            assert_eq!(folder.read(other).await.unwrap(), None, "{other}");
        }
        let only_mails = std::fs::read_dir(folder.path()).unwrap().all(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            name.ends_with(".eml") && !name.starts_with('.')
        });
        assert!(only_mails);
    })
    .await;
}

#[tokio::test]
async fn letters_that_cannot_be_sent_do_not_wait_for_ever() {
    each_database(async |shop: TestContext| {
        let server = SmtpServer::start().await;
        let jobs = runner(&shop, smtp(&server));
        let email = "no address".to_owned();
        push(&shop, &EmailJob::AlreadyRegistered { email }, None).await;
        jobs.run_due().await.unwrap();
        let failed = jobs::list(&shop.database.store, true).await.unwrap();
        assert_eq!((failed.len(), failed[0].attempts), (1, 1));
        // An account that is gone has nothing to read.
        push(&shop, &EmailJob::VerifyAddress { account: 1 }, None).await;
        jobs.run_due().await.unwrap();
        assert_eq!(
            jobs::list(&shop.database.store, false)
                .await
                .unwrap()
                .last()
                .unwrap()
                .state,
            JobStatus::Done
        );
        assert!(server.mails().is_empty());
    })
    .await;
}
