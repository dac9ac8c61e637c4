//! `/api/v1`: shapes, refusals, caching.

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::support::{PUBLIC_URL, TestApp, another, each_app};

/// Checks a document against a schema of the OpenAPI document that the application itself serves.
struct OpenApi(Value);

impl OpenApi {
    async fn of(app: &TestApp) -> Self {
        let answer = app.get("/api/openapi.json").await;
        assert_eq!(answer.header("content-type"), "application/json");
        Self(answer.json())
    }

    fn check(&self, schema: &str, document: &Value) {
        let root = json!({"$ref": format!("#/components/schemas/{schema}"), "components": self.0["components"]});
        let validator: Validator = jsonschema::draft202012::new(&root).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(document)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{schema}: {errors:#?}\n{document:#}");
    }
}

fn slugs(list: &Value) -> Vec<&str> {
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["slug"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn lists_products_in_the_shape_that_is_promised() {
    each_app(async |app| {
        let openapi = OpenApi::of(&app).await;
        let list = app.get("/api/v1/products?sort=newest").await.json();
        openapi.check("ProductList", &list);
        assert_eq!(slugs(&list), ["valve", "ember-theme", "swift-geocode"]);
        assert_eq!(
            (&list["total"], &list["page"], &list["pages"]),
            (&json!(3), &json!(1), &json!(1))
        );
        assert_eq!(
            list["items"][2],
            json!({
                "slug": "swift-geocode", "title": "Swift geocode", "summary": "One line", "category": "apis",
                "developer": {"slug": "acme", "name": "Acme"},
                "price": {"amount": 4900, "currency": "USD", "billing": "monthly"},
                "rating": {"average": 4.5, "count": 12},
                "url": format!("{PUBLIC_URL}/products/swift-geocode"),
                "image": format!("{PUBLIC_URL}/media/drawing.svg"),
                "published_at": "2026-01-01T00:00:00Z",
            })
        );
        assert_eq!(list["facets"]["price"], json!({"min": 900, "max": 4900}));
        assert_eq!(
            list["facets"]["developer"][0],
            json!({"value": "blue-fox", "label": "Blue fox", "count": 2})
        );
    })
    .await;
}

#[tokio::test]
async fn takes_the_parameters_of_the_page() {
    each_app(async |app| {
        let openapi = OpenApi::of(&app).await;
        for (query, expected) in [
            ("q=geocode", vec!["swift-geocode"]),
            (
                "category=apis&category=themes&sort=price-asc",
                vec!["ember-theme", "swift-geocode"],
            ),
            ("min_price=10&max_price=20", vec!["ember-theme"]),
            ("min_rating=4", vec!["swift-geocode"]),
            ("sort=price-desc&limit=1&page=2", vec!["ember-theme"]),
            ("sort=price-desc&limit=2&page=99", vec!["valve"]),
            ("q=nothing-is-called-so", vec![]),
            ("collection=none&utm_source=mail&tag=", vec![]),
        ] {
            let list = app.get(&format!("/api/v1/products?{query}")).await.json();
            openapi.check("ProductList", &list);
            assert_eq!(slugs(&list), expected, "{query}");
        }
        // A facet's own filter does not count against it.
        let list = app.get("/api/v1/products?category=apis").await.json();
        assert_eq!(list["facets"]["category"].as_array().unwrap().len(), 3);
        assert_eq!(list["facets"]["developer"].as_array().unwrap().len(), 1);
        let list = app.get("/api/v1/products?sort=price-desc&limit=2&page=99").await.json();
        assert_eq!((&list["page"], &list["pages"]), (&json!(2), &json!(2)));
    })
    .await;
}

#[tokio::test]
async fn names_the_parameter_it_refuses() {
    each_app(async |app| {
        let openapi = OpenApi::of(&app).await;
        let long = "x".repeat(201);
        for (query, parameter) in [
            ("min_price=cheap", "min_price"),
            ("max_price=1.999", "max_price"),
            ("tag=%C3%A9", "tag"),
            ("min_rating=9", "min_rating"),
            ("sort=up", "sort"),
            ("page=0", "page"),
            ("limit=101", "limit"),
            ("colour=red", "colour"),
            (&format!("q={long}"), "q"),
        ] {
            let problem = app
                .get(&format!("/api/v1/products?category=apis&{query}"))
                .await
                .problem(400);
            openapi.check("Problem", &problem);
            assert_eq!(problem["parameter"], parameter, "{query}");
        }
        let problem = app.get("/api/v1/products?min_price=cheap").await.json();
        assert_eq!(problem["title"], "Bad Request");
        assert_eq!(problem["detail"], "`cheap`: must be a number such as 49 or 49.50");
    })
    .await;
}

#[tokio::test]
async fn gives_one_product_whole() {
    each_app(async |app| {
        let openapi = OpenApi::of(&app).await;
        for slug in ["swift-geocode", "ember-theme", "valve"] {
            openapi.check("Product", &app.get(&format!("/api/v1/products/{slug}")).await.json());
        }
        let product = app.get("/api/v1/products/swift-geocode").await.json();
        assert_eq!(product["developer"]["url"], format!("{PUBLIC_URL}/developers/acme"));
        assert_eq!(product["media"][0]["url"], format!("{PUBLIC_URL}/media/drawing.svg"));
        assert_eq!(product["specifications"], json!({"Runtime": "any"}));
        assert_eq!(
            product["plans"][0]["price"],
            json!({"amount": 4900, "currency": "USD", "billing": "monthly"})
        );
        assert_eq!(product["plans"][0]["license"], json!({"activation_limit": 3}));
        assert_eq!(
            product["rating"],
            json!({"average": 4.5, "count": 12, "histogram": null})
        );
        assert!(
            product["description_html"]
                .as_str()
                .unwrap()
                .contains("<strong>markdown</strong>"),
            "{product}"
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_not_there_is_a_problem() {
    each_app(async |app| {
        for path in [
            "/api/v1/products/nothing",
            "/api/v1/products/%ff",
            "/api/v1/nothing",
            "/api/fn/nothing",
            "/api",
        ] {
            let problem = app.get(path).await.problem(404);
            assert_eq!(problem["title"], "Not Found", "{path}");
        }
        let refused = app.anonymous().post("/api/v1/products", "a=b").await;
        assert_eq!(refused.problem(405)["title"], "Method Not Allowed");
        assert!(refused.header("allow").contains("GET"), "{:?}", refused.headers);
    })
    .await;
}

#[tokio::test]
async fn any_site_may_read_and_ask_again_cheaply() {
    each_app(async |app| {
        for path in ["/api/v1/products", "/api/v1/products/valve", "/api/openapi.json"] {
            let first = app.get(path).await;
            assert_eq!(first.header("access-control-allow-origin"), "*", "{path}");
            let again = app
                .anonymous()
                .header("if-none-match", first.header("etag"))
                .get(path)
                .await;
            assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{path}");
            assert_eq!(again.header("etag"), first.header("etag"));
        }
        let tag = app.get("/api/v1/products").await.header("etag").to_owned();
        app.context.import(&[another("late")]).await;
        let changed = app
            .anonymous()
            .header("if-none-match", &tag)
            .get("/api/v1/products")
            .await;
        assert_eq!((changed.status.as_u16(), &changed.json()["total"]), (200, &json!(4)));
        let preflight = app
            .anonymous()
            .send(axum::http::Method::OPTIONS, "/api/v1/products", "")
            .await;
        assert_eq!(
            (
                preflight.status.as_u16(),
                preflight.header("access-control-allow-headers")
            ),
            (204, "*")
        );
    })
    .await;
}
