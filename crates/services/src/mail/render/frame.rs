//! What every letter looks like around its body: 600 pixels wide, light or dark as the reader has it.

use super::body::escape;
use super::{Attachment, Body, Rendered};

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

const FONT: &str = "font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/// The whole letter.
pub(super) fn letter(head: Head<'_>, body: Body, attachments: Vec<Attachment>, public_url: &str) -> Rendered {
    let (html_body, text_body) = body.parts();
    let (subject, preview, home) = (escape(&head.subject), escape(&head.preview), escape(public_url));
    let host = public_url.split_once("://").map_or(public_url, |(_, host)| host);
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"supported-color-schemes\" content=\"light dark\">\n\
         <title>{subject}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body class=\"ground\" style=\"margin:0;padding:0;background-color:#fafbfb\">\n\
         <div style=\"display:none;max-height:0;overflow:hidden\">{preview}</div>\n\
         <table role=\"presentation\" class=\"ground\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" \
         style=\"background-color:#fafbfb;{FONT}\">\n<tr><td align=\"center\" style=\"padding:32px 12px\">\n\
         <table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" style=\"width:100%;max-width:600px\">\n\
         <tr><td style=\"padding:0 4px 20px\"><a class=\"ink\" href=\"{home}/\" \
         style=\"font-size:21px;font-weight:700;letter-spacing:-0.02em;color:#0d1b19;text-decoration:none\">\
         <span class=\"link\" style=\"color:#0f766e\">&#9670;</span>&nbsp;Mintreu</a></td></tr>\n\
         <tr><td class=\"sheet\" style=\"padding:36px 40px;background-color:#ffffff;border:1px solid #e3e9e7;\
         border-radius:16px\">\n\
         <h1 class=\"ink\" style=\"margin:0 0 20px;font-size:24px;line-height:31px;font-weight:650;\
         letter-spacing:-0.015em;color:#0d1b19\">{subject}</h1>\n{html_body}</td></tr>\n\
         <tr><td style=\"padding:20px 4px 0\"><p class=\"faint\" style=\"margin:0;font-size:13px;line-height:19px;\
         color:#5a6b67\">Mintreu Marketplace &middot; <a class=\"faint\" href=\"{home}/\" style=\"color:#5a6b67\">{}</a>\
         </p></td></tr>\n</table>\n</td></tr>\n</table>\n</body>\n</html>\n",
        escape(host)
    );
    let text = format!("{text_body}-- \nMintreu Marketplace\n{public_url}/\n");
    Rendered {
        to: head.to.to_owned(),
        to_name: head.to_name.to_owned(),
        subject: head.subject,
        html,
        text,
        attachments,
    }
}
