//! Products and their plans.

mod write;

use std::collections::{BTreeMap, HashMap};

use domain::{Billing, Currency, Developer, LicenseTerms, Media, Plan, Product, Rating, Slug, Timestamp};
use sqlx::{FromRow, QueryBuilder};

use crate::dialect::{Tx, with_engine};
use crate::timestamp::SqlTimestamp;
use crate::write::Write;
use crate::{Error, Store, review, snapshot};

pub(crate) use write::put;

/// A product as it is stored.
#[derive(Clone, Debug)]
pub struct StoredProduct {
    /// Its `rating` is the imported one.
    pub product: Product,
    /// How many written reviews gave 1, 2, 3, 4 and 5 stars.
    pub stars: [u32; 5],
}

#[derive(FromRow)]
struct ProductRow {
    #[sqlx(try_from = "String")]
    slug: Slug,
    title: String,
    summary: String,
    description: String,
    #[sqlx(try_from = "String")]
    category: Slug,
    #[sqlx(json)]
    tags: Vec<Slug>,
    #[sqlx(try_from = "String")]
    developer: Slug,
    developer_name: String,
    website: Option<String>,
    support_email: Option<String>,
    #[sqlx(json)]
    compatibility: Vec<Slug>,
    #[sqlx(json)]
    media: Vec<Media>,
    #[sqlx(json)]
    specifications: BTreeMap<String, String>,
    #[sqlx(json)]
    collections: Vec<Slug>,
    #[sqlx(try_from = "SqlTimestamp")]
    published_at: Timestamp,
    popularity: i64,
    rating_average: Option<i64>,
    rating_count: Option<i64>,
}

#[derive(FromRow)]
struct PlanRow {
    #[sqlx(try_from = "String")]
    slug: Slug,
    name: String,
    amount: i64,
    #[sqlx(try_from = "String")]
    currency: Currency,
    #[sqlx(try_from = "BillingColumn")]
    billing: Billing,
    #[sqlx(json)]
    features: Vec<String>,
    #[sqlx(json)]
    license: LicenseTerms,
}

/// A plan as it is sold at the moment of a change.
#[derive(Clone, Debug)]
pub struct StoredOffer {
    pub product: Slug,
    /// Of the product.
    pub title: String,
    pub published_at: Timestamp,
    pub plan: Plan,
}

#[derive(FromRow)]
struct OfferRow {
    #[sqlx(try_from = "String")]
    product: Slug,
    title: String,
    #[sqlx(try_from = "SqlTimestamp")]
    published_at: Timestamp,
    #[sqlx(flatten)]
    plan: PlanRow,
}

/// [`Billing`] as it stands in a column.
#[derive(sqlx::Type)]
#[sqlx(transparent)]
pub(crate) struct BillingColumn(String);

/// A billing that this version does not know.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no billing")]
pub(crate) struct UnknownBilling(String);

impl TryFrom<BillingColumn> for Billing {
    type Error = UnknownBilling;

    fn try_from(column: BillingColumn) -> Result<Self, UnknownBilling> {
        let known = [Self::OneTime, Self::Monthly, Self::Yearly];
        known
            .into_iter()
            .find(|billing| billing.as_str() == column.0)
            .ok_or(UnknownBilling(column.0))
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT p.slug, p.title, p.summary, p.description, p.category, p.tags, p.developer, ",
            "d.name AS developer_name, d.website, d.support_email, p.compatibility, p.media, p.specifications, ",
            "p.collections, p.published_at, p.popularity, p.rating_average, p.rating_count ",
            "FROM products p JOIN developers d ON d.slug = p.developer ",
            $rest
        )
    };
}

impl Store {
    /// The catalogue's version, and of each product its slug and when what its page shows last changed; its publication
    /// counts as a change.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn product_changes(&self) -> Result<(i64, Vec<(String, Timestamp)>), Error> {
        const SQL: &str = "SELECT slug, CASE WHEN changed_at < published_at THEN published_at ELSE changed_at END \
            FROM products";
        let mut tx = self.read().await?;
        let version = snapshot::version(&mut tx).await?;
        let rows: Vec<(String, SqlTimestamp)> =
            with_engine!(&mut tx, |c| sqlx::query_as(SQL).fetch_all(&mut **c).await)?;
        Ok((version, rows.into_iter().map(|(slug, at)| (slug, at.into())).collect()))
    }

    /// All products at this moment, to be read one portion after the other.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn read_products(&self) -> Result<ProductReader, Error> {
        Ok(ProductReader {
            tx: self.read().await?,
            after: String::new(),
        })
    }

    /// The product of this slug with its plans, and the catalogue's version that it belongs to.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn product(&self, slug: &str) -> Result<(i64, Option<StoredProduct>), Error> {
        const PRODUCT: &str = select!("WHERE p.slug = $1");
        const PLANS: &str = "SELECT slug, name, amount, currency, billing, features, license FROM plans \
            WHERE product = $1 ORDER BY position";
        let mut tx = self.read().await?;
        let version = snapshot::version(&mut tx).await?;
        let row: Option<ProductRow> = with_engine!(&mut tx, |c| sqlx::query_as(PRODUCT)
            .bind(slug)
            .fetch_optional(&mut **c)
            .await)?;
        let Some(row) = row else { return Ok((version, None)) };
        let plans: Vec<PlanRow> =
            with_engine!(&mut tx, |c| sqlx::query_as(PLANS).bind(slug).fetch_all(&mut **c).await)?;
        let stars = review::histogram(&mut tx, slug).await?;
        Ok((
            version,
            Some(StoredProduct {
                product: row.with(plans),
                stars,
            }),
        ))
    }
}

