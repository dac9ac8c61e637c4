//! Made-up products for benchmarks and trials: realistic in their words, sizes and skews, the same for the same count
//! on every machine.

mod random;
mod words;

use domain::{Billing, Currency, Developer, LicenseTerms, Plan, Product, Rating, Slug, Timestamp};

use crate::Progress;
use random::Random;
use words::Words;

/// 2026-01-01T00:00:00Z: products are published in the five years before.
const END: i64 = 1_767_225_600_000_000;
const FIVE_YEARS_SECONDS: u64 = 5 * 365 * 86_400;

const CATEGORIES: [&str; 3] = ["apis", "packages", "themes"];
const COMPATIBILITY: [&str; 12] = [
    "node",
    "react",
    "python",
    "php",
    "wordpress",
    "rust",
    "go",
    "java",
    "dotnet",
    "ruby",
    "vue",
    "docker",
];
const COLLECTIONS: [&str; 3] = ["staff-picks", "new-and-noteworthy", "small-teams"];
const STUDIOS: [&str; 8] = [
    "Labs",
    "Software",
    "Studio",
    "Works",
    "Systems",
    "Digital",
    "Collective",
    "Tools",
];
const PLANS: [(&str, &str); 3] = [("personal", "Personal"), ("team", "Team"), ("business", "Business")];

/// As [`products`], and says how far it has come.
pub fn products_with(n: u32, currency: Currency, progress: &Progress) -> impl Iterator<Item = Product> {
    progress.begin("making up products", Some(n.into()));
    products(n, currency).inspect(|_| progress.add(1))
}

/// `n` products priced in `currency`, valid and with slugs of their own.
pub fn products(n: u32, currency: Currency) -> impl Iterator<Item = Product> {
    let words = Words::default();
    (0..n).map(move |i| product(&words, i, n, currency))
}

fn product(words: &Words, i: u32, n: u32, currency: Currency) -> Product {
    let mut random = Random::new(u64::from(i));
    let title = title(words, &mut random);
    let slug = slug(&format!("{title} {i}"));
    let summary = summary(words, &mut random);
    let rank = random.below(u64::from(n)) + 1;
    let popularity = 5_000_000 / rank + random.below(20);
    let category = CATEGORIES[random.skewed(CATEGORIES.len())];
    Product {
        description: description(words, &mut random, &title, &summary),
        slug,
        title,
        summary,
        category: slug_of(category),
        tags: random
            .distinct(2, 5, words.tags.len())
            .map(|at| slug_of(words.tags[at]))
            .collect(),
        developer: developer(words, random.skewed((n as usize / 50).max(1))),
        compatibility: random
            .distinct(1, 3, COMPATIBILITY.len())
            .map(|at| slug_of(COMPATIBILITY[at]))
            .collect(),
        media: Vec::new(),
        specifications: [("Version", format!("{}.{}", 1 + random.below(5), random.below(20)))]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        published_at: Timestamp::from_micros(END - random.below(FIVE_YEARS_SECONDS).cast_signed() * 1_000_000),
        popularity,
        collections: match random.below(200) {
            0 => vec![slug_of(COLLECTIONS[random.skewed(COLLECTIONS.len())])],
            _ => Vec::new(),
        },
        rating: rating(&mut random, popularity),
        plans: plans(words, &mut random, category, currency),
    }
}

fn title(words: &Words, random: &mut Random) -> String {
    let brand = capital(&words.brand(random.skewed(words.brands())));
    let (tech, noun) = (capital(words.tech(random)), capital(words.noun(random)));
    match random.below(10) {
        0..4 => format!("{brand} {tech} {noun}"),
        4..7 => format!("{brand} {tech}"),
        7..9 => format!("{} {tech} {noun}", capital(words.adjective(random))),
        _ => format!("{brand} {noun}"),
    }
}

/// 6 to 14 words.
fn summary(words: &Words, random: &mut Random) -> String {
    let mut out = capital(words.adjective(random));
    for part in [
        words.tech(random),
        words.noun(random),
        "for",
        words.tech(random),
        words.noun(random),
    ] {
        out = format!("{out} {part}");
    }
    for _ in 0..random.below(3) {
        let link = ["with", "and", "without"][random.skewed(3)];
        out = format!("{out} {link} {} {}", words.adjective(random), words.noun(random));
    }
    match random.below(4) {
        0 => format!(
            "{out} for {}",
            capital(&words.brand(random.below(words.brands() as u64) as usize))
        ),
        _ => out,
    }
}

fn description(words: &Words, random: &mut Random, title: &str, summary: &str) -> String {
    let mut out = format!("{title}: {summary}.\n\n## What you get\n\n");
    for _ in 0..2 + random.below(3) {
        out += &format!(
            "- {} {} for your {}\n",
            capital(words.adjective(random)),
            words.tech(random),
            words.noun(random)
        );
    }
    out += "\n## How it works\n\n";
    for _ in 0..1 + random.below(3) {
        out += &format!("{}. ", self::summary(words, random));
    }
    out.trim_end().to_owned()
}

fn developer(words: &Words, at: usize) -> Developer {
    // Every brand once with each kind of studio, in an order that does not follow the list; then numbered.
    let brands = words.brands();
    let (brand, rest) = (words.brand(at * 607 % brands), at / brands);
    let mut name = format!("{} {}", capital(&brand), STUDIOS[rest % STUDIOS.len()]);
    if rest >= STUDIOS.len() {
        name += &format!(" {}", rest / STUDIOS.len() + 1);
    }
    let slug = slug(&name);
    let (website, support_email) = (format!("https://{slug}.example"), format!("help@{slug}.example"));
    Developer {
        slug,
        name,
        website: Some(website),
        support_email: Some(support_email),
    }
}

fn rating(random: &mut Random, popularity: u64) -> Option<Rating> {
    if random.below(10) < 3 {
        return None;
    }
    let average = 500 - random.skewed(300);
    let count = 1 + random.below(popularity.min(400_000) / 40 + 3);
    Some(Rating {
        average: average as f64 / 100.0,
        count: u32::try_from(count).expect("bounded just above"),
    })
}

/// 2 or 3, from free to 499, most of them cheap.
fn plans(words: &Words, random: &mut Random, category: &str, currency: Currency) -> Vec<Plan> {
    let count = 2 + random.skewed(2);
    let billing = match category {
        "apis" => Billing::Monthly,
        _ => [Billing::OneTime, Billing::Yearly][random.skewed(2)],
    };
    let dollars = 1 + random.skewed(166) as i64;
    let free = random.below(12) == 0;
    let amount = |step: i64| match step {
        1 if free => 0,
        _ => (dollars * step * 100 - 100 * i64::from(dollars > 9) + i64::from(dollars % 4 == 0) * 50).min(49_900),
    };
    (1..)
        .zip(PLANS)
        .take(count)
        .map(|(step, (slug, name))| Plan {
            slug: slug_of(slug),
            name: name.to_owned(),
            amount: amount(step),
            currency,
            billing,
            features: (0..=step)
                .map(|_| format!("{} {}", capital(words.tech(random)), words.noun(random)))
                .collect(),
            license: LicenseTerms {
                duration_days: (billing == Billing::OneTime).then_some(365),
                activation_limit: Some(u32::try_from(step * 3).expect("a small number")),
                domain_limit: (category == "themes").then_some(u32::try_from(step).expect("a small number")),
                monthly_calls: (category == "apis").then_some(step.unsigned_abs() * 50_000),
            },
        })
        .collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase())
        .into_iter()
        .chain(letters)
        .collect()
}

fn slug(text: &str) -> Slug {
    slug_of(&text.to_ascii_lowercase().replace(' ', "-"))
}

fn slug_of(text: &str) -> Slug {
    text.parse().expect("made of lower case words")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_same_count_gives_the_same_products_on_every_machine() {
        let lines = |n| {
            products(n, Currency::USD)
                .take(100)
                .map(|p| serde_json::to_string(&p).unwrap() + "\n")
                .collect::<String>()
        };
        assert_eq!(lines(100), lines(100));
        let hash = hex::encode(Sha256::digest(lines(10_000)));
        assert_eq!(hash, "e3176fc61b4394fe8954755fa2e66fa27a614378ea499dc69403b9a69ac8e050");
    }

    #[test]
    fn products_are_valid_and_look_like_a_shop() {
        let products: Vec<_> = products(10_000, Currency::USD).collect();
        let distinct = |values: &mut dyn Iterator<Item = String>| values.collect::<BTreeSet<_>>().len();
        for product in &products {
            assert_eq!(product.validate(Currency::USD), Ok(()));
            assert!((2..=3).contains(&product.title.split(' ').count()), "{}", product.title);
            assert!(
                (6..=14).contains(&product.summary.split(' ').count()),
                "{}",
                product.summary
            );
            assert!((2..=5).contains(&product.tags.len()));
            assert!((2..=3).contains(&product.plans.len()));
            assert!(product.plans.iter().all(|plan| (0..=49_900).contains(&plan.amount)));
            assert!(
                (END - FIVE_YEARS_SECONDS.cast_signed() * 1_000_000..=END).contains(&product.published_at.as_micros())
            );
        }
        assert_eq!(products.iter().map(|p| &p.slug).collect::<HashSet<_>>().len(), 10_000);
        assert_eq!(distinct(&mut products.iter().map(|p| p.category.to_string())), 3);
        assert_eq!(
            distinct(&mut products.iter().flat_map(|p| &p.compatibility).map(Slug::to_string)),
            12
        );
        let tags = distinct(&mut products.iter().flat_map(|p| &p.tags).map(Slug::to_string));
        assert!((250..=300).contains(&tags), "{tags} tags");
        let developers = distinct(&mut products.iter().map(|p| p.developer.slug.to_string()));
        assert!((150..=200).contains(&developers), "{developers} developers");
        let text = |p: &Product| format!("{} {}", p.title, p.summary).to_lowercase();
        let vocabulary = distinct(
            &mut products
                .iter()
                .flat_map(|p| text(p).split(' ').map(str::to_owned).collect::<Vec<_>>()),
        );
        assert!((1_800..=2_200).contains(&vocabulary), "{vocabulary} words");
    }
}
