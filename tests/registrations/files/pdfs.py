"""Small PDF files for tests."""

import io
import zlib

import pypdf
from django.core.files.uploadedfile import SimpleUploadedFile


def pdf(pages: int = 1, *, password: str = "") -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def upload(content: bytes, name: str = "Guide.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def written(*pages: str, stream: bytes = b"") -> bytes:
    """A PDF whose pages say these words; `stream` in place of the contents of all of them."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for text in pages:
        said = b"\n".join(
            b"BT /F1 12 Tf 72 %d Td (%s) Tj ET" % (720 - 20 * row, line.encode("cp1252"))
            for row, line in enumerate(text.split("\n"))
        )
        content = stream or b"<< /Length %d >>\nstream\n%s\nendstream" % (len(said), said)
        objects.append(content)
        page = b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 612 792]"
        objects.append(page + b" /Contents %d 0 R >>" % len(objects))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _assembled(objects)


def bomb(megabytes: int) -> bytes:
    """A page whose contents are some kilobytes, and so many megabytes once inflated."""
    packer = zlib.compressobj(1)
    megabyte = b"(x) Tj  " * (1024 * 1024 // 8)
    packed = b"".join([packer.compress(megabyte) for _each in range(megabytes)]) + packer.flush()
    return written("", stream=b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed))


def endless() -> bytes:
    """A tree of pages that is its own branch."""
    return _assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


def _assembled(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer
