//! Queries as the query string of a URL: read leniently, written in one canonical form.

use domain::{Currency, Money, Slug};

use super::{FacetKind, MAX_QUERY_CHARS, PAGE_SIZE, Query, Sort, insert};
use crate::syntax::Expression;
use crate::url::{parse_rating, percent_decode, percent_encode, positive, rating_text};

/// The most cards on a page.
pub(super) const MAX_LIMIT: usize = 100;
/// The most values of one facet that are taken from a URL.
pub(super) const MAX_VALUES: usize = 32;
/// Why a value of a facet is left out.
const NO_SLUG: &str = "must be made of a-z, 0-9 and -";

/// A parameter of a URL that could not be understood and was left out.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Ignored {
    pub parameter: String,
    pub value: String,
    pub reason: String,
}

/// The parameters of a query string that a page has no use for: all but those named, and but what is passed over in
/// silence ([`Query::parse`]).
pub fn others(query_string: &str, known: &[&str]) -> Vec<Ignored> {
    pairs(query_string)
        .filter(|(name, _)| !known.contains(&name.as_str()))
        .map(|(name, value)| Ignored::new(&name, &value, "unknown parameter"))
        .collect()
}

/// The names and values of a query string, without what says nothing.
fn pairs(query_string: &str) -> impl Iterator<Item = (String, String)> {
    said(query_string).filter_map(|(name, value)| {
        let value = value.trim();
        (!value.is_empty()).then(|| (name, value.to_owned()))
    })
}

/// The names and values of a query string as they stand there.
pub(super) fn said(query_string: &str) -> impl Iterator<Item = (String, String)> {
    let pairs = query_string
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty());
    let decoded = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (percent_decode(name), percent_decode(value))
    });
    decoded.filter(|(name, _)| !name.starts_with("utm_"))
}

impl Ignored {
    pub(crate) fn new(parameter: &str, value: &str, reason: impl Into<String>) -> Self {
        let short = |s: &str| s.chars().take(60).collect::<String>();
        Self {
            parameter: short(parameter),
            value: short(value),
            reason: reason.into(),
        }
    }

    /// One whose value is shown in full.
    pub(crate) fn long(parameter: &str, value: String, reason: String) -> Self {
        Self {
            parameter: parameter.to_owned(),
            value,
            reason,
        }
    }
}

impl Query {
    /// Reads a query string (`q=maps&category=apis&max_price=49.50`), with or without its `?`.
    ///
    /// Everything that can be understood is; the rest is listed, also what says something else once more. The pages show that list, the API refuses by it.
    /// Unknown parameters with the prefix `utm_` and empty values are passed over in silence: campaign links and
    /// plain forms carry them.
    pub fn parse(query_string: &str, currency: Currency) -> (Self, Vec<Ignored>) {
        let mut query = Self::default();
        let mut ignored = Vec::new();
        let mut said: Vec<String> = Vec::new();
        for (name, value) in pairs(query_string) {
            let many = FacetKind::ALL.into_iter().any(|kind| kind.parameter() == name);
            let done = if !many && said.contains(&name) {
                Err("is given more than once".to_owned())
            } else {
                query.set(&name, &value, currency)
            };
            match done {
                Ok(()) => said.push(name),
                Err(reason) => ignored.push(Ignored::new(&name, &value, reason)),
            }
        }
        if let (Some(min), Some(max)) = (query.min_price, query.max_price)
            && min > max
        {
            query.max_price = None;
            let value = Money::new(max, currency).to_decimal();
            ignored.push(Ignored::new(
                "max_price",
                &value,
                "must not be lower than the minimum price",
            ));
        }
        let expression = Expression::parse(&query.text, currency);
        ignored.extend(expression.unclear.into_iter().chain(expression.beyond));
        (query, ignored)
    }

