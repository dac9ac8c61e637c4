//! One folder a route. A page asks for its data, says what `<head>` shall say, and composes the kit.
//!
//! Each page is a chunk of its own: [`lazy_page!`] declares its route. [`Page`] says which page is at an address, for
//! whoever wants its chunk early.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;

use crate::api::Failure;
use crate::api::data::Data;
use crate::state::Navigation;
use crate::ui::error::ErrorPage;

/// Declares the route of a page whose code is in a chunk: `lazy_page!(HelpRoute, texts, super::page)`, where `page` is an
/// `async fn() -> AnyView` of the module. Pages that are read together share a chunk. It is what `#[lazy_route]` makes,
/// but for two things: the page may wait for its data, and a chunk that does not load is said and can be tried again,
/// where `#[lazy]` ends the app.
macro_rules! lazy_page {
    ($route:ident, $chunk:ident, $page:path) => {
        pub(crate) struct $route;

        impl leptos_router::LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            async fn view(_: Self) -> leptos::prelude::AnyView {
                let page = match chunk::$route().await {
                    Ok(page) => page.await,
                    Err(_) => $crate::pages::chunk_failed().await,
                };
                $crate::pages::fade().await;
                page
            }

            #[cfg(feature = "hydrate")]
            async fn preload() {
                // What fails here is said when the page is opened.
                _ = chunk::preload().await;
            }
        }

        #[expect(
            non_snake_case,
            reason = "the names of split functions are told apart by their route"
        )]
        mod chunk {
            use std::future::Future;
            use std::pin::Pin;

            use leptos::prelude::AnyView;
            use leptos::wasm_split::{SplitLoaderError, wasm_split};

            /// On the server it is called directly.
            #[wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, preload(preload), fallible)]
            pub(super) fn $route() -> Result<Pin<Box<dyn Future<Output = AnyView>>>, SplitLoaderError> {
                Ok(Box::pin($page()))
            }
        }
    };
}

pub(crate) mod account;
mod address;
pub(crate) mod cart;
pub(crate) mod checkout;
pub(crate) mod developer;
pub(crate) mod frame;
pub(crate) mod help;
pub(crate) mod home;
pub(crate) mod legal;
pub(crate) mod not_found;
pub(crate) mod order;
pub(crate) mod product;
pub(crate) mod products;
mod table;

pub(crate) use address::{last_part, own_address};
pub(crate) use table::Page;

/// Waits for the data that a page begins with, so that the page before it stays in view until then. The server waits
/// where the data is read.
pub(crate) async fn ready<T: Send + Sync + 'static>(data: Data<T>) {
    if cfg!(feature = "hydrate") {
        data.ready().await;
    }
}

/// Has the page before fade into the one that is ready.
pub(crate) async fn fade() {
    #[cfg(feature = "hydrate")]
    expect_context::<Navigation>().fade().await;
}

/// Shows data as a page: other data of the same page replaces it once it is there, and a failure is said in its place.
#[component]
pub(crate) fn Loaded<T, F>(data: Data<Result<T, Failure>>, page: F) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    let shown = move || {
        let page = page.clone();
        // The server may render it late and on another thread: what stands in it must find its owner there.
        Suspend::new(async move { data.await.map(|data| OwnedView::new(page(data))) })
    };
    view! { <Around shown /> }
}

/// What stands around the data of every page. It is apart from `Loaded`, so that its code is there once.
#[component]
fn Around(#[prop(into)] shown: ViewFn) -> impl IntoView {
    let loading = expect_context::<Navigation>().loading();
    let shown = move || {
        let shown = shown.clone();
        move || shown.run()
    };
    view! {
        <ErrorBoundary fallback=|errors| view! { <Failed errors /> }>
            <Transition set_pending=loading>{shown()}</Transition>
        </ErrorBoundary>
    }
}

/// Says why a page could not be shown. What happened in the browser goes to the server's log; what happened there is
/// there already.
#[component]
fn Failed(errors: ArcRwSignal<Errors>) -> impl IntoView {
    let failure = move || {
        let error = errors.get().into_iter().next()?.1.into_inner();
        Some(
            error
                .downcast_ref::<Failure>()
                .cloned()
                .unwrap_or(Failure::Answer(error.to_string())),
        )
    };
    #[cfg(feature = "ssr")]
    {
        use crate::api::server::respond;

        let status = match failure() {
            Some(Failure::Arguments(_)) => http::StatusCode::UNPROCESSABLE_ENTITY,
            Some(Failure::TooMany(_)) => http::StatusCode::TOO_MANY_REQUESTS,
            _ => http::StatusCode::INTERNAL_SERVER_ERROR,
        };
        respond::status(status);
    }
    #[cfg(feature = "hydrate")]
    {
        let failure = failure.clone();
        Effect::new(move |_| {
            if let Some(failure @ (Failure::Arguments(_) | Failure::Answer(_))) = failure() {
                crate::report(format!("{failure:?}"));
            }
        });
    }
    move || failure().map(|failure| view! { <ErrorPage message=failure.to_string() /> })
}

/// What stands in place of a page whose chunk did not load. Where the server is another build by now, the page is
/// loaded as a document instead.
#[cfg(feature = "ssr")]
pub(crate) async fn chunk_failed() -> AnyView {
    unreachable!("the server has every page")
}

#[cfg(feature = "hydrate")]
pub(crate) async fn chunk_failed() -> AnyView {
    use leptos_router::hooks::use_location;

    use crate::state::{Newest, Site};

    let (build, asked) = (expect_context::<Site>().build, use_location());
    // The router's: the browser's address is the old page's until this one is there.
    let address = match (asked.pathname.get_untracked(), asked.search.get_untracked()) {
        (path, search) if search.is_empty() => path,
        (path, search) => format!("{path}?{search}"),
    };
    if Newest::ask().await.is_ok_and(|newest| newest.build != build) {
        _ = location().set_href(&address);
    }
    view! { <ErrorPage message=Failure::Offline.to_string() /> }.into_any()
}
