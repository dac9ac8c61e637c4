//! The system's fonts, for scripts that ours lack: Chinese, Japanese and Korean, most scripts of India, Khmer, Ethiopic.
//!
//! The one thing of this crate that reads files. They are looked through once, when the first invoice needs a letter
//! that ours lack, one after the other, and only their coverage is kept. A font is read again when an invoice needs it;
//! the last few stay in memory.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use domain::Country;
use typst::foundations::Bytes;
use typst::text::{Font, FontFlags, FontInfo, FontStretch, FontStyle, FontWeight};

/// Larger files are left out: the collection of Noto Sans CJK is 20 MB, of Noto Serif CJK 27.
const MAX_FILE_BYTES: u64 = 48 << 20;
/// So many files are looked at, this deep.
const MAX_FILES: usize = 10_000;
const MAX_DEPTH: usize = 8;
/// How much of font files stays in memory; one larger than all of it stays alone.
const KEPT_BYTES: usize = 64 << 20;
/// How many fonts one invoice may bring in: each takes its time and a part of the file.
const MAX_FONTS: usize = 32;

/// Only upright, regular faces are used, and these words in a file's name say that it holds none.
const OTHER_STYLES: [&str; 9] = [
    "bold",
    "italic",
    "oblique",
    "light",
    "thin",
    "black",
    "medium",
    "condensed",
    "heavy",
];
/// Fonts of pictures, and those that have a box for every letter.
const USELESS: [&str; 5] = ["emoji", "color", "last resort", "lastresort", "blank"];

/// Fonts that may be used, in files and folders.
#[derive(Default)]
pub struct SystemFonts {
    sources: Vec<PathBuf>,
    faces: OnceLock<Vec<Face>>,
    /// The files that were read last, the newest at the end.
    kept: Mutex<Vec<(Arc<Path>, Bytes)>>,
}

/// A font of which only the coverage was kept.
struct Face {
    file: Arc<Path>,
    index: u32,
    info: FontInfo,
}

impl SystemFonts {
    /// Of these files, and of the files in these folders and below. Nothing is read yet.
    pub fn new(sources: Vec<PathBuf>) -> Self {
        Self {
            sources,
            ..Self::default()
        }
    }

    /// The fonts that draw these letters, as far as there are any: as few as possible. `country` decides between the
    /// forms that Chinese characters have.
    pub(crate) fn for_letters(&self, letters: &BTreeSet<String>, country: Country) -> Vec<Font> {
        let faces = self.faces.get_or_init(|| look_through(&self.sources));
        let region = han_region(letters, country);
        let mut unreadable = BTreeSet::new();
        let mut fonts: Vec<Font> = Vec::new();
        // Signs such as 、 are in the fonts of several scripts: the letters beside them decide.
        let is_sign = |letter: &&String| !letter.starts_with(char::is_alphabetic);
        let (signs, others): (Vec<_>, Vec<_>) = letters.iter().partition(is_sign);
        for letter in others.into_iter().chain(signs) {
            if fonts.len() == MAX_FONTS || fonts.iter().any(|font| draws(font.info(), letter)) {
                continue;
            }
            let mut fit: Vec<(usize, &Face)> = faces
                .iter()
                .enumerate()
                .filter(|(_, face)| draws(&face.info, letter))
                .collect();
            fit.sort_by_key(|(at, face)| (han_rank(&face.info.family, region), *at));
            for (at, face) in fit {
                if unreadable.contains(&at) {
                    continue;
                }
                if let Some(font) = self.load(face) {
                    fonts.push(font);
                    break;
                }
                unreadable.insert(at);
            }
        }
        // They are asked in this order, so a sign comes from the font of the script that is used most.
        fonts.sort_by_cached_key(|font| Reverse(letters.iter().filter(|letter| draws(font.info(), letter)).count()));
        fonts
    }

    fn load(&self, face: &Face) -> Option<Font> {
        Font::new(self.bytes(&face.file)?, face.index)
    }

    fn bytes(&self, file: &Arc<Path>) -> Option<Bytes> {
        // What it holds is whole whatever happened to a thread that held it.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = kept.iter().position(|(name, _)| name == file) {
            let found = kept.remove(at);
            let bytes = found.1.clone();
            kept.push(found);
            return Some(bytes);
        }
        let bytes = Bytes::new(read(file)?);
        kept.push((file.clone(), bytes.clone()));
        while kept.len() > 1 && kept.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > KEPT_BYTES {
            kept.remove(0);
        }
        Some(bytes)
    }
}

fn draws(info: &FontInfo, letter: &str) -> bool {
    letter.chars().all(|c| info.coverage.contains(u32::from(c)))
}