    pub(super) fn set(&mut self, name: &str, value: &str, currency: Currency) -> Result<(), String> {
        if let Some(kind) = FacetKind::ALL.into_iter().find(|kind| kind.parameter() == name) {
            // What a facet has are slugs.
            let value: Slug = value.to_ascii_lowercase().parse().map_err(|_| NO_SLUG.to_owned())?;
            let value = String::from(value);
            let values = self.values_mut(kind);
            if values.len() >= MAX_VALUES {
                return Err(format!("up to {MAX_VALUES} values are used"));
            }
            if !values.contains(&value) {
                insert(values, value);
            }
            return Ok(());
        }
        let price = || {
            Money::parse_typed(value, currency)
                .map(|m| Some(m.amount))
                .map_err(|e| e.to_string())
        };
        match name {
            "q" => {
                self.text = value
                    .chars()
                    .take(MAX_QUERY_CHARS)
                    .collect::<String>()
                    .trim_end()
                    .to_owned();
                if value.chars().nth(MAX_QUERY_CHARS).is_some() {
                    return Err(format!("only the first {MAX_QUERY_CHARS} characters are used"));
                }
            }
            "min_price" => self.min_price = price()?,
            "max_price" => self.max_price = price()?,
            "min_rating" => self.min_rating = Some(parse_rating(value).ok_or("must be a number from 0 to 5")?),
            "sort" => self.sort = Sort::parse(value).ok_or_else(sorts)?,
            "page" => self.page = positive(value).ok_or("must be a whole number from 1")?,
            "limit" => match positive(value) {
                Some(limit @ 1..=MAX_LIMIT) => self.limit = limit,
                _ => return Err(format!("must be a number from 1 to {MAX_LIMIT}")),
            },
            _ => return Err("unknown parameter".to_owned()),
        }
        Ok(())
    }

    /// The query as `(name, value)` pairs, in the canonical order, defaults left out.
    pub fn pairs(&self, currency: Currency) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.text.is_empty() {
            pairs.push(("q", self.text.clone()));
        }
        for kind in FacetKind::ALL {
            pairs.extend(self.values(kind).iter().map(|v| (kind.parameter(), v.clone())));
        }
        let price = |amount| Money::new(amount, currency).to_decimal();
        pairs.extend(self.min_price.map(|amount| ("min_price", price(amount))));
        pairs.extend(self.max_price.map(|amount| ("max_price", price(amount))));
        pairs.extend(self.min_rating.map(|r| ("min_rating", rating_text(r))));
        if self.sort != Sort::default() {
            pairs.push(("sort", self.sort.as_str().to_owned()));
        }
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        if self.limit != PAGE_SIZE {
            pairs.push(("limit", self.limit.to_string()));
        }
        pairs
    }

    /// The canonical query string, without `?`; empty for everything. [`Query::parse`] reads it back.
    pub fn to_query_string(&self, currency: Currency) -> String {
        let mut out = String::new();
        for (name, value) in self.pairs(currency) {
            if !out.is_empty() {
                out.push('&');
            }
            out.push_str(name);
            out.push('=');
            percent_encode(&mut out, &value);
        }
        out
    }

    /// The address of the results of this query: `/products?…`.
    pub fn href(&self, currency: Currency) -> String {
        let query_string = self.to_query_string(currency);
        if query_string.is_empty() {
            "/products".to_owned()
        } else {
            format!("/products?{query_string}")
        }
    }
}

