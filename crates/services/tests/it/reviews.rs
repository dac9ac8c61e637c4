//! Written reviews: the rating they make, their order and their pages.

use std::sync::Arc;

use domain::review::{Review, ReviewSort};
use services::testing::{TestContext, each_database, product, review};
use views::product::{REVIEWS_PER_PAGE, ReviewPage};

async fn reviews_of(shop: &TestContext, slug: &str, sort: ReviewSort, page: u32) -> Arc<ReviewPage> {
    let page = shop.catalogue.product_page(slug, sort, page).await;
    page.unwrap().expect("there is such a product").reviews
}

#[tokio::test]
async fn reviews_make_the_rating_on_the_page_and_on_cards() {
    each_database(async |shop: TestContext| {
        shop.import(&[
            product("one").rating(4.5, 200).build(),
            product("two").rating(4.5, 200).build(),
        ])
        .await;
        let reviews =
            [(5, "a"), (5, "b"), (4, "c")].map(|(stars, author)| review(author, stars, "2026-01-01T00:00:00Z"));
        shop.review("one", reviews).await;

        let rating = shop
            .catalogue
            .product("one")
            .await
            .unwrap()
            .unwrap()
            .rating
            .clone()
            .unwrap();
        assert_eq!(
            (rating.average, rating.count, rating.histogram),
            (467, 3, Some([0, 0, 0, 1, 2]))
        );
        let current = shop.catalogue.current();
        let card = |slug: &str| catalog::card(&current.snapshot, current.snapshot.find(slug).unwrap()).rating;
        assert_eq!((card("one"), card("two")), (Some((467, 3)), Some((450, 200))));

        // A later import of the product leaves its reviews alone.
        shop.import(&[product("one").rating(1.0, 1).build()]).await;
        let rating = shop
            .catalogue
            .product("one")
            .await
            .unwrap()
            .unwrap()
            .rating
            .clone()
            .unwrap();
        assert_eq!((rating.average, rating.count), (467, 3));
    })
    .await;
}

#[tokio::test]
async fn reviews_come_in_pages_of_the_asked_order() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("one").build(), product("silent").rating(4.0, 9).build()])
            .await;
        let total = u8::try_from(REVIEWS_PER_PAGE).unwrap() * 2 + 3;
        let mut reviews: Vec<Review> = (1..=total)
            .map(|day| {
                review(
                    &format!("day {day:02}"),
                    day % 5 + 1,
                    &format!("2026-01-{day:02}T00:00:00Z"),
                )
            })
            .collect();
        reviews[0].developer_reply = Some("Thank you.".to_owned());
        shop.review("one", reviews.clone()).await;
        let page = async |sort, page| reviews_of(&shop, "one", sort, page).await;

        let newest = page(ReviewSort::Newest, 1).await;
        assert_eq!((newest.total, newest.page, newest.pages), (u32::from(total), 1, 3));
        assert_eq!(newest.reviews.len(), REVIEWS_PER_PAGE as usize);
        assert_eq!(newest.reviews[0], reviews[usize::from(total) - 1]);

        let mut all = Vec::new();
        for n in 1..=3 {
            all.extend(page(ReviewSort::Newest, n).await.reviews.clone());
        }
        reviews.reverse();
        assert_eq!(all, reviews);

        let stars = async |sort| page(sort, 1).await.reviews.iter().map(|r| r.rating).collect::<Vec<_>>();
        assert_eq!(stars(ReviewSort::Highest).await, [5, 5, 5, 5, 4, 4, 4, 4]);
        assert_eq!(stars(ReviewSort::Lowest).await, [1, 1, 1, 2, 2, 2, 2, 3]);
        assert!(
            page(ReviewSort::Highest, 1).await.reviews[0].created_at
                > page(ReviewSort::Highest, 1).await.reviews[1].created_at
        );
    })
    .await;
}

#[tokio::test]
async fn a_page_past_the_end_is_the_last() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("one").build(), product("silent").rating(4.0, 9).build()])
            .await;
        shop.review(
            "one",
            (10..20).map(|day| review("a", 3, &format!("2026-01-{day}T00:00:00Z"))),
        )
        .await;
        for (asked, shown) in [(0, 1), (2, 2), (3, 2), (u32::MAX, 2)] {
            let page = reviews_of(&shop, "one", ReviewSort::Newest, asked).await;
            assert_eq!((page.page, page.pages), (shown, 2));
            assert_eq!(page.reviews.len(), if shown == 1 { 8 } else { 2 });
        }
        let page = reviews_of(&shop, "silent", ReviewSort::Lowest, 5).await;
        assert_eq!((page.reviews.len(), page.total, page.page, page.pages), (0, 0, 1, 1));
        assert_eq!(page.sort, ReviewSort::Lowest);
        let unknown = shop.catalogue.product_page("unknown", ReviewSort::Lowest, 5).await;
        assert!(unknown.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_new_review_is_on_the_page_at_once() {
    each_database(async |shop: TestContext| {
        shop.import(&[product("one").build()]).await;
        let first = |author: &'static str| review(author, 4, "2026-01-01T00:00:00Z");
        shop.review("one", [first("a")]).await;
        assert_eq!(reviews_of(&shop, "one", ReviewSort::Newest, 1).await.total, 1);
        shop.review("one", [first("b")]).await;
        assert_eq!(reviews_of(&shop, "one", ReviewSort::Newest, 1).await.total, 2);
    })
    .await;
}
