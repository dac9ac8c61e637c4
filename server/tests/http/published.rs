//! Products that are published later, from outside.

use services::testing::{developer, product, time};

use crate::support::{TestApp, each_app};

async fn knows(app: &TestApp, path: &str, word: &str) -> bool {
    app.get(path).await.text().contains(word)
}

#[tokio::test]
async fn nobody_hears_of_a_product_before_it_is_published() {
    each_app(async |app| {
        let later = product("later-geo").developer(developer("new-maker"));
        let later = later.with(|p| p.published_at = time("2026-02-01T13:00:00Z"));
        app.context.import(&[later.build()]).await;
        let lists = [
            "/",
            "/products",
            "/products?q=later",
            "/api/v1/products",
            "/sitemap.xml",
            "/feed.xml",
            "/api/fn/search?search=q%3Dlater",
            "/api/fn/suggest?text=later",
        ];
        let pages = [
            "/products/later-geo",
            "/api/v1/products/later-geo",
            "/developers/new-maker",
        ];
        let add = async || {
            let client = app.anonymous().header("accept", "application/json");
            let added = client.post("/api/fn/cart_add", "product=later-geo&plan=pro").await;
            added.status.as_u16()
        };
        let hash = async || app.get("/catalog/current").await.json()["hash"].to_string();
        let before = hash().await;
        for path in lists {
            assert!(!knows(&app, path, "later-geo").await, "{path}");
        }
        for path in pages {
            assert_eq!(app.get(path).await.status, 404, "{path}");
        }
        assert_eq!(add().await, 404);

        app.context.clock.set(time("2026-02-01T13:00:00Z"));
        // As the server looks four times a second.
        app.state.catalogue.refresh().await.unwrap();
        for path in lists {
            assert!(knows(&app, path, "later-geo").await, "{path}");
        }
        for path in pages {
            assert_eq!(app.get(path).await.status, 200, "{path}");
        }
        assert_eq!(add().await, 200);
        let after = hash().await;
        assert_ne!(before, after, "browsers take the new snapshot");
    })
    .await;
}
