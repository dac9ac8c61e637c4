//! Numbers as people read them.

/// Groups thousands: `1,234,567`.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.char_indices() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count and its noun: `1 product`, `2,048 products`.
pub(crate) fn counted(n: u64, noun: &str) -> String {
    let end = if n == 1 { "" } else { "s" };
    format!("{} {noun}{end}", grouped(n))
}

/// A file's size in the unit that fits: `512 bytes`, `3.4 KB`, `12 MB`.
pub(crate) fn size(bytes: u64) -> String {
    let in_unit = |unit: u64, name: &str| {
        let tenths = (bytes * 10 + unit / 2) / unit;
        match tenths {
            100.. => format!("{} {name}", grouped((tenths + 5) / 10)),
            _ => format!("{}.{} {name}", tenths / 10, tenths % 10),
        }
    };
    match bytes {
        0..1_000 => counted(bytes, "byte"),
        1_000..1_000_000 => in_unit(1_000, "KB"),
        1_000_000..1_000_000_000 => in_unit(1_000_000, "MB"),
        _ => in_unit(1_000_000_000, "GB"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_thousands_and_counts() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(12_345_678), "12,345,678");
        assert_eq!(counted(1, "product"), "1 product");
        assert_eq!(counted(0, "product"), "0 products");
    }

    #[test]
    fn sizes_are_in_the_unit_that_fits() {
        let shown = [1, 999, 1_000, 3_449, 12_345_678, 5_000_000_000].map(size);
        assert_eq!(shown, ["1 byte", "999 bytes", "1.0 KB", "3.4 KB", "12 MB", "5.0 GB"]);
    }
}
