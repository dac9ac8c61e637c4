//! The reference rates of the European Central Bank as XML (`eurofxref-daily.xml`): `Cube time='2026-01-30'` around
//! `Cube currency='USD' rate='1.0876'`, each what one euro buys.

use domain::Day;
use domain::exchange::ExchangeRate;
use roxmltree::{Document, Node};

const SOURCE: &str = "European Central Bank";

/// The rates of a file; an error says what is wrong with it.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<ExchangeRate>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    let dated = document
        .descendants()
        .find_map(|node| Some((node, node.attribute("time")?)));
    let (cube, day) = dated.ok_or("it has no day")?;
    let day: Day = day.parse().map_err(|error: domain::time::DayError| error.to_string())?;
    let rates = cube.children().filter(Node::is_element).map(|node| {
        let attribute = |name| node.attribute(name).ok_or(format!("a rate has no {name}"));
        let currency = attribute("currency")?;
        Ok(ExchangeRate {
            currency: currency
                .parse()
                .map_err(|error: domain::money::CurrencyError| error.to_string())?,
            per_euro: attribute("rate")?
                .parse()
                .map_err(|error: domain::exchange::RateError| format!("{currency}: {error}"))?,
            day,
            source: SOURCE.to_owned(),
        })
    });
    let rates: Vec<ExchangeRate> = rates.collect::<Result<_, String>>()?;
    if rates.is_empty() {
        return Err("it has no rates".to_owned());
    }
    Ok(rates)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the bank writes it.
    const FILE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gesmes:Envelope \
        xmlns:gesmes=\"http://www.gesmes.org/xml/2002-08-01\" \
        xmlns=\"http://www.ecb.int/vocabulary/2002-08-01/eurofxref\">\n\t<gesmes:subject>Reference rates</gesmes:subject>\n\t\
        <gesmes:Sender>\n\t\t<gesmes:name>European Central Bank</gesmes:name>\n\t</gesmes:Sender>\n\t<Cube>\n\t\t\
        <Cube time='2026-01-30'>\n\t\t\t<Cube currency='USD' rate='1.0876'/>\n\t\t\t<Cube currency='JPY' rate='162.5'/>\n\t\t\t\
        <Cube currency='IDR' rate='17804.55'/></Cube>\n\t</Cube>\n</gesmes:Envelope>";

    #[test]
    fn the_banks_file_is_read() {
        let rates = read(FILE.as_bytes()).unwrap();
        let shown: Vec<String> = rates.iter().map(ExchangeRate::sentence).collect();
        assert_eq!(
            shown,
            [
                "1 EUR = 1.0876 USD (European Central Bank, 30 January 2026)",
                "1 EUR = 162.5000 JPY (European Central Bank, 30 January 2026)",
                "1 EUR = 17804.5500 IDR (European Central Bank, 30 January 2026)",
            ]
        );
    }

    #[test]
    fn what_is_no_such_file_is_refused() {
        for (from, to) in [
            ("2026-01-30", "2026-02-30"),
            ("time=", "date="),
            ("1.0876", "0"),
            ("1.0876", "n/a"),
            ("USD", "usd"),
            ("rate='162.5'", ""),
            ("</gesmes:Envelope>", ""),
            (
                "<Cube currency='USD' rate='1.0876'/>\n\t\t\t<Cube currency='JPY' rate='162.5'/>\n\t\t\t<Cube currency='IDR' rate='17804.55'/>",
                "",
            ),
        ] {
            assert!(FILE.contains(from), "{from}");
            assert!(read(FILE.replace(from, to).as_bytes()).is_err(), "{from} → {to}");
        }
        assert!(read(b"<html></html>").is_err() && read(b"").is_err() && read(b"\xff").is_err());
        let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><a time='2026-01-30'>&b;</a>";
        assert!(read(bomb.as_bytes()).is_err());
    }
}
