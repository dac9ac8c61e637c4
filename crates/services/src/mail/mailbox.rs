//! An address with its display name, as headers write it (RFC 5322, section 3.4) and as settings and people do.
//!
//! lettre takes a name such as `.NET` for an atom, which may hold no dot, and leaves what looks like an encoded word to
//! be decoded by the reader. So the name is written here.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lettre::Address;
use lettre::address::AddressError;

/// So many bytes of text make an encoded word of 75 characters at most (RFC 2047, section 2).
const WORD_BYTES: usize = 45;
/// Longer names are encoded, so that their line can be folded.
const LONGEST_PLAIN: usize = 60;

/// An address, and the name that is shown for it; empty where there is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct NamedAddress {
    pub name: String,
    pub address: Address,
}

impl NamedAddress {
    /// As a header's value, in ASCII but for the address, and folded where it is long.
    pub fn header(&self) -> String {
        let Self { name, address } = self;
        if name.is_empty() {
            return address.to_string();
        }
        let phrase = phrase(name);
        let last = phrase.rsplit("\r\n").next().unwrap_or_default();
        let gap = if last.len() + address.to_string().len() > LONGEST_PLAIN {
            "\r\n "
        } else {
            " "
        };
        format!("{phrase}{gap}<{address}>")
    }
}

/// A display name: an atom as it is, other ASCII as a quoted string, everything else as encoded words.
fn phrase(name: &str) -> String {
    let printable = name.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    if !printable || name.len() > LONGEST_PLAIN || name.contains("=?") {
        return encoded_words(name);
    }
    if name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whole characters in each word; readers join words that follow each other.
fn encoded_words(name: &str) -> String {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if words.last().is_some_and(|word| word.len() + c.len_utf8() > WORD_BYTES) {
            words.push(String::new());
        }
        words.last_mut().expect("there is one").push(c);
    }
    let encoded: Vec<String> = words
        .iter()
        .map(|word| format!("=?utf-8?b?{}?=", STANDARD.encode(word)))
        .collect();
    encoded.join("\r\n ")
}

/// Reads `shop@mintreu.example`, `Mintreu <shop@mintreu.example>` and `"Mintreu, Inc." <shop@mintreu.example>`; a name
/// without quotes may hold what it likes.
impl FromStr for NamedAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        let Some((name, address)) = text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) else {
            return Ok(Self {
                name: String::new(),
                address: text.parse()?,
            });
        };
        if name.chars().any(char::is_control) {
            return Err(AddressError::InvalidInput);
        }
        let name = name.trim();
        let inside = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
        Ok(Self {
            name: inside.map_or_else(|| name.to_owned(), unescaped),
            address: address.trim().parse()?,
        })
    }
}

fn unescaped(quoted: &str) -> String {
    let mut out = String::with_capacity(quoted.len());
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}

/// As settings have it: it reads back the same.
impl fmt::Display for NamedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, address } = self;
        let special = |c: char| c.is_ascii_punctuation() && c != '-' && c != '\'';
        match name.as_str() {
            "" => write!(f, "{address}"),
            name if name.contains(special) => write!(f, "{} <{address}>", quoted(name)),
            name => write!(f, "{name} <{address}>"),
        }
    }
}

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;

    use super::*;

    const NAMES: [&str; 27] = [
        "Ada",
        "Ada Lovelace",
        ".NET",
        "The .NET Shop",
        "A. N. Other",
        "trailing.",
        "a..b",
        "Acme, Inc.",
        "Doe, Jane (Accounts)",
        "Smith & Sons; Ltd: <x>",
        "shop@example.com",
        "say \"hello\"",
        "back\\slash",
        "\"",
        "\\",
        "'quoted'",
        "C++",
        "a  b",
        "Zoë Größe",
        "Łukasz, „der Große“",
        "山田太郎",
        "חברת הדוגמה",
        "🎉 Party",
        "=?utf-8?q?=41?=",
        "x =?utf-8?b?QQ==?= y",
        "an interminable name, one word after the other, that no line of a header has room for",
        "ein endloser Name mit Umlauten, äöüÄÖÜß, der auf keine Zeile paßt und deshalb geteilt werden muß: äöüÄÖÜß",
    ];

    /// What a header's value is made of, by the grammar of RFC 5322 and 2047.
    fn is_well_formed(value: &str) -> bool {
        let Some((phrase, address)) = value.rsplit_once('<') else {
            return false;
        };
        let phrase = phrase.trim_end();
        let inside = phrase.strip_prefix('"').and_then(|phrase| phrase.strip_suffix('"'));
        let quoted = inside.is_some_and(|inside| {
            let bare = inside.replace("\\\\", "").replace("\\\"", "");
            !bare.contains(['"', '\\', '\r', '\n'])
        });
        let encoded = phrase.split("\r\n ").all(|word| {
            let text = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
            word.len() <= 75
                && text.is_some_and(|text| {
                    STANDARD
                        .decode(text)
                        .is_ok_and(|bytes| String::from_utf8(bytes).is_ok())
                })
        });
        let atom = !phrase.is_empty() && phrase.bytes().all(|b| b.is_ascii_alphanumeric());
        value.is_ascii() && address.ends_with('>') && (quoted || encoded || atom)
    }

    #[test]
    fn names_are_read_back_from_headers() {
        for name in NAMES {
            let named = NamedAddress {
                name: name.to_owned(),
                address: "ada@customer.example".parse().unwrap(),
            };
            let header = named.header();
            assert!(is_well_formed(&header), "{name}: {header}");
            assert!(header.split("\r\n").all(|line| line.len() <= 78), "{name}: {header}");
            let message = format!("To: {header}\r\n\r\n");
            let read = MessageParser::default().parse(&message).unwrap();
            let to = read.to().unwrap().as_list().unwrap();
            assert_eq!(to.len(), 1, "{name}: {header}");
            assert_eq!(
                (to[0].name(), to[0].address()),
                (Some(name), Some("ada@customer.example")),
                "{header}"
            );
        }
    }

    #[test]
    fn names_are_read_back_from_settings() {
        for name in NAMES {
            let text = format!("{} <ada@customer.example>", quoted(name));
            let named: NamedAddress = text.parse().unwrap();
            assert_eq!(named.name, name);
            assert_eq!(named.to_string().parse::<NamedAddress>().unwrap(), named);
        }
        for (text, name) in [
            ("ada@customer.example", ""),
            ("<ada@customer.example>", ""),
            (" .NET <ada@customer.example> ", ".NET"),
            ("Acme, Inc. <ada@customer.example>", "Acme, Inc."),
            ("Zoë  <ada@customer.example>", "Zoë"),
        ] {
            assert_eq!(text.parse::<NamedAddress>().unwrap().name, name, "{text}");
        }
        for bad in [
            "",
            "ada",
            "Ada <ada>",
            "Ada <>",
            "Ada ada@customer.example",
            "a\r\nb <ada@customer.example>",
            "a@b, c@d",
        ] {
            assert!(bad.parse::<NamedAddress>().is_err(), "{bad}");
        }
    }
}
