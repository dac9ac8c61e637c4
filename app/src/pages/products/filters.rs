//! The filters: links that are check boxes and radio buttons, so that each works without script, can be opened in a tab
//! and shared. On a phone they are a sheet.

use catalog::{FacetKind, FacetValue, Ignored, Query, Results};
use leptos::prelude::*;

use super::heading::address;
use super::price::PriceFilter;
use crate::ui::number::{counted, grouped};
use crate::ui::rating::{class, decimal};

/// How many filters are set.
pub(super) fn active(query: &Query) -> usize {
    let values: usize = FacetKind::ALL.into_iter().map(|kind| query.values(kind).len()).sum();
    let price = query.min_price.is_some() || query.max_price.is_some();
    values + usize::from(price) + usize::from(query.min_rating.is_some())
}

#[component]
pub(super) fn Filters<'a>(
    query: &'a Query,
    results: &'a Results,
    /// What of the address was not understood.
    ignored: &'a [Ignored],
) -> impl IntoView + use<> {
    view! {
        <aside class="filters" id="filters" popover="auto" aria-label="Filters">
            <div class="sheet-head">
                <h2>"Filters"</h2>
                <button
                    class="icon-btn"
                    type="button"
                    popovertarget="filters"
                    popovertargetaction="hide"
                    aria-label="Close the filters"
                >
                    <span class="cross"></span>
                </button>
            </div>
            <div class="sheet-body">
                <Facet query results kind=FacetKind::Category />
                <PriceFilter query results ignored />
                <RatingFilter query results />
                <Facet query results kind=FacetKind::Compatibility />
                <Facet query results kind=FacetKind::Tag />
                <Facet query results kind=FacetKind::Developer />
                <Facet query results kind=FacetKind::Collection />
            </div>
            <div class="sheet-foot">
                <button class="btn primary block" type="button" popovertarget="filters" popovertargetaction="hide">
                    {format!("Show {}", counted(results.total.into(), "product"))}
                </button>
            </div>
        </aside>
    }
}

fn title(kind: FacetKind) -> &'static str {
    match kind {
        FacetKind::Category => "Category",
        FacetKind::Compatibility => "Works with",
        FacetKind::Tag => "Tags",
        FacetKind::Developer => "Developer",
        FacetKind::Collection => "Collection",
    }
}

/// A group that can be folded. It is there also when it is empty, for the next results, but not shown.
#[component]
pub(super) fn Group(title: &'static str, #[prop(default = false)] empty: bool, children: Children) -> impl IntoView {
    view! {
        <details class="facet" open=true hidden=empty>
            <summary>
                <h3>{title}</h3>
            </summary>
            {children()}
        </details>
    }
}

#[component]
fn Facet<'a>(query: &'a Query, results: &'a Results, kind: FacetKind) -> impl IntoView + use<> {
    let group = results.facets.iter().find(|group| group.parameter == kind.parameter());
    let values = group.map(|group| group.values.as_slice()).unwrap_or_default();
    let (empty, more) = (values.is_empty(), group.map_or(0, |group| group.more));
    let choices = values.iter().map(
        |FacetValue {
             value,
             label,
             count,
             selected,
         }| {
            let name = value.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
            let choice = Choice {
                id: format!("f-{}-{name}", kind.parameter()),
                href: address(&query.toggled(kind, value)),
                count: *count,
                selected: *selected,
                role: "checkbox",
            };
            let label = label.clone();
            view! { <ChoiceLink choice>{label}</ChoiceLink> }
        },
    );
    let choices = choices.collect_view();
    let more = (more > 0).then(|| {
        view! { <p class="more">{format!("and {} more, found by searching", grouped(more.into()))}</p> }
    });
    view! {
        <Group title=title(kind) empty>
            <ul>{choices}</ul>
            {more}
        </Group>
    }
}

/// A choice of a filter.
pub(super) struct Choice {
    pub id: String,
    pub href: String,
    pub count: u32,
    pub selected: bool,
    /// `checkbox`, or `radio` of a group of which one can be chosen.
    pub role: &'static str,
}

#[component]
pub(super) fn ChoiceLink(choice: Choice, children: Children) -> impl IntoView {
    // The items of a group of radio buttons are no list any more.
    let (class, item) = match choice.role {
        "radio" => ("tick one", Some("none")),
        _ => ("tick", None),
    };
    view! {
        <li role=item>
            <a
                class=class
                id=choice.id
                href=choice.href
                rel="nofollow"
                data-noscroll=""
                role=choice.role
                aria-checked=if choice.selected { "true" } else { "false" }
            >
                {children()}
                <span class="n">{grouped(choice.count.into())}</span>
            </a>
        </li>
    }
}

#[component]
fn RatingFilter<'a>(query: &'a Query, results: &'a Results) -> impl IntoView + use<> {
    let steps = results.rating_steps.iter().map(|&(step, count)| {
        let selected = query.min_rating == Some(step);
        let to = Query {
            min_rating: (!selected).then_some(step),
            page: 1,
            ..query.clone()
        };
        let choice = Choice {
            id: format!("f-rating-{step}"),
            href: address(&to),
            count,
            selected,
            role: "radio",
        };
        view! {
            <ChoiceLink choice>
                <span class=class(step)>{format!("{} and up", decimal(step))}</span>
            </ChoiceLink>
        }
    });
    let steps = steps.collect_view();
    view! {
        <Group title="Rating">
            <ul role="radiogroup" aria-label="Rating">
                {steps}
            </ul>
        </Group>
    }
}

#[cfg(feature = "hydrate")]
pub(super) use focus::{keep_focus, press_by_space, remember_focus};

#[cfg(feature = "ssr")]
pub(super) fn keep_focus() {}
#[cfg(feature = "ssr")]
pub(super) fn remember_focus(_: leptos::ev::MouseEvent) {}
#[cfg(feature = "ssr")]
pub(super) fn press_by_space(_: leptos::ev::KeyboardEvent) {}

/// The choice that was just made: its place in the list may change, and the focus goes with it. Space presses it, as
/// it does a check box.
#[cfg(feature = "hydrate")]
mod focus {
    use std::cell::RefCell;

    use leptos::ev::{KeyboardEvent, MouseEvent};
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement};

    thread_local! {
        static CHOSEN: RefCell<Option<String>> = const { RefCell::new(None) };
    }

    fn choice(target: Option<web_sys::EventTarget>) -> Option<HtmlElement> {
        let target = target?.dyn_into::<Element>().ok()?;
        target.closest("a[role]").ok()??.dyn_into().ok()
    }

    pub(crate) fn remember_focus(event: MouseEvent) {
        CHOSEN.set(choice(event.target()).map(|choice| choice.id()));
    }

    pub(crate) fn press_by_space(event: KeyboardEvent) {
        if event.key() == " "
            && let Some(choice) = choice(event.target())
        {
            event.prevent_default();
            choice.click();
        }
    }

    /// After the next change of the page.
    pub(crate) fn keep_focus() {
        let Some(id) = CHOSEN.take() else { return };
        Effect::new(move |_| {
            let focused = document().active_element().map(|focused| focused.id());
            if focused.as_ref() != Some(&id)
                && let Some(choice) = document().get_element_by_id(&id)
                && let Ok(choice) = choice.dyn_into::<HtmlElement>()
            {
                _ = choice.focus();
            }
        });
    }
}
