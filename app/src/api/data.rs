//! What pages ask of the server: answers of server functions, which the server writes into the document it renders.

use std::future::Future;

use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// An answer, asked again when its source changes.
pub(crate) type Data<T> = Resource<T, Json>;

/// Asks a server function, now and whenever `source` changes.
pub(crate) fn data<T, S, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    ask: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> Data<T>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    S: Clone + PartialEq + Send + Sync + 'static,
    Fut: Future<Output = T> + Send + 'static,
{
    Data::new_with_options(source, ask, false)
}

/// What the server knew as it rendered the document; in the browser it is read from there.
pub(crate) fn shared<T: Serialize + DeserializeOwned + 'static>(know: impl FnOnce() -> T) -> T {
    SharedValue::<T, Json>::new_with_encoding(know).into_inner()
}

/// JSON, read from bytes as server functions read their answers. leptos's own codec reads from text: a second reader
/// for each type would be there, a tenth of the WebAssembly.
pub(crate) struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, serde_json::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}
