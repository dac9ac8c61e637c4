//! Marks a PDF as Factur-X: adds the properties of its XMP schema, and the schema's description that PDF/A wants.
//!
//! typst writes no XMP but its own, so the metadata stream (which PDF/A forbids to compress) is lengthened in the
//! finished file: its `/Length`, the offsets behind it in the cross-reference table, and `startxref` follow. Every step
//! checks that the file is built as expected, and refuses it otherwise.

use crate::Error;

/// The name of the attached XML, fixed by Factur-X.
pub(crate) const FILE_NAME: &str = "factur-x.xml";

/// Where the schemas' descriptions end in what typst writes.
const SCHEMAS_END: &str = "</rdf:Bag></pdfaExtension:schemas>";
const RDF_END: &str = "</rdf:RDF>";

/// Factur-X 1.0, "XMP extension schema".
const SCHEMA: &str = concat!(
    r#"<rdf:li rdf:parseType="Resource">"#,
    "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>",
    "<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>",
    "<pdfaSchema:prefix>fx</pdfaSchema:prefix>",
    "<pdfaSchema:property><rdf:Seq>",
    r#"<rdf:li rdf:parseType="Resource"><pdfaProperty:name>DocumentFileName</pdfaProperty:name>"#,
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>name of the embedded XML invoice file</pdfaProperty:description></rdf:li>",
    r#"<rdf:li rdf:parseType="Resource"><pdfaProperty:name>DocumentType</pdfaProperty:name>"#,
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>INVOICE</pdfaProperty:description></rdf:li>",
    r#"<rdf:li rdf:parseType="Resource"><pdfaProperty:name>Version</pdfaProperty:name>"#,
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>The actual version of the Factur-X XML schema</pdfaProperty:description></rdf:li>",
    r#"<rdf:li rdf:parseType="Resource"><pdfaProperty:name>ConformanceLevel</pdfaProperty:name>"#,
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>",
    "<pdfaProperty:description>The conformance level of the embedded Factur-X data</pdfaProperty:description></rdf:li>",
    "</rdf:Seq></pdfaSchema:property></rdf:li>",
);

/// A credit note is an `INVOICE` too: the kind stands in the XML.
const PROPERTIES: &str = concat!(
    r#"<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">"#,
    "<fx:DocumentType>INVOICE</fx:DocumentType>",
    "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>",
    "<fx:Version>1.0</fx:Version>",
    "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
    "</rdf:Description>",
);

/// The PDF with Factur-X's metadata.
///
/// # Errors
/// [`Error::Metadata`] when the file is not one as typst writes them.
pub(crate) fn declare(pdf: &[u8]) -> Result<Vec<u8>, Error> {
    let (table, entries) = cross_references(pdf)?;
    let trailer = &pdf[table..];
    let root = reference(trailer, b"/Root").ok_or(Error::Metadata("no catalog"))?;
    let catalog = object(pdf, &entries, root)?;
    let end = find(catalog, b"endobj").ok_or(Error::Metadata("an endless catalog"))?;
    let metadata = reference(&catalog[..end], b"/Metadata").ok_or(Error::Metadata("no XMP metadata"))?;
    let old = Stream::of(pdf, object(pdf, &entries, metadata)?)?;
    let xmp = extended(old.data)?;

    let mut out = Vec::with_capacity(pdf.len() + xmp.len() - old.data.len() + 8);
    out.extend_from_slice(&pdf[..old.length.start]);
    out.extend_from_slice(xmp.len().to_string().as_bytes());
    out.extend_from_slice(&pdf[old.length.end..old.start]);
    out.extend_from_slice(xmp.as_bytes());
    let behind = old.start + old.data.len();
    let moved = out.len() - behind;
    out.extend_from_slice(&pdf[behind..]);

    let first = table + moved + find(trailer, b"\n").map_or(0, |at| at + 1);
    let first = first + find(&out[first..], b"\n").map_or(0, |at| at + 1);
    for (i, entry) in entries.iter().enumerate() {
        if entry.is_some_and(|offset| offset > old.start) {
            let offset = entry.unwrap_or_default() + moved;
            let at = first + i * ENTRY;
            out[at..at + 10].copy_from_slice(format!("{offset:010}").as_bytes());
        }
    }
    let at = rfind(&out, b"startxref").ok_or(Error::Metadata("no startxref"))?;
    out.truncate(at);
    out.extend_from_slice(format!("startxref\n{}\n%%EOF", table + moved).as_bytes());
    Ok(out)
}

/// The bytes of a line of the cross-reference table.
const ENTRY: usize = 20;

/// Where the table starts, and the offset of each object in use.
fn cross_references(pdf: &[u8]) -> Result<(usize, Vec<Option<usize>>), Error> {
    const BROKEN: Error = Error::Metadata("no plain cross-reference table");
    let at = rfind(pdf, b"startxref").ok_or(BROKEN)?;
    let (table, _) = number(&pdf[at + b"startxref".len()..]).ok_or(BROKEN)?;
    let rest = pdf
        .get(table..)
        .and_then(|rest| rest.strip_prefix(b"xref\n0 "))
        .ok_or(BROKEN)?;
    let (count, digits) = number(rest).ok_or(BROKEN)?;
    let lines = rest.get(digits.end + 1..).ok_or(BROKEN)?;
    if lines.len() / ENTRY < count || !lines[count * ENTRY..].starts_with(b"trailer") {
        return Err(BROKEN);
    }
    let entries = lines.chunks_exact(ENTRY).take(count).map(|line| {
        let (offset, _) = number(line).ok_or(BROKEN)?;
        Ok((line[17] == b'n').then_some(offset))
    });
    Ok((table, entries.collect::<Result<_, _>>()?))
}

