//! What a letter is made of, written once as HTML and once as text.
//!
//! Mail programs know little CSS: it stands in the elements, and only what they may leave out (the dark colours) in a
//! style sheet.

use std::fmt::Write as _;

use maud::{Markup, PreEscaped, html};

/// A letter's body as it grows. Everything that is given to it is text, and escaped.
#[derive(Default)]
pub(super) struct Body {
    html: String,
    text: String,
}

const P: &str = "margin:0 0 16px;font-size:16px;line-height:24px;color:#0d1b19";
const NOTE: &str = "margin:0 0 12px;font-size:14px;line-height:21px;color:#5a6b67";
const H2: &str = "margin:28px 0 10px;font-size:17px;line-height:24px;font-weight:600;color:#0d1b19";
const LINK: &str = "color:#0f766e;text-decoration:underline";
const BUTTON: &str = "display:inline-block;padding:13px 26px;font-size:16px;line-height:20px;font-weight:600;\
    color:#ffffff;text-decoration:none;background-color:#0f766e;border-radius:10px";
const CELL: &str = "padding:9px 0;font-size:15px;line-height:21px;color:#0d1b19;border-bottom:1px solid #e3e9e7;\
    vertical-align:top";
const MONO: &str = "display:inline-block;padding:8px 12px;font-family:ui-monospace,Menlo,Consolas,monospace;\
    font-size:15px;line-height:20px;color:#0d1b19;background-color:#f0f4f3;border-radius:8px;word-break:break-all";

/// SMTP takes no line of more than 998 bytes (RFC 5322, 2.1.1).
pub(super) const NEW_LINE: PreEscaped<&str> = PreEscaped("\n");

/// A row of a table: what, and how much.
pub(super) struct Row {
    pub what: String,
    /// Smaller, under it; may be empty.
    pub detail: String,
    pub amount: String,
    pub strong: bool,
}

impl Body {
    pub fn paragraph(&mut self, text: &str) {
        self.html(html! { p.ink style=(P) { (text) } });
        self.text(format_args!("{}\n", one_line(text)));
    }

    /// Smaller and fainter.
    pub fn note(&mut self, text: &str) {
        self.html(html! { p.faint style=(NOTE) { (text) } });
        self.text(format_args!("{}\n", one_line(text)));
    }

    pub fn heading(&mut self, text: &str) {
        self.html(html! { h2.ink style=(H2) { (text) } });
        let line = one_line(text);
        let rule = "-".repeat(line.chars().count());
        self.text(format_args!("{line}\n{rule}\n"));
    }

    /// The one thing to do; the address stands below it for programs that show no buttons.
    pub fn button(&mut self, label: &str, url: &str) {
        self.html(html! {
            p style="margin:24px 0" { a.button href=(url) style=(BUTTON) { (label) } }
            p.faint style={ (NOTE) ";word-break:break-all" } {
                "If the button doesn’t work, open this link:"
                br;
                a.link href=(url) style=(LINK) { (url) }
            }
        });
        self.text(format_args!("{}:\n{}\n", one_line(label), one_line(url)));
    }

    pub fn link(&mut self, label: &str, url: &str) {
        self.html(html! { p.ink style=(P) { a.link href=(url) style=(LINK) { (label) } } });
        self.text(format_args!("{}:\n{}\n", one_line(label), one_line(url)));
    }

    /// Something to copy, such as a license key, and what it is.
    pub fn code(&mut self, label: &str, code: &str) {
        self.html(html! { p.faint style=(NOTE) { (label) br; code.mono style=(MONO) { (code) } } });
        self.text(format_args!("{}:\n  {}\n", one_line(label), one_line(code)));
    }

    pub fn table(&mut self, rows: &[Row]) {
        self.html(html! {
            table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 20px" {
                @for row in rows {
                    @let weight = if row.strong { ";font-weight:600" } else { "" };
                    (NEW_LINE)
                    tr {
                        td.cell style={ (CELL) (weight) } {
                            (row.what)
                            @if !row.detail.is_empty() {
                                br;
                                span.faint style="font-size:13px;color:#5a6b67" { (row.detail) }
                            }
                        }
                        td.cell align="right" style={ (CELL) (weight) ";white-space:nowrap;padding-left:16px" } {
                            (row.amount)
                        }
                    }
                }
            }
        });
        let mut text = String::new();
        for row in rows {
            let detail = match row.detail.as_str() {
                "" => String::new(),
                detail => format!(" ({})", one_line(detail)),
            };
            let what = format!("{}{detail}", one_line(&row.what));
            writeln!(text, "{what:<50} {:>12}", one_line(&row.amount)).expect("a String takes every write");
        }
        self.text(format_args!("{text}"));
    }

    /// The HTML and the text.
    pub fn parts(self) -> (Markup, String) {
        (PreEscaped(self.html), self.text)
    }

    fn html(&mut self, block: Markup) {
        // One block a line: what lies on the wire is easier to read.
        self.html.push_str(&block.0);
        self.html.push('\n');
    }

    /// Blocks are apart by an empty line.
    fn text(&mut self, text: std::fmt::Arguments<'_>) {
        writeln!(self.text, "{text}").expect("a String takes every write");
    }
}

/// In the text part a name must not look like a paragraph of ours.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let hostile = "<script>alert(1)</script>\n\nVisit \"http://evil.example\" & 'pay'";
        let mut body = Body::default();
        body.paragraph(hostile);
        body.button(hostile, "https://shop.example/?a=1&b=\"onload=x");
        body.code(hostile, hostile);
        body.table(&[Row {
            what: hostile.to_owned(),
            detail: hostile.to_owned(),
            amount: "$1.00".to_owned(),
            strong: true,
        }]);
        let (PreEscaped(html), text) = body.parts();
        assert!(!html.contains("<script") && html.contains("&lt;script&gt;"), "{html}");
        assert!(
            html.contains("href=\"https://shop.example/?a=1&amp;b=&quot;onload=x\""),
            "{html}"
        );
        assert!(!text.contains("\n\nVisit"), "{text}");
        assert!(text.contains("https://shop.example/?a=1&b=\"onload=x\n"), "{text}");
    }
}
