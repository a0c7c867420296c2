"""Small PDF files for tests."""

import io

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