fn sorts() -> String {
    let all: Vec<_> = Sort::ALL.iter().map(|s| s.as_str()).collect();
    format!("must be one of {}", all.join(", "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(s: &str) -> (Query, Vec<Ignored>) {
        Query::parse(s, Currency::USD)
    }

    #[test]
    fn reads_every_parameter() {
        let (query, ignored) = parse(
            "?q=maps+%22geo%20code%22&category=apis&tag=b&tag=a&developer=acme&compatibility=rust\
             &min_price=9&max_price=49.50&min_rating=4.5&sort=price-asc&page=3&limit=12&utm_source=mail&tag=",
        );
        assert_eq!(ignored, []);
        assert_eq!(query.text, "maps \"geo code\"");
        assert_eq!(query.tags, ["a", "b"]);
        assert_eq!(
            (query.min_price, query.max_price, query.min_rating),
            (Some(900), Some(4950), Some(450))
        );
        assert_eq!((query.sort, query.page, query.limit), (Sort::PriceUp, 3, 12));
        assert_eq!(
            query.href(Currency::USD),
            "/products?q=maps+%22geo+code%22&category=apis&compatibility=rust&tag=a&tag=b&developer=acme\
             &min_price=9&max_price=49.50&min_rating=4.5&sort=price-asc&page=3&limit=12"
        );
    }

    #[test]
    fn shows_what_it_could_not_understand() {
        let (query, ignored) = parse("min_price=cheap&sort=up&page=0&min_rating=9&colour=red&category=apis&limit=1000");
        assert_eq!(
            query,
            Query {
                categories: vec!["apis".into()],
                ..Query::default()
            }
        );
        let names: Vec<_> = ignored.iter().map(|i| i.parameter.as_str()).collect();
        assert_eq!(names, ["min_price", "sort", "page", "min_rating", "colour", "limit"]);
        assert_eq!(ignored[0].reason, "must be a number such as 49 or 49.50");
    }

    /// A page that shows its filters makes labels of them.
    #[test]
    fn takes_slugs_as_values_of_facets_and_nothing_else() {
        for kind in FacetKind::ALL {
            for bad in [
                "é",
                "日本",
                "a%00b",
                "-a",
                "a_b",
                "%C3%A9-a",
                &"a".repeat(101),
                "%F0%9F%A6%80",
            ] {
                let (query, ignored) = parse(&format!("{}={bad}", kind.parameter()));
                assert_eq!(query, Query::default(), "{bad}");
                assert_eq!((ignored.len(), ignored[0].reason.as_str()), (1, NO_SLUG), "{bad}");
            }
            let (query, ignored) = parse(&format!("{}=REST-api", kind.parameter()));
            assert_eq!((query.values(kind), ignored.len()), (&["rest-api".to_owned()][..], 0));
        }
    }

    #[test]
    fn says_what_stands_there_twice_or_is_of_no_use() {
        let (query, ignored) = parse("min_price=1&min_price=5&tag=a&tag=b&sort=newest&sort=newest");
        assert_eq!((query.min_price, query.tags.len()), (Some(100), 2));
        let names: Vec<_> = ignored
            .iter()
            .map(|i| (i.parameter.as_str(), i.value.as_str()))
            .collect();
        assert_eq!(names, [("min_price", "5"), ("sort", "newest")]);
        let of_no_use = others("page=2&sort=newest&utm_source=mail&q=", &["page"]);
        assert_eq!(of_no_use.len(), 1);
        assert_eq!(
            (of_no_use[0].parameter.as_str(), of_no_use[0].value.as_str()),
            ("sort", "newest")
        );
    }

    #[test]
    fn parse_names_what_the_search_leaves_out() {
        let (query, ignored) = parse("q=maps+price:abc");
        assert_eq!((query.text.as_str(), ignored.len()), ("maps price:abc", 1));
        assert_eq!(
            (ignored[0].parameter.as_str(), ignored[0].value.as_str()),
            ("q", "price:abc")
        );
    }

    #[test]
    fn bounds_the_text_and_the_range() {
        let (query, ignored) = parse(&format!("q={}", "ä".repeat(300)));
        assert_eq!(query.text.chars().count(), MAX_QUERY_CHARS);
        assert_eq!(ignored[0].parameter, "q");
        // A space of another script at its end says nothing, and is nothing that is left out.
        let (query, ignored) = parse("q=geo%C2%A0");
        assert_eq!((query.text.as_str(), ignored.len()), ("geo", 0));
        let (query, ignored) = parse("min_price=50&max_price=10");
        assert_eq!((query.min_price, query.max_price, ignored.len()), (Some(5000), None, 1));
    }

    #[test]
    fn toggles_values_and_returns_to_the_first_page() {
        let (query, _) = parse("category=apis&page=4");
        let both = query.toggled(FacetKind::Category, "themes");
        assert_eq!(both.to_query_string(Currency::USD), "category=apis&category=themes");
        assert_eq!(both.toggled(FacetKind::Category, "apis").categories, ["themes"]);
    }

    proptest! {
        #[test]
        fn any_query_string_is_read_and_its_canonical_form_is_stable(s in "[a-z_=&%+0-9.éq\"-]{0,80}") {
            let (query, _) = parse(&s);
            let canonical = query.to_query_string(Currency::USD);
            let (again, ignored) = parse(&canonical);
            prop_assert_eq!(again, query);
            // Only the search text can hold what is left out of it.
            prop_assert!(ignored.iter().all(|ignored| ignored.parameter == "q"), "{:?}", ignored);
        }
    }
}