impl Write {
    /// The plans of some products as they stand at this moment. They may change before this change ends: then it came
    /// first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn offers(&mut self, products: &[&Slug]) -> Result<Vec<StoredOffer>, Error> {
        const SQL: &str = "SELECT plans.product, products.title, products.published_at, plans.slug, plans.name, \
            plans.amount, plans.currency, plans.billing, plans.features, plans.license \
            FROM plans JOIN products ON products.slug = plans.product WHERE plans.product IN (";
        if products.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<OfferRow> = with_engine!(&mut self.tx, |c| {
            let mut query = QueryBuilder::new(SQL);
            let mut list = query.separated(", ");
            for product in products {
                list.push_bind(product.as_str());
            }
            query.push(")").build_query_as().fetch_all(&mut **c).await?
        });
        let offer = |row: OfferRow| StoredOffer {
            product: row.product,
            title: row.title,
            published_at: row.published_at,
            plan: row.plan.into(),
        };
        Ok(rows.into_iter().map(offer).collect())
    }
}

/// Reads all products of one moment, by their slugs.
pub struct ProductReader {
    tx: Tx,
    /// The slug of the product that was read last; every slug is greater than none.
    after: String,
}

/// A plan with its product.
#[derive(FromRow)]
struct ProductPlanRow {
    product: String,
    #[sqlx(flatten)]
    plan: PlanRow,
}

impl ProductReader {
    /// How many there are.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn count(&mut self) -> Result<u64, Error> {
        const SQL: &str = "SELECT COUNT(*) FROM products";
        let count: i64 = with_engine!(&mut self.tx, |c| sqlx::query_scalar(SQL).fetch_one(&mut **c).await)?;
        Ok(count.unsigned_abs())
    }

    /// The next of them; none are left where it is empty.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn next(&mut self) -> Result<Vec<Product>, Error> {
        const PRODUCTS: &str = select!("WHERE p.slug > $1 ORDER BY p.slug LIMIT 500");
        const PLANS: &str = "SELECT product, slug, name, amount, currency, billing, features, license FROM plans \
            WHERE product > $1 AND product <= $2 ORDER BY product, position";
        let rows: Vec<ProductRow> = with_engine!(&mut self.tx, |c| sqlx::query_as(PRODUCTS)
            .bind(&self.after)
            .fetch_all(&mut **c)
            .await)?;
        let Some(last) = rows.last().map(|row| row.slug.to_string()) else {
            return Ok(Vec::new());
        };
        let plans: Vec<ProductPlanRow> = with_engine!(&mut self.tx, |c| sqlx::query_as(PLANS)
            .bind(&self.after)
            .bind(&last)
            .fetch_all(&mut **c)
            .await)?;
        self.after = last;
        let mut of_product: HashMap<String, Vec<PlanRow>> = HashMap::new();
        for row in plans {
            of_product.entry(row.product).or_default().push(row.plan);
        }
        let with_plans = |row: ProductRow| {
            let plans = of_product.remove(row.slug.as_str()).unwrap_or_default();
            row.with(plans)
        };
        Ok(rows.into_iter().map(with_plans).collect())
    }
}

impl ProductRow {
    fn with(self, plans: Vec<PlanRow>) -> Product {
        let rating = imported_rating(self.rating_average, self.rating_count);
        Product {
            slug: self.slug,
            title: self.title,
            summary: self.summary,
            description: self.description,
            category: self.category,
            tags: self.tags,
            developer: Developer {
                slug: self.developer,
                name: self.developer_name,
                website: self.website,
                support_email: self.support_email,
            },
            compatibility: self.compatibility,
            media: self.media,
            specifications: self.specifications,
            published_at: self.published_at,
            popularity: self.popularity.unsigned_abs(),
            collections: self.collections,
            rating: rating.map(|(average, count)| Rating {
                average: f64::from(average) / 100.0,
                count,
            }),
            plans: plans.into_iter().map(Plan::from).collect(),
        }
    }
}

impl From<PlanRow> for Plan {
    fn from(row: PlanRow) -> Self {
        Self {
            slug: row.slug,
            name: row.name,
            amount: row.amount,
            currency: row.currency,
            billing: row.billing,
            features: row.features,
            license: row.license,
        }
    }
}

/// The two columns of an imported rating: average in hundredths and count.
pub(crate) fn imported_rating(average: Option<i64>, count: Option<i64>) -> Option<(u16, u32)> {
    Some((u16::try_from(average?).ok()?, u32::try_from(count?).ok()?))
}
