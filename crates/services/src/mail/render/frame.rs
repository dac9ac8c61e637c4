//! What every letter looks like around its body: 600 pixels wide, light or dark as the reader has it.

use maud::{DOCTYPE, PreEscaped, html};

use super::body::NEW_LINE;
use super::{Attachment, Body, RenderedEmail};

/// To whom a letter goes, and what stands above it.
pub(super) struct Head<'a> {
    pub to: &'a str,
    pub to_name: &'a str,
    pub subject: String,
    /// What lists of mails show beside the subject.
    pub preview: String,
}

/// Colours of the dark scheme; where a program takes no style sheet, the letter stays light.
const STYLE: &str = ":root{color-scheme:light dark;supported-color-schemes:light dark}\n\
    @media (prefers-color-scheme:dark){\n\
    .ground{background-color:#0a1110!important}\n\
    .sheet{background-color:#111a19!important;border-color:#223130!important}\n\
    .ink,.cell{color:#e9f2f0!important}\n\
    .faint{color:#8fa39e!important}\n\
    .cell{border-color:#223130!important}\n\
    .link{color:#34d3bd!important}\n\
    .button{background-color:#34d3bd!important;color:#032420!important}\n\
    .mono{background-color:#16201f!important;color:#e9f2f0!important}\n\
    }\n\
    @media (max-width:480px){.sheet{padding:24px 20px!important}}";

const GROUND: &str =
    "background-color:#fafbfb;font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const COLUMN: &str = "width:100%;max-width:600px";
const LOGO: &str = "font-size:21px;font-weight:700;letter-spacing:-0.02em;color:#0d1b19;text-decoration:none";
const SHEET: &str = "padding:36px 40px;background-color:#ffffff;border:1px solid #e3e9e7;border-radius:16px";
const H1: &str =
    "margin:0 0 20px;font-size:24px;line-height:31px;font-weight:650;letter-spacing:-0.015em;color:#0d1b19";
const FOOTER: &str = "margin:0;font-size:13px;line-height:19px;color:#5a6b67";

/// The whole letter.
pub(super) fn letter(head: Head<'_>, body: Body, attachments: Vec<Attachment>, public_url: &str) -> RenderedEmail {
    let (html_body, text_body) = body.parts();
    let home = format!("{public_url}/");
    let host = public_url.split_once("://").map_or(public_url, |(_, host)| host);
    let html = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                title { (head.subject) }
                (NEW_LINE)
                style { (PreEscaped(STYLE)) }
                (NEW_LINE)
            }
            body.ground style="margin:0;padding:0;background-color:#fafbfb" {
                div style="display:none;max-height:0;overflow:hidden" { (head.preview) }
                (NEW_LINE)
                table.ground role="presentation" width="100%" cellpadding="0" cellspacing="0" style=(GROUND) {
                    tr { td align="center" style="padding:32px 12px" {
                        (NEW_LINE)
                        table role="presentation" width="600" cellpadding="0" cellspacing="0" style=(COLUMN) {
                            tr { td style="padding:0 4px 20px" {
                                a.ink href=(home) style=(LOGO) {
                                    span.link style="color:#0f766e" { "◆" }
                                    "\u{a0}Mintreu"
                                }
                            } }
                            (NEW_LINE)
                            tr { td.sheet style=(SHEET) {
                                h1.ink style=(H1) { (head.subject) }
                                (NEW_LINE)
                                (html_body)
                            } }
                            tr { td style="padding:20px 4px 0" {
                                p.faint style=(FOOTER) {
                                    "Mintreu Marketplace · "
                                    a.faint href=(home) style="color:#5a6b67" { (host) }
                                }
                            } }
                        }
                    } }
                }
            }
        }
    };
    let text = format!("{text_body}-- \nMintreu Marketplace\n{public_url}/\n");
    RenderedEmail {
        to: head.to.to_owned(),
        to_name: head.to_name.to_owned(),
        subject: head.subject,
        html: html.into_string(),
        text,
        attachments,
    }
}
