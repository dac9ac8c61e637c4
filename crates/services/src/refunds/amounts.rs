//! What a refund comes to, and the lines of its credit note.

use domain::Billing;
use domain::invoice::{Invoice, InvoiceLine};
use domain::order::{Order, OrderStatus, Totals};
use store::StoredRefund;

use super::RefundError;

/// What is still to be given back: of a line, or of the order.
pub(super) fn due(order: &Order, known: &[StoredRefund], line: Option<u32>, name: &str) -> Result<i64, RefundError> {
    // Of one that was given back something may be left, where a bank took less than all.
    let payable = match order.status {
        OrderStatus::Paid | OrderStatus::Disputed => true,
        OrderStatus::Refunded => line.is_none(),
        _ => false,
    };
    if !payable {
        return Err(RefundError::NotPaid(name.to_owned()));
    }
    let back: i64 = known.iter().map(|refund| refund.amount).sum();
    let Some(number) = line else {
        let left = order.totals.total - back;
        return if left > 0 || (order.totals.total == 0 && known.is_empty()) {
            Ok(left)
        } else {
            Err(RefundError::NotPaid(name.to_owned()))
        };
    };
    let found = usize::try_from(number)
        .ok()
        .and_then(|number| order.lines.get(number.checked_sub(1)?));
    let line = found.ok_or_else(|| RefundError::NoLine {
        order: name.to_owned(),
        line: number,
        lines: order.lines.len(),
    })?;
    if known.iter().any(|refund| refund.line == Some(i64::from(number) - 1)) {
        return Err(RefundError::LineDone(number));
    }
    if known.iter().any(|refund| refund.line.is_none()) {
        return Err(RefundError::PartDone);
    }
    Ok(line.total())
}

/// The lines of a credit note: those of the invoice, the one line, or a part of the order as a whole.
pub(super) fn credited(
    order: &Order,
    invoice: &Invoice,
    line: Option<i64>,
    amount: i64,
    whole: bool,
    tax_left: Option<i64>,
) -> Vec<InvoiceLine> {
    if whole {
        return invoice.lines.clone();
    }
    if let Some(line) = line.and_then(|line| invoice.lines.get(usize::try_from(line).ok()?)) {
        return vec![line.clone()];
    }
    // Of an amount with tax, the tax is the same share as of the order's total.
    let Totals { total, tax, .. } = order.totals;
    let exact = i128::from(amount) * i128::from(tax);
    let half = i128::from(total) / 2;
    let share = i64::try_from((exact + half) / i128::from(total.max(1))).expect("a share is smaller than the whole");
    let tax = tax_left.unwrap_or(share);
    vec![InvoiceLine {
        name: format!("Part of order {}", invoice.order_number),
        billing: Billing::OneTime,
        quantity: 1,
        unit: amount - tax,
        discount: 0,
        net: amount - tax,
        tax,
    }]
}

pub(super) fn sum(lines: &[InvoiceLine], totals: Totals) -> Totals {
    let of = |part: fn(&InvoiceLine) -> i64| lines.iter().map(part).sum::<i64>();
    let (net, tax, discount) = (of(|l| l.net), of(|l| l.tax), of(|l| l.discount));
    Totals {
        currency: totals.currency,
        list: net + discount,
        discount,
        net,
        tax,
        total: net + tax,
    }
}
