//! Reading messages back: for the page that shows those of the folder, and for tests.

use mail_parser::{Address, MessageParser, MimeHeaders as _, PartType};

/// A message, taken apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadMail {
    /// The name of its file.
    pub name: String,
    pub subject: String,
    pub from: String,
    pub to: String,
    /// As they stand in the message, unfolded, in its order.
    pub headers: Vec<(String, String)>,
    pub text: String,
    pub html: String,
    pub attachments: Vec<ReadAttachment>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadAttachment {
    pub name: String,
    pub content_type: String,
    pub bytes: Vec<u8>,
}

impl ReadMail {
    /// Takes a message apart; nothing where it is none.
    pub fn parse(name: &str, message: &[u8]) -> Option<Self> {
        let mail = MessageParser::default().parse(message)?;
        let text = |part: Option<&mail_parser::MessagePart<'_>>| match part.map(|part| &part.body) {
            Some(PartType::Text(text) | PartType::Html(text)) => text.replace("\r\n", "\n"),
            _ => String::new(),
        };
        let unfolded = |value: &str| value.split_whitespace().collect::<Vec<_>>().join(" ");
        let attachments = mail.attachments().map(|part| {
            let kind = part.content_type().map(|kind| match kind.subtype() {
                Some(subtype) => format!("{}/{subtype}", kind.ctype()),
                None => kind.ctype().to_owned(),
            });
            ReadAttachment {
                name: part.attachment_name().unwrap_or("attachment").to_owned(),
                content_type: kind.unwrap_or_default(),
                bytes: part.contents().to_vec(),
            }
        });
        Some(Self {
            name: name.to_owned(),
            subject: mail.subject().unwrap_or_default().to_owned(),
            from: mail.from().map(people).unwrap_or_default(),
            to: mail.to().map(people).unwrap_or_default(),
            headers: mail
                .headers_raw()
                .map(|(name, value)| (name.to_owned(), unfolded(value)))
                .collect(),
            text: text(mail.text_part(0)),
            html: text(mail.html_part(0)),
            attachments: attachments.collect(),
        })
    }

    /// A header's value; empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }
}

fn people(address: &Address<'_>) -> String {
    let one = |a: &mail_parser::Addr<'_>| match (a.name(), a.address().unwrap_or_default()) {
        (Some(name), address) => format!("{name} <{address}>"),
        (None, address) => address.to_owned(),
    };
    address.iter().map(one).collect::<Vec<_>>().join(", ")
}
