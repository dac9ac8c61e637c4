//! Views that are HTML and nothing else. The server writes them into a page; the browser makes the results of
//! `/products` of them. So no code that would bring them to life is sent.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// A finished piece of a page.
pub(crate) type Html = InertElement;

pub(crate) fn html(view: impl IntoView) -> Html {
    Html::new(view.into_view().to_html())
}
