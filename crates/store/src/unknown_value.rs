//! Rows as the program knows them: a value that it does not know is an error that names the table, the row and the value.

use domain::status::DbEnum;

/// What a row says that this version cannot read.
#[derive(Debug, thiserror::Error)]
#[error("the row `{key}` of the table `{table}` cannot be read: {reason}")]
struct Unreadable {
    table: &'static str,
    key: String,
    reason: String,
}

#[derive(Debug, thiserror::Error)]
#[error("its {column} is `{value}`, which this version does not know")]
struct Unknown {
    column: &'static str,
    value: String,
}

/// The value that a column's word stands for.
pub(crate) fn known<T: DbEnum>(column: &'static str, word: &str) -> Result<T, sqlx::Error> {
    T::from_db_str(word).ok_or_else(|| unknown(column, word))
}

/// The error of a value that a column must not have.
pub(crate) fn unknown(column: &'static str, value: impl ToString) -> sqlx::Error {
    let value = value.to_string();
    sqlx::Error::Decode(Box::new(Unknown { column, value }))
}

/// An error of reading a row, with the row's name.
pub(crate) fn unreadable(table: &'static str, key: Result<String, sqlx::Error>, error: &sqlx::Error) -> sqlx::Error {
    let reason = match error {
        sqlx::Error::Decode(reason) => reason.to_string(),
        error => error.to_string(),
    };
    let key = key.unwrap_or_else(|_| "?".to_owned());
    sqlx::Error::Decode(Box::new(Unreadable { table, key, reason }))
}

/// Reads a type from rows by another, which holds the columns as they are: `read_as!(StoredPayment, PaymentRow,
/// "payments", order_id: String)` names the table and the column by which its rows are known.
macro_rules! read_as {
    ($stored:ty, $row:ty, $table:literal, $key:ident: $key_type:ty) => {
        impl<'r, R> sqlx::FromRow<'r, R> for $stored
        where
            R: sqlx::Row,
            $row: sqlx::FromRow<'r, R>,
            &'static str: sqlx::ColumnIndex<R>,
            $key_type: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
        {
            fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
                let read = <$row as sqlx::FromRow<'r, R>>::from_row(row).and_then(Self::try_from);
                read.map_err(|error| {
                    let key = row.try_get::<$key_type, _>(stringify!($key));
                    $crate::unknown_value::unreadable($table, key.map(|key| key.to_string()), &error)
                })
            }
        }
    };
}
pub(crate) use read_as;
