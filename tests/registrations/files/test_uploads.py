import hashlib
import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from registrations.errors import DomainError
from registrations.files.storages import private_storage
from registrations.files.uploads import received
from tests.registrations.files.pdfs import pdf, upload

AT = datetime(2026, 10, 6, 13, tzinfo=UTC)


def docx(inside: str = "word/document.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(inside, "<w/>")
    return buffer.getvalue()


def stored_files() -> list[Path]:
    return [path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()]


def test_received_stores_under_feature_and_year_with_checksum_and_pages():
    content = pdf(3)

    with received(upload(content, "Aide-mémoire.PDF"), feature="library", at=AT) as file:
        pass

    assert re.fullmatch(r"library/2026/[0-9a-f-]{36}\.pdf", file.name)
    assert private_storage().open(file.name).read() == content
    assert (file.original_name, file.size, file.pages) == ("Aide-mémoire.pdf", len(content), 3)
    assert file.sha256 == hashlib.sha256(content).hexdigest()


def test_received_when_the_action_refuses_removes_the_bytes():
    with pytest.raises(ZeroDivisionError), received(upload(pdf()), feature="library", at=AT):
        raise ZeroDivisionError

    assert stored_files() == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<script>", "file-kind-refused"),
        ("sans-extension", pdf(), "file-kind-refused"),
        ("vide.pdf", b"", "file-empty"),
        ("faux.pdf", b"<html><script>alert(1)</script></html>", "file-is-not-what-it-says"),
        ("tronque.pdf", b"%PDF-1.7\nrien de plus", "file-unreadable"),
        ("coupe.pdf", pdf(2)[:200], "file-unreadable"),
        ("protege.pdf", pdf(password="secret"), "file-encrypted"),
        ("tableau.docx", docx("xl/workbook.xml"), "file-is-not-what-it-says"),
        ("casse.xlsx", b"PK\x03\x04 pas un zip", "file-is-not-what-it-says"),
        ("image.txt", b"a\x00b", "file-is-not-what-it-says"),
        ("enorme.txt", b"a" * (1024 * 1024 + 1), "file-too-large"),
    ],
)
def test_received_refuses_what_is_not_what_it_says(name, content, code):
    with pytest.raises(DomainError) as refusal, received(upload(content, name), feature="library", at=AT, megabytes=1):
        pass

    assert refusal.value.code == code
    assert str(refusal.value)
    assert stored_files() == []


def test_received_accepts_word_documents():
    with received(upload(docx(), "Modèle.docx"), feature="library", at=AT) as file:
        assert (file.extension, file.pages) == ("docx", None)
