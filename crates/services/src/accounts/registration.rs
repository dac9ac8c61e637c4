//! Registering, and the mailed link that makes an account count.

use domain::account::email_key;
use domain::{Email, FieldError, account};
use store::{Account, NewAccount};

use super::claim::claim_orders;
use super::password::fit;
use super::{AccountError, Accounts, Client, DAY, LoggedIn};
use crate::audit::AuditEvent;
use crate::mail::EmailJob;
use crate::rate_limits::Limit;
use crate::{Internal, TokenError};

/// How long the link of a letter counts.
const LINK: i64 = 3 * DAY;
const PURPOSE: &str = "verify";
/// The purpose of the token that a browser keeps after it registered.
const BROWSER: &str = "registering";

/// The form of who registers, as it was typed.
pub struct Registration<'a> {
    pub email: &'a str,
    pub name: &'a str,
    pub password: &'a str,
}

/// What a valid link is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verification {
    pub email: String,
    /// Another browser than the one that registered must know the password: whoever opens a link that they did not
    /// ask for must not confirm a stranger's account.
    pub needs_password: bool,
}

impl Accounts {
    /// Registers an account and mails its link, or mails to a known address that it has an account. Returns the token
    /// that this browser keeps until it opens the link.
    ///
    /// # Errors
    /// [`AccountError`]; none of them depends on whether the address is known.
    pub async fn register(&self, from: &str, form: &Registration<'_>) -> Result<String, AccountError> {
        let (email, name) = self.checked(form)?;
        self.limiter.check(&Limit::MAIL, from, &email.key()).await?;
        let password = self.passwords.hash(form.password).await?;
        let now = self.clock.now();
        let mut write = self.store.write().await?;
        let account = NewAccount {
            email: &email,
            name: &name,
            password: &password,
        };
        let letter = match write.register(&account, now).await? {
            Some(account) => EmailJob::VerifyAddress { account },
            None => EmailJob::AlreadyRegistered {
                email: email.to_string(),
            },
        };
        letter.push(&mut write, None, now).await?;
        write.save().await?;
        let subject = self.browser_subject(&password, &email.key());
        Ok(self.signer.sign(BROWSER, &subject, self.after(LINK)))
    }

    /// Mails the link again, where it is still wanted. Whether it is shows when the letter is written: until then what is
    /// done takes as long for every address.
    ///
    /// # Errors
    /// [`AccountError`]; none of them depends on whether the address is known.
    pub async fn resend(&self, from: &str, email: &str) -> Result<(), AccountError> {
        let email = Email::parse(email)?;
        self.limiter.check(&Limit::MAIL, from, &email.key()).await?;
        let letter = EmailJob::Resend { email: email.key() };
        let mut write = self.store.write().await?;
        letter.push(&mut write, None, self.clock.now()).await?;
        Ok(write.save().await?)
    }

    /// The path of the link that confirms an account, to be mailed at once; `None` where nothing is to be confirmed.
    ///
    /// # Errors
    /// [`Internal`].
    pub async fn verify_path(&self, account: i64) -> Result<Option<String>, Internal> {
        let account = self.store.account(account).await?.filter(|account| !account.verified);
        Ok(account.map(
            |Account {
                 id, email, password, ..
             }| {
                // Of this registration alone: another one of the same address has another password.
                let subject = format!("{id}:{}:{email}", self.fingerprint(&password));
                let token = self.signer.sign(PURPOSE, &subject, self.after(LINK));
                format!("/verify/{token}")
            },
        ))
    }

    /// What a link is about. `browser` is the token of [`Accounts::register`], where the browser has one.
    ///
    /// # Errors
    /// [`AccountError::Link`] or [`AccountError::AlreadyVerified`].
    pub async fn verification(&self, link: &str, browser: Option<&str>) -> Result<Verification, AccountError> {
        let account = self.account_of_link(link).await?;
        Ok(Verification {
            needs_password: !self.registered_by(&account, browser),
            email: account.email,
        })
    }

    /// Confirms an account by its link and logs in. Another browser than the one that registered gives the password.
    /// `old` is the session that this one takes the place of.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn confirm<'a>(
        &self,
        from: impl Into<Client<'a>>,
        link: &str,
        browser: Option<&str>,
        password: &str,
        old: Option<&str>,
    ) -> Result<LoggedIn, AccountError> {
        let client = from.into();
        let mut account = self.account_of_link(link).await?;
        let mut attempt = None;
        if !self.registered_by(&account, browser) {
            attempt = Some(self.check_attempt_limit(&client, &email_key(&account.email)).await?);
            if !self.passwords.check(password, Some(&account.password)).await?.matches {
                self.audit(AuditEvent::LogInFailed, &account.email);
                return Err(FieldError::new("password", "This password is wrong. Please try again.").into());
            }
        }
        let now = self.clock.now();
        let mut write = self.store.write().await?;
        // The registration that was looked at, and no other that came meanwhile.
        if !write.verify_account(account.id, &account.password, now).await? {
            drop(write);
            self.account_of_link(link).await?;
            return Err(AccountError::AlreadyVerified);
        }
        if let Some(attempt) = attempt {
            self.clear_attempt(&mut write, attempt).await?;
        }
        claim_orders(&mut write, account.id, now).await?;
        account.verified = true;
        let logged_in = self.begin_session(&mut write, &account, &client, old).await?;
        write.save().await?;
        self.audit(AuditEvent::Confirm, &account.email);
        Ok(logged_in)
    }

    async fn account_of_link(&self, link: &str) -> Result<Account, AccountError> {
        let subject = self.signer.verify(PURPOSE, link, self.clock.now())?;
        let mut parts = subject.splitn(3, ':');
        let (Some(id), Some(registration), Some(email)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(TokenError::Invalid.into());
        };
        let account = self.store.account(id.parse().map_err(|_| TokenError::Invalid)?).await?;
        let account = account.filter(|a| a.email.eq_ignore_ascii_case(email));
        let account = account.ok_or(TokenError::Invalid)?;
        if account.verified {
            return Err(AccountError::AlreadyVerified);
        }
        if self.fingerprint(&account.password) != registration {
            return Err(TokenError::Invalid.into());
        }
        Ok(account)
    }

    /// Whether a browser's token is of the registration that stands: a later one has another password.
    fn registered_by(&self, account: &Account, browser: Option<&str>) -> bool {
        let expected = self.browser_subject(&account.password, &email_key(&account.email));
        browser.is_some_and(|token| self.signer.verify(BROWSER, token, self.clock.now()) == Ok(expected))
    }

    fn browser_subject(&self, password_hash: &str, email_key: &str) -> String {
        format!("{}:{email_key}", self.fingerprint(password_hash))
    }

    /// The fields of a form, all of them checked.
    fn checked(&self, form: &Registration<'_>) -> Result<(Email, String), AccountError> {
        let email = Email::parse(form.email);
        let name = account::name(form.name);
        let password = fit("password", form.password, form.email, form.name, &self.words);
        match (email, name, password) {
            (Ok(email), Ok(name), Ok(())) => Ok((email, name)),
            (email, name, password) => {
                let refused = [email.err(), name.err(), password.err()];
                Err(AccountError::Fields(refused.into_iter().flatten().collect()))
            }
        }
    }
}
