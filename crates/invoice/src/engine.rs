//! The typesetter: typst with our template, our fonts and those of the system that an invoice needs, and nothing else. It
//! reads two files of each invoice, `sheet.json` and `factur-x.xml`; the clock, the network and the file system are not
//! there.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::invoice::Invoice;
use typst::World;
use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::fonts::SystemFonts;
use crate::sheet::sheet;
use crate::text::{begins_with_mark, civil};
use crate::{Error, facturx};

/// The template that a designer may edit; it is compiled in.
const TEMPLATE: &str = include_str!("../templates/invoice.typ");

/// In the order in which they are asked for a letter.
const FONTS: &[&[u8]] = &[
    include_bytes!("../fonts/Inter-Regular.otf"),
    include_bytes!("../fonts/Inter-SemiBold.otf"),
    include_bytes!("../fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoSansArmenian-Regular.ttf"),
    include_bytes!("../fonts/NotoSansGeorgian-Regular.ttf"),
    include_bytes!("../fonts/NotoSansThai-Regular.ttf"),
    include_bytes!("../fonts/NotoSansDevanagari-Regular.ttf"),
];

/// Results of typst's that this many invoices did not need are forgotten: the template and the fonts' measures stay,
/// the last invoices go.
const REMEMBER: usize = 4;

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::new);

/// What all invoices share. Making it takes some milliseconds, once.
struct Engine {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    sheet: FileId,
    xml: FileId,
}

impl Engine {
    fn new() -> Self {
        let fonts: Vec<Font> = FONTS.iter().flat_map(|font| Font::iter(Bytes::new(*font))).collect();
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            template: Source::new(file("invoice.typ"), TEMPLATE.to_owned()),
            sheet: file("sheet.json"),
            xml: file(facturx::FILE_NAME),
        }
    }

    /// Whether one font has all of a letter and its marks; with plain letters, whether it is a single one of Inter's.
    fn covers(&self, letters: Letters<'_>, cluster: &str) -> bool {
        let has = |font: &Font| cluster.chars().all(|c| font.info().coverage.contains(u32::from(c)));
        let (ours, systems) = match letters {
            Letters::All(systems) => (&self.fonts[..], systems),
            Letters::Plain if cluster.chars().nth(1).is_none() => (&self.fonts[..1], &[][..]),
            Letters::Plain => (&[][..], &[][..]),
        };
        !begins_with_mark(cluster) && ours.iter().chain(systems).any(has)
    }

    /// The letters of an invoice that our fonts lack, each with its marks.
    fn lacks(&self, invoice: &Invoice) -> BTreeSet<String> {
        let lacking = RefCell::new(BTreeSet::new());
        sheet(invoice, |cluster| {
            let covered = self.covers(Letters::All(&[]), cluster);
            if !covered && !begins_with_mark(cluster) {
                lacking.borrow_mut().insert(cluster.to_owned());
            }
            covered
        });
        lacking.into_inner()
    }
}

/// Which letters go onto the page.
#[derive(Clone, Copy)]
enum Letters<'a> {
    /// Those of our fonts, and of these.
    All(&'a [Font]),
    Plain,
}

/// What a font of the system is called in the template: by a name that none of ours has.
fn system_family(at: usize) -> String {
    format!("System {at}")
}

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// An invoice on the typesetter's desk.
struct Desk<'a> {
    engine: &'static Engine,
    sheet: Bytes,
    xml: Bytes,
    /// The fonts of the system that it needs, and where it needs any, the book of all fonts.
    systems: &'a [Font],
    book: Option<LazyHash<FontBook>>,
}

impl<'a> Desk<'a> {
    fn new(invoice: &Invoice, letters: Letters<'a>) -> Self {
        let engine = &*ENGINE;
        let systems = match letters {
            Letters::All(systems) => systems,
            Letters::Plain => &[],
        };
        let mut sheet = sheet(invoice, |cluster| engine.covers(letters, cluster));
        sheet.fonts = (0..systems.len()).map(system_family).collect();
        let book = (!systems.is_empty()).then(|| {
            let mut book = FontBook::clone(&engine.book);
            for (at, font) in systems.iter().enumerate() {
                let mut info = font.info().clone();
                info.family = system_family(at);
                book.push(info);
            }
            LazyHash::new(book)
        });
        Self {
            engine,
            sheet: Bytes::new(serde_json::to_vec(&sheet).expect("a sheet is text and numbers")),
            xml: Bytes::from_string(crate::xml(invoice)),
            systems,
            book,
        }
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.book.as_ref().unwrap_or(&self.engine.book)
    }

