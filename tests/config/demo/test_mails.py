"""The demo's mails: kept as real messages, shown without being able to do anything."""

from importlib import reload

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import clear_url_caches

import config.urls
from config.demo.mails import MailFolder, folder


@pytest.fixture
def viewer(settings, tmp_path):
    settings.MAIL_VIEWER, settings.DATA_DIR = True, tmp_path
    reload(config.urls)
    clear_url_caches()
    yield Client()
    settings.MAIL_VIEWER = False
    reload(config.urls)
    clear_url_caches()


def keep(subject="Votre code : 123456", to="b@exemple.test"):
    mail = EmailMultiAlternatives(subject, "Texte du courriel", "a@axtra.test", [to])
    mail.attach_alternative("<html><head></head><body><script>alert(1)</script><p>HTML</p></body></html>", "text/html")
    mail.attach("inscription.ics", "BEGIN:VCALENDAR", "text/calendar")
    assert MailFolder().send_messages([mail]) == 1
    return max(path.stem for path in folder().glob("*.eml"))


def test_mails_to_one_address_are_found(viewer, db):
    keep("Le sien", to="Zoé Côté <zoe@exemple.test>")
    keep("Un autre")

    page = viewer.get("/demo/mails/", {"to": "Zoe@exemple.test"}).content.decode()

    assert ("Le sien" in page, "Un autre" in page) == (True, False)
    assert "Aucun courriel à cette adresse." in viewer.get("/demo/mails/?to=nobody").content.decode()


def test_mails_are_listed_newest_first(viewer, db):
    keep("Premier")
    keep("Deuxième")

    page = viewer.get("/demo/mails/").content.decode()

    assert 0 < page.index("Deuxième") < page.index("Premier")


def test_mail_shows_text_frame_and_attachment(viewer, db):
    name = keep()

    page = viewer.get(f"/demo/mails/{name}/").content.decode()

    assert "Texte du courriel" in page
    assert f'src="/demo/mails/{name}/html/" sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    attachment = viewer.get(f"/demo/mails/{name}/0/")
    assert (attachment.content, attachment["Content-Disposition"]) == (
        b"BEGIN:VCALENDAR",
        'attachment; filename="inscription.ics"',
    )
    assert viewer.get(f"/demo/mails/{name}/1/").status_code == 404


def test_mail_html_cannot_run_or_load_anything(viewer, db):
    policy = viewer.get(f"/demo/mails/{keep()}/html/")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "script-src 'none'" in policy


def test_mail_that_does_not_exist_is_not_found(viewer, db):
    assert viewer.get("/demo/mails/rien/").status_code == 404


def test_mails_are_not_there_without_the_setting(client, db):
    assert client.get("/demo/mails/").status_code == 404


def test_mail_is_dated_in_montreal(viewer, db):
    name = keep()
    path = folder() / f"{name}.eml"
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(
        b"\n".join(b"Date: Mon, 01 Mar 2021 14:30:00 -0000" if line.startswith(b"Date:") else line for line in lines)
    )

    assert "à 9\xa0h\xa030" in viewer.get(f"/demo/mails/{name}/").content.decode()
