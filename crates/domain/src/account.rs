//! Accounts: who a customer is, and what may be an e-mail address, a name, a password.
//!
//! Reasons of refusal are whole sentences: they stand beside the field.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::FieldError;

/// The longest e-mail address, in bytes (RFC 5321, 4.5.3.1.3, without its brackets).
pub const MAX_EMAIL: usize = 254;
/// The longest part before the `@` (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// The longest name, in characters.
pub const MAX_NAME: usize = 100;
/// The shortest and the longest password, in characters.
pub const PASSWORD: (usize, usize) = (8, 200);

/// Who is logged in, as pages and checkouts need to know it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountSummary {
    pub id: i64,
    /// As it was typed.
    pub email: String,
    pub name: String,
    /// Whether the mailbox was shown to be theirs. Who is logged in has shown it.
    pub verified: bool,
}

/// An e-mail address as it was typed, without spaces around it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Email(String);

impl Email {
    /// # Errors
    /// [`FieldError`] of `email` where no mail could be sent to it.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        let refused = |reason: &str| Err(FieldError::new("email", reason));
        if text.is_empty() {
            return refused("Enter your e-mail address.");
        }
        if text.len() > MAX_EMAIL {
            return refused("This e-mail address is too long. The limit is 254 characters.");
        }
        if is_address(text) {
            Ok(Self(text.to_owned()))
        } else {
            refused("Enter a valid e-mail address, such as ada@example.com.")
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two spellings of one mailbox share: the whole address in lower case.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Takes the addresses that people have: one `@`, no quotes, no comments, a domain with a dot. A domain of other
/// letters comes from the browser in its ASCII form.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let plain = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&c);
    let local_is_good =
        local.len() <= MAX_LOCAL && local.split('.').all(|part| !part.is_empty() && part.bytes().all(plain));
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
    };
    local_is_good && domain.contains('.') && domain.split('.').all(label)
}

/// A customer's name, without spaces around it.
///
/// # Errors
/// [`FieldError`] of `name`.
pub fn name(text: &str) -> Result<String, FieldError> {
    let text = text.trim();
    let refused = |reason: &str| Err(FieldError::new("name", reason));
    if text.is_empty() {
        return refused("Enter your name.");
    }
    if text.chars().count() > MAX_NAME {
        return refused("This name is too long. The limit is 100 characters.");
    }
    if text.chars().any(char::is_control) {
        return refused("Enter your name on one line.");
    }
    // Names stand in mails: nobody shall send strangers an advertisement as a greeting.
    let lower = text.to_lowercase();
    if lower.contains("://") || lower.contains("www.") {
        return refused("A name can’t contain a web address.");
    }
    Ok(text.to_owned())
}

/// Whether a password may be set for the account of `email`. `field` is what the form calls it.
///
/// # Errors
/// [`FieldError`] of `field`.
pub fn password(field: &str, password: &str, email: &str) -> Result<(), FieldError> {
    let refused = |reason: &str| Err(FieldError::new(field, reason));
    let (shortest, longest) = PASSWORD;
    let length = password.chars().count();
    if length == 0 {
        return refused("Choose a password.");
    }
    if length < shortest {
        return refused("This password is too short. Use at least 8 characters.");
    }
    if length > longest {
        return refused("This password is too long. The limit is 200 characters.");
    }
    let lower = password.to_lowercase();
    if lower.trim() == email.trim().to_lowercase() {
        return refused("Your password can’t be your e-mail address.");
    }
    let first = lower.chars().next();
    if COMMON.contains(&lower.as_str()) || lower.chars().all(|c| Some(c) == first) {
        return refused("This password is too easy to guess. Choose another one.");
    }
    Ok(())
}

/// The commonest passwords of eight characters or more, in lower case.
const COMMON: [&str; 64] = [
    "00000000",
    "0123456789",
    "11111111",
    "11223344",
    "123123123",
    "12341234",
    "12344321",
    "12345678",
    "123456789",
    "1234567890",
    "123qweasd",
    "147258369",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "1qaz2wsx",
    "1qaz2wsx3edc",
    "87654321",
    "987654321",
    "abc12345",
    "abcd1234",
    "abcdefgh",
    "access14",
    "admin123",
    "administrator",
    "alexander",
    "asdfasdf",
    "asdfghjk",
    "asdfghjkl",
    "baseball",
    "basketball",
    "changeme",
    "charlie1",
    "chocolate",
    "computer",
    "football",
    "iloveyou",
    "iloveyou1",
    "internet",
    "jennifer",
    "letmein1",
    "letmein123",
    "master123",
    "michelle",
    "monkey123",
    "p@ssw0rd",
    "passw0rd",
    "password",
    "password!",
    "password1",
    "password12",
    "password123",
    "princess",
    "q1w2e3r4",
    "qwer1234",
    "qwerty12",
    "qwerty123",
    "qwertyui",
    "qwertyuiop",
    "starwars",
    "sunshine",
    "superman",
    "trustno1",
    "welcome1",
    "whatever",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_their_spelling_and_share_a_key() {
        let typed = Email::parse("  Ada.Lovelace+shop@Example.COM ").unwrap();
        assert_eq!(typed.as_str(), "Ada.Lovelace+shop@Example.COM");
        assert_eq!(typed.key(), "ada.lovelace+shop@example.com");
        for good in ["a@b.co", "o'hara@mail.example.org", "x_y@1-2.example"] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        let long = format!("{}@example.com", "a".repeat(65));
        let longer = format!("a@{}.com", "b.".repeat(130));
        for bad in [
            "",
            "   ",
            "ada",
            "@example.com",
            "ada@",
            "ada@localhost",
            "a@b@example.com",
            "a b@example.com",
            "a@exam ple.com",
            ".a@example.com",
            "a..b@example.com",
            "a@-b.example",
            "a@b..example",
            "a@example.com\r\nBcc: b@example.com",
            "\"a\"@example.com",
            "<a@example.com>",
            "a@ex\u{e4}mple.com",
            &long,
            &longer,
        ] {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn names_are_one_line_without_advertisement() {
        assert_eq!(name(" Ada Lovelace "), Ok("Ada Lovelace".to_owned()));
        assert!(name("\u{5c71}\u{7530}").is_ok());
        let long = "x".repeat(101);
        for bad in [
            "",
            " ",
            "a\nb",
            "Win at HTTPS://evil.example",
            "www.evil.example",
            &long,
        ] {
            assert!(name(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn passwords_have_a_length_and_are_not_the_first_to_be_tried() {
        let refused = |p: &str| password("password", p, "Ada@Example.com").is_err();
        for bad in [
            "",
            "seven 7",
            "ada@example.com",
            "Password1",
            "zzzzzzzz",
            &"x1".repeat(101),
        ] {
            assert!(refused(bad), "{bad:?}");
        }
        for good in [
            "eight 8!",
            "correct horse",
            "\u{e4}\u{f6}\u{fc}\u{df}1234",
            &"x1".repeat(100),
        ] {
            assert!(!refused(good), "{good:?}");
        }
        assert!(COMMON.is_sorted(), "sorted, so that one sees what is there");
        assert_eq!(password("new", "x", "").unwrap_err().field, "new");
    }
}
