//! A rendered letter as an Internet message (RFC 5322, MIME): text and HTML, and what is attached.

use std::time::{Duration, UNIX_EPOCH};

use domain::Timestamp;
use domain::account::mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as Attach, Mailbox, Message, MultiPart, MultiPartKind, SinglePart};

use super::mailbox::NamedAddress;
use super::mailer::SendError;
use super::{RenderedEmail, Sender};

/// Everything that `id` and `mail` decide is the same each time, to the boundaries between the parts.
pub(super) fn message(from: &Sender, id: &str, mail: &RenderedEmail, now: Timestamp) -> Result<Message, SendError> {
    let to = NamedAddress {
        name: one_line(&mail.to_name),
        address: mailbox(&mail.to).parse()?,
    };
    // For the envelope; the headers are replaced below.
    let bare = |named: &NamedAddress| Mailbox::new(None, named.address.clone());
    let date = UNIX_EPOCH + Duration::from_secs(u64::try_from(now.as_seconds()).unwrap_or_default());
    // Keeps holiday notices away (RFC 3834).
    let automatic = HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".to_owned(),
    );
    let builder = Message::builder()
        .from(bare(from.named()))
        .to(bare(&to))
        .subject(one_line(&mail.subject))
        .date(date)
        .message_id(Some(format!("<{id}@{}>", from.domain())))
        .raw_header(automatic);

    let alternative = multipart(MultiPartKind::Alternative, &format!("text-{id}"))
        .singlepart(SinglePart::plain(mail.text.clone()))
        .singlepart(SinglePart::html(mail.html.clone()));
    let mut parts = alternative;
    if !mail.attachments.is_empty() {
        parts = multipart(MultiPartKind::Mixed, &format!("files-{id}")).multipart(parts);
    }
    for file in &mail.attachments {
        let kind = ContentType::parse(&file.content_type).unwrap_or_else(|_| octets());
        parts = parts.singlepart(Attach::new(one_line(&file.name)).body(file.bytes.clone(), kind));
    }
    let mut message = builder.multipart(parts)?;
    let headers = message.headers_mut();
    headers.insert_raw(address_header("From", from.named()));
    headers.insert_raw(address_header("To", &to));
    Ok(message)
}

fn address_header(name: &'static str, named: &NamedAddress) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str(name);
    HeaderValue::dangerous_new_pre_encoded(name, named.to_string(), named.header())
}

fn octets() -> ContentType {
    ContentType::parse("application/octet-stream").expect("it is one")
}

fn multipart(kind: MultiPartKind, boundary: &str) -> MultiPart {
    // Quoted-printable and base64 lines never begin with `--=`, so none looks like a boundary.
    MultiPart::builder()
        .kind(kind)
        .boundary(format!("=_{boundary}"))
        .build()
}

/// Text for a header: whatever could begin another line, or hide, is a space.
fn one_line(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::{Attachment, ReadMail};
    use super::*;

    fn rendered() -> RenderedEmail {
        RenderedEmail {
            to: "ada@customer.example".to_owned(),
            to_name: "Ada".to_owned(),
            subject: "Your order M-2026-000001".to_owned(),
            html: "<p>Hello</p>".to_owned(),
            text: "Hello\n".to_owned(),
            attachments: Vec::new(),
        }
    }

    fn written(mail: &RenderedEmail) -> Result<Vec<u8>, SendError> {
        let from: Sender = "Mintreu <shop@mintreu.example>".parse().unwrap();
        let now = Timestamp::parse("2026-01-31T08:05:00Z").unwrap();
        Ok(message(&from, "17-3", mail, now)?.formatted())
    }

    /// The lines above the first empty one.
    fn headers(message: &[u8]) -> Vec<String> {
        let text = String::from_utf8(message.to_vec()).unwrap();
        let head = text.split("\r\n\r\n").next().unwrap().to_owned();
        head.split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_message_is_the_same_each_time() {
        let first = written(&rendered()).unwrap();
        assert_eq!(first, written(&rendered()).unwrap());
        let mail = ReadMail::parse("a.eml", &first).unwrap();
        assert_eq!(mail.header("Message-ID"), "<17-3@mintreu.example>");
        assert_eq!(mail.header("Date"), "Sat, 31 Jan 2026 08:05:00 +0000");
        assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
        assert_eq!(
            (mail.subject.as_str(), mail.to.as_str()),
            ("Your order M-2026-000001", "Ada <ada@customer.example>")
        );
        assert_eq!((mail.html.as_str(), mail.text.as_str()), ("<p>Hello</p>", "Hello\n"));
    }

    #[test]
    fn attachments_come_through_byte_by_byte() {
        let bytes: Vec<u8> = (0..=255).cycle().take(5_000).collect();
        let mut mail = rendered();
        mail.attachments.push(Attachment {
            name: "Rechnung für\r\nAda.pdf".to_owned(),
            content_type: "application/pdf".to_owned(),
            bytes: bytes.clone(),
        });
        let read = ReadMail::parse("a.eml", &written(&mail).unwrap()).unwrap();
        assert_eq!(read.attachments.len(), 1);
        let file = &read.attachments[0];
        assert_eq!(
            (file.name.as_str(), file.content_type.as_str()),
            ("Rechnung für Ada.pdf", "application/pdf")
        );
        assert_eq!(file.bytes, bytes);
        assert_eq!(read.text, "Hello\n");
    }

    #[test]
    fn names_and_subjects_cannot_add_headers() {
        let hostile = "Ada\r\nBcc: victim@example.com\n\tX: 1\r\n\r\n<script>\u{2028}\0";
        let plain: Vec<String> = headers(&written(&rendered()).unwrap());
        let names = |lines: &[String]| -> Vec<String> {
            let of = |line: &String| line.split(':').next().unwrap().to_owned();
            // A line that begins with a space goes on with the one above.
            lines
                .iter()
                .filter(|line| !line.starts_with([' ', '\t']))
                .map(of)
                .collect()
        };
        let mut mail = rendered();
        (mail.to_name, mail.subject) = (hostile.to_owned(), hostile.to_owned());
        let written = written(&mail).unwrap();
        assert_eq!(names(&headers(&written)), names(&plain));
        let read = ReadMail::parse("a.eml", &written).unwrap();
        assert_eq!(read.subject, "Ada Bcc: victim@example.com X: 1 <script>");
        assert_eq!(read.text, "Hello\n");
    }

    #[test]
    fn international_domains_are_written_to_in_ascii() {
        for to in ["ada@b\u{fc}cher.example", "ada@xn--bcher-kva.example"] {
            let mut mail = rendered();
            mail.to = to.to_owned();
            let from: Sender = "Shop <shop@b\u{fc}cher.example>".parse().unwrap();
            let message = message(&from, "1-1", &mail, Timestamp::from_micros(0)).unwrap();
            let recipients: Vec<_> = message.envelope().to().iter().map(ToString::to_string).collect();
            assert_eq!(recipients, ["ada@xn--bcher-kva.example"]);
            assert_eq!(
                message.envelope().from().unwrap().to_string(),
                "shop@xn--bcher-kva.example"
            );
            let written = message.formatted();
            assert!(headers(&written).iter().all(|line| line.is_ascii()));
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in [
            "",
            "ada",
            "ada@",
            "a@b.example\r\nBcc: c@d.example",
            "a@b.example, c@d.example",
            "a b@c.example",
        ] {
            let mut mail = rendered();
            mail.to = bad.to_owned();
            assert!(matches!(written(&mail), Err(SendError::Address(_))), "{bad}");
        }
    }
}
