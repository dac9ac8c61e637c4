//! What stands around every page: the header with its menu, and the footer.

mod footer;
mod header;
mod menu;

pub(crate) use footer::Footer;
pub(crate) use header::{Header, Search};
