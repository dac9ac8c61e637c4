//! Pictures and films in a strip that is swiped; small ones below lead to each, also without script.

use domain::{Media, MediaKind};
use leptos::ev::MouseEvent;
use leptos::html::Div;
use leptos::prelude::*;
use views::product::ProductDetail;

use crate::ui::cover::Cover;

/// The still of a film of this site: the same path, ending in `.webp`. Others show their first frame.
fn poster(film: &str) -> Option<String> {
    let (stem, _) = film.rsplit_once('.').filter(|_| film.starts_with('/'))?;
    Some(format!("{stem}.webp"))
}

/// The strip, and which of its items is in view.
#[derive(Clone, Copy)]
struct Strip {
    element: NodeRef<Div>,
    shown: RwSignal<usize>,
}

impl Strip {
    /// Marks the small picture of what is in view.
    fn follow(self) {
        if let Some(strip) = self.element.get_untracked() {
            let width = strip.client_width().max(1);
            let shown = ((strip.scroll_left() + width / 2) / width) as usize;
            if shown != self.shown.get_untracked() {
                self.shown.set(shown);
            }
        }
    }

    /// Moves the strip, where the page would jump.
    fn show(self, i: usize, event: &MouseEvent) {
        if let Some(strip) = self.element.get_untracked() {
            event.prevent_default();
            strip.set_scroll_left(strip.client_width() * i as i32);
        }
    }
}

#[component]
pub(super) fn Gallery<'a>(product: &'a ProductDetail) -> impl IntoView + use<> {
    let media = &product.media;
    if media.is_empty() {
        let (slug, title) = (product.slug.to_string(), product.title.clone());
        let cover = view! { <Cover slug title /> };
        return view! { <div class="gallery"><div class="strip"><figure>{cover}</figure></div></div> }.into_any();
    }
    let strip = Strip {
        element: NodeRef::new(),
        shown: RwSignal::new(0),
    };
    let figures = media
        .iter()
        .enumerate()
        .map(|(i, media)| view! { <Figure i media=media.clone() /> });
    let thumbs = media
        .iter()
        .enumerate()
        .map(|(i, media)| view! { <Thumb i media strip /> });
    let thumbs = (media.len() > 1).then(|| view! { <ul class="thumbs">{thumbs.collect_view()}</ul> });
    view! {
        <section class="gallery" aria-label="Pictures and films">
            <div
                class="strip"
                tabindex="0"
                role="group"
                aria-label="Large view"
                node_ref=strip.element
                on:scroll=move |_| strip.follow()
            >
                {figures.collect_view()}
            </div>
            {thumbs}
        </section>
    }
    .into_any()
}

#[component]
fn Figure(i: usize, media: Media) -> impl IntoView {
    let Media { kind, url, alt } = media;
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
                preload=if poster(&url).is_some() { "none" } else { "metadata" }
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

#[component]
fn Thumb<'a>(i: usize, media: &'a Media, strip: Strip) -> impl IntoView + use<> {
    let film = media.kind == MediaKind::Video;
    let still = if film {
        poster(&media.url)
    } else {
        Some(media.url.clone())
    };
    let small = match still {
        Some(src) => {
            view! { <img src=src alt="" width="960" height="600" loading="lazy" decoding="async" /> }.into_any()
        }
        None => {
            let src = media.url.clone();
            view! { <video src=src preload="metadata" muted=true tabindex="-1" aria-hidden="true"></video> }.into_any()
        }
    };
    let what = if film { "film" } else { "picture" };
    let label = format!("Show {what} {}: {}", i + 1, media.alt);
    view! {
        <li>
            <a
                class=if film { "film" } else { "still" }
                href=format!("#media-{}", i + 1)
                aria-label=label
                aria-current=move || (strip.shown.get() == i).then_some("true")
                on:click=move |event| strip.show(i, &event)
            >
                {small}
            </a>
        </li>
    }
}
