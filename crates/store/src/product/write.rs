//! Writing products with their plans, many at once.

use domain::{Plan, Product, Slug, Timestamp};
use sha2::{Digest as _, Sha256};
use sqlx::QueryBuilder;
use sqlx::types::Json;

use crate::Error;
use crate::dialect::{Tx, with_engine};
use crate::timestamp::SqlTimestamp;

/// A hash of what a product's page shows of the product itself: popularity and rating move on their own, and what is said
/// of its developer is changed with any product of theirs. None is stored of products of before there were hashes.
fn content_hash(product: &Product) -> Vec<u8> {
    let content = (
        (&product.title, &product.summary, &product.description),
        (&product.category, &product.tags, &product.compatibility),
        (
            &product.developer,
            &product.media,
            &product.specifications,
            &product.plans,
        ),
        product.published_at,
    );
    let json = serde_json::to_vec(&content).expect("a product is made of texts and numbers");
    Sha256::digest(json).to_vec()
}

/// Writes products; one of a known slug takes the place of the old. Their developers are there already.
pub(crate) async fn put(
    tx: &mut Tx,
    version: i64,
    products: &[Product],
    now: Timestamp,
    written: &mut (dyn FnMut(usize) + Send),
) -> Result<(), Error> {
    const INTO: &str = "INSERT INTO products (slug, version, title, summary, description, category, tags, developer, \
        compatibility, media, specifications, collections, published_at, popularity, rating_average, rating_count, \
        changed_at, content) ";
    const UPDATE: &str = " ON CONFLICT (slug) DO UPDATE SET version = excluded.version, title = excluded.title, \
        summary = excluded.summary, description = excluded.description, category = excluded.category, \
        tags = excluded.tags, developer = excluded.developer, compatibility = excluded.compatibility, \
        media = excluded.media, specifications = excluded.specifications, collections = excluded.collections, \
        published_at = excluded.published_at, popularity = excluded.popularity, \
        rating_average = excluded.rating_average, rating_count = excluded.rating_count, \
        changed_at = CASE WHEN products.content <> excluded.content THEN excluded.changed_at \
            ELSE products.changed_at END, content = excluded.content";
    for rows in products.chunks(500) {
        with_engine!(tx, |c| {
            let mut query = QueryBuilder::new(INTO);
            query.push_values(rows, |mut row, product| {
                row.push_bind(product.slug.as_str())
                    .push_bind(version)
                    .push_bind(&product.title)
                    .push_bind(&product.summary)
                    .push_bind(&product.description)
                    .push_bind(product.category.as_str())
                    .push_bind(Json(&product.tags))
                    .push_bind(product.developer.slug.as_str())
                    .push_bind(Json(&product.compatibility))
                    .push_bind(Json(&product.media))
                    .push_bind(Json(&product.specifications))
                    .push_bind(Json(&product.collections))
                    .push_bind(SqlTimestamp(product.published_at))
                    .push_bind(i64::try_from(product.popularity).unwrap_or(i64::MAX))
                    .push_bind(product.rating.map(|rating| i64::from(rating.hundredths())))
                    .push_bind(product.rating.map(|rating| i64::from(rating.count)))
                    .push_bind(SqlTimestamp(now))
                    .push_bind(content_hash(product));
            });
            query.push(UPDATE).build().execute(&mut **c).await?;
        });
        put_plans(tx, version, rows).await?;
        written(rows.len());
    }
    delete_removed_plans(tx, version).await
}

async fn put_plans(tx: &mut Tx, version: i64, products: &[Product]) -> Result<(), Error> {
    const INTO: &str = "INSERT INTO plans \
        (product, slug, version, position, name, amount, currency, billing, features, license) ";
    const UPDATE: &str = " ON CONFLICT (product, slug) DO UPDATE SET version = excluded.version, \
        position = excluded.position, name = excluded.name, amount = excluded.amount, currency = excluded.currency, \
        billing = excluded.billing, features = excluded.features, license = excluded.license";
    let plans: Vec<(&Slug, i64, &Plan)> = products
        .iter()
        .flat_map(|p| (0..).zip(&p.plans).map(|(position, plan)| (&p.slug, position, plan)))
        .collect();
    for rows in plans.chunks(1_000) {
        with_engine!(tx, |c| {
            let mut query = QueryBuilder::new(INTO);
            query.push_values(rows, |mut row, (product, position, plan)| {
                row.push_bind(product.as_str())
                    .push_bind(plan.slug.as_str())
                    .push_bind(version)
                    .push_bind(*position)
                    .push_bind(&plan.name)
                    .push_bind(plan.amount)
                    .push_bind(plan.currency.code())
                    .push_bind(plan.billing.as_str())
                    .push_bind(Json(&plan.features))
                    .push_bind(Json(&plan.license));
            });
            query.push(UPDATE).build().execute(&mut **c).await?;
        });
    }
    Ok(())
}

/// Takes away the plans that products written by this version no longer have.
async fn delete_removed_plans(tx: &mut Tx, version: i64) -> Result<(), Error> {
    const SQL: &str = "DELETE FROM plans \
        WHERE version < $1 AND product IN (SELECT slug FROM products WHERE version = $1)";
    with_engine!(tx, |c| sqlx::query(SQL).bind(version).execute(&mut **c).await.map(drop))?;
    Ok(())
}
