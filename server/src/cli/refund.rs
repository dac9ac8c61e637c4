//! `mintreu refund`: gives an order back, or a line of it.

use services::Orders;

use super::Error;

#[derive(clap::Args)]
pub struct Arguments {
    /// The order's number, such as M-2026-000123
    order: String,
    /// Only this line of it, counted from 1
    #[arg(long)]
    line: Option<u32>,
}

/// Asks the provider to pay back, ends what was granted, writes the credit note.
pub async fn run(arguments: &Arguments, orders: &Orders) -> Result<(), Error> {
    let Arguments { order, line } = arguments;
    let refunded = orders.refund(order, *line).await?;
    let note = match refunded.credit_note.as_str() {
        "" => "it bought nothing, so there is no credit note".to_owned(),
        number => format!("credit note {number}"),
    };
    let pending = if refunded.pending {
        "; the provider has it under way"
    } else {
        ""
    };
    say!("gave back {} of order {order}: {note}{pending}", refunded.amount);
    Ok(())
}
