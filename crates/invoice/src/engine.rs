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
mod tests;
