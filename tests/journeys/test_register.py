"""The register, told by one centre: it applies, is admitted, lists its staff, lapses, renews, sees somebody leave."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfWriter

from registrations.ids import short_code

pytestmark = pytest.mark.journey

RUN = short_code().lower()  # the journey may be walked twice on one site
CENTRE, SLUG = f"Tremplin Emploi Témiscouata {RUN}", f"tremplin-emploi-temiscouata-{RUN}"
HUB = f"/moi/organisme/{SLUG}/"
DOMAIN = f"tremplin-{RUN}.exemple"
HEAD = f"joelle.ferland@{DOMAIN}"
COLLEAGUE = f"annick.soucy@{DOMAIN}"
OWN = f"annick.{RUN}@courriel-personnel.exemple"
GIVEN = """Annick Benoit Carole Denis Elise Fabien Gaetane Hugo Ines Jacques
    Karine Luc Maude Noel Odile Pierre Quentin Rita Sylvain Therese"""
RESTRICTED = "/bibliotheque/aide-memoire-telepratique/"

Check = Callable[[Page], None]


def test_a_centre_joins_lists_its_staff_lapses_renews_and_sees_somebody_leave(visit, sign_in, accessible, shell):
    head, team, person = visit(), visit(), visit(width=390)
    sign_up(head, HEAD)
    apply_for_membership(head, accessible)
    sign_in(team, "accounting")
    admit(team)
    paste_staff(head, accessible)
    accept_invitation(person, accessible)
    assert (has_rights(person), sees_public_price(person)) == (False, True)  # admitted, not active yet

    declare_and_sign(head, accessible)
    assert (has_rights(person), sees_public_price(person)) == (True, False)

    shell(A_YEAR_LATER)
    assert (has_rights(person), sees_public_price(person)) == (False, True)
    declare_and_sign(head, accessible)
    assert (has_rights(person), sees_public_price(person)) == (True, False)

    add_own_address(person, accessible)
    end_post(head, accessible)
    assert (has_rights(person), sees_public_price(person)) == (False, True)
    old, own = visit(), visit()
    ask_code(old, COLLEAGUE)
    assert in_mail_to(old, COLLEAGUE, "L’adresse d’un employeur que vous avez quitté n’ouvre plus de session")
    ask_code(own, OWN)
    type_code(own, OWN)
    own.goto("/moi/adresses/")
    expect(own.locator("main")).to_contain_text("Ancien employeur")
    accessible(own)


A_YEAR_LATER = f"""
    # What the centre did this year, it did last year; the campaign of this year finds it, then its last day comes.
    from datetime import timedelta
    from django.utils.timezone import localdate
    from django.db import connection
    from registrations.models import Campaign, Declaration, Membership
    from registrations.actors import Actor
    from registrations.renewals.jobs import fill_all
    from registrations.triggers import install, remove

    campaigns = Campaign.objects.order_by("-year__starts_on")
    present, last = campaigns[0], campaigns[1]
    mine = Membership.objects.filter(organisation__slug="{SLUG}")
    day = localdate()
    mine.update(year=last.year, starts_on=last.year.starts_on, ends_on=last.year.ends_on, lapses_on=day + timedelta(1))
    remove(connection)  # a signed declaration never moves: only here, to write the past
    Declaration.objects.filter(membership__in=mine).update(campaign=last)
    install(connection)
    fill_all(present, by=Actor.system("journey"))
    mine.filter(year=last.year).update(lapses_on=day)
"""


def sign_up(page: Page, address: str) -> None:
    """An account by a code sent to the address."""
    page.goto("/comptes/signup/")
    page.fill("input[name=email]", address)
    press(page)
    type_code(page, address)


def type_code(page: Page, address: str) -> None:
    """The code of the newest mail to this address, read in another window."""
    page.fill("input[name=code]", in_mail_to(page, address, r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b"))
    press(page)


READ: set[str] = set()


def in_mail_to(page: Page, address: str, wanted: str) -> str:
    """What a new mail to this address says: the first text of this form that nobody has read yet."""
    reader = page.context.new_page()
    for _attempt in range(60):
        reader.goto(f"/demo/mails/?to={quote(address)}")
        for link in [
            row.locator("a").first.get_attribute("href") for row in reader.locator("tr", has_text=address).all()
        ]:
            reader.goto(link)
            new = set(re.findall(wanted, reader.locator("main").inner_text())) - READ
            if new:
                reader.close()
                READ.update(new)
                return new.pop()
        reader.wait_for_timeout(500)
    raise AssertionError(f"no mail to {address} says {wanted}")


def press(page: Page, button: str = "") -> None:
    """The form's button: the one of this name, else its first."""
    found = page.locator("main form button[type=submit]")
    (found.filter(has_text=button) if button else found).first.click()
    page.wait_for_load_state()


