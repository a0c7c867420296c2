"""Files that hide something, made for real: each is refused with its sentence, and nothing of it is kept."""

import io
import zipfile
from datetime import UTC, datetime

import pypdf
import pytest
from django.core.files.base import ContentFile
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from registrations.errors import DomainError
from registrations.files.storages import private_storage
from registrations.files.uploads import received
from tests.registrations.files.pdfs import pdf, upload

AT = datetime(2026, 10, 6, 13, tzinfo=UTC)
OFFICE = {"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"}


def zipped(**members):
    return packed(members)


def packed(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def written(writer):
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_javascript():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('bonjour');")}
    action = writer._add_object(DictionaryObject({NameObject(key): value for key, value in script.items()}))
    tree = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("x"), action])})
    writer._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): tree})
    return written(writer)


def with_action(kind, *, on_page):
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("cmd.exe")})
    if on_page:
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
    else:
        writer._root_object[NameObject("/OpenAction")] = action
    return written(writer)


REFUSED = [
    ("macros.docx", lambda: packed(OFFICE | {"word/vbaProject.bin": b"x"}), "file-with-macros"),
    ("feuilles.xlsx", lambda: packed({"xl/workbook.xml": b"x", "xl/macrosheets/s1.xml": b"x"}), "file-with-macros"),
    ("trousse.zip", lambda: packed({"lisez-moi.txt": b"x", "outil.EXE": b"MZ"}), "file-with-macros"),
    ("classeurs.zip", lambda: packed({"budget.xlsm": b"x"}), "file-with-macros"),
    ("bombe.zip", lambda: packed({"zeros": b"\0" * (60 * 1024**2)}), "file-is-bomb"),
    ("bombe.docx", lambda: packed(OFFICE | {"word/zeros.xml": b"\0" * (60 * 1024**2)}), "file-is-bomb"),
    ("mille.zip", lambda: packed({f"{n}": b"" for n in range(20_001)}), "file-is-bomb"),
    ("script.pdf", with_javascript, "file-with-script"),
    ("lance.pdf", lambda: with_action("/Launch", on_page=False), "file-with-script"),
    ("page.pdf", lambda: with_action("/JavaScript", on_page=True), "file-with-script"),
    ("protege.pdf", lambda: pdf(1, password="secret"), "file-encrypted"),
    ("coupe.pdf", lambda: pdf(3)[:200], "file-unreadable"),
    ("page.txt", lambda: b"  <!DOCTYPE html><script>alert(1)</script>", "file-is-not-what-it-says"),
    ("dessin.csv", lambda: b"\xef\xbb\xbf<svg onload=alert(1)>", "file-is-not-what-it-says"),
    ("dessin.svg", lambda: b"<svg/>", "file-kind-refused"),
    ("page.html", lambda: b"<html/>", "file-kind-refused"),
    ("guide.pdf", lambda: packed(OFFICE), "file-is-not-what-it-says"),
    ("film.mp4", lambda: b"#!/bin/sh\nrm -rf /", "file-is-not-what-it-says"),
    ("guide.docx", lambda: packed({"xl/workbook.xml": b"x"}), "file-is-not-what-it-says"),
]


@pytest.mark.parametrize(("name", "make", "code"), REFUSED, ids=[name for name, _make, _code in REFUSED])
def test_what_hides_something_is_refused_and_leaves_nothing(name, make, code):
    before = stored()

    with pytest.raises(DomainError) as refusal, received(upload(make(), name), feature="library", at=AT):
        pass

    assert refusal.value.code == code
    assert str(refusal.value)
    assert stored() == before


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("guide.docx", lambda: packed(OFFICE)),
        ("trousse.zip", lambda: packed({"lisez-moi.txt": b"Bonjour", "texte": b"a" * (40 * 1024**2)})),
        ("guide.pdf", lambda: pdf(3)),
        ("notes.txt", lambda: b"Une note <b>simple</b>"),
    ],
)
def test_honest_files_are_kept(name, make):
    with received(upload(make(), name), feature="library", at=AT) as kept:
        assert kept.original_name == name


def test_two_gigabytes_are_refused_before_a_byte_is_read():
    class Endless(ContentFile):
        def read(self, *_size):
            raise AssertionError("It was read.")

    film = Endless(b"ftyp", name="film.mp4")
    film.size = 2 * 1024**3
    with pytest.raises(DomainError) as refusal, received(film, feature="library", at=AT):
        pass
    assert refusal.value.code == "file-too-large"


def test_interrupted_upload_leaves_nothing_that_could_be_served():
    class Cut(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"%PDF-1.7 half"
            raise ConnectionResetError

    before = stored()
    with pytest.raises(ConnectionResetError):
        private_storage().save("library/2026/coupe.pdf", Cut(pdf()))

    assert not private_storage().exists("library/2026/coupe.pdf")
    assert stored() == before


def stored():
    try:
        return sorted(private_storage().listdir("library/2026")[1])
    except FileNotFoundError:
        return []
