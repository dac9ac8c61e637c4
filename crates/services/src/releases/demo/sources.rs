//! What is in the archives: a readme, a license, a changelog, and a beginning for each platform of the product.

use domain::{Product, Timestamp};

/// For how many of its platforms a product brings files.
const PLATFORMS: usize = 3;

/// Names and contents, in the order in which they lie in the archive.
pub(super) fn files(product: &Product, version: &str, notes: &str, published_at: Timestamp) -> Vec<(String, String)> {
    let mut files = vec![
        ("README.md".to_owned(), readme(product, version)),
        ("LICENSE.txt".to_owned(), license(product)),
        (
            "CHANGELOG.md".to_owned(),
            format!("# Changelog\n\n## {version}, {}\n\n{notes}\n", published_at.day()),
        ),
    ];
    let of = Names::of(product, version);
    for platform in product.compatibility.iter().take(PLATFORMS) {
        let platform = platform.as_str();
        let in_folder = |(name, content): (&str, String)| (format!("{platform}/{name}"), content);
        files.extend(of.sources(platform).into_iter().map(in_folder));
    }
    files
}

fn readme(product: &Product, version: &str) -> String {
    let mut text = format!(
        "# {} {version}\n\n{}\n\n{}\n",
        product.title,
        product.summary,
        product.description.trim()
    );
    text.push_str("\n## Specifications\n\n");
    for (name, value) in &product.specifications {
        text.push_str(&format!("- {name}: {value}\n"));
    }
    let developer = &product.developer;
    text.push_str(&format!("\n## Help\n\n{}", developer.name));
    if let Some(email) = &developer.support_email {
        text.push_str(&format!(", {email}"));
    }
    text.push_str("\n\nThis is a file of the demo catalogue of Mintreu Marketplace.\n");
    text
}

fn license(product: &Product) -> String {
    let mut text = format!(
        "License of {}\n\nCopyright {}. You bought one of these plans:\n",
        product.title, product.developer.name
    );
    for plan in &product.plans {
        let mut terms = Vec::new();
        let limits = &plan.license;
        terms.extend(limits.duration_days.map(|days| format!("updates for {days} days")));
        terms.extend(
            limits
                .activation_limit
                .map(|many| format!("up to {many} installations")),
        );
        terms.extend(limits.domain_limit.map(|many| format!("up to {many} domains")));
        if terms.is_empty() {
            terms.push("as many installations as you like".to_owned());
        }
        text.push_str(&format!("\n- {}: {}", plan.name, terms.join(", ")));
    }
    text.push_str("\n\nYou may use and change the files for your own work and that of your customers. You may not\nsell them on as they are.\n");
    text
}

/// A product's name in the ways that languages write names.
struct Names<'a> {
    product: &'a Product,
    version: &'a str,
    snake: String,
    pascal: String,
}

impl<'a> Names<'a> {
    fn of(product: &'a Product, version: &'a str) -> Self {
        let slug = product.slug.as_str();
        let capital = |word: &str| match word.split_at_checked(1) {
            Some((first, rest)) => first.to_ascii_uppercase() + rest,
            None => String::new(),
        };
        Self {
            product,
            version,
            snake: slug.replace('-', "_"),
            pascal: slug.split('-').map(capital).collect(),
        }
    }

    fn sources(&self, platform: &str) -> Vec<(&'static str, String)> {
        match platform {
            "rust" => self.rust(),
            "python" => self.python(),
            "go" => self.go(),
            "php" | "laravel" => self.php(),
            "wordpress" => self.wordpress(),
            "shopify" => self.shopify(),
            "ghost" => self.ghost(),
            "html" | "astro" => self.html(),
            "figma" => vec![("tokens.json", self.tokens())],
            "docker" => vec![("Dockerfile", self.docker())],
            "postgresql" | "sqlite" => vec![("schema.sql", self.schema())],
            _ => self.javascript(),
        }
    }

