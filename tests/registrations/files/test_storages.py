"""Private files on a disk: whole or absent, never one over another, and no draft for ever."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import filesystem
from django.utils import timezone

from registrations.files.jobs import forget_drafts
from registrations.files.storages import private_storage


def files() -> list[str]:
    root = Path(settings.PRIVATE_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_a_write_that_is_cut_leaves_nothing_under_the_name(monkeypatch):
    def cut(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(filesystem.locks, "lock", cut)
    with pytest.raises(KeyboardInterrupt):
        private_storage().save("invoices/2026/a.pdf", ContentFile(b"%PDF"))

    assert not private_storage().exists("invoices/2026/a.pdf")


def test_saved_at_once_under_one_name_each_has_its_own_file():
    storage = private_storage()
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(lambda n: storage.save("invoices/2026/a.pdf", ContentFile(b"%d" % n)), range(8)))

    assert len(set(names)) == 8
    assert sorted(storage.open(name).read() for name in names) == [b"%d" % n for n in range(8)]
    assert len(files()) == 8


def test_forget_drafts_keeps_those_of_today():
    private_storage().save("a.pdf", ContentFile(b"%PDF"))
    folder = Path(settings.PRIVATE_ROOT, "drafts")
    for name, age in (("old", timedelta(days=2)), ("new", timedelta())):
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, times=((timezone.now() - age).timestamp(),) * 2)

    assert forget_drafts.call_local() == 1
    assert files() == ["a.pdf", "drafts/new"]
