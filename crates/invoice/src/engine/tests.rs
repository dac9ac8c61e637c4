use typst::layout::{Frame, FrameItem, Point};

use super::*;
use crate::samples;

#[test]
fn plain_letters_always_do() {
    for invoice in [samples::scripts(), samples::hostile()] {
        typeset(&invoice, Letters::Plain).expect("a page");
    }
    let covers = |cluster| ENGINE.covers(Letters::Plain, cluster);
    assert!(covers("ß") && covers("€") && covers("□"));
    assert!(!covers("a\u{301}") && !covers("\u{301}") && !covers("א"));
}

#[test]
fn letters_of_no_font_are_boxes_and_the_page_says_so() {
    let page = |invoice: &Invoice| {
        let sheet = sheet(invoice, |cluster| ENGINE.covers(Letters::All(&[]), cluster));
        serde_json::to_string(&sheet).expect("a sheet is text and numbers")
    };
    let mut invoice = samples::standard();
    assert!(!page(&invoice).contains("cannot be printed"));
    invoice.lines[0].name = "漢字 Theme 한국어".to_owned();
    let page = page(&invoice);
    assert!(page.contains("\"□□ Theme □□□\""), "{page}");
    assert!(page.contains("cannot be printed"), "{page}");
    assert!(crate::xml(&invoice).contains("漢字 Theme 한국어"));
}

/// A piece of text on a page: its page, left, top, right and bottom end, in points, and what it says.
#[derive(Clone, Debug)]
struct Printed {
    page: usize,
    x: [f64; 2],
    y: [f64; 2],
    text: String,
}

fn printed(invoice: &Invoice) -> Vec<Printed> {
    let desk = Desk::new(invoice, Letters::All(&[]));
    let document = layout(&desk).expect("a page");
    let mut all = Vec::new();
    for (page, of) in document.pages().iter().enumerate() {
        collect(&of.frame, Point::zero(), (page, f64::INFINITY), &mut all);
    }
    all
}

/// `end`: what stands below it is clipped away.
fn collect(frame: &Frame, origin: Point, (page, end): (usize, f64), all: &mut Vec<Printed>) {
    for (at, item) in frame.items() {
        let at = origin + *at;
        match item {
            FrameItem::Group(group) => {
                let at = at + Point::new(group.transform.tx, group.transform.ty);
                let end = match group.clip {
                    Some(_) => end.min((at.y + group.frame.height()).to_pt()),
                    None => end,
                };
                collect(&group.frame, at, (page, end), all);
            }
            FrameItem::Text(item) if (at.y - item.size * 0.7).to_pt() < end => all.push(Printed {
                page,
                x: [at.x.to_pt(), (at.x + item.width()).to_pt()],
                // From the height of a capital to the baseline.
                y: [(at.y - item.size * 0.7).to_pt(), at.y.to_pt()],
                text: item.text.to_string(),
            }),
            _ => {}
        }
    }
}

/// Whether anything is printed over something else, or beside the page's column.
fn check(name: &str, invoice: &Invoice) {
    const MARGIN: f64 = 20.0 / 25.4 * 72.0;
    const WIDTH: f64 = 210.0 / 25.4 * 72.0;
    const HEIGHT: f64 = 297.0 / 25.4 * 72.0;
    const SLACK: f64 = 0.05;
    let all = printed(invoice);
    for (i, one) in all.iter().enumerate() {
        let inside = one.x[0] >= MARGIN - SLACK && one.x[1] <= WIDTH - MARGIN + SLACK && one.y[1] < HEIGHT;
        assert!(inside, "{name}: {one:?}");
        for other in &all[i + 1..] {
            let apart = |a: [f64; 2], b: [f64; 2]| a[1] <= b[0] + SLACK || b[1] <= a[0] + SLACK;
            let fine = one.page != other.page || apart(one.x, other.x) || apart(one.y, other.y);
            assert!(fine, "{name}: {one:?} over {other:?}");
        }
        assert!(!one.text.contains('\u{200b}'), "{name}: {one:?}");
    }
}

#[test]
fn no_text_is_printed_over_another() {
    for (name, invoice) in samples::all() {
        check(name, &invoice);
    }
}

/// Words that no column is wide enough for.
fn long_words() -> Vec<String> {
    let mut words: Vec<String> = [
        "W", "i", "ß", "漢", "カ", "ー", "ぁ", "한", "！", "」", "ก", "ह", "א", "ш", "_", "-", "□", "\u{a0}x",
    ]
    .iter()
    .map(|letter| letter.repeat(150))
    .collect();
    words.extend([
        format!("{}@{}.example", "firstname.lastname".repeat(4), "department-".repeat(6)),
        format!(
            "a {}",
            "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz".repeat(2)
        ),
        format!("字{}字", "！".repeat(90)),
        format!("https://shop.example/{}", "x".repeat(120)),
        format!("www.{}", "漢".repeat(80)),
        format!("mail:{}://{}", "a1".repeat(40), "b".repeat(90)),
        format!("12{}", ",000".repeat(40)),
        format!("{}e\u{301}", "e\u{301}".repeat(100)),
        "WWWWWWWWWWWWWWWWWWWW".to_owned(),
        "Ｗｉｄｅ".repeat(20),
    ]);
    words
}