    fn rust(&self) -> Vec<(&'static str, String)> {
        let Self { product, version, .. } = self;
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"{version}\"\nedition = \"2024\"\ndescription = {:?}\n",
            product.slug, product.summary
        );
        let lib = format!(
            "//! {}: {}\n\n/// The version of this release.\npub const VERSION: &str = \"{version}\";\n\n\
             /// What to greet people with.\npub fn banner() -> String {{\n    format!(\"{{}} {{VERSION}}\", {:?})\n}}\n\n\
             #[cfg(test)]\nmod tests {{\n    #[test]\n    fn the_banner_names_the_version() {{\n        \
             assert!(super::banner().ends_with(super::VERSION));\n    }}\n}}\n",
            product.title, product.summary, product.title
        );
        vec![("Cargo.toml", manifest), ("src/lib.rs", lib)]
    }

    fn python(&self) -> Vec<(&'static str, String)> {
        let Self { product, version, .. } = self;
        let manifest = format!(
            "[project]\nname = \"{}\"\nversion = \"{version}\"\ndescription = {:?}\nrequires-python = \">=3.10\"\n",
            product.slug, product.summary
        );
        let module = format!(
            "\"\"\"{}\"\"\"\n\n__version__ = \"{version}\"\n\n\ndef banner() -> str:\n    return {:?} + \" \" + __version__\n",
            product.title, product.title
        );
        vec![("pyproject.toml", manifest), ("package.py", module)]
    }

    fn go(&self) -> Vec<(&'static str, String)> {
        let Self {
            product,
            version,
            snake,
            ..
        } = self;
        let package = snake.replace('_', "");
        let module = format!("module example.com/{}\n\ngo 1.22\n", product.slug);
        let source = format!(
            "// Package {package}: {}\npackage {package}\n\n// Version of this release.\nconst Version = \"{version}\"\n\n\
             // Banner greets people.\nfunc Banner() string {{\n\treturn {:?} + \" \" + Version\n}}\n",
            product.summary, product.title
        );
        vec![("go.mod", module), ("package.go", source)]
    }

    fn php(&self) -> Vec<(&'static str, String)> {
        let Self {
            product,
            version,
            pascal,
            ..
        } = self;
        let manifest = format!(
            "{{\n    \"name\": \"{}/{}\",\n    \"version\": \"{version}\",\n    \"description\": {:?},\n    \
             \"autoload\": {{ \"psr-4\": {{ \"{pascal}\\\\\": \"src/\" }} }}\n}}\n",
            product.developer.slug, product.slug, product.summary
        );
        let class = format!(
            "<?php\n\ndeclare(strict_types=1);\n\nnamespace {pascal};\n\nfinal class Release\n{{\n    \
             public const VERSION = '{version}';\n\n    public static function banner(): string\n    {{\n        \
             return '{} ' . self::VERSION;\n    }}\n}}\n",
            product.title.replace('\\', "\\\\").replace('\'', "\\'")
        );
        vec![("composer.json", manifest), ("src/Release.php", class)]
    }

    fn wordpress(&self) -> Vec<(&'static str, String)> {
        let Self {
            product,
            version,
            snake,
            ..
        } = self;
        let style = format!(
            "/*\nTheme Name: {}\nAuthor: {}\nDescription: {}\nVersion: {version}\nText Domain: {}\n*/\n\n{}",
            product.title,
            product.developer.name,
            product.summary,
            product.slug,
            css()
        );
        let functions = format!(
            "<?php\n\nadd_action('after_setup_theme', function () {{\n    add_theme_support('title-tag');\n    \
             add_theme_support('post-thumbnails');\n}});\n\nadd_action('wp_enqueue_scripts', function () {{\n    \
             wp_enqueue_style('{snake}', get_stylesheet_uri(), [], '{version}');\n}});\n"
        );
        let index = "<?php get_header(); ?>\n<main>\n<?php while (have_posts()) : the_post(); ?>\n  <article>\n    \
            <h2><?php the_title(); ?></h2>\n    <?php the_content(); ?>\n  </article>\n<?php endwhile; ?>\n</main>\n\
            <?php get_footer();\n";
        vec![
            ("style.css", style),
            ("functions.php", functions),
            ("index.php", index.to_owned()),
        ]
    }

    fn shopify(&self) -> Vec<(&'static str, String)> {
        let Self { product, version, .. } = self;
        let layout = "<!doctype html>\n<html lang=\"{{ request.locale.iso_code }}\">\n<head>\n  \
            <title>{{ page_title }}</title>\n  {{ content_for_header }}\n  {{ 'theme.css' | asset_url | stylesheet_tag }}\n\
            </head>\n<body>\n  {{ content_for_layout }}\n</body>\n</html>\n";
        let settings = format!(
            "[\n  {{\n    \"name\": \"theme_info\",\n    \"theme_name\": {:?},\n    \"theme_version\": \"{version}\",\n    \
             \"theme_author\": {:?}\n  }}\n]\n",
            product.title, product.developer.name
        );
        vec![
            ("layout/theme.liquid", layout.to_owned()),
            ("config/settings_schema.json", settings),
            ("assets/theme.css", css().to_owned()),
        ]
    }

    fn ghost(&self) -> Vec<(&'static str, String)> {
        let Self { product, version, .. } = self;
        let manifest = format!(
            "{{\n  \"name\": \"{}\",\n  \"version\": \"{version}\",\n  \"description\": {:?},\n  \
             \"engines\": {{ \"ghost\": \">=5.0.0\" }}\n}}\n",
            product.slug, product.summary
        );
        let index = "{{!< default}}\n<main>\n{{#foreach posts}}\n  <article><h2><a href=\"{{url}}\">{{title}}</a></h2>\
            {{excerpt words=\"30\"}}</article>\n{{/foreach}}\n</main>\n";
        let default = "<!DOCTYPE html>\n<html lang=\"{{@site.locale}}\">\n<head><title>{{meta_title}}</title>\
            <link rel=\"stylesheet\" href=\"{{asset \"screen.css\"}}\">{{ghost_head}}</head>\n<body>{{{body}}}{{ghost_foot}}</body>\n</html>\n";
        vec![
            ("package.json", manifest),
            ("default.hbs", default.to_owned()),
            ("index.hbs", index.to_owned()),
            ("assets/screen.css", css().to_owned()),
        ]
    }

    fn html(&self) -> Vec<(&'static str, String)> {
        let plain = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let (title, summary) = (plain(&self.product.title), plain(&self.product.summary));
        let index = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n  <meta charset=\"utf-8\">\n  \
             <meta name=\"viewport\" content=\"width=device-width\">\n  <title>{title}</title>\n  \
             <link rel=\"stylesheet\" href=\"style.css\">\n</head>\n<body>\n  <main>\n    <h1>{title}</h1>\n    \
             <p>{summary}</p>\n  </main>\n</body>\n</html>\n"
        );
        vec![("index.html", index), ("style.css", css().to_owned())]
    }

    fn javascript(&self) -> Vec<(&'static str, String)> {
        let Self { product, version, .. } = self;
        let manifest = format!(
            "{{\n  \"name\": \"{}\",\n  \"version\": \"{version}\",\n  \"description\": {:?},\n  \"type\": \"module\",\n  \
             \"exports\": \"./src/index.js\"\n}}\n",
            product.slug, product.summary
        );
        let module = format!(
            "/** {} */\nexport const version = '{version}';\n\nexport function banner() {{\n  return `{} ${{version}}`;\n}}\n",
            product.summary,
            product.title.replace('`', "'")
        );
        vec![("package.json", manifest), ("src/index.js", module)]
    }

    fn tokens(&self) -> String {
        format!(
            "{{\n  \"name\": {:?},\n  \"version\": \"{}\",\n  \"color\": {{ \"ink\": \"#0d1b19\", \"ground\": \"#fafbfb\", \
             \"accent\": \"#0f766e\" }},\n  \"space\": {{ \"s\": 8, \"m\": 16, \"l\": 32 }},\n  \"radius\": {{ \"m\": 10 }}\n}}\n",
            self.product.title, self.version
        )
    }

    fn docker(&self) -> String {
        format!(
            "FROM debian:stable-slim\nLABEL org.opencontainers.image.title={:?}\nLABEL org.opencontainers.image.version=\"{}\"\n\
             COPY . /opt/{}\nWORKDIR /opt/{}\n",
            self.product.title, self.version, self.product.slug, self.product.slug
        )
    }

    fn schema(&self) -> String {
        format!(
            "-- {}\nCREATE TABLE {}_meta (\n    name  TEXT NOT NULL PRIMARY KEY,\n    value TEXT NOT NULL\n);\n\n\
             INSERT INTO {}_meta VALUES ('version', '{}');\n",
            self.product.title, self.snake, self.snake, self.version
        )
    }
}

fn css() -> &'static str {
    ":root {\n  --ink: #0d1b19;\n  --ground: #fafbfb;\n  --accent: #0f766e;\n}\n\nbody {\n  margin: 0 auto;\n  \
     max-width: 68ch;\n  padding: 2rem 1rem;\n  font: 1rem/1.6 system-ui, sans-serif;\n  color: var(--ink);\n  \
     background: var(--ground);\n}\n\na {\n  color: var(--accent);\n}\n"
}
