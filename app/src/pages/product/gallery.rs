//! Pictures and films in a strip that is swiped; small ones below lead to each, also without script.

#[cfg(feature = "hydrate")]
pub(crate) use browser::start;
#[cfg(feature = "ssr")]
pub(super) use page::gallery;

#[cfg(feature = "ssr")]
mod page {
    use domain::storefront::ProductDetail;
    use domain::{Media, MediaKind};
    use leptos::prelude::*;

    use crate::ui::cover::cover;
    use crate::ui::html::shown;

    /// The still of a film of this site: the same path, ending in `.webp`. Others show their first frame.
    fn poster(film: &str) -> Option<String> {
        let (stem, _) = film.rsplit_once('.').filter(|_| film.starts_with('/'))?;
        Some(format!("{stem}.webp"))
    }

    pub(crate) fn gallery(product: &ProductDetail) -> AnyView {
        if product.media.is_empty() {
            let cover = shown(cover(product.slug.as_str(), &product.title));
            return view! { <div class="gallery"><div class="strip"><figure>{cover}</figure></div></div> }.into_any();
        }
        let figures: Vec<_> = product
            .media
            .iter()
            .enumerate()
            .map(|(i, media)| figure(i, media))
            .collect();
        let thumbs = (product.media.len() > 1).then(|| thumbs(&product.media));
        view! {
            <section class="gallery" aria-label="Pictures and films">
                <div class="strip" tabindex="0" role="group" aria-label="Large view">
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

    fn thumbs(media: &[Media]) -> impl IntoView + use<> {
        let thumbs: Vec<_> = media
            .iter()
            .enumerate()
            .map(|(i, media)| {
                let film = media.kind == MediaKind::Video;
                let still = if film {
                    poster(&media.url)
                } else {
                    Some(media.url.clone())
                };
                let small = match still {
                    Some(src) => {
                        view! { <img src=src alt="" width="960" height="600" loading="lazy" decoding="async" /> }
                            .into_any()
                    }
                    None => {
                        let src = media.url.clone();
                        view! { <video src=src preload="metadata" muted=true tabindex="-1" aria-hidden="true"></video> }
                            .into_any()
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
                            aria-current=(i == 0).then_some("true")
                        >
                            {small}
                        </a>
                    </li>
                }
            })
            .collect();
        view! { <ul class="thumbs">{thumbs}</ul> }
    }
}

/// Moves the strip where the page would jump, and marks the small one of what is in view.
#[cfg(feature = "hydrate")]
mod browser {
    use leptos::ev::{Event, MouseEvent, click};
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::Element;

    use crate::parts::target;

    pub(crate) fn start() {
        let Ok(Some(strip)) = document().query_selector(".gallery .strip") else {
            return;
        };
        let Ok(thumbs) = document().query_selector_all(".thumbs a") else {
            return;
        };
        let thumbs: Vec<Element> = (0..thumbs.length())
            .filter_map(|i| thumbs.get(i)?.dyn_into().ok())
            .collect();
        let follow = {
            let (strip, thumbs) = (strip.clone(), thumbs.clone());
            move |_: Event| mark(&thumbs, in_view(&strip))
        };
        let follow = Closure::<dyn FnMut(Event)>::new(follow).into_js_value();
        _ = strip.add_event_listener_with_callback("scroll", follow.unchecked_ref());
        _ = window_event_listener(click, move |event: MouseEvent| {
            let thumb = target(&event).and_then(|target| target.closest(".thumbs a").ok().flatten());
            if let Some(i) = thumb.and_then(|thumb| thumbs.iter().position(|other| *other == thumb)) {
                event.prevent_default();
                strip.set_scroll_left(strip.client_width() * i as i32);
            }
        });
    }

    fn in_view(strip: &Element) -> usize {
        let width = strip.client_width().max(1);
        ((strip.scroll_left() + width / 2) / width) as usize
    }

    fn mark(thumbs: &[Element], shown: usize) {
        for (i, thumb) in thumbs.iter().enumerate() {
            _ = if i == shown {
                thumb.set_attribute("aria-current", "true")
            } else {
                thumb.remove_attribute("aria-current")
            };
        }
    }
}
