//! Where letters get what they say: from accounts and orders, with links signed as the letter is written.

use domain::invoice::Invoice;

use super::{AccountLetter, Attachment, Contents, Letter, LetterData, OrderLetter, RefundLetter};
use crate::{Accounts, Internal, Orders, invoice_file, invoice_pdf};

/// See the module.
#[derive(Clone)]
pub struct Letters {
    accounts: Accounts,
    orders: Orders,
    /// Scheme and authority, without a slash at its end.
    public_url: String,
}

impl Letters {
    pub fn new(accounts: Accounts, orders: Orders, public_url: String) -> Self {
        Self {
            accounts,
            orders,
            public_url,
        }
    }

    /// To an account; none where it is gone or the path has nothing to lead to any more.
    async fn account(&self, id: i64, path: Option<String>) -> Result<Option<AccountLetter>, Internal> {
        let Some(account) = self.accounts.summary(id).await? else {
            return Ok(None);
        };
        Ok(path.map(|path| AccountLetter {
            email: account.email,
            name: account.name,
            link: format!("{}{path}", self.public_url),
        }))
    }

    /// To an address that has an account.
    fn registered(&self, email: String) -> Contents {
        Contents::AlreadyRegistered(AccountLetter {
            email,
            name: String::new(),
            link: format!("{}/login", self.public_url),
        })
    }

    /// About an order, with one of its documents attached.
    async fn order(&self, id: &str, attached: impl Fn(&Invoice) -> bool) -> Result<Option<Box<OrderLetter>>, Internal> {
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
    async fn refund(
        &self,
        id: &str,
        credit_note: String,
    ) -> Result<Option<(Box<OrderLetter>, RefundLetter)>, Internal> {
        let letter = self.order(id, |invoice| invoice.number == credit_note).await?;
        let amount = self.orders.amount_of(id, &credit_note).await?;
        Ok(letter
            .zip(amount)
            .map(|(letter, amount)| (letter, RefundLetter { credit_note, amount })))
    }
}

impl LetterData for Letters {
    async fn contents(&self, letter: Letter) -> Result<Option<Contents>, Internal> {
        let none = |_: &Invoice| false;
        Ok(match letter {
            Letter::VerifyAddress { account } => {
                let path = self.accounts.verify_path(account).await?;
                self.account(account, path).await?.map(Contents::VerifyAddress)
            }
            Letter::Resend { email } => match self.accounts.of_address(&email).await? {
                None => None,
                Some(account) => match self.accounts.verify_path(account.id).await? {
                    Some(path) => self.account(account.id, Some(path)).await?.map(Contents::VerifyAddress),
                    None => Some(self.registered(account.email)),
                },
            },
            Letter::ResetPassword { email } => match self.accounts.of_address(&email).await? {
                None => None,
                Some(account) => {
                    let path = self.accounts.reset_path(account.id).await?;
                    self.account(account.id, path).await?.map(Contents::ResetPassword)
                }
            },
            Letter::PasswordChanged { account, at } => {
                let letter = self.account(account, Some("/reset".to_owned())).await?;
                letter.map(|letter| Contents::PasswordChanged(letter, at))
            }
            Letter::AlreadyRegistered { email } => Some(self.registered(email)),
            Letter::OrderPaid { order } => {
                let letter = self.order(&order, |invoice| invoice.corrects.is_none()).await?;
                letter.map(Contents::OrderPaid)
            }
            Letter::OrderLink { order } => self.order(&order, none).await?.map(Contents::OrderLink),
            Letter::Refunded { order, credit_note } => {
                let letter = self.refund(&order, credit_note).await?;
                letter.map(|(letter, refund)| Contents::Refunded(letter, refund))
            }
            Letter::DisputeLost { order, credit_note } => {
                let letter = self.refund(&order, credit_note).await?;
                letter.map(|(letter, refund)| Contents::DisputeLost(letter, refund))
            }
            Letter::Suspended { order, reason } => {
                let letter = self.order(&order, none).await?;
                letter.map(|letter| Contents::Suspended(letter, reason))
            }
            Letter::PaymentPending { order } => self.order(&order, none).await?.map(Contents::PaymentPending),
            Letter::PaymentFailed { order } => self.order(&order, none).await?.map(Contents::PaymentFailed),
            Letter::SentBack { order, amount } => {
                let letter = self.order(&order, none).await?;
                letter.map(|letter| Contents::SentBack(letter, amount))
            }
        })
    }
}
