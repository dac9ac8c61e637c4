//! The catalogue in the browser: its snapshot is fetched when the page is at rest, then every query is answered from it.
//!
//! A snapshot that is too large, or a visitor who saves data, leaves it unfetched: then the server answers. The engine
//! is a chunk of its own.

use std::sync::Arc;

use catalog::Suggestions;
use leptos::prelude::*;

use crate::api::catalogue::Found;

/// What answers queries.
trait Engine: Send + Sync {
    fn search(&self, search: &str) -> Found;
    fn suggest(&self, text: &str) -> Suggestions;
}

/// The engine, once it is there.
#[derive(Clone, Copy)]
pub(crate) struct Catalog(RwSignal<Option<Arc<dyn Engine>>>);

impl Catalog {
    pub(super) fn new() -> Self {
        let catalog = Self(RwSignal::new(None));
        #[cfg(feature = "hydrate")]
        Effect::new(move |_| browser::start(catalog));
        catalog
    }

    /// The results of a query string; none where the server is to be asked. Follows a newer snapshot.
    pub(crate) fn search(self, search: &str) -> Option<Found> {
        self.0.with(|engine| Some(engine.as_ref()?.search(search)))
    }

    pub(crate) fn suggest(self, text: &str) -> Option<Suggestions> {
        self.0.with_untracked(|engine| Some(engine.as_ref()?.suggest(text)))
    }

    pub(crate) fn is_ready(self) -> bool {
        self.0.with_untracked(Option::is_some)
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use catalog::Snapshot;
    use gloo_net::http::Request;
    use leptos::task::spawn_local;
    use leptos::wasm_split::SplitLoaderError;

    use super::*;
    use crate::state::version::Newest;
    use crate::state::{Kept, Navigation, Site};

    /// Larger snapshots, uncompressed, stay on the server.
    const MAX_BYTES: usize = 8 << 20;
    /// How often a page that stays open looks for a newer catalogue.
    const LOOK: Duration = Duration::from_secs(60);

    impl Engine for Snapshot {
        fn search(&self, search: &str) -> Found {
            Found::of(self, search)
        }

        fn suggest(&self, text: &str) -> Suggestions {
            catalog::suggest(self, text)
        }
    }

    /// Opens a snapshot; none where it is not whole.
    #[leptos::wasm_split::wasm_split(catalog_engine, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn open(bytes: Vec<u8>) -> Result<Option<Arc<dyn Engine>>, SplitLoaderError> {
        Ok(Snapshot::from_bytes(bytes).ok().map(|snapshot| {
            let snapshot = Arc::new(snapshot);
            let later = snapshot.clone();
            when_idle(move || later.prepare());
            snapshot as Arc<dyn Engine>
        }))
    }

    /// Fetches the snapshot once the browser has nothing better to do, and follows newer ones.
    pub(super) fn start(catalog: Catalog) {
        if saves_data() {
            return;
        }
        let (hash, bytes) = expect_context::<Site>().snapshot;
        when_idle(move || load(catalog, hash.clone(), bytes));
        let (navigation, kept) = (expect_context::<Navigation>(), expect_context::<Kept>());
        let look = move || {
            if document().hidden() {
                return;
            }
            spawn_local(async move {
                let Ok(newest) = Newest::ask().await else { return };
                navigation.note_build(&newest.build);
                if catalog.is_ready() && shown_hash().as_ref() != Some(&newest.hash) {
                    kept.clear();
                    load(catalog, newest.hash, newest.bytes);
                }
            });
        };
        _ = set_interval_with_handle(look, LOOK);
    }

    fn load(catalog: Catalog, hash: String, bytes: usize) {
        if hash.is_empty() || bytes > MAX_BYTES {
            return;
        }
        spawn_local(async move {
            // Without a snapshot every page still works: a failure here needs no word to the visitor.
            let Ok(bytes) = download(&format!("/catalog/{hash}.bin")).await else {
                return;
            };
            if let Ok(Some(engine)) = open(bytes).await {
                catalog.0.set(Some(engine));
                if let Some(root) = document().document_element() {
                    _ = root.set_attribute(SHOWN, &hash);
                }
            }
        });
    }

    /// On `<html>`: the hash of the snapshot that answers.
    const SHOWN: &str = "data-catalog";

    fn shown_hash() -> Option<String> {
        document().document_element()?.get_attribute(SHOWN)
    }

    async fn download(address: &str) -> Result<Vec<u8>, gloo_net::Error> {
        let response = Request::get(address).send().await?;
        if !response.ok() {
            return Err(gloo_net::Error::GlooError(response.status_text()));
        }
        response.binary().await
    }

    /// Does something once the browser has nothing better to do; a moment later, where it does not say (Safari).
    fn when_idle(work: impl Fn() + Clone + 'static) {
        const MOMENT: Duration = Duration::from_millis(50);
        if request_idle_callback_with_handle(work.clone()).is_err() {
            set_timeout(work, MOMENT);
        }
    }

    /// Whether the visitor asked the browser to save data.
    fn saves_data() -> bool {
        let get = |object: wasm_bindgen::JsValue, name: &str| js_sys::Reflect::get(&object, &name.into());
        let connection = get(window().into(), "navigator").and_then(|navigator| get(navigator, "connection"));
        connection
            .and_then(|connection| get(connection, "saveData"))
            .is_ok_and(|saves| saves.is_truthy())
    }
}
