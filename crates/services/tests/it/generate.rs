//! Made-up products on the import path.

use domain::Currency;
use services::testing::{TestContext, each_database};
use services::{entry, generate};

#[tokio::test]
async fn generated_products_are_imported_and_found_as_they_were_made() {
    each_database(async |shop: TestContext| {
        let report = shop.catalogue.generate(1_200).await.unwrap();
        assert_eq!((report.products, report.created, report.updated), (1_200, 1_200, 0));
        // The snapshot made by way of the database is the one made straight from the products.
        let mut entries: Vec<_> = generate::products(1_200, Currency::USD).map(|p| entry(&p)).collect();
        entries.sort_by(|a, b| a.slug.cmp(&b.slug));
        let straight = catalog::build(Currency::USD, &entries);
        assert_eq!(shop.catalogue.current().snapshot.as_bytes(), straight);

        let again = shop.catalogue.generate(1_200).await.unwrap();
        assert_eq!((again.created, again.updated), (0, 1_200));
    })
    .await;
}