/// From an object's beginning to the file's end.
fn object<'a>(pdf: &'a [u8], entries: &[Option<usize>], id: usize) -> Result<&'a [u8], Error> {
    let offset = entries.get(id).copied().flatten();
    offset
        .and_then(|offset| pdf.get(offset..))
        .filter(|object| object.starts_with(format!("{id} 0 obj").as_bytes()))
        .ok_or(Error::Metadata("an object that is not where the table says"))
}

/// A stream as it stands in the file; positions are the file's.
struct Stream<'a> {
    /// Of the digits of `/Length`.
    length: std::ops::Range<usize>,
    start: usize,
    data: &'a [u8],
}

impl<'a> Stream<'a> {
    fn of(pdf: &[u8], object: &'a [u8]) -> Result<Self, Error> {
        const BROKEN: Error = Error::Metadata("no plain metadata stream");
        let offset = pdf.len() - object.len();
        let head = find(object, b"stream\n").ok_or(BROKEN)?;
        let key = find(&object[..head], b"/Length").ok_or(BROKEN)? + b"/Length".len();
        let (length, digits) = number(&object[key..head]).ok_or(BROKEN)?;
        let start = head + b"stream\n".len();
        let data = object.get(start..start + length).ok_or(BROKEN)?;
        if find(&object[..head], b"/Filter").is_some() || !object[start + length..].starts_with(b"\nendstream") {
            return Err(BROKEN);
        }
        Ok(Self {
            length: offset + key + digits.start..offset + key + digits.end,
            start: offset + start,
            data,
        })
    }
}

/// The XMP packet with Factur-X's schema and properties.
fn extended(xmp: &[u8]) -> Result<String, Error> {
    let xmp = std::str::from_utf8(xmp).map_err(|_| Error::Metadata("metadata that is no UTF-8"))?;
    let once = |mark: &str| match xmp.match_indices(mark).collect::<Vec<_>>()[..] {
        [(at, _)] => Ok(at),
        _ => Err(Error::Metadata("metadata of an unknown shape")),
    };
    let (schemas, rdf) = (once(SCHEMAS_END)?, once(RDF_END)?);
    let parts = (xmp.get(..schemas), xmp.get(schemas..rdf), xmp.get(rdf..));
    let (Some(before), Some(between), Some(behind)) = parts else {
        return Err(Error::Metadata("metadata of an unknown shape"));
    };
    Ok([before, SCHEMA, between, PROPERTIES, behind].concat())
}

/// The object that a key of a dictionary refers to: `/Root 12 0 R`.
fn reference(dictionary: &[u8], key: &[u8]) -> Option<usize> {
    let at = find(dictionary, key)? + key.len();
    let (id, digits) = number(&dictionary[at..])?;
    dictionary[at + digits.end..].starts_with(b" 0 R").then_some(id)
}

/// A number after white space, and where its digits stand.
fn number(bytes: &[u8]) -> Option<(usize, std::ops::Range<usize>)> {
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace())?;
    let digits = bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
    let range = start..start + digits;
    let value = std::str::from_utf8(&bytes[range.clone()]).ok()?.parse().ok()?;
    Some((value, range))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn rfind(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    const XMP: &str = "<rdf:RDF><a><pdfaExtension:schemas><rdf:Bag></rdf:Bag></pdfaExtension:schemas></a></rdf:RDF>";

    /// A PDF of a metadata stream, a catalog and another object.
    fn small(xmp: &str) -> Vec<u8> {
        let objects = [
            format!(
                "1 0 obj\n<</Length {}/Type/Metadata>>\nstream\n{xmp}\nendstream\nendobj\n",
                xmp.len()
            ),
            "2 0 obj\n<</Type/Catalog/Metadata 1 0 R>>\nendobj\n".to_owned(),
            "3 0 obj\n(x)\nendobj\n".to_owned(),
        ];
        let mut pdf = "%PDF-1.7\n".to_owned();
        let mut table = "xref\n0 4\n0000000000 65535 f\r\n".to_owned();
        for object in objects {
            table += &format!("{:010} 00000 n\r\n", pdf.len());
            pdf += &object;
        }
        let start = pdf.len();
        format!("{pdf}{table}trailer\n<</Size 4/Root 2 0 R>>\nstartxref\n{start}\n%%EOF").into_bytes()
    }

    #[test]
    fn offsets_follow_what_was_inserted() {
        let pdf = declare(&small(XMP)).expect("marked");
        let (_, entries) = cross_references(&pdf).expect("a table");
        for id in 1..=3 {
            object(&pdf, &entries, id).expect("each object is where the table says");
        }
        let stream = Stream::of(&pdf, object(&pdf, &entries, 1).expect("metadata")).expect("a stream");
        let xmp = std::str::from_utf8(stream.data).expect("text");
        assert!(xmp.contains("<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description></rdf:RDF>"));
        assert!(xmp.contains(&format!("<rdf:Bag>{SCHEMA}</rdf:Bag>")));
    }

    #[test]
    fn files_of_another_make_are_refused() {
        for bad in [
            &b""[..],
            b"startxref",
            b"startxref\n7\n%%EOF",
            b"xref\n0 9\nstartxref\n0\n%%EOF",
        ] {
            assert!(declare(bad).is_err());
        }
        let good = small(XMP);
        for (from, to) in [
            ("/Length", "/Filter/X/Length"),
            ("/Root", "/Boot"),
            ("/Metadata 1", "/Metadata 3"),
        ] {
            let text = String::from_utf8(good.clone()).expect("text");
            assert!(declare(text.replacen(from, to, 1).as_bytes()).is_err(), "{from}");
        }
        assert!(declare(&small("<rdf:RDF></rdf:RDF>")).is_err());
    }
}
