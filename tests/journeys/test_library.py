"""The library, told by those who use it."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from registrations.dates import MONTREAL
from tests.journeys.test_register import press

pytestmark = pytest.mark.journey

UNTIL = (datetime.now(MONTREAL) + timedelta(days=30)).date()
CAPSULE = "/bibliotheque/capsule-rencontre-a-distance/"
TITLE = "Capsule : préparer une rencontre à distance"

PLAYABLE = "film => film.readyState >= 1 || new Promise((known) => film.addEventListener('loadedmetadata', known))"


def send(page: Page) -> None:
    """By the keyboard: the calendar of a date may cover the button of the form."""
    page.locator("form button[type=submit]").last.press("Enter")
    page.wait_for_load_state()


def test_a_reader_is_refused_asks_is_granted_and_watches(visit, sign_in, accessible):
    reader, librarian = visit(width=390), visit()
    sign_in(reader, "former")
    reader.goto(CAPSULE)
    expect(reader.locator("main")).to_contain_text("Réservé au personnel des organismes membres en règle")
    expect(reader.locator("video")).to_have_count(0)
    accessible(reader)

    reader.get_by_role("link", name="Demander cette ressource").click()
    reader.fill("[name=reason]", "Je forme la relève de notre centre.")
    accessible(reader)
    press(reader)
    expect(reader.locator("main")).to_contain_text("au plus tard le")
    accessible(reader)

    sign_in(librarian, "librarian")
    librarian.goto("/admin/demandes-acces/?state=asked")
    librarian.get_by_role("link", name=TITLE).first.click()
    librarian.get_by_role("link", name="Accorder l’accès pour un temps").click()
    librarian.fill("[name=until]", UNTIL.isoformat())
    librarian.fill("[name=answer]", "Bon visionnement!")
    send(librarian)
    expect(librarian.locator("main")).to_contain_text("Accordée")

    reader.goto("/moi/demandes-de-ressources/")
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.locator("main")).to_contain_text("Bon visionnement!")
    reader.get_by_role("link", name="Ouvrir la ressource").click()
    expect(reader.locator("video track[kind=captions]")).to_have_count(1)
    reader.locator("video").evaluate(PLAYABLE)
    with reader.expect_download() as download:
        reader.locator("aside").get_by_role("link", name="Télécharger (WEBM").click()
    assert download.value.suggested_filename == "capsule.webm"
    accessible(reader)


def test_the_librarian_prepares_an_adoption_and_the_secretary_confirms_it(visit, sign_in, accessible):
    librarian, secretary, reader = visit(), visit(width=390), visit()
    effect = UNTIL + timedelta(days=10)
    sign_in(librarian, "librarian")
    librarian.goto("/admin/politique-de-diffusion/")
    librarian.locator("main table tbody a", has_text="projet soumis au conseil").first.click()
    librarian.get_by_role("link", name="Préparer l’adoption").first.click()
    librarian.fill("[name=decided_on]", (UNTIL - timedelta(days=31)).isoformat())
    librarian.fill("[name=effective_from]", f"{effect.isoformat()} 00:00")
    librarian.fill("[name=resolution]", "CA-2026-112")
    send(librarian)
    expect(librarian.locator("main")).to_contain_text("CA-2026-112")

    sign_in(secretary, "secretary")
    secretary.goto("/moi/")
    secretary.locator("main a[href*='/adopter/']").first.click()
    expect(secretary.locator("main")).to_contain_text("CA-2026-112")
    accessible(secretary)
    secretary.get_by_label("J’ai vérifié le texte").check()
    press(secretary, "Confirmer l’adoption")
    expect(secretary.locator("main")).to_contain_text("L’adoption est consignée")
    accessible(secretary)

    reader.goto("/bibliotheque/politique/")
    accessible(reader)
    expect(reader.locator("main")).to_contain_text("Politique de diffusion")