def apply_for_membership(page: Page, accessible: Check) -> None:
    """Fifteen minutes of a director's time."""
    page.goto("/adherer/")
    accessible(page)
    page.get_by_role("link", name="Demander l’adhésion de mon organisme").click()
    accessible(page)
    page.get_by_label("Prénom").fill("Joëlle")
    page.get_by_label("Nom", exact=True).fill("Ferland")
    page.get_by_label("Membre actif").check()
    page.get_by_label("Nom de l’organisme").fill(CENTRE)
    page.get_by_label("Région").select_option("01")
    page.get_by_label("Municipalité").fill("Témiscouata-sur-le-Lac")
    page.get_by_label("Direction générale").check()
    press(page, "Continuer")
    accessible(page)
    for box in page.locator("input[name=met]").all():
        box.check()
    press(page, "Continuer")
    expect(page.locator("main")).to_contain_text(CENTRE)
    accessible(page)
    page.set_input_files("input[type=file]", {"name": "lettres.pdf", "mimeType": "application/pdf", "buffer": paper()})
    press(page, "Envoyer la demande")
    expect(page.locator("main")).to_contain_text("Votre demande est envoyée")
    accessible(page)


def paper() -> bytes:
    """The smallest PDF that is one."""
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(file)
    return file.getvalue()


def admit(page: Page) -> None:
    """Accounting studies the criteria and records the board's resolution."""
    page.goto("/admin/demandes-d-adhesion/")
    page.get_by_role("link", name=CENTRE).first.click()
    act = page.url.replace("/inspect/", "/{}/").format
    page.goto(act("etudier"))
    for choice in page.locator("select[name^=met_]").all():
        choice.select_option("oui")
    press(page)
    page.goto(act("admettre"))
    page.fill("input[name=resolution]", "CA-2026-31")
    page.fill("input[name=resolved_on]", (date.today() - timedelta(days=1)).isoformat())
    page.get_by_label("Centre d’emploi").check()
    press(page)
    expect(page.locator("main")).to_contain_text("Admise")
    page.get_by_role("link", name="Voir l’organisme").click()
    page.goto(page.url.replace("/inspect/", "/edit/"))
    page.fill("input[name=email_domains]", DOMAIN)
    press(page)
    expect(page.locator("main")).to_contain_text(DOMAIN)


def paste_staff(page: Page, accessible: Check) -> None:
    """Twenty people from a spreadsheet: a verdict for each, then applied, then invited."""
    page.goto(HUB)
    accessible(page)
    page.goto(f"{HUB}personnel/liste/")
    accessible(page)
    rows = [f"{given}\tSoucy\t{given.lower()}.soucy@{DOMAIN}\tIntervenante" for given in GIVEN.split()]
    page.get_by_label("Votre liste").fill("\n".join(["Prénom\tNom\tCourriel\tRôle", *rows]))
    press(page)
    expect(page.locator("main")).to_contain_text("20 nouvelles personnes")
    accessible(page)
    press(page, "Appliquer 20 lignes")
    expect(page.locator("main")).to_contain_text("20 lignes appliquées")
    accessible(page)
    press(page, "Les inviter par courriel")
    expect(page.locator("main")).to_contain_text("20 invitations sont en route")


def accept_invitation(page: Page, accessible: Check) -> None:
    """The personal link of the mail opens the account: no password, no form to fill twice."""
    page.goto(in_mail_to(page, COLLEAGUE, r"/invitation/[^\s/]+/"))
    accessible(page)
    press(page, "Ouvrir mon compte")
    expect(page.locator("main")).to_contain_text("Votre compte est ouvert")
    accessible(page)
    page.goto("/moi/organismes/")
    expect(page.locator("main")).to_contain_text(CENTRE)
    accessible(page)


def has_rights(page: Page) -> bool:
    """Whether the members' resource is theirs, at the page and at the file."""
    page.goto(RESTRICTED)
    link = page.locator("main a[href*='/bibliotheque/fichiers/']").first
    return bool(link.count()) and page.request.get(link.get_attribute("href")).ok


def sees_public_price(page: Page) -> bool:
    """Whether the colloquium asks the public price of this person."""
    page.goto("/colloque/")
    return "Le personnel des organismes membres paie" in page.locator("main").inner_text()


def declare_and_sign(page: Page, accessible: Check) -> None:
    """Four prefilled parts, then the direction signs: the dues are invoiced at once."""
    page.goto(f"{HUB}declaration/")
    accessible(page)
    address = page.url
    page.goto(f"{address}budget/")
    page.get_by_label("Budget annuel").fill("640 000")
    press(page, "Enregistrer")
    for _part in ("services", "coordonnees", "personnel"):
        accessible(page)
        for box in page.locator("input[name=confirmed]").all():
            box.check()
        press(page, "Enregistrer")
    page.goto(f"{address}signature/")
    accessible(page)
    page.get_by_label("J’ai lu l’énoncé").check()
    press(page, "Signer la déclaration")
    expect(page.locator("main")).to_contain_text("950,00")
    accessible(page)


def add_own_address(page: Page, accessible: Check) -> None:
    """The person is asked for an address that is theirs, and proves it."""
    page.goto("/moi/adresses/")
    accessible(page)
    page.locator("main section form input[type=email]").fill(OWN)
    press(page, "Envoyer un code à cette adresse")
    accessible(page)
    type_code(page, OWN)
    expect(page.locator("main")).to_contain_text(OWN)


def end_post(page: Page, accessible: Check) -> None:
    """The registrar says that she leaves today."""
    page.goto(f"{HUB}personnel/?q=Annick")
    page.get_by_role("link", name="Annick Soucy").click()
    accessible(page)
    page.get_by_role("link", name="Mettre fin").click()
    accessible(page)
    press(page, "Mettre fin")
    accessible(page)


def ask_code(page: Page, address: str) -> None:
    """The usual way in."""
    page.goto("/comptes/login/")
    page.fill("input[name=email]", address)
    press(page)
