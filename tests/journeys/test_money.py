"""Money by invoice: a registrar orders for a group, names some, and pays by cheque what accounting then records."""

import re

import pytest
from playwright.sync_api import Page, expect

from registrations.ids import short_code
from tests.journeys.test_first_day import mail_to

pytestmark = pytest.mark.journey
PURCHASE_ORDER = f"BC-{short_code()}"  # the journey may be walked twice on one site
ACCOUNT = "/moi/organisme/le-fil-dariane-rimouski/compte/"


def test_a_centre_orders_places_is_invoiced_and_pays_by_cheque(visit, sign_in, accessible):
    registrar, accountant = visit(width=390), visit()
    sign_in(registrar, "registrar")
    invoice = order_on_account(registrar, accessible)
    expect(registrar.locator("main")).to_contain_text("Facturée, à payer")
    order = registrar.url
    paper = registrar.get_by_role("link", name=re.compile(invoice)).first.get_attribute("href")
    assert registrar.request.get(paper).body().startswith(b"%PDF")
    mail_to(registrar, "registrar@demo.test", about=invoice)

    registrar.goto(ACCOUNT)
    expect(registrar.locator("main")).to_contain_text(invoice)
    accessible(registrar)

    sign_in(accountant, "accounting")
    record_cheque(accountant, invoice, accessible)

    registrar.goto(order)
    expect(registrar.locator("main")).to_contain_text("Tout est payé")
    accessible(registrar)
    registrar.goto(ACCOUNT)
    expect(registrar.locator("main")).to_contain_text(f"Chèque no {PURCHASE_ORDER}")
    accessible(registrar)


def order_on_account(page: Page, accessible) -> str:
    """Two whole passes and one day, named later, in the centre's name; the number of the invoice."""
    page.goto("/colloque/")
    page.goto(f"{page.url.rstrip('/')}/commander/")
    accessible(page)
    page.fill("input[name=of_quatre-jours]", "2")
    page.fill("input[name=of_une-journee]", "1")
    page.get_by_label("Le Fil d’Ariane Rimouski").check()
    page.locator("input[name=method][value=account]").check()
    page.fill("input[name=purchase_order]", PURCHASE_ORDER)
    page.get_by_role("button", name="Continuer : vérifier le prix").click()
    expect(page.locator("main")).to_contain_text("546,02")  # 474,90 + TPS 23,75 + TVQ 47,37
    accessible(page)
    page.get_by_role("button", name="Commander et recevoir la facture").click()
    expect(page.locator("main")).to_contain_text(PURCHASE_ORDER)
    expect(page.locator("main")).to_contain_text("3 places n’ont pas encore de nom")
    accessible(page)
    return re.search(r"F-\d{4}-\d{5}", page.locator("main").inner_text()).group()


def record_cheque(page: Page, invoice: str, accessible) -> None:
    """A cheque of 600,00 $ for an invoice of 546,02 $: seen before it is written."""
    page.goto("/admin/encaissements/inscrire/")
    page.fill("input[name=q]", invoice)
    page.locator("input[name=q]").press("Enter")
    code = re.search(rf"{invoice}\s+([0-9A-Z]{{8}})", page.locator("main").inner_text()).group(1)
    page.fill("input[name=cents]", "600,00")
    page.fill("input[name=reference]", PURCHASE_ORDER)
    page.get_by_label(f"Payé ainsi {code}").fill("546,02")
    page.locator("button[name=preview]").click()
    expect(page.locator("main")).to_contain_text("53,98")
    page.locator("button[name=record]").click()
    page.wait_for_url(lambda url: "inscrire" not in url)
    expect(page.locator("main")).to_contain_text(PURCHASE_ORDER)
