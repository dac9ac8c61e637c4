//! Where a customer is logged in: each device can be logged out by itself, or all of them.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::answer::{Answer, Submit};
use super::fields::{PasswordField, Username};
use super::settings::done;
use crate::api::account::{EndSession, LogOut, LogOutEverywhere, SessionView};
use crate::state::Session;
use crate::ui::field::Message;

#[component]
pub(super) fn Devices(
    email: String,
    sessions: Vec<SessionView>,
    search: Memo<String>,
    /// Asks the server again.
    again: Callback<()>,
) -> impl IntoView {
    let end = ServerAction::<EndSession>::new();
    let ended = Answer::of(end);
    Effect::new(move |_| {
        if ended.is_accepted() {
            again.run(());
        }
    });
    let list = sessions
        .into_iter()
        .map(|session| view! { <Device session end ended /> });
    view! {
        <section class="form-card" aria-labelledby="devices">
            <h2 id="devices">"Where you are logged in"</h2>
            <p>"A device stays logged in for 30 days after you last use it, and for 90 days at most."</p>
            <Message text=done(search, ended, "session", "The device is logged out.") />
            <Message text=ended.message() bad=true />
            <ul class="devices">{list.collect_view()}</ul>
            <Everywhere email />
        </section>
    }
}

/// One device, with the button that logs it out.
#[component]
fn Device(session: SessionView, end: ServerAction<EndSession>, ended: Answer) -> impl IntoView {
    let SessionView {
        id,
        device,
        network,
        created_at,
        used_at,
        is_this,
    } = session;
    let device = if device.is_empty() {
        "Unknown device".to_owned()
    } else {
        device
    };
    let network = (!network.is_empty()).then(|| format!("{network}, "));
    let button = if is_this {
        view! { <LogOutHere /> }.into_any()
    } else {
        view! {
            <ActionForm action=end>
                <input type="hidden" name="id" value=id />
                <Submit answer=ended label="Log out this device" busy="Logging out…" class="btn" />
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <li>
            <span>
                <b>{device}</b>
                {is_this.then(|| view! { " " <span class="badge good">"This device"</span> })}
                <span class="hint">
                    {network} "last used " <time datetime=used_at.to_string()>{used_at.day()}</time> ", since "
                    <time datetime=created_at.to_string()>{created_at.day()}</time>
                </span>
            </span>
            {button}
        </li>
    }
}

#[component]
fn LogOutHere() -> impl IntoView {
    let action = ServerAction::<LogOut>::new();
    let answer = Answer::of(action);
    answer.renews(expect_context::<Session>());
    view! {
        <Message text=answer.message() bad=true />
        <ActionForm action>
            <Submit answer label="Log out here" busy="Logging out…" class="btn" />
        </ActionForm>
    }
}

/// Logs out on all devices, for who knows the password: a borrowed browser must not do it.
#[component]
fn Everywhere(email: String) -> impl IntoView {
    let action = ServerAction::<LogOutEverywhere>::new();
    let answer = Answer::of(action);
    answer.renews(expect_context::<Session>());
    view! {
        <ActionForm action attr:class="form" attr:novalidate="">
            <Message text=answer.message() bad=true />
            <Username email />
            <PasswordField answer name="confirm" label="Your password" />
            <Submit answer label="Log out everywhere" busy="Logging out…" class="btn" />
        </ActionForm>
    }
}
