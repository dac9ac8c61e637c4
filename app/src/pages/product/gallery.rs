//! Pictures and films in a strip that is swiped; small ones below lead to each, also without script.

use domain::storefront::ProductDetail;
use domain::{Media, MediaKind};
use leptos::html::Div;
use leptos::prelude::*;

use crate::ui::cover::cover;

/// The still of a film: the same address, ending in `.webp`.
fn poster(film: &str) -> String {
    match film.rsplit_once('.') {
        Some((stem, _)) => format!("{stem}.webp"),
        None => film.to_owned(),
    }
}

pub(super) fn gallery(product: &ProductDetail) -> AnyView {
    if product.media.is_empty() {
        let cover = cover(product.slug.as_str(), &product.title);
        return view! { <div class="gallery"><div class="strip"><figure>{cover}</figure></div></div> }.into_any();
    }
    let strip = NodeRef::<Div>::new();
    let shown = RwSignal::new(0_usize);
    let figures: Vec<_> = product
        .media
        .iter()
        .enumerate()
        .map(|(i, media)| figure(i, media))
        .collect();
    let thumbs = (product.media.len() > 1).then(|| thumbs(&product.media, strip, shown));
    view! {
        <section class="gallery" aria-label="Pictures and films">
            <div
                class="strip"
                node_ref=strip
                tabindex="0"
                role="group"
                aria-label="Large view"
                on:scroll=move |_| follow(strip, shown)
            >
                {figures}
            </div>
            {thumbs}
        </section>
    }
    .into_any()
}

fn figure(i: usize, media: &Media) -> impl IntoView + use<> {
    let Media { kind, url, alt } = media.clone();
    let content = match kind {
        MediaKind::Image => view! {
            <img
                src=url
                alt=alt
                width="960"
                height="600"
                decoding="async"
                loading=(i > 0).then_some("lazy")
                fetchpriority=(i == 0).then_some("high")
            />
        }
        .into_any(),
        MediaKind::Video => view! {
            <video
                src=url.clone()
                poster=poster(&url)
                controls=true
                preload="none"
                playsinline=true
                width="960"
                height="600"
                aria-label=alt
            ></video>
        }
        .into_any(),
    };
    view! { <figure id=format!("media-{}", i + 1)>{content}</figure> }
}

fn thumbs(media: &[Media], strip: NodeRef<Div>, shown: RwSignal<usize>) -> impl IntoView + use<> {
    let thumbs: Vec<_> = media
        .iter()
        .enumerate()
        .map(|(i, media)| {
            let film = media.kind == MediaKind::Video;
            let src = if film { poster(&media.url) } else { media.url.clone() };
            let what = if film { "film" } else { "picture" };
            let label = format!("Show {what} {}: {}", i + 1, media.alt);
            view! {
                <li>
                    <a
                        class=if film { "film" } else { "still" }
                        href=format!("#media-{}", i + 1)
                        rel="external"
                        aria-label=label
                        aria-current=move || (shown.get() == i).then_some("true")
                        on:click=move |event| {
                            event.prevent_default();
                            slide_to(strip, i);
                        }
                    >
                        <img src=src alt="" width="960" height="600" loading="lazy" decoding="async" />
                    </a>
                </li>
            }
        })
        .collect();
    view! { <ul class="thumbs">{thumbs}</ul> }
}

/// Moves the strip, and not the page as following the link would.
#[cfg(feature = "hydrate")]
fn slide_to(strip: NodeRef<Div>, i: usize) {
    if let Some(strip) = strip.get_untracked() {
        strip.set_scroll_left(strip.client_width() * i as i32);
    }
}

/// Notes which one is in view.
#[cfg(feature = "hydrate")]
fn follow(strip: NodeRef<Div>, shown: RwSignal<usize>) {
    if let Some(strip) = strip.get_untracked() {
        let width = strip.client_width().max(1);
        let now = (strip.scroll_left() + width / 2) / width;
        if shown.get_untracked() != now as usize {
            shown.set(now as usize);
        }
    }
}

#[cfg(feature = "ssr")]
fn slide_to(_strip: NodeRef<Div>, _i: usize) {}

#[cfg(feature = "ssr")]
fn follow(_strip: NodeRef<Div>, _shown: RwSignal<usize>) {}