#[test]
fn long_words_stay_in_their_columns() {
    type Field = (&'static str, fn(&mut Invoice) -> &mut String);
    let fields: [Field; 18] = [
        ("seller", |i| &mut i.seller.name),
        ("seller's street", |i| &mut i.seller.street),
        ("seller's city", |i| &mut i.seller.city),
        ("seller's e-mail", |i| &mut i.seller.email),
        ("seller's VAT id", |i| i.seller.vat_id.get_or_insert_default()),
        ("buyer", |i| &mut i.buyer.name),
        ("company", |i| i.buyer.company.get_or_insert_default()),
        ("street", |i| &mut i.buyer.street),
        ("city", |i| &mut i.buyer.city),
        ("postal code", |i| &mut i.buyer.postal_code),
        ("region", |i| i.buyer.region.get_or_insert_default()),
        ("e-mail", |i| &mut i.buyer.email),
        ("VAT id", |i| i.buyer.vat_id.get_or_insert_default()),
        ("line", |i| &mut i.lines[0].name),
        ("tax", |i| &mut i.tax.label),
        ("code", |i| i.discount_code.get_or_insert_default()),
        ("paid by", |i| &mut i.paid_by),
        ("order", |i| &mut i.order_number),
    ];
    for word in long_words() {
        // All at once, for each field would take minutes; which one it is, is said by what is printed.
        for discounted in [false, true] {
            let mut invoice = if discounted {
                samples::standard()
            } else {
                samples::dollars()
            };
            for (_, field) in fields {
                field(&mut invoice).clone_from(&word);
            }
            check(&word, &invoice);
        }
    }
    for (name, field) in fields {
        let mut invoice = samples::credit_note();
        field(&mut invoice).push_str(&"W".repeat(40));
        check(name, &invoice);
    }
}

#[test]
fn words_that_fit_are_not_cut() {
    let mut invoice = samples::standard();
    invoice.buyer.email = "comptabilite@oeuvres.example".to_owned();
    invoice.lines[0].name = "Rindfleischetikettierungsüberwachung (Team)".to_owned();
    let all: Vec<String> = printed(&invoice).into_iter().map(|it| it.text).collect();
    for whole in [&invoice.buyer.email, &invoice.lines[0].name] {
        assert!(all.contains(whole), "{whole}: {all:?}");
    }
    // One that does not fit ends its line behind a sign of its own.
    invoice.buyer.email = "comptabilite.fournisseurs@oeuvres-numeriques.example".to_owned();
    let all: Vec<String> = printed(&invoice).into_iter().map(|it| it.text).collect();
    assert!(all.iter().any(|text| text == "comptabilite.fournisseurs@"), "{all:?}");
}

#[test]
fn letters_of_other_scripts_come_from_the_systems_fonts() {
    let fonts = SystemFonts::new(vec![concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fonts").into()]);
    let mut invoice = samples::world();
    // What the tests' fonts lack as well.
    invoice.lines.remove(3);
    let systems = |invoice: &Invoice| fonts.for_letters(&ENGINE.lacks(invoice), invoice.buyer.country);
    let found = systems(&invoice);
    let families: Vec<&str> = found.iter().map(|font| font.info().family.as_str()).collect();
    // The one of most letters first: signs come from it.
    assert_eq!(families[0], "Noto Sans CJK JP");
    let families: BTreeSet<&str> = families.into_iter().collect();
    let needed = ["Noto Sans CJK JP", "Noto Sans Ethiopic", "Noto Sans Khmer"];
    assert_eq!(families, BTreeSet::from(needed));
    let desk = Desk::new(&invoice, Letters::All(&found));
    let sheet = String::from_utf8(desk.sheet.to_vec()).expect("JSON");
    for letters in ["山田太郎", "የአስተዳደር", "ក្រុម", "팀"] {
        let bare = sheet.replace('\u{200b}', "");
        assert!(bare.contains(letters), "{letters}: {bare}");
    }
    // The boxes of scripts that no font has, and their note.
    assert!(sheet.contains("□□□") && sheet.contains("cannot be printed"), "{sheet}");

    // A Chinese buyer is written to in Chinese characters; who needs no such letters gets no such font.
    invoice.lines.truncate(2);
    invoice.lines.remove(0);
    invoice.buyer = samples::standard().buyer;
    let found = systems(&invoice);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].info().family, "Noto Sans CJK SC");
    assert_eq!(systems(&samples::standard()).len(), 0);
    assert!(Desk::new(&samples::standard(), Letters::All(&[])).book.is_none());
}

#[test]
fn nothing_is_replaced_in_what_the_template_says() {
    let said = "Zażółć gęślą jaźń Größe Ωμέγα Ёлка 0123456789 €£¥₹− · □ ’";
    for cluster in said.split("") {
        assert!(
            cluster.is_empty() || ENGINE.covers(Letters::Plain, cluster),
            "{cluster}"
        );
    }
}
