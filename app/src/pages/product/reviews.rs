//! What customers say: the average with its histogram, then the written reviews, sorted and paged by links.

use domain::storefront::{ProductDetail, RatingSummary, Review, ReviewPage, ReviewSort};
use leptos::prelude::*;

use crate::ui::html::shown;
use crate::ui::number::{counted, grouped};
use crate::ui::pager::pager;
use crate::ui::rating::{class, decimal};

pub(super) fn reviews(product: &ProductDetail, page: &ReviewPage) -> AnyView {
    view! {
        <section class="part" id="reviews" aria-labelledby="reviews-title">
            <h2 id="reviews-title">"Reviews"</h2>
            <div class="reviews">
                {summary(product.rating.as_ref())}
                <div>{list(page, product.slug.as_str())}</div>
            </div>
        </section>
    }
    .into_any()
}

fn summary(rating: Option<&RatingSummary>) -> AnyView {
    let Some(rating) = rating else {
        return view! { <div class="review-sum"><p>"Nobody has rated this product yet."</p></div> }.into_any();
    };
    let histogram = rating.histogram.map(|counts| {
        let rows: Vec<_> = (1..=5)
            .rev()
            .map(|stars| bar(stars, counts[stars - 1], rating.count))
            .collect();
        view! { <ol class="histogram" aria-label="Ratings by stars">{rows}</ol> }
    });
    let average = decimal(rating.average);
    view! {
        <div class="review-sum">
            <p class="average">{average.clone()}</p>
            <p>
                <span class=class(rating.average) role="img" aria-label=format!("{average} of 5 stars")>
                    {counted(rating.count.into(), "rating")}
                </span>
            </p>
            {histogram}
        </div>
    }
    .into_any()
}

fn bar(stars: usize, count: u32, total: u32) -> impl IntoView {
    let stars = counted(stars as u64, "star");
    view! {
        <li>
            <span>{stars.clone()}</span>
            <meter min="0" max=total value=count aria-label=format!("{count} of {total} gave {stars}")></meter>
            <span>{grouped(count.into())}</span>
        </li>
    }
}

fn address(slug: &str, sort: ReviewSort, page: u32) -> String {
    let page = if page > 1 {
        format!("&review_page={page}")
    } else {
        String::new()
    };
    format!("/products/{slug}?reviews={}{page}#reviews", sort.as_str())
}

fn list(page: &ReviewPage, slug: &str) -> AnyView {
    if page.total == 0 {
        return view! { <p class="notice">"There is no written review yet."</p> }.into_any();
    }
    let sorts = ReviewSort::ALL.map(|sort| {
        let chosen = sort == page.sort;
        view! {
            <a
                class=if chosen { "chip on" } else { "chip" }
                href=address(slug, sort, 1)
                rel="nofollow"
                aria-current=chosen.then_some("true")
            >
                {sort.label()}
            </a>
        }
    });
    let reviews: Vec<_> = page.reviews.iter().map(review).collect();
    let sort = page.sort;
    view! {
        <div class="review-sorts" role="group" aria-label="Sort the reviews">
            {sorts}
        </div>
        {reviews}
        {shown(pager(page.page, page.pages, |n| address(slug, sort, n)))}
    }
    .into_any()
}

fn review(review: &Review) -> impl IntoView + use<> {
    let stars = u16::from(review.rating) * 100;
    let title = (!review.title.is_empty()).then(|| view! { <h3>{review.title.clone()}</h3> });
    let reply = review.developer_reply.clone().map(|reply| {
        view! {
            <div class="reply">
                <b>"The developer answers"</b>
                <p>{reply}</p>
            </div>
        }
    });
    view! {
        <article class="review">
            <span class=class(stars) role="img" aria-label=format!("{} of 5 stars", review.rating)></span>
            {title}
            <p class="who">
                {format!("{}, ", review.author)}
                <time datetime=review.created_at.to_string()>{review.created_at.day()}</time>
            </p>
            <p>{review.body.clone()}</p>
            {reply}
        </article>
    }
}
