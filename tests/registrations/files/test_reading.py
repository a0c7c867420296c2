"""The text of PDFs, and hostile ones, each in a real process of its own."""

import os
import resource

import pytest
from django.core.files.base import ContentFile

from registrations.files import reading
from registrations.files.errors import FileUnreadable
from registrations.files.reading import pages_of
from registrations.files.storages import private_storage
from tests.registrations.files.pdfs import bomb, endless, pdf, written


def stored(content):
    return private_storage().save("library/2026/a.pdf", ContentFile(content))


def read(content, **limits):
    return pages_of(private_storage(), stored(content), **limits)


def test_each_page_is_a_line_of_words():
    assert read(written("Le guide\nde l'accueil", "Employabilité")) == ["Le guide de l'accueil", "Employabilité"]


def test_word_cut_at_the_end_of_a_line_is_joined():
    assert read(written("la télé-\npratique")) == ["la télépratique"]


def test_pages_without_text_are_empty():
    assert read(pdf(2)) == ["", ""]


@pytest.mark.parametrize("content", [b"%PDF-1.7 nothing", b"", endless()], ids=["damaged", "empty", "endless"])
def test_what_is_no_document_is_refused(content):
    with pytest.raises(FileUnreadable):
        read(content, seconds=10)


def test_bomb_meets_the_limits_of_its_process_alone():
    name = stored(bomb(400))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(FileUnreadable):
        pages_of(private_storage(), name, seconds=10, megabytes=300)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


def test_encrypted_file_is_refused():
    with pytest.raises(FileUnreadable):
        read(pdf(password="secret"))


def test_reader_that_never_ends_is_stopped(monkeypatch, tmp_path):
    program = tmp_path / "sleeps.py"
    program.write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr(reading, "PROGRAM", program)

    with pytest.raises(FileUnreadable):
        read(written("x"), seconds=1)


def test_reader_knows_none_of_our_secrets(monkeypatch, tmp_path):
    program = tmp_path / "tells.py"
    program.write_text("import json, os\nprint(json.dumps(sorted(os.environ)))")
    monkeypatch.setattr(reading, "PROGRAM", program)
    monkeypatch.setitem(os.environ, "SECRET_KEY", "planted")

    assert "SECRET_KEY" not in read(written("x"))[0]


def test_long_text_is_cut(monkeypatch):
    monkeypatch.setattr(reading, "LETTERS", 12)

    assert read(written("Le guide", "de l'accueil", "encore")) == ["Le guide", "de l"]
