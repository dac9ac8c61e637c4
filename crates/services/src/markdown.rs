//! Markdown of strangers as HTML that is safe to show: text, headings, lists, tables, code and links, nothing else.
//!
//! No scripts, styles, pictures, frames or forms, whether written as markdown or as HTML.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// Quotes and lists deeper than this lose their marks: nobody can read them, and HTML parsers take time that grows
/// with the square of the depth.
const MAX_NESTING: usize = 24;

/// Turns markdown into HTML for the inside of a section whose own heading is `h2`.
///
/// Headings start at `h3` and never skip a level. Links go to http, https, mailto or a path of this site and carry
/// `rel="nofollow noopener"`. Pictures are replaced by their text.
pub fn to_safe_html(markdown: &str) -> String {
    convert(markdown, HeadingLevel::H3, &CLEANER)
}

/// As [`to_safe_html`], for a page whose title is `h1`: headings start at `h2`.
pub fn to_page_html(markdown: &str) -> String {
    convert(markdown, HeadingLevel::H2, &PAGE_CLEANER)
}

fn convert(markdown: &str, first: HeadingLevel, cleaner: &Builder<'_>) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut headings = Headings {
        first,
        open: Vec::new(),
    };
    let mut depth = 0;
    let events = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => {
            let (id, classes, attrs) = (None, Vec::new(), Vec::new());
            Some(Event::Start(Tag::Heading {
                level: headings.place(level),
                id,
                classes,
                attrs,
            }))
        }
        Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Heading(headings.current()))),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) => {
            depth += 1;
            (depth <= MAX_NESTING).then_some(event)
        }
        Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item) => {
            depth -= 1;
            (depth < MAX_NESTING).then_some(event)
        }
        other => Some(other),
    });
    let mut unsafe_html = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut unsafe_html, events);
    cleaner.clean(&unsafe_html).to_string()
}

/// Where the headings of a text stand in the page's outline.
struct Headings {
    /// The level of those that stand under no other.
    first: HeadingLevel,
    /// The levels, as written, of the headings around the current place.
    open: Vec<HeadingLevel>,
}

impl Headings {
    fn place(&mut self, level: HeadingLevel) -> HeadingLevel {
        while self.open.last().is_some_and(|&outer| outer >= level) {
            self.open.pop();
        }
        self.open.push(level);
        self.current()
    }

    fn current(&self) -> HeadingLevel {
        let outer = self.open.len().saturating_sub(1);
        HeadingLevel::try_from(self.first as usize + outer).unwrap_or(HeadingLevel::H6)
    }
}

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(cleaner);

static PAGE_CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = cleaner();
    cleaner.add_tags(["h2"]);
    cleaner
});

fn cleaner() -> Builder<'static> {
    const TAGS: &str = "p br hr h3 h4 h5 h6 ul ol li blockquote pre code em strong b i del kbd sub sup a \
        table thead tbody tr th td";
    let attributes = [("a", "href"), ("code", "class"), ("ol", "start")];
    let mut cleaner = Builder::default();
    cleaner
        .tags(TAGS.split_whitespace().collect())
        .tag_attributes(
            attributes
                .into_iter()
                .map(|(tag, name)| (tag, HashSet::from([name])))
                .collect(),
        )
        .tag_attribute_values(HashMap::new())
        // Long lines scroll sideways, for the keyboard too.
        .set_tag_attribute_value("pre", "tabindex", "0")
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Custom(Box::new(own_path)))
        .link_rel(Some("nofollow noopener"))
        .attribute_filter(|tag, name, value| match (tag, name) {
            ("code", "class") => is_language(value).then_some(Cow::Borrowed(value)),
            _ => Some(Cow::Borrowed(value)),
        });
    cleaner
}

/// Paths of this site stay; `//host/…` names another, and other relative links lead nowhere from here.
fn own_path(url: &str) -> Option<Cow<'_, str>> {
    let own = url.starts_with('/') && !url.starts_with("//") && !url.contains('\\');
    own.then_some(Cow::Borrowed(url))
}

