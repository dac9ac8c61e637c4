//! Where mail goes and who sends it, as the configuration says.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use domain::account::mailbox;
use lettre::{AsyncSmtpTransport, Tokio1Executor};

use super::MailFolder;
use super::mailbox::NamedAddress;

/// How long connecting to the server may take.
const CONNECT: Duration = Duration::from_secs(20);

/// Where letters go.
#[derive(Clone)]
pub enum Outgoing {
    Smtp(SmtpUrl),
    /// Nowhere: a development machine keeps them as files.
    Folder(MailFolder),
}

/// Why a setting was refused. It does not show the setting, which may hold a password.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct SettingError(String);

/// An SMTP server: `smtps://user:password@host`, or `smtp://` with `?tls=required` (STARTTLS) or without (plain).
#[derive(Clone)]
pub struct SmtpUrl {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    url: String,
}

impl SmtpUrl {
    pub(super) fn transport(&self) -> &AsyncSmtpTransport<Tokio1Executor> {
        &self.transport
    }

    /// Whether mail would travel in the clear, further than this machine.
    pub fn is_plain(&self) -> bool {
        let Some(rest) = self.url.strip_prefix("smtp://") else {
            return false;
        };
        let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
        let host = address.rsplit_once('@').map_or(address, |(_, host)| host);
        let host = host.split('/').next().unwrap_or_default();
        // With or without a port.
        let local = ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
            host.strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        });
        // Said twice, either may be the one that counts.
        let mut modes = query.split('&').filter(|pair| pair.starts_with("tls="));
        let required = modes.next() == Some("tls=required") && modes.next().is_none();
        !(local || required)
    }
}

impl FromStr for SmtpUrl {
    type Err = SettingError;

    fn from_str(url: &str) -> Result<Self, SettingError> {
        if !url.starts_with("smtp://") && !url.starts_with("smtps://") {
            return Err(SettingError("expected smtp://… or smtps://…".to_owned()));
        }
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| SettingError(format!("not the URL of an SMTP server: {error}")))?;
        Ok(Self {
            transport: builder.timeout(Some(CONNECT)).build(),
            url: url.to_owned(),
        })
    }
}

/// Without the password.
impl fmt::Display for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = || {
            let (scheme, rest) = self.url.split_once("://")?;
            let (user, host) = rest.rsplit_once('@')?;
            let (name, _) = user.split_once(':')?;
            Some((scheme, name, host))
        };
        match hidden() {
            Some((scheme, name, host)) => write!(f, "{scheme}://{name}:…@{host}"),
            None => f.write_str(&self.url),
        }
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Who sends: `shop@mintreu.example`, or with a name, `Mintreu <shop@mintreu.example>`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sender(NamedAddress);

impl Sender {
    pub(super) fn named(&self) -> &NamedAddress {
        &self.0
    }

    /// What stands after the `@`.
    pub(super) fn domain(&self) -> &str {
        self.0.address.domain()
    }
}

impl FromStr for Sender {
    type Err = SettingError;

    fn from_str(text: &str) -> Result<Self, SettingError> {
        // Mail is sent from the ASCII form of an international domain.
        let ascii = text.parse::<NamedAddress>().and_then(|sender| {
            let address = mailbox(sender.address.as_ref()).parse()?;
            Ok(NamedAddress { address, ..sender })
        });
        ascii
            .map(Self)
            .map_err(|error| SettingError(format!("not an address such as Shop <shop@example.com>: {error}")))
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_checked_and_shown_without_their_password() {
        for (url, shown) in [
            ("smtp://127.0.0.1:2525", "smtp://127.0.0.1:2525"),
            ("smtps://shop:hunter2@mail.example", "smtps://shop:…@mail.example"),
            (
                "smtp://shop%40a:hunter2@mail.example:587?tls=required",
                "smtp://shop%40a:…@mail.example:587?tls=required",
            ),
        ] {
            let url: SmtpUrl = url.parse().unwrap();
            assert_eq!(
                (url.to_string(), format!("{url:?}")),
                (shown.to_owned(), shown.to_owned())
            );
        }
        for bad in [
            "mail.example",
            "http://a",
            "smtp://",
            "smtp://u:hunter2@a?tls=never",
            "smtp://u:hunter2@a:99999",
        ] {
            let error = bad.parse::<SmtpUrl>().expect_err(bad).to_string();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn mail_is_not_sent_in_the_clear_by_accident() {
        let is_plain = |url: &str| url.parse::<SmtpUrl>().unwrap().is_plain();
        for plain in [
            "smtp://mail.example",
            "smtp://u:p@mail.example",
            "smtp://u:p@mail.example?tls=opportunistic",
            "smtp://localhost.example",
            "smtp://u:tls=required@mail.example",
        ] {
            assert!(is_plain(plain), "{plain}");
        }
        for safe in [
            "smtps://u:p@mail.example",
            "smtp://u:p@mail.example?tls=required",
            "smtp://u:p@127.0.0.1:2525",
            "smtp://localhost",
        ] {
            assert!(!is_plain(safe), "{safe}");
        }
    }

    #[test]
    fn senders_have_an_address() {
        let sender: Sender = "Mintreu Marketplace <shop@localhost>".parse().unwrap();
        assert_eq!(
            (sender.to_string().as_str(), sender.domain()),
            ("Mintreu Marketplace <shop@localhost>", "localhost")
        );
        assert!("shop".parse::<Sender>().is_err() && "".parse::<Sender>().is_err());
    }
}
