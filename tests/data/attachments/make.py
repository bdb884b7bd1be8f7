#!/usr/bin/env python3
"""Makes the documents of this folder: small, written by hand, of no one's authorship but ours."""
import os, zipfile, zlib

here = os.path.dirname(os.path.abspath(__file__))
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(pages, extra=b""):
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", None]
    kids = []
    font = 3 + 2 * len(pages)
    for number, lines in enumerate(pages):
        text = b"BT /F1 14 Tf 72 720 Td 18 TL " + b" ".join(b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*" for line in lines) + b" ET"
        kids.append(b"%d 0 R" % (3 + 2 * number))
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> >> >>" % (4 + 2 * number, font))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(pages))
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number + 1, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, extra, start)


def p(text, style="", more=""):
    properties = ('<w:pStyle w:val="%s"/>' % style if style else "") + more
    return "<w:p><w:pPr>%s</w:pPr><w:r><w:t xml:space=\"preserve\">%s</w:t></w:r></w:p>" % (properties, text)


def item(text, level=0):
    return p(text, more='<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr>' % level)


def docx(body, footnotes=""):
    path = os.path.join(here, "garden.docx")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        def add(name, text):
            z.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
        add("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        add("word/document.xml", '<?xml version="1.0" encoding="UTF-8"?><w:document %s><w:body>%s</w:body></w:document>' % (W, body))
        add("word/footnotes.xml", '<?xml version="1.0" encoding="UTF-8"?><w:footnotes %s>%s</w:footnotes>' % (W, footnotes))


open(os.path.join(here, "letter.pdf"), "wb").write(pdf([["The lighthouse keeper", "writes from the café at Belém."], ["Second page: the lamp needs 400 ml of oil."]]))
open(os.path.join(here, "scan.pdf"), "wb").write(pdf([[]]))
open(os.path.join(here, "locked.pdf"), "wb").write(pdf([["secret"]], b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>] " % (b"41" * 32, b"42" * 32)))
table = "<w:tbl>" + "".join("<w:tr>" + "".join("<w:tc>%s</w:tc>" % p(cell) for cell in row) + "</w:tr>" for row in [["Plant", "Month"], ["Pear", "March"], ["Sage | thyme", "April"]]) + "</w:tbl>"
docx(p("The garden year", "Title") + p("Spring", "Heading1") + '<w:p><w:r><w:t>Prune the pear</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t xml:space="preserve"> tree &amp; rest.</w:t></w:r><w:del><w:r><w:delText>never</w:delText></w:r></w:del></w:p>'
     + item("Sharpen the secateurs") + item("both blades", 1) + table + p("Última línea"),
     '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2">%s</w:footnote>' % p("Not the quince."))
open(os.path.join(here, "latin1.txt"), "wb").write("Grüße aus Málaga, “naïve” café".encode("cp1252"))
open(os.path.join(here, "utf16.csv"), "wb").write("Name;Größe\r\nÄpfel;3\r\n".encode("utf-16"))
open(os.path.join(here, "plain.md"), "wb").write("# Notes\n\nÜber alles: `code` and a fence\n\n```\nx = 1\n```\n".encode())