fn is_language(class: &str) -> bool {
    let name = class.strip_prefix("language-").unwrap_or_default();
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"+#-".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renders_what_descriptions_use() {
        assert_eq!(
            to_safe_html("A *b* **c** ~~d~~ `e`"),
            "<p>A <em>b</em> <strong>c</strong> <del>d</del> <code>e</code></p>\n"
        );
        let code = to_safe_html("```rust\nlet a = 1 < 2;\n```");
        assert_eq!(
            code,
            "<pre tabindex=\"0\"><code class=\"language-rust\">let a = 1 &lt; 2;\n</code></pre>\n"
        );
        assert_eq!(to_safe_html("3. a"), "<ol start=\"3\">\n<li>a</li>\n</ol>\n");
        let table = to_safe_html("|a|b|\n|-|-:|\n|1|2|");
        assert!(table.contains("<td>2</td>") && table.contains("<th>a</th>"), "{table}");
    }

    #[test]
    fn headings_start_below_the_page_and_never_skip() {
        let levels = |markdown: &str| {
            let html = to_safe_html(markdown);
            html.split("<h")
                .skip(1)
                .filter_map(|rest| rest.chars().next())
                .collect::<String>()
        };
        assert_eq!(levels("# a\n## b\n### c\n# d"), "3453");
        assert_eq!(levels("## a\n#### b\n## c"), "343");
        assert_eq!(levels("### a\n# b\n## c"), "334");
        assert_eq!(levels("# a\n## b\n### c\n#### d\n##### e\n###### f"), "345666");
        assert_eq!(to_safe_html("## a"), "<h3>a</h3>\n");
        let page = to_page_html("# a\n## b\n# c");
        assert_eq!(page, "<h2>a</h2>\n<h3>b</h3>\n<h2>c</h2>\n");
        assert_eq!(to_page_html("<h1 id=x>a</h1><script>b</script>"), "a");
    }

    #[test]
    fn links_go_to_the_web_by_mail_or_within_this_site() {
        assert_eq!(
            to_safe_html("[a](https://example.org/?b=1&c=2 \"title\")"),
            "<p><a href=\"https://example.org/?b=1&amp;c=2\" rel=\"nofollow noopener\">a</a></p>\n"
        );
        assert!(to_safe_html("[a](/developers/acme)").contains("href=\"/developers/acme\""));
        assert!(to_safe_html("<help@example.org>").contains("href=\"mailto:help@example.org\""));
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "vbscript:x",
            "docs/readme.md",
            "java&#10;script:alert(1)",
            "&#106;avascript:alert(1)",
        ] {
            let html = to_safe_html(&format!("[a](<{bad}>)"));
            assert!(!html.contains("href"), "{bad}: {html}");
        }
    }

    #[test]
    fn hostile_html_is_harmless() {
        let cases = [
            "<script>alert(1)</script>",
            "<scr<script>ipt>alert(1)</scr</script>ipt>",
            "<img src=x onerror=alert(1)>",
            "![x](https://evil.example/track.png)",
            "<p style=\"position:fixed\" onclick=alert(1) class=\"hero\" id=\"main\">x</p>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\"/\\evil.example\">x</a>",
            "<svg/onload=alert(1)>",
            "<iframe src=https://evil.example></iframe>",
            "<form action=https://evil.example><input name=password></form>",
            "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
            "<style>*{display:none}</style>",
            "<base href=https://evil.example>",
            "<h1>x</h1><h2>x</h2>",
            "```x\" onload=alert(1)\ncode\n```",
            "<code class=\"hero language-x\">x</code>",
        ];
        for markdown in cases {
            let html = to_safe_html(markdown);
            // An element or attribute, not the same letters as text.
            for bad in [
                "<script",
                "<img",
                "<svg",
                "<iframe",
                "<form",
                "<input",
                "<style",
                "<base",
                "<h1",
                "<h2",
                "<p ",
                "class=",
                "id=",
                "href=",
                "src=",
                "alert(1)\"",
            ] {
                assert!(!html.contains(bad), "{markdown} gave {html}");
            }
        }
        assert_eq!(
            to_safe_html("![a picture](https://example.org/a.png)"),
            "<p>a picture</p>\n"
        );
    }

    /// Each of these takes minutes or overflows the stack where depth is not bounded.
    #[test]
    fn huge_nesting_is_quick() {
        let deep = [
            ">",
            "- ",
            "1. ",
            "[",
            "*a ",
            "![",
            "<b>",
            "<div>",
            "<blockquote>",
            "`",
            "|",
            "<!--",
            "&#",
        ];
        for part in deep {
            let html = to_safe_html(&part.repeat(50_000 / part.len()));
            assert!(
                html.matches("<blockquote>").count() <= 50_000 / "<blockquote>".len(),
                "{part}"
            );
        }
        let html = to_safe_html(&">".repeat(1_000));
        assert_eq!(html.matches("<blockquote>").count(), MAX_NESTING);
    }
}
