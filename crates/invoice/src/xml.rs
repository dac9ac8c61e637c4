//! A writer of XML. Elements are closures, so each is closed; text is cleaned and escaped.

use crate::text::clean;

pub(crate) struct Xml {
    out: String,
    depth: usize,
}

impl Xml {
    /// A document of one element with these attributes.
    pub fn document(name: &str, attributes: &[(&str, &str)], children: impl FnOnce(&mut Self)) -> String {
        let mut xml = Self {
            out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
            depth: 0,
        };
        xml.nest(name, attributes, children);
        xml.out
    }

    /// An element of elements.
    pub fn element(&mut self, name: &str, children: impl FnOnce(&mut Self)) {
        self.nest(name, &[], children);
    }

    /// An element of text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.leaf(name, &[], text);
    }

    /// An element of text with an attribute.
    pub fn text_with(&mut self, name: &str, attribute: (&str, &str), text: &str) {
        self.leaf(name, &[attribute], text);
    }

    fn nest(&mut self, name: &str, attributes: &[(&str, &str)], children: impl FnOnce(&mut Self)) {
        self.indent();
        self.open(name, attributes);
        self.out.push('\n');
        self.depth += 1;
        children(self);
        self.depth -= 1;
        self.indent();
        self.close(name);
    }

    fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.indent();
        self.open(name, attributes);
        self.escaped(text);
        self.close(name);
    }

    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n("  ", self.depth));
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            self.out.push(' ');
            self.out.push_str(attribute);
            self.out.push_str("=\"");
            self.escaped(value);
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    fn escaped(&mut self, text: &str) {
        for c in clean(text).chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                c => self.out.push(c),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_back() {
        let hostile = "]]> </b> &amp; \"x\" 'y' \u{1}\u{fffe} é";
        let xml = Xml::document("a", &[("q", "<\"&>")], |x| x.text_with("b", ("c", "d"), hostile));
        let read = roxmltree::Document::parse(&xml).expect("well-formed");
        let root = read.root_element();
        assert_eq!(root.attribute("q"), Some("<\"&>"));
        let b = root.first_element_child().expect("b");
        assert_eq!((b.attribute("c"), b.text()), (Some("d"), Some(clean(hostile).as_str())));
    }
}
