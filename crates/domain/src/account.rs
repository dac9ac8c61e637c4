//! Accounts: who a customer is, and what may be an e-mail address, a name, a password.
//!
//! Reasons of refusal are whole sentences: they stand beside the field.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::FieldError;
use crate::name::{self, NameFault};

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

/// An e-mail address, without spaces around it. Its domain may be an international one (RFC 5890): people read it in
/// their letters, it is compared and written to in its ASCII form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Email {
    /// As it was typed; a domain of other letters as people read it, whichever way it was typed.
    text: String,
    /// The same with the domain's ASCII form.
    ascii: String,
}

impl Email {
    /// # Errors
    /// [`FieldError`] of `email` where no mail could be sent to it.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        let refused = |reason: &str| Err(FieldError::new("email", reason));
        if text.is_empty() {
            return refused("Enter your e-mail address.");
        }
        let too_long = || refused("This e-mail address is too long. The limit is 254 characters.");
        // Reading a domain takes time that grows with it.
        if text.len() > 4 * MAX_EMAIL {
            return too_long();
        }
        let invalid = || refused("Enter a valid e-mail address, such as ada@example.com.");
        let Some((local, typed)) = text.split_once('@') else {
            return invalid();
        };
        let Some((domain, shown)) = host::forms(typed) else {
            return if text.len() > MAX_EMAIL { too_long() } else { invalid() };
        };
        let email = Self {
            text: format!("{local}@{shown}"),
            ascii: format!("{local}@{domain}"),
        };
        if email.text.len().max(email.ascii.len()) > MAX_EMAIL {
            return too_long();
        }
        if is_address(&email.ascii) { Ok(email) } else { invalid() }
    }

    /// As people read it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// As mail is sent to it: in ASCII.
    pub fn mailbox(&self) -> &str {
        &self.ascii
    }

    /// What two spellings of one mailbox share: the ASCII form in lower case.
    pub fn key(&self) -> String {
        self.ascii.to_ascii_lowercase()
    }
}

/// The [`Email::key`] of an address; of what is none, the same text in lower case.
pub fn email_key(address: &str) -> String {
    Email::parse(address).map_or_else(|_| address.trim().to_lowercase(), |email| email.key())
}

/// The [`Email::mailbox`] of an address; of what is none, the same text.
pub fn mailbox(address: &str) -> String {
    Email::parse(address).map_or_else(|_| address.trim().to_owned(), |email| email.ascii)
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The two forms of a domain. A browser has no tables of letters: there only ASCII is taken, the server reads the rest.
mod host {
    /// A domain in ASCII and as people read it; none where it is no domain.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn forms(typed: &str) -> Option<(String, String)> {
        use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

        let marked = |domain: &str| domain.to_ascii_lowercase().contains("xn--");
        if typed.is_ascii() && !marked(typed) {
            return Some((typed.to_owned(), typed.to_owned()));
        }
        let (names, hyphens) = (Uts46::new(), Hyphens::CheckFirstLast);
        let ascii = names.to_ascii(typed.as_bytes(), AsciiDenyList::STD3, hyphens, DnsLength::Verify);
        let ascii = ascii.ok()?.into_owned();
        let (shown, read) = names.to_unicode(ascii.as_bytes(), AsciiDenyList::STD3, hyphens);
        read.ok()?;
        let shown = shown.into_owned();
        Some((ascii, shown))
    }

    #[cfg(target_arch = "wasm32")]
    pub(super) fn forms(typed: &str) -> Option<(String, String)> {
        typed.is_ascii().then(|| (typed.to_owned(), typed.to_owned()))
    }
}

/// Takes the addresses that people have: one `@`, no quotes, no comments, a domain with a dot.
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

/// What is said of characters that change the direction of text.
pub(crate) const NO_DIRECTIONS: &str = "Enter this without characters that change the direction of text.";

