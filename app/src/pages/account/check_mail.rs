//! What to do once a link was mailed.

use leptos::prelude::*;

use super::answer::{Answer, focus, is_hydrating};
use super::card::{FormPage, TITLE};

/// Says that a mail is on its way, and offers to send it again.
#[component]
pub(super) fn CheckMail(
    path: &'static str,
    /// What was sent, and what to do with it.
    sent: AnyView,
    /// How long the link in it is valid.
    valid_for: &'static str,
    /// The answer to the form that sends it again.
    answer: Answer,
    /// That form.
    children: Children,
) -> impl IntoView {
    focus_title();
    let open = untrack(|| answer.is_refused());
    view! {
        <FormPage title="Check your e-mail" path>
            <p class="notice good" role="status">
                {sent}
                {move || answer.is_accepted().then_some(" Another one is on its way.")}
            </p>
            <p>{format!("It may take a minute. Check your spam folder too. The link is valid for {valid_for}.")}</p>
            <details class="form-more" open=open>
                <summary>"Resend e-mail"</summary>
                {children()}
            </details>
        </FormPage>
    }
}

/// The form that asked for the mail has left with the focus on it: the heading takes it, unless the document was
/// loaded.
fn focus_title() {
    let hydrating = is_hydrating();
    Effect::new(move |_| {
        if !hydrating {
            focus(TITLE);
        }
    });
}
