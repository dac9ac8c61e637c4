//! What was bought: each line with its license keys and downloads.

use domain::{Billing, LicenseStatus};
use leptos::html::Code;
use leptos::prelude::*;
use views::order::{DownloadView, OrderViewLine};

use crate::pages::checkout::line_names;
use crate::ui::copy::CopyButton;
use crate::ui::number::size;

/// `granted`: licenses were granted once.
#[component]
pub(super) fn Lines(lines: Vec<OrderViewLine>, granted: bool) -> impl IntoView {
    let lines = lines.into_iter().map(|line| view! { <Line line granted /> });
    view! { <ul class="order-lines">{lines.collect_view()}</ul> }
}

#[component]
fn Line(line: OrderViewLine, granted: bool) -> impl IntoView {
    let (title, plan) = line_names(line.quantity, &line.title, &line.plan_name, line.billing);
    let refunded = line.refunded.then(|| view! { <span class="badge">"Refunded"</span> });
    let (keys, downloads) = (
        granted && !line.licenses.is_empty(),
        granted && !line.downloads.is_empty(),
    );
    view! {
        <li class="order-line">
            <div class="order-line-head">
                <div>
                    <h3>
                        <a href=format!("/products/{}", line.product)>{title}</a>
                    </h3>
                    <p class="hint">{plan} {refunded}</p>
                </div>
                <span class="amount">{line.list.to_string()}</span>
            </div>
            {keys.then(|| view! { <Keys line=line.clone() /> })}
            {downloads.then(|| view! { <Downloads downloads=line.downloads.clone() /> })}
        </li>
    }
}

#[component]
fn Keys(line: OrderViewLine) -> impl IntoView {
    let title = if line.licenses.len() == 1 {
        "License key"
    } else {
        "License keys"
    };
    let active = line.licenses.iter().any(|(_, status)| *status == LicenseStatus::Active);
    let keys = line
        .licenses
        .into_iter()
        .map(|(key, status)| view! { <Key key status /> });
    let until = match line.expires_at {
        Some(at) => Some(
            view! {
                <p class="hint">"Valid until " <time datetime=at.to_string()>{at.day()}</time></p>
            }
            .into_any(),
        ),
        None if active && line.billing == Billing::OneTime => {
            Some(view! { <p class="hint">"Never expires"</p> }.into_any())
        }
        None => None,
    };
    view! {
        <h4>{title}</h4>
        <ul class="keys">{keys.collect_view()}</ul>
        {until}
    }
}

#[component]
fn Key(key: String, status: LicenseStatus) -> impl IntoView {
    let state = match status {
        LicenseStatus::Active => None,
        LicenseStatus::Suspended => Some("Suspended"),
        LicenseStatus::Revoked => Some("Ended"),
    };
    let code = NodeRef::<Code>::new();
    let copy = state
        .is_none()
        .then(|| view! { <CopyButton text=key.clone() shown=code /> });
    view! {
        <li>
            <code node_ref=code>{key.clone()}</code>
            {state.map(|state| view! { <span class="badge">{state}</span> })}
            {copy}
        </li>
    }
}

#[component]
fn Downloads(downloads: Vec<DownloadView>) -> impl IntoView {
    let downloads = downloads.into_iter().map(|download| view! { <Download download /> });
    view! {
        <h4>"Downloads"</h4>
        <ul class="downloads">{downloads.collect_view()}</ul>
    }
}

#[component]
fn Download(download: DownloadView) -> impl IntoView {
    let DownloadView {
        file,
        version,
        size: bytes,
        sha256,
        notes,
        url,
    } = download;
    view! {
        <li>
            <a href=url rel="external" download="">
                {file}
            </a>
            <span class="hint">{format!("version {version}, {}", size(bytes))}</span>
            {(!notes.is_empty()).then(|| view! { <p class="hint">{notes}</p> })}
            <details>
                <summary>"Checksum"</summary>
                <p>"SHA-256"</p>
                <code class="hash">{sha256}</code>
            </details>
        </li>
    }
}
