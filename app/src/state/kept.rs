//! Answers of server functions that are the same for everybody, kept for a while: Back shows a page at once.

use std::any::Any;
use std::collections::VecDeque;
use std::future::Future;

use leptos::prelude::*;

use crate::api::Failure;

/// How many answers are kept; the oldest goes first.
const MOST: usize = 20;

type Answer = Box<dyn Any + Send + Sync>;

/// The answers, each by the address of its page.
#[derive(Clone, Copy, Default)]
pub(crate) struct Kept(StoredValue<VecDeque<(String, Answer)>>);

impl Kept {
    /// The answer that is kept for an address, else the one that `ask` brings.
    pub(crate) async fn or_ask<T: Clone + Send + Sync + 'static>(
        self,
        address: String,
        ask: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let kept = self.0.try_with_value(|kept| {
            let (_, answer) = kept.iter().find(|(of, _)| *of == address)?;
            answer.downcast_ref::<T>().cloned()
        });
        if let Some(Some(kept)) = kept {
            return Ok(kept);
        }
        let answer = ask.await?;
        if cfg!(feature = "hydrate") {
            let entry: (String, Answer) = (address, Box::new(answer.clone()));
            self.0.try_update_value(|kept| {
                kept.retain(|(of, _)| *of != entry.0);
                kept.push_back(entry);
                if kept.len() > MOST {
                    kept.pop_front();
                }
            });
        }
        Ok(answer)
    }

    /// Forgets everything: the catalogue has changed, or the customer is another.
    pub(crate) fn clear(self) {
        self.0.update_value(VecDeque::clear);
    }
}
