//! The typesetter: typst with our template and our fonts, and nothing else. It reads two files of each invoice,
//! `sheet.json` and `factur-x.xml`; the clock, the network and the file system are not there.

use std::sync::LazyLock;

use domain::invoice::Invoice;
use typst::World;
use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

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
    fn covers(&self, letters: Letters, cluster: &str) -> bool {
        let has = |font: &Font| cluster.chars().all(|c| font.info().coverage.contains(u32::from(c)));
        let fonts = match letters {
            Letters::All => &self.fonts[..],
            Letters::Plain if cluster.chars().nth(1).is_none() => &self.fonts[..1],
            Letters::Plain => &[],
        };
        !begins_with_mark(cluster) && fonts.iter().any(has)
    }
}

/// Which letters go onto the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Letters {
    All,
    Plain,
}

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// An invoice on the typesetter's desk.
struct Desk {
    engine: &'static Engine,
    sheet: Bytes,
    xml: Bytes,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.book
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
        self.engine.fonts.get(index).cloned()
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
/// It takes tens of milliseconds of computing: off the async threads with it.
///
/// # Errors
/// [`Error`], which no invoice alone brings about.
pub fn pdf(invoice: &Invoice) -> Result<Vec<u8>, Error> {
    // Fonts of complex scripts may, for marks in an order that no language knows, want a glyph that they lack, and
    // PDF/A refuses the file. An invoice must come all the same.
    let written = typeset(invoice, Letters::All).or_else(|_| typeset(invoice, Letters::Plain));
    typst::comemo::evict(REMEMBER);
    facturx::declare(&written?)
}

fn typeset(invoice: &Invoice, letters: Letters) -> Result<Vec<u8>, Error> {
    let engine = &*ENGINE;
    let sheet = sheet(invoice, |cluster| engine.covers(letters, cluster));
    let sheet = serde_json::to_vec(&sheet).expect("a sheet is text and numbers");
    let desk = Desk {
        engine,
        sheet: Bytes::new(sheet),
        xml: Bytes::from_string(crate::xml(invoice)),
    };
    let Warned { output, .. } = typst::compile(&desk);
    let document = output.map_err(|errors| failure(&desk, &errors))?;
    typst_pdf::pdf(&document, &options(invoice)).map_err(|errors| failure(&desk, &errors))
}

fn options(invoice: &Invoice) -> PdfOptions {
    let at = civil(invoice.issued_at);
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
        timestamp: at.map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::A_3b]).expect("PDF/A-3b alone contradicts nothing"),
        ..PdfOptions::default()
    }
}

/// What typst says, each with the template's line.
fn failure(desk: &Desk, errors: &[SourceDiagnostic]) -> Error {
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
            let sheet = sheet(invoice, |cluster| ENGINE.covers(Letters::All, cluster));
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
