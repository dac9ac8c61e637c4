//! Who tries: the network that a request comes from, the browser's name, and the cookie of a device that is known.

use domain::Timestamp;
use store::Account;

use super::Accounts;
use crate::Signer;

/// The purpose of a known device's token.
const DEVICE: &str = "device";

/// What is known of a client before it has proved anything.
#[derive(Clone, Copy, Default, Debug)]
pub struct Client<'a> {
    pub network: &'a str,
    /// The browser's `User-Agent`.
    pub agent: &'a str,
    /// The token of [`LoggedIn::device`](super::LoggedIn::device), where the browser has one.
    pub device: Option<&'a str>,
}

impl<'a> From<&'a str> for Client<'a> {
    /// Of a network, and nothing more.
    fn from(network: &'a str) -> Self {
        Self {
            network,
            ..Self::default()
        }
    }
}

impl<'a> From<&'a String> for Client<'a> {
    fn from(network: &'a String) -> Self {
        network.as_str().into()
    }
}

impl Accounts {
    /// The token of a device that has just been logged in to an account: whoever guesses elsewhere does not lock it out.
    /// It is of the account's password: with another one no device is known any more. A device keeps its name.
    pub(super) fn device_token(&self, client: &Client<'_>, account: &Account) -> String {
        let name = self
            .known_device(client, account)
            .unwrap_or_else(|| self.secrets.token());
        let subject = format!("{name}:{}", self.account_name(account));
        self.signer.sign(DEVICE, &subject, self.after(super::DEVICE_KEPT))
    }

    /// The name of the device, where it is known to an account.
    pub(super) fn known_device(&self, client: &Client<'_>, account: &Account) -> Option<String> {
        let (name, known) = read(&self.signer, client.device?, self.clock.now())?;
        (known == self.account_name(account)).then_some(name)
    }

    /// A name of an account and its password, that tells neither.
    fn account_name(&self, account: &Account) -> String {
        let text = format!("{}:{}", account.id, account.password);
        let bytes = self.signer.derive("device of", &text);
        hex::encode(&bytes[..16])
    }
}

fn read(signer: &Signer, token: &str, now: Timestamp) -> Option<(String, String)> {
    let subject = signer.verify(DEVICE, token, now).ok()?;
    let (name, account) = subject.split_once(':')?;
    Some((name.to_owned(), account.to_owned()))
}
