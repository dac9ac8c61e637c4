//! Written reviews.

use domain::review::{Review, ReviewSort};
use domain::{Slug, Timestamp};
use sqlx::{FromRow, QueryBuilder};

use crate::dialect::{Tx, with_engine};
use crate::timestamp::SqlTimestamp;
use crate::{Error, Store, snapshot};

/// A review and the product that it is about.
#[derive(Clone, Debug)]
pub struct ProductReview {
    pub product: Slug,
    pub review: Review,
}

#[derive(FromRow)]
struct ReviewRow {
    author: String,
    rating: i16,
    title: String,
    body: String,
    #[sqlx(try_from = "SqlTimestamp")]
    created_at: Timestamp,
    developer_reply: Option<String>,
}

impl Store {
    /// Reviews of a product in the asked order (ties: newest first), and the catalogue's version they belong to.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn reviews(
        &self,
        product: &str,
        sort: ReviewSort,
        limit: u32,
        offset: u32,
    ) -> Result<(i64, Vec<Review>), Error> {
        macro_rules! page {
            ($order:literal) => {
                concat!(
                    "SELECT author, rating, title, body, created_at, developer_reply FROM reviews ",
                    "WHERE product = $1 ORDER BY ",
                    $order,
                    " LIMIT $2 OFFSET $3"
                )
            };
        }
        let sql = match sort {
            ReviewSort::Newest => page!("created_at DESC, author"),
            ReviewSort::Highest => page!("rating DESC, created_at DESC, author"),
            ReviewSort::Lowest => page!("rating, created_at DESC, author"),
        };
        let mut tx = self.read().await?;
        let version = snapshot::version(&mut tx).await?;
        let (limit, offset) = (i64::from(limit), i64::from(offset));
        let rows: Vec<ReviewRow> = with_engine!(&mut tx, |c| {
            sqlx::query_as(sql)
                .bind(product)
                .bind(limit)
                .bind(offset)
                .fetch_all(&mut **c)
                .await
        })?;
        Ok((version, rows.into_iter().map(Review::from).collect()))
    }
}

impl From<ReviewRow> for Review {
    fn from(row: ReviewRow) -> Self {
        Self {
            author: row.author,
            rating: u8::try_from(row.rating).expect("the table checks 1 to 5"),
            title: row.title,
            body: row.body,
            created_at: row.created_at,
            developer_reply: row.developer_reply,
        }
    }
}

/// How many gave 1, 2, 3, 4 and 5 stars.
pub(crate) async fn histogram(tx: &mut Tx, product: &str) -> Result<[u32; 5], Error> {
    const SQL: &str = "SELECT rating, COUNT(*) FROM reviews WHERE product = $1 GROUP BY rating";
    let rows: Vec<(i16, i64)> = with_engine!(tx, |c| sqlx::query_as(SQL).bind(product).fetch_all(&mut **c).await)?;
    let mut stars = [0; 5];
    for (rating, count) in rows {
        let at = usize::try_from(rating - 1).expect("the table checks 1 to 5");
        stars[at] = u32::try_from(count).unwrap_or(u32::MAX);
    }
    Ok(stars)
}

/// Writes reviews; one of the same author and time takes the place of the old.
pub(crate) async fn put(tx: &mut Tx, reviews: &[ProductReview]) -> Result<(), Error> {
    const INTO: &str = "INSERT INTO reviews (product, author, created_at, rating, title, body, developer_reply) ";
    const UPDATE: &str = " ON CONFLICT (product, created_at, author) DO UPDATE SET \
        rating = excluded.rating, title = excluded.title, body = excluded.body, \
        developer_reply = excluded.developer_reply";
    for rows in reviews.chunks(500) {
        with_engine!(tx, |c| {
            let mut query = QueryBuilder::new(INTO);
            query.push_values(rows, |mut row, ProductReview { product, review }| {
                row.push_bind(product.as_str())
                    .push_bind(&review.author)
                    .push_bind(SqlTimestamp(review.created_at))
                    .push_bind(i16::from(review.rating))
                    .push_bind(&review.title)
                    .push_bind(&review.body)
                    .push_bind(&review.developer_reply);
            });
            query.push(UPDATE).build().execute(&mut **c).await?;
        });
    }
    Ok(())
}