    fn main(&self) -> FileId {
        self.engine.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() {
            Ok(self.engine.template.clone())
        } else {
            Err(absent(id))
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            id if id == self.engine.sheet => Ok(self.sheet.clone()),
            id if id == self.engine.xml => Ok(self.xml.clone()),
            id => Err(absent(id)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.iter().chain(self.systems).nth(index).cloned()
    }

    /// There is no today: an invoice has its date.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

/// The invoice as PDF/A-3b with its XML attached: Factur-X, profile EN 16931.
///
/// It takes tens of milliseconds of computing: off the async threads with it. Letters that our fonts lack are set from
/// `fonts`, whose files are read then.
///
/// # Errors
/// [`Error`], which no invoice alone brings about.
pub fn pdf(invoice: &Invoice, fonts: &SystemFonts) -> Result<Vec<u8>, Error> {
    let lacking = ENGINE.lacks(invoice);
    let systems = if lacking.is_empty() {
        Vec::new()
    } else {
        fonts.for_letters(&lacking, invoice.buyer.country)
    };
    // Fonts of complex scripts may, for marks in an order that no language knows, want a glyph that they lack, and
    // PDF/A refuses the file. An invoice must come all the same.
    let written = typeset(invoice, Letters::All(&systems))
        .or_else(|error| {
            if systems.is_empty() {
                Err(error)
            } else {
                typeset(invoice, Letters::All(&[]))
            }
        })
        .or_else(|_| typeset(invoice, Letters::Plain));
    typst::comemo::evict(REMEMBER);
    facturx::declare(&written?)
}

fn typeset(invoice: &Invoice, letters: Letters<'_>) -> Result<Vec<u8>, Error> {
    let desk = Desk::new(invoice, letters);
    let document = layout(&desk)?;
    typst_pdf::pdf(&document, &options(invoice)).map_err(|errors| failure(&desk, &errors))
}

fn layout(desk: &Desk<'_>) -> Result<PagedDocument, Error> {
    let Warned { output, .. } = typst::compile(desk);
    output.map_err(|errors| failure(desk, &errors))
}

fn options(invoice: &Invoice) -> PdfOptions {
    let at = civil(invoice.issued_at, invoice.utc_offset);
    let part = |part: i8| part.unsigned_abs();
    let at = Datetime::from_ymd_hms(
        at.year().into(),
        part(at.month()),
        part(at.day()),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
    );
    PdfOptions {
        ident: Smart::Custom(format!("{}/{}", invoice.seller.name, invoice.number)),
        creator: Smart::Custom(Some("Mintreu Marketplace".to_owned())),
        timestamp: at.and_then(|at| match invoice.utc_offset.0 / 60 {
            0 => Some(Timestamp::new_utc(at)),
            minutes => Timestamp::new_local(at, minutes),
        }),
        standards: PdfStandards::new(&[PdfStandard::A_3b]).expect("PDF/A-3b alone contradicts nothing"),
        ..PdfOptions::default()
    }
}

/// What typst says, each with the template's line.
fn failure(desk: &Desk<'_>, errors: &[SourceDiagnostic]) -> Error {
    use typst::WorldExt as _;

    let lines: Vec<String> = errors
        .iter()
        .map(|error| {
            let at = desk.range(error.span).map(|range| range.start);
            let line = at.and_then(|at| desk.engine.template.lines().byte_to_line(at));
            match line {
                Some(line) => format!("line {}: {}", line + 1, error.message),
                None => error.message.to_string(),
            }
        })
        .collect();
    Error::Template(lines.join("; "))
}

#[cfg(all(test, feature = "testing"))]
mod tests {
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
}
