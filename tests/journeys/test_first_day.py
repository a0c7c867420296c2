"""The main job, on the demo: an issue is released, a person registers, a restricted file is given and refused."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def test_participant_registers_and_gets_the_mail_with_the_calendar_file(visit, sign_in, accessible):
    page = visit(width=390)
    sign_in(page, "participant")
    page.goto("/formation/?available=true")
    accessible(page)
    page.locator("main ul.rows a, main h3 a").first.click()
    accessible(page)
    title = page.locator("h1").inner_text()
    page.get_by_role("link", name="S’inscrire à cette séance").first.click()
    accessible(page)
    page.get_by_role("button", name="S’inscrire à cette séance").click()
    expect(page.locator("main")).to_contain_text("Votre inscription est confirmée")
    accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Ajouter à mon calendrier").click()
    calendar = download.value.path().read_text()
    assert "BEGIN:VEVENT" in calendar
    assert "TZID=America/Toronto" in calendar

    page.goto("/moi/inscriptions/")
    expect(page.locator("main")).to_contain_text(title)
    accessible(page)
    subject = mail_to(page, "participant@demo.test", about=title[:20])
    assert title[:20] in subject
    expect(page.locator("main")).to_contain_text(".ics")


def mail_to(page, address: str, *, about: str = "") -> str:
    """Wait for the worker, open the newest mail to this address that says `about`, give its subject."""
    for _attempt in range(120):
        page.goto(f"/demo/mails/?to={address}")
        row = page.locator("tr", has_text=address).filter(has_text=about).first
        if row.count():
            subject = row.locator("a").first.inner_text()
            row.locator("a").first.click()
            return subject
        page.wait_for_timeout(500)
    raise AssertionError(f"no mail to {address}")


def test_member_downloads_what_a_former_member_is_refused_with_a_reason(visit, sign_in, accessible):
    member, former, visitor = visit(), visit(), visit(width=390)
    address = "/bibliotheque/aide-memoire-telepratique/"
    sign_in(member, "participant")
    member.goto(address)
    accessible(member)
    link = member.locator("main a[href*='/bibliotheque/fichiers/']").first
    path = link.get_attribute("href")
    with member.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")

    sign_in(former, "former")
    answer = former.goto(path)
    assert answer.status == 403
    expect(former.locator("main")).to_contain_text("Réservé au personnel des organismes membres")
    accessible(former)
    answer = visitor.goto(path)
    assert answer.status == 403
    expect(visitor.locator("main")).to_contain_text("Ouvrir une session")
    accessible(visitor)


def test_participant_orders_a_ticket_pays_by_card_and_gets_ticket_and_invoice(visit, sign_in, accessible):
    page = visit()
    sign_in(page, "manager")
    page.goto("/colloque/")
    accessible(page)
    page.get_by_role("link", name="Commander ce forfait").first.click()
    accessible(page)
    page.get_by_role("button", name="Continuer : vérifier le prix").click()
    expect(page.locator("main")).to_contain_text("199,95")
    expect(page.locator("main")).to_contain_text("229,90")  # 199,95 + TPS 10,00 + TVQ 19,95
    accessible(page)
    page.get_by_role("button", name="Commander et payer").click()
    if page.get_by_role("button", name=re.compile("par carte")).count():
        page.get_by_role("button", name=re.compile("par carte")).first.click()
    page.wait_for_url(re.compile("/pay/"))
    accessible(page)
    page.get_by_role("button", name=re.compile("^Payer")).click()
    page.wait_for_url(re.compile("/commandes/"))
    order = re.search(r"/commandes/[0-9A-Z]{8}/", page.url).group()
    for _attempt in range(40):
        page.goto(order)
        if page.get_by_text("Tout est payé").count():
            break
        page.wait_for_timeout(500)
    expect(page.locator("main")).to_contain_text("Tout est payé")
    accessible(page)
    for paper in ("F-", "Reçu de paiement"):
        address = page.get_by_role("link", name=re.compile(paper)).first.get_attribute("href")
        assert page.request.get(address).body().startswith(b"%PDF")
    mail_to(page, "manager@demo.test")


def test_editor_releases_an_issue_that_readers_then_see_whole(visit, sign_in, accessible):
    editor, reader = visit(), visit(width=390)
    sign_in(editor, "editor")
    editor.goto("/admin/")
    editor.locator("main a", has_text="en préparation").click()
    editor.locator("main table tbody a").first.click()
    number = re.search(r"Numéro (\d+)", editor.locator("main").inner_text()).group(1)
    assert reader.goto(f"/magazine/{number}/").status == 404
    assert reader.request.get(f"/api/v1/magazine/issues/{number}").status == 404

    for step in ("Approuver tous les articles", "Faire paraître maintenant"):
        editor.get_by_role("link", name=step).first.click()
        editor.locator("main form button[type=submit], main form input[type=submit]").last.click()
    expect(editor.locator("main")).to_contain_text("Paru", ignore_case=True)

    contents = reader.request.get(f"/api/v1/magazine/issues/{number}/toc").json()
    titles = [article["title"] for section in contents["sections"] for article in section["articles"]]
    assert len(titles) == 3
    assert reader.goto(f"/magazine/{number}/").status == 200
    accessible(reader)
    for title in titles:
        expect(reader.locator("main")).to_contain_text(title)
    reader.get_by_role("link", name=titles[0]).first.click()
    expect(reader.locator("h1")).to_contain_text(titles[0])
    accessible(reader)
