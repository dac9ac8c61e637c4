//! What of an address was not understood.

use catalog::Ignored;

use crate::ui::html::{Markup, html};

/// Names the parameters that were left out, and why; nothing where there are none.
pub(crate) fn left_out(ignored: &[Ignored]) -> Markup {
    html! {
        @if !ignored.is_empty() {
            div .notice .warn {
                p { "Part of this address was not understood and left out:" }
                ul {
                    @for Ignored { parameter, value, reason } in ignored {
                        li { code { (parameter) "=" (value) } ": " (reason) }
                    }
                }
            }
        }
    }
}