/// A customer's name, without spaces around it.
///
/// # Errors
/// [`FieldError`] of `name`.
pub fn name(text: &str) -> Result<String, FieldError> {
    let text = text.trim();
    let refused = |reason: &str| Err(FieldError::new("name", reason));
    if text.chars().count() > MAX_NAME {
        return refused("This name is too long. The limit is 100 characters.");
    }
    match name::check(text) {
        Ok(()) => {}
        Err(NameFault::ShowsNothing) => return refused("Enter your name."),
        Err(NameFault::Control(_)) => return refused("Enter your name on one line."),
        Err(NameFault::Direction(_)) => return refused(NO_DIRECTIONS),
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
    if lower.chars().all(|c| Some(c) == first) {
        return refused("This password is too easy to guess. Choose another one.");
    }
    Ok(())
}

/// What a browser's `User-Agent` says in a few words, such as `Firefox on Linux`; empty where it says nothing known.
pub fn device(agent: &str) -> String {
    const BROWSERS: [(&str, &str); 7] = [
        ("Edg/", "Edge"),
        ("EdgA/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let known = |list: &[(&str, &'static str)]| {
        list.iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

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
            "\u{e4}da@example.com",
            "a@exa\u{30c}mple",
            "a@\u{202e}example.com",
            "a@xn--a.example",
            "a@xn--99zzz999999999zzz.example",
            "a@\u{fc}\u{200d}.example",
            &format!("a@{}.example", "\u{fc}".repeat(64)),
            &long,
            &longer,
        ] {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn email_domains_may_be_international() {
        for (typed, shown, ascii) in [
            (
                "Ada@B\u{fc}cher.Example",
                "Ada@b\u{fc}cher.example",
                "Ada@xn--bcher-kva.example",
            ),
            (
                "ada@XN--BCHER-KVA.example",
                "ada@b\u{fc}cher.example",
                "ada@xn--bcher-kva.example",
            ),
            // Decomposed, full width, and with the full stop of Chinese and Japanese.
            (
                "ada@bu\u{308}cher.example",
                "ada@b\u{fc}cher.example",
                "ada@xn--bcher-kva.example",
            ),
            (
                "ada@\u{ff42}\u{fc}cher\u{3002}example",
                "ada@b\u{fc}cher.example",
                "ada@xn--bcher-kva.example",
            ),
            ("ada@fa\u{df}.de", "ada@fa\u{df}.de", "ada@xn--fa-hia.de"),
            (
                "a@\u{4f8b}\u{3048}.\u{30c6}\u{30b9}\u{30c8}",
                "a@\u{4f8b}\u{3048}.\u{30c6}\u{30b9}\u{30c8}",
                "a@xn--r8jz45g.xn--zckzah",
            ),
            (
                "a@\u{3c0}\u{3b1}\u{3c1}\u{3ac}\u{3b4}\u{3b5}\u{3b9}\u{3b3}\u{3bc}\u{3b1}.gr",
                "a@\u{3c0}\u{3b1}\u{3c1}\u{3ac}\u{3b4}\u{3b5}\u{3b9}\u{3b3}\u{3bc}\u{3b1}.gr",
                "a@xn--hxajbheg2az3al.gr",
            ),
            ("a@r3---sn.example", "a@r3---sn.example", "a@r3---sn.example"),
        ] {
            let email = Email::parse(typed).unwrap();
            assert_eq!((email.as_str(), email.mailbox()), (shown, ascii), "{typed}");
            assert_eq!(email.key(), ascii.to_ascii_lowercase());
            // What is stored reads back as the same.
            for form in [email.as_str(), email.mailbox()] {
                let again = Email::parse(form).unwrap();
                assert_eq!((again.as_str(), again.key()), (shown, email.key()), "{typed}");
            }
            assert_eq!((email_key(typed), mailbox(shown)), (email.key(), ascii.to_owned()));
        }
        assert_eq!(email_key(" No Address "), "no address");
        assert_eq!(mailbox("no address "), "no address");
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
        for bad in ["", "seven 7", "ada@example.com", "zzzzzzzz", &"x1".repeat(101)] {
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
        assert_eq!(password("new", "x", "").unwrap_err().field, "new");
    }

    #[test]
    fn device_says_browser_and_system() {
        for (agent, told) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 \
                 Safari/537.36 Edg/126.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/17.5 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            ("curl/8.5.0", ""),
            ("\u{e4}<script>", ""),
        ] {
            assert_eq!(device(agent), told);
        }
    }
}
