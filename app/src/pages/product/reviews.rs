//! What customers say: the average with its histogram, then the written reviews, sorted and paged by links.

use domain::review::{Review, ReviewSort};
use leptos::either::Either;
use leptos::prelude::*;
use views::product::{ProductDetail, RatingSummary, ReviewPage};

use crate::ui::number::{counted, grouped};
use crate::ui::pager::Pager;
use crate::ui::rating::{class, decimal};

#[component]
pub(super) fn Reviews<'a>(product: &'a ProductDetail, page: ReviewPage) -> impl IntoView + use<> {
    view! {
        <section class="part" id="reviews" aria-labelledby="reviews-title">
            <h2 id="reviews-title">"Reviews"</h2>
            <div class="reviews">
                <Summary rating=product.rating.as_ref() />
                <div>
                    <List page slug=product.slug.to_string() />
                </div>
            </div>
        </section>
    }
}

#[component]
fn Summary<'a>(rating: Option<&'a RatingSummary>) -> impl IntoView + use<> {
    let Some(rating) = rating else {
        return Either::Left(view! { <div class="review-sum"><p>"No ratings yet."</p></div> });
    };
    let histogram = rating.histogram.map(|counts| {
        let rows: Vec<_> = (1..=5)
            .rev()
            .map(|stars| bar(stars, counts[stars - 1], rating.count))
            .collect();
        view! { <ol class="histogram" aria-label="Ratings by stars">{rows}</ol> }
    });
    let average = decimal(rating.average);
    Either::Right(view! {
        <div class="review-sum">
            <p class="average">{average.clone()}</p>
            <p>
                <span class=class(rating.average) role="img" aria-label=format!("{average} of 5 stars")>
                    {counted(rating.count.into(), "rating")}
                </span>
            </p>
            {histogram}
        </div>
    })
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

#[component]
fn List(page: ReviewPage, slug: String) -> impl IntoView {
    if page.total == 0 {
        return Either::Left(view! { <p class="notice">"No written reviews yet."</p> });
    }
    let sorts = ReviewSort::ALL.map(|sort| {
        let chosen = sort == page.sort;
        view! {
            <a
                class=if chosen { "chip on" } else { "chip" }
                href=address(&slug, sort, 1)
                data-noscroll=""
                rel="nofollow"
                aria-current=chosen.then_some("true")
            >
                {sort.label()}
            </a>
        }
    });
    let reviews: Vec<_> = page.reviews.iter().map(review).collect();
    let sort = page.sort;
    Either::Right(view! {
        <div class="review-sorts" role="group" aria-label="Sort the reviews">
            {sorts}
        </div>
        {reviews}
        <Pager page=page.page pages=page.pages href=move |n| address(&slug, sort, n) />
    })
}

fn review(review: &Review) -> impl IntoView + use<> {
    let stars = u16::from(review.rating) * 100;
    let title = (!review.title.is_empty()).then(|| view! { <h3>{review.title.clone()}</h3> });
    let reply = review.developer_reply.clone().map(|reply| {
        view! {
            <div class="reply">
                <b>"Reply from the developer"</b>
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