/// The faces of all files, the best first.
fn look_through(sources: &[PathBuf]) -> Vec<Face> {
    let mut files = Vec::new();
    for source in sources {
        collect(source, 0, &mut files);
    }
    let mut faces = Vec::new();
    for file in files {
        let Some(bytes) = read(&file) else { continue };
        let file: Arc<Path> = file.into();
        for (info, index) in FontInfo::iter(&bytes).zip(0..) {
            let name = info.family.to_lowercase();
            if info.variant.style == FontStyle::Normal && !USELESS.iter().any(|word| name.contains(word)) {
                let file = file.clone();
                faces.push(Face { file, index, info });
            }
        }
    }
    faces.sort_by_cached_key(|face| {
        let Face { file, index, info } = face;
        let weight = info.variant.weight.distance(FontWeight::REGULAR);
        let stretched = info.variant.stretch != FontStretch::NORMAL;
        let odd = [
            FontFlags::MONOSPACE,
            FontFlags::SERIF,
            FontFlags::MATH,
            FontFlags::VARIABLE,
        ];
        let odd = odd.into_iter().filter(|flag| info.flags.contains(*flag)).count();
        let noto = info.family.starts_with("Noto Sans");
        // "Noto Sans Khmer" before "Noto Sans Khmer UI", whose lines are squeezed.
        (
            stretched,
            weight,
            odd,
            Reverse(noto),
            info.family.clone(),
            file.clone(),
            *index,
        )
    });
    tracing::info!(fonts = faces.len(), "looked through the system's fonts for invoices");
    faces
}

/// The files of fonts at a path and below, in the order of their names.
fn collect(path: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let found = match fs::metadata(path) {
        Ok(found) => found,
        Err(error) if depth == 0 => {
            return tracing::warn!(path = %path.display(), %error, "no fonts for invoices there");
        }
        Err(_) => return,
    };
    if found.is_dir() {
        let Ok(entries) = fs::read_dir(path) else { return };
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        if depth < MAX_DEPTH {
            paths.iter().for_each(|path| collect(path, depth + 1, files));
        }
    } else if files.len() < MAX_FILES && found.len() <= MAX_FILE_BYTES && (depth == 0 || is_regular_font(path)) {
        files.push(path.to_owned());
    }
}

fn is_regular_font(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let font = [".ttf", ".otf", ".ttc", ".otc"]
        .iter()
        .any(|ending| name.ends_with(ending));
    font && !OTHER_STYLES.iter().any(|style| name.contains(style))
}

fn read(file: &Path) -> Option<Vec<u8>> {
    match fs::read(file) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            tracing::warn!(file = %file.display(), %error, "a font cannot be read");
            None
        }
    }
}

/// Chinese characters look different in Japan, Korea, Taiwan and Hong Kong. The letters beside them tell more than where
/// the buyer lives.
fn han_region(letters: &BTreeSet<String>, country: Country) -> &'static str {
    let any = |range: std::ops::RangeInclusive<char>| {
        letters
            .iter()
            .flat_map(|letter| letter.chars())
            .any(|c| range.contains(&c))
    };
    if any('\u{3040}'..='\u{30ff}') {
        return "CJK JP";
    }
    if any('\u{ac00}'..='\u{d7a3}') {
        return "CJK KR";
    }
    match country.code() {
        "JP" => "CJK JP",
        "KR" => "CJK KR",
        "TW" => "CJK TC",
        "HK" | "MO" => "CJK HK",
        _ => "CJK SC",
    }
}

fn han_rank(family: &str, region: &str) -> u8 {
    match (family.contains(region), family.contains("CJK")) {
        (true, _) => 0,
        (false, false) => 1,
        (false, true) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> BTreeSet<String> {
        text.chars().map(String::from).collect()
    }

    fn ours() -> SystemFonts {
        SystemFonts::new(vec![concat!(env!("CARGO_MANIFEST_DIR"), "/fonts").into()])
    }

    fn germany() -> Country {
        "DE".parse().expect("a country")
    }

    #[test]
    fn only_fonts_that_are_needed_are_loaded() {
        let fonts = ours();
        assert_eq!(fonts.for_letters(&letters("漢"), germany()).len(), 0);
        assert_eq!(fonts.kept.lock().expect("no panic").len(), 0);
        let found = fonts.for_letters(&letters("កअआไ漢"), germany());
        let families: Vec<&str> = found.iter().map(|font| font.info().family.as_str()).collect();
        assert_eq!(families, ["Noto Sans Devanagari", "Noto Sans Thai"]);
        assert_eq!(fonts.kept.lock().expect("no panic").len(), 2);
    }

    #[test]
    fn what_is_no_font_is_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a.ttf"), b"no font").expect("written");
        fs::write(folder.path().join("b.txt"), b"no font either").expect("written");
        let sources = vec![folder.path().to_owned(), folder.path().join("missing")];
        assert_eq!(
            SystemFonts::new(sources).for_letters(&letters("a漢"), germany()).len(),
            0
        );
        for (name, font) in [
            ("NotoSansKhmer-Regular.ttf", true),
            ("NotoSansCJK-Regular.TTC", true),
            ("NotoSansKhmer-Bold.ttf", false),
            ("fonts.conf", false),
        ] {
            assert_eq!(is_regular_font(Path::new(name)), font, "{name}");
        }
    }

    #[test]
    fn chinese_characters_have_the_form_of_their_region() {
        let region = |text, country: &str| han_region(&letters(text), country.parse().expect("a country"));
        assert_eq!(region("漢", "DE"), "CJK SC");
        assert_eq!(region("漢", "TW"), "CJK TC");
        assert_eq!(region("漢の", "TW"), "CJK JP");
        assert_eq!(region("漢한", "DE"), "CJK KR");
        assert!(han_rank("Noto Sans CJK JP", "CJK JP") < han_rank("WenQuanYi", "CJK JP"));
    }
}
