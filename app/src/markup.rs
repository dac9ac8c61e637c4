//! Reading HTML as text, into nodes that can be compared without asking the browser for each.
//!
//! It reads what `maud` writes and what a browser gives back of it: every element closed, every value in double quotes.

use std::borrow::Cow;

/// Elements without content.
const VOID: [&str; 5] = ["img", "input", "br", "hr", "source"];

/// A node, followed by the nodes in it.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub kind: Kind<'a>,
    /// All of it, as it was read.
    pub html: &'a str,
    /// How many nodes it is, with those in it.
    pub size: usize,
}

#[derive(Debug)]
pub(crate) enum Kind<'a> {
    Text,
    Comment,
    Element { name: &'a str, attributes: &'a str },
}

/// The nodes of a text, each before those in it; `None` of what is not well formed.
pub(crate) fn read(html: &str) -> Option<Vec<Node<'_>>> {
    let mut nodes: Vec<Node<'_>> = Vec::new();
    // The elements that are not closed yet, each with where it begins.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        let (kind, end) = if rest.starts_with("</") {
            let end = at + rest.find('>')? + 1;
            let (i, start) = open.pop()?;
            let size = nodes.len() - i;
            let node = &mut nodes[i];
            if node.name() != &html[at + 2..end - 1] {
                return None;
            }
            (node.html, node.size) = (&html[start..end], size);
            at = end;
            continue;
        } else if rest.starts_with("<!--") {
            (Kind::Comment, at + rest.find("-->")? + 3)
        } else if rest.starts_with('<') {
            let end = at + tag_end(rest)?;
            let tag = &html[at + 1..end];
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            if !VOID.contains(&name) {
                open.push((nodes.len(), at));
            }
            (Kind::Element { name, attributes }, end + 1)
        } else {
            (Kind::Text, at + rest.find('<').unwrap_or(rest.len()))
        };
        let (html, size) = (&html[at..end], 1);
        nodes.push(Node { kind, html, size });
        at = end;
    }
    open.is_empty().then_some(nodes)
}

/// Where a tag ends: at the first `>` that is in no value.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })
}

impl<'a> Node<'a> {
    /// The name of an element; of another node, nothing.
    pub(crate) fn name(&self) -> &'a str {
        match self.kind {
            Kind::Element { name, .. } => name,
            _ => "",
        }
    }

    /// The names and values of an element's attributes.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> + use<'a> {
        let mut rest = match self.kind {
            Kind::Element { attributes, .. } => attributes,
            _ => "",
        };
        std::iter::from_fn(move || {
            rest = rest.trim_start();
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(['=', ' ']).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            let Some(quoted) = after.strip_prefix("=\"") else {
                rest = after;
                return Some((name, Cow::Borrowed("")));
            };
            let (value, after) = quoted.split_once('"')?;
            rest = after;
            Some((name, decoded(value)))
        })
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find_map(|(n, value)| (n == name).then_some(value))
    }

    /// What a text says.
    pub(crate) fn text(&self) -> Cow<'a, str> {
        decoded(self.html)
    }
}

/// The first of some siblings, the nodes in it, and the siblings that follow.
pub(crate) fn split<'n, 'a>(siblings: &'n [Node<'a>]) -> Option<(&'n Node<'a>, &'n [Node<'a>], &'n [Node<'a>])> {
    let (first, rest) = siblings.split_first()?;
    let (inner, following) = rest.split_at(first.size - 1);
    Some((first, inner, following))
}

/// The siblings themselves, without the nodes in them.
pub(crate) fn siblings<'n, 'a>(mut rest: &'n [Node<'a>]) -> impl Iterator<Item = &'n Node<'a>> {
    std::iter::from_fn(move || {
        let (first, _, following) = split(rest)?;
        rest = following;
        Some(first)
    })
}

/// Text as it is meant: both sides escape no more than this.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", "\u{a0}")]
        .iter()
        .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain));
    // Last, or what was escaped twice would be read twice.
    Cow::Owned(plain.replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_know_what_is_in_them() {
        let html = r#"<ul class="a b"><li id="x">One<br>two</li><li hidden>3 &lt; 4</li></ul><!--c--><p></p>"#;
        let nodes = read(html).unwrap();
        let names: Vec<_> = nodes.iter().map(|node| (node.name(), node.size)).collect();
        let list = [("ul", 7), ("li", 4), ("", 1), ("br", 1), ("", 1), ("li", 2), ("", 1)];
        assert_eq!(names, [&list[..], &[("", 1), ("p", 1)]].concat());
        let (first, inner, following) = split(&nodes).unwrap();
        assert_eq!(first.html, &html[..html.find("<!--").unwrap()]);
        let items: Vec<_> = siblings(inner).map(|node| node.html).collect();
        assert_eq!(items, [r#"<li id="x">One<br>two</li>"#, "<li hidden>3 &lt; 4</li>"]);
        assert_eq!(siblings(following).count(), 2);
        assert_eq!(inner[6 - 1].text(), "3 < 4");
    }

    #[test]
    fn values_are_read_as_they_are_meant() {
        let nodes =
            read(r#"<a href="/p?a=1&amp;b=&quot;&amp;lt;&quot;" hidden title="a > b" data-x="">x</a>"#).unwrap();
        let read: Vec<_> = nodes[0].attributes().collect();
        let expected = [
            ("href", "/p?a=1&b=\"&lt;\""),
            ("hidden", ""),
            ("title", "a > b"),
            ("data-x", ""),
        ];
        assert_eq!(read, expected.map(|(name, value)| (name, value.into())));
        assert_eq!(nodes[0].attribute("title").as_deref(), Some("a > b"));
        assert_eq!(nodes[0].attribute("class"), None);
    }

    #[test]
    fn what_is_not_well_formed_is_none() {
        for html in [
            "<p>",
            "</p>",
            "<p></b>",
            "<p",
            "<p title=\"></p>",
            "<!-- a",
            "<p><b></p></b>",
        ] {
            assert!(read(html).is_none(), "{html}");
        }
    }
}
