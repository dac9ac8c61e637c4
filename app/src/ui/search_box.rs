//! The search field and its suggestions: a form to `/products`, and in the browser a combobox (ARIA 1.2).

use catalog::{MAX_QUERY_CHARS, Suggestions};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::get_form::address_of_form;
use super::suggestion::{href, options};

/// The state of the combobox.
#[derive(Clone, Copy)]
struct Combobox {
    suggestions: RwSignal<Suggestions>,
    open: RwSignal<bool>,
    /// The option that the arrows have reached.
    active: RwSignal<Option<usize>>,
    /// Counts what was typed: an answer to an older text is dropped.
    typed: StoredValue<u32>,
}

impl Combobox {
    fn new() -> Self {
        Self {
            suggestions: RwSignal::default(),
            open: RwSignal::new(false),
            active: RwSignal::new(None),
            typed: StoredValue::new(0),
        }
    }

    /// Asked once more when the field loses the focus because its page goes, and the signals with it.
    fn is_open(self) -> bool {
        self.open.try_get().unwrap_or_default()
    }

    /// As `is_open`, of the option that is reached.
    fn reached(self) -> Option<usize> {
        self.active.try_get().flatten()
    }

    fn len(self) -> usize {
        self.suggestions.with_untracked(|s| s.terms.len() + s.products.len())
    }

    /// Shows other suggestions; an option that was reached stays so where it is still among them.
    fn show(self, suggestions: Suggestions) {
        let reached = self.active.get_untracked();
        let reached = reached.and_then(|i| self.suggestions.with_untracked(|s| href(s, i)));
        self.suggestions.set(suggestions);
        let is_reached = |i: &usize| self.suggestions.with_untracked(|s| href(s, *i)) == reached;
        self.active
            .set(reached.is_some().then(|| (0..self.len()).find(is_reached)).flatten());
        self.open.set(self.len() > 0);
    }

    /// The field also loses the focus when its page goes, and with it what this would change.
    fn close(self) {
        self.typed.try_update_value(|n| *n += 1);
        self.open.try_set(false);
        self.active.try_set(None);
    }

    /// Moves through the options and, between the last and the first, back to the field.
    fn step(self, down: bool) {
        let len = self.len();
        if len == 0 {
            return;
        }
        self.open.set(true);
        self.active.update(|active| {
            *active = match (*active, down) {
                (None, true) => Some(0),
                (None, false) => Some(len - 1),
                (Some(i), true) => (i + 1 < len).then_some(i + 1),
                (Some(i), false) => i.checked_sub(1),
            };
        });
    }

    /// Looks for suggestions in the next frame: the newest text's alone, as answers may come in another order.
    fn look(self, text: String, suggest: SuggestFn) {
        self.typed.update_value(|n| *n += 1);
        let mine = self.typed.get_value();
        if text.trim().is_empty() {
            return self.show(Suggestions::default());
        }
        let current = move || self.typed.try_get_value() == Some(mine);
        request_animation_frame(move || {
            if current() {
                let show = move |suggestions| {
                    if current() {
                        self.show(suggestions);
                    }
                };
                suggest.run((text, Callback::new(show)));
            }
        });
    }

    /// Handles a key; the address to go to, where an option was taken.
    fn key(self, event: &KeyboardEvent) -> Option<String> {
        match event.key().as_str() {
            key @ ("ArrowDown" | "ArrowUp") => {
                event.prevent_default();
                self.step(key == "ArrowDown");
            }
            "Escape" if self.open.get_untracked() => {
                event.prevent_default();
                self.close();
            }
            "Enter" => {
                let active = self.active.get_untracked().filter(|_| self.open.get_untracked());
                self.close();
                if let Some(i) = active {
                    event.prevent_default();
                    return self.suggestions.with_untracked(|s| href(s, i));
                }
            }
            _ => {}
        }
        None
    }
}

/// Asks for what could be meant by a text; the answer goes to the callback, now or later.
pub(crate) type SuggestFn = Callback<(String, Callback<Suggestions>)>;

/// `id` is unique on the page; `text` is what the page was asked for; `go` follows an address.
#[component]
pub(crate) fn SearchBox(
    id: &'static str,
    placeholder: &'static str,
    #[prop(into)] text: Signal<String>,
    suggest: SuggestFn,
    go: Callback<String>,
) -> impl IntoView {
    let combobox = Combobox::new();
    let on_key = move |event: KeyboardEvent| {
        if let Some(href) = combobox.key(&event) {
            go.run(href);
        }
    };
    let (list, option) = (format!("{id}-list"), format!("{id}-option-"));
    let controls = list.clone();
    let reached = {
        let option = option.clone();
        move || combobox.reached().map(|i| format!("{option}{i}"))
    };
    view! {
        <search class="search">
            <SearchForm go close=Callback::new(move |()| combobox.close())>
                <label class="sr-only" for=id>
                    "Search products"
                </label>
                <input
                    class="field"
                    id=id
                    type="search"
                    name="q"
                    value=text.get_untracked()
                    prop:value=move || text.get()
                    placeholder=placeholder
                    maxlength=MAX_QUERY_CHARS.to_string()
                    autocomplete="off"
                    enterkeyhint="search"
                    role="combobox"
                    aria-autocomplete="list"
                    aria-controls=controls
                    aria-expanded=move || if combobox.is_open() { "true" } else { "false" }
                    aria-activedescendant=reached
                    on:input=move |event| combobox.look(event_target_value(&event), suggest)
                    on:keydown=on_key
                    on:blur=move |_| combobox.close()
                />
            </SearchForm>
            <div
                class="suggestions"
                id=list
                role="listbox"
                aria-label="Suggestions"
                hidden=move || !combobox.is_open()
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| combobox.close()
            >
                {move || combobox.suggestions.with(|s| options(s, &option, move || combobox.reached()))}
            </div>
        </search>
    }
}

/// The form around the field, with its button.
#[component]
fn SearchForm(go: Callback<String>, close: Callback<()>, children: Children) -> impl IntoView {
    let on_submit = move |event| {
        close.run(());
        if let Some(address) = address_of_form(&event) {
            event.prevent_default();
            go.run(address);
        }
    };
    view! {
        <form action="/products" on:submit=on_submit>
            {children()}
            <button class="go" aria-label="Search">
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 21 21" />
                </svg>
            </button>
        </form>
    }
}
