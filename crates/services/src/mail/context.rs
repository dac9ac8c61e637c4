//! Where letters get what they say: from accounts and orders, with links signed as the letter is written.

use domain::invoice::Invoice;

use super::{AccountEmail, Attachment, Email, EmailData, EmailJob, OrderEmail, RefundEmail};
use crate::{Accounts, Internal, Orders, invoice_file, invoice_pdf};

/// See the module.
#[derive(Clone)]
pub struct EmailContext {
    accounts: Accounts,
    orders: Orders,
    /// Scheme and authority, without a slash at its end.
    public_url: String,
}

impl EmailContext {
    pub fn new(accounts: Accounts, orders: Orders, public_url: String) -> Self {
        Self {
            accounts,
            orders,
            public_url,
        }
    }

    /// To an account; none where it is gone or the path has nothing to lead to any more.
    async fn account(&self, id: i64, path: Option<String>) -> Result<Option<AccountEmail>, Internal> {
        let Some(account) = self.accounts.summary(id).await? else {
            return Ok(None);
        };
        Ok(path.map(|path| AccountEmail {
            email: account.email,
            name: account.name,
            link: format!("{}{path}", self.public_url),
        }))
    }

    /// To an address that has an account.
    fn registered(&self, email: String) -> Email {
        Email::AlreadyRegistered(AccountEmail {
            email,
            name: String::new(),
            link: format!("{}/login", self.public_url),
        })
    }

    /// About an order, with one of its documents attached.
    async fn order(&self, id: &str, attached: impl Fn(&Invoice) -> bool) -> Result<Option<Box<OrderEmail>>, Internal> {
        let Some((mut letter, invoices)) = self.orders.letter(id).await? else {
            return Ok(None);
        };
        for invoice in invoices.into_iter().filter(|invoice| attached(invoice)) {
            letter.attachments.push(Attachment {
                name: format!("{}.pdf", invoice_file(&invoice)),
                content_type: "application/pdf".to_owned(),
                bytes: invoice_pdf(invoice, self.orders.invoice_fonts()).await?,
            });
        }
        Ok(Some(Box::new(letter)))
    }

    /// About an order of which something went back, with the credit note attached.
    async fn refund(&self, id: &str, credit_note: String) -> Result<Option<(Box<OrderEmail>, RefundEmail)>, Internal> {
        let letter = self.order(id, |invoice| invoice.number == credit_note).await?;
        let amount = self.orders.amount_of(id, &credit_note).await?;
        Ok(letter
            .zip(amount)
            .map(|(letter, amount)| (letter, RefundEmail { credit_note, amount })))
    }
}

impl EmailData for EmailContext {
    async fn contents(&self, letter: EmailJob) -> Result<Option<Email>, Internal> {
        let none = |_: &Invoice| false;
        Ok(match letter {
            EmailJob::VerifyAddress { account } => {
                let path = self.accounts.verify_path(account).await?;
                self.account(account, path).await?.map(Email::VerifyAddress)
            }
            EmailJob::Resend { email } => match self.accounts.of_address(&email).await? {
                None => None,
                Some(account) => match self.accounts.verify_path(account.id).await? {
                    Some(path) => self.account(account.id, Some(path)).await?.map(Email::VerifyAddress),
                    None => Some(self.registered(account.email)),
                },
            },
            EmailJob::ResetPassword { email } => match self.accounts.of_address(&email).await? {
                None => None,
                Some(account) => {
                    let path = self.accounts.reset_path(account.id).await?;
                    self.account(account.id, path).await?.map(Email::ResetPassword)
                }
            },
            EmailJob::PasswordChanged { account, at } => {
                let letter = self.account(account, Some("/reset".to_owned())).await?;
                letter.map(|letter| Email::PasswordChanged(letter, at))
            }
            EmailJob::AlreadyRegistered { email } => Some(self.registered(email)),
            EmailJob::OrderPaid { order } => {
                let letter = self.order(&order, |invoice| invoice.corrects.is_none()).await?;
                letter.map(Email::OrderPaid)
            }
            EmailJob::OrderLink { order } => self.order(&order, none).await?.map(Email::OrderLink),
            EmailJob::Refunded { order, credit_note } => {
                let letter = self.refund(&order, credit_note).await?;
                letter.map(|(letter, refund)| Email::Refunded(letter, refund))
            }
            EmailJob::DisputeLost { order, credit_note } => {
                let letter = self.refund(&order, credit_note).await?;
                letter.map(|(letter, refund)| Email::DisputeLost(letter, refund))
            }
            EmailJob::Suspended { order, reason } => {
                let letter = self.order(&order, none).await?;
                letter.map(|letter| Email::Suspended(letter, reason))
            }
            EmailJob::PaymentPending { order } => self.order(&order, none).await?.map(Email::PaymentPending),
            EmailJob::PaymentFailed { order } => self.order(&order, none).await?.map(Email::PaymentFailed),
            EmailJob::SentBack { order, amount } => {
                let letter = self.order(&order, none).await?;
                letter.map(|letter| Email::SentBack(letter, amount))
            }
        })
    }
}
