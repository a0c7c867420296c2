"""A funded programme, from its first session to the funder's report, told by the lead, a registrar and participants."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from registrations.dates import MONTREAL
from registrations.ids import short_code
from tests.journeys.test_register import in_mail_to, press

pytestmark = pytest.mark.journey

TODAY = datetime.now(MONTREAL).date()
RUN = short_code().lower()  # the journey may be walked twice on one site
SEATS = 20
ACTIVITY = f"Entretien de départ {RUN}"
PROGRAMME, PROGRAMME_SLUG = f"Programme {RUN}", f"p-{RUN}"
CODE = f"J-{RUN}".upper()
HUB = "/moi/organisme/le-fil-dariane-rimouski/inscriptions/"
GIVEN = ["Agathe", "Basile", "Clara", "David", "Emma", "Felix", "Gabrielle", "Henri", "Iris", "Jules", "Karim"]
GIVEN += ["Lea", "Marc", "Nora", "Olivier", "Paula", "Quentin", "Rose", "Samuel", "Tina", "Ulysse"]
LEAVES, REPLACED, WAITS = GIVEN[0], GIVEN[1], GIVEN[-1]
NEWCOMER = "Victoire"
QUESTION = "Êtes-vous en poste ?"

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Check = Callable[[Page], None]


def address(given: str) -> str:
    return f"{given.lower()}.{RUN}@centre.exemple"


def test_a_programme_from_its_first_session_to_the_report(visit, sign_in, accessible, shell):
    lead, registrar, waiting, leaves = visit(), visit(), visit(width=390), visit(width=390)
    sign_in(lead, "training")
    import_programme(lead, accessible)
    ask_question(lead)
    sign_in(registrar, "registrar")
    register_colleagues(registrar, accessible)
    open_account(waiting, WAITS)

    give_up(leaves, accessible)
    accept_offer(waiting, accessible)
    answer_question(waiting, accessible)
    replace(registrar, accessible)

    shell(YESTERDAY)
    note_attendance(lead, accessible)
    certify(lead, accessible)
    ask_opinions(lead, accessible)
    shell(SWEEP)
    answer(waiting, accessible)
    verify(visit(), waiting, accessible)
    report(lead, accessible)


YESTERDAY = f"""
    # What is to come is over: the clock of a running site cannot be moved.
    from datetime import timedelta
    from django.utils.timezone import localtime
    from training.models import Session
    session = Session.objects.get(code="{CODE}")
    ago = lambda at: localtime(at) - timedelta(days=10)
    for row in session.meetings.all():
        row.starts_at, row.ends_at = ago(row.starts_at), ago(row.ends_at)
        row.save()
    dates = ("starts_at", "ends_at", "opens_at", "closes_at")
    Session.objects.filter(pk=session.pk).update(**{{name: ago(getattr(session, name)) for name in dates}})
"""

SWEEP = """
    from training.completion.jobs import sweep_surveys
    sweep_surveys.call_local()
"""


def import_programme(page: Page, accessible: Check) -> None:
    """The programme by its form; its trainer, activity, session and meeting by one workbook."""
    page.goto("/admin/programmes/new/")
    page.fill("input[name=title]", PROGRAMME)
    page.fill("input[name=slug]", PROGRAMME_SLUG)
    page.fill("input[name=starts_on]", (TODAY - timedelta(days=90)).isoformat())
    page.fill("input[name=ends_on]", (TODAY + timedelta(days=90)).isoformat())
    page.fill("input[name=published_at]", f"{TODAY - timedelta(days=1)} 09:00")
    page.locator("input[name=members_only]").check()
    press(page, "Créer")
    send(page, workbook(ends="8:00"))
    expect(page.locator("main")).to_contain_text("1 ligne est refusée")
    send(page, workbook(ends="12:00"))
    page.get_by_role("link", name="Appliquer").click()
    press(page)
    expect(page.locator("main")).to_contain_text("4 lignes appliquées", timeout=60_000)


def ask_question(page: Page) -> None:
    """Two questions, the second asked only after a yes; the form of the admin adds the row and offers the condition."""
    page.goto(f"/admin/programmes/?q={RUN}")
    page.get_by_role("link", name=PROGRAMME).first.click()
    page.get_by_role("link", name="Questions", exact=True).last.click()
    page.locator("[name$=-text_fr]").first.fill(QUESTION)
    page.locator("[name$=-kind]").first.select_option("yes_no")
    page.locator("[name$=-required]").first.select_option("yes")
    page.get_by_role("button", name="Ajouter une question").click()
    page.locator("[name$=-text_fr]").nth(1).fill("Depuis quand ?")
    page.locator("[name$=-when]").nth(1).select_option(label=QUESTION)
    page.locator("[name$=-value]").nth(1).select_option("yes")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("main")).to_contain_text("Ces questions sont posées dès maintenant")


def answer_question(page: Page, accessible: Check) -> None:
    """A registrar registered them: they answer from their registrations; what is not asked is out of sight."""
    page.goto("/moi/inscriptions/")
    page.get_by_role("link", name="Répondre aux questions").first.click()
    accessible(page)
    why = page.get_by_label("Depuis quand ?")
    expect(why).to_be_hidden()
    page.get_by_label("Oui").check()
    expect(why).to_be_visible()
    why.fill("Un an")
    press(page, "Enregistrer mes réponses")
    expect(page.locator("main")).to_contain_text("Un an")
    accessible(page)


def send(page: Page, content: bytes) -> None:
    page.goto("/admin/classeurs/")
    page.set_input_files("input[type=file]", {"name": "programme.xlsx", "mimeType": WORKBOOK, "buffer": content})
    page.get_by_role("button", name="Vérifier le fichier").click()
    page.wait_for_load_state()


def workbook(ends: str) -> bytes:
    """Four sheets of one line each; the meeting is in nine days, from nine o’clock until then."""
    day, opened = TODAY + timedelta(days=9), TODAY - timedelta(days=1)
    book, file = Workbook(), BytesIO()
    book.remove(book.active)
    for title, headings, line in (
        ("Personnes formatrices", ["Nom", "Courriel"], [f"Noa {RUN}", f"noa.{RUN}@exemple.test"]),
        (
            "Activités",
            ["Adresse", "Titre", "Programme", "Volet", "Mode", "Durée (heures)", "Personnes formatrices"],
            [f"a-{RUN}", ACTIVITY, PROGRAMME_SLUG, "Intervenants", "En ligne", "3", f"Noa {RUN}"],
        ),
        (
            "Séances",
            ["Code", "Activité", "État", "Places", "Ouverture des inscriptions", "Fermeture des inscriptions"],
            [CODE, f"a-{RUN}", "Publiée", str(SEATS), f"{opened} 09:00", f"{day - timedelta(days=1)} 17:00"],
        ),
        ("Rencontres", ["Séance", "Rencontre", "Début", "Fin"], [CODE, "1", f"{day} 9:00", f"{day} {ends}"]),
    ):
        sheet = book.create_sheet(title)
        sheet.append(headings)
        sheet.append(line)
    book.save(file)
    return file.getvalue()


def register_colleagues(page: Page, accessible: Check) -> None:
    """Twenty-one people pasted for twenty seats: a verdict for each, then the registrations."""
    page.goto(HUB)
    accessible(page)
    page.get_by_label(ACTIVITY).check()
    press(page, "Choisir les personnes")
    accessible(page)
    lines = [f"{given} Lavigne <{address(given)}>" for given in GIVEN]
    page.get_by_label("Coller des adresses").fill("\n".join(lines))
    press(page, "Vérifier avant d’inscrire")
    expect(page.locator("main")).to_contain_text("Complet : liste d’attente")
    accessible(page)
    press(page, "Faire 21 inscriptions")
    expect(page.locator("main")).to_contain_text("21 inscriptions faites")
    accessible(page)


def open_account(page: Page, given: str) -> None:
    """By the personal link of the invitation, and nothing to fill."""
    page.goto(in_mail_to(page, address(given), r"/invitation/[^\s/]+/"))
    press(page, "Ouvrir mon compte")
    expect(page.locator("main")).to_contain_text("Votre compte est ouvert")


def give_up(page: Page, accessible: Check) -> None:
    """Whoever was registered by somebody else can decline from the mail, without an account."""
    page.goto(in_mail_to(page, address(LEAVES), r"/inscription/[^\s/]+/[^\s/]+/"))
    accessible(page)
    press(page, "Rendre ma place")
    expect(page.locator("main")).to_contain_text("Votre inscription est annulée")
    accessible(page)


def accept_offer(page: Page, accessible: Check) -> None:
    """The first in line reads that a seat is free, and takes it."""
    page.goto(in_mail_to(page, address(WAITS), r"/moi/inscriptions/[^\s/]+/offre/"))
    accessible(page)
    press(page, "Accepter la place")
    expect(page.locator("main")).to_contain_text("confirmée")
    accessible(page)


def replace(page: Page, accessible: Check) -> None:
    """Somebody cannot come: a colleague takes the same seat."""
    page.goto(f"{HUB}suivi/")
    accessible(page)
    page.get_by_role("link", name=re.compile(f"Remplacer la personne {REPLACED} Lavigne, {ACTIVITY}")).click()
    accessible(page)
    page.fill("input[name=email]", address(NEWCOMER))
    page.fill("input[name=given_name]", NEWCOMER)
    page.fill("input[name=family_name]", "Lavigne")
    press(page, "Remplacer la personne")
    expect(page.locator("main")).to_contain_text(f"{NEWCOMER} Lavigne")
    accessible(page)


def to_attendance(page: Page) -> None:
    """From the page of the session in the admin."""
    page.goto(f"/admin/seances/?q={CODE}")
    page.get_by_role("link", name=CODE).first.click()
    page.goto(page.url.replace("/edit/", "/inspect/"))
    page.locator("main").get_by_role("link", name="Présences").click()


def note_attendance(page: Page, accessible: Check) -> None:
    """Zoom's report, with one name to confirm; then the attendance is closed."""
    to_attendance(page)
    accessible(page)
    page.get_by_role("link", name="Rapport de Zoom ou de Teams").click()
    page.set_input_files(
        "input[type=file]", {"name": "zoom.csv", "mimeType": "text/csv", "buffer": zoom().encode("cp1252")}
    )
    press(page, "Vérifier le rapport")
    expect(page.locator("main")).to_contain_text("1 nom à confirmer")
    accessible(page)
    page.locator("select[name^=whose-]").select_option(label=f"{WAITS} Lavigne (nom semblable)")
    press(page, "Appliquer le rapport")
    accessible(page)


def zoom() -> str:
    """Everybody stays but one, who leaves after half an hour; one calls from a telephone, under another name."""
    day = TODAY - timedelta(days=1)
    heading = (
        "Nom (nom d’origine);Adresse e-mail de l’utilisateur;Heure d’arrivée;Heure de départ;Durée (minutes);Invité"
    )
    rows = []
    for given in [*GIVEN[2:], NEWCOMER]:
        name, mail = (f"{given} L.", "") if given == WAITS else (f"{given} Lavigne", address(given))
        leaves = "09:30:00" if given == GIVEN[2] else "12:00:00"
        rows.append(f"{name};{mail};{day:%d/%m/%Y} 08:58:00;{day:%d/%m/%Y} {leaves};182;Oui")
    return "\n".join([heading, *rows]) + "\n"


def certify(page: Page, accessible: Check) -> None:
    """The attendance is closed; whoever stayed has a certificate, whoever left early has none."""
    to_attendance(page)
    press(page, "Fermer les présences")
    expect(page.locator("main")).to_contain_text(f"Présence : {SEATS - 1}. Absence : 1.")
    accessible(page)
    page.goto(f"/admin/seances/?q={CODE}")
    page.locator("main table input[type=checkbox]").last.check()
    page.get_by_role("button", name="Délivrer les attestations").click()
    expect(page.locator("main")).to_contain_text(f"{SEATS - 1} attestations / {SEATS}")
    page.get_by_role("button", name="Délivrer les attestations (1)").click()
    expect(page.locator("main")).to_contain_text("Les attestations sont délivrées")


def ask_opinions(page: Page, accessible: Check) -> None:
    """Two questions, about the programme; it opens, and the machine asks."""
    page.goto("/admin/sondages/new/")
    page.fill("input[name=title]", f"Sondage {RUN}")
    page.locator("select[name=subject]").select_option(label=PROGRAMME)
    page.locator("input[name=questions-text]").first.fill("Êtes-vous satisfait?")
    expect(page.get_by_label("Choix, un par ligne")).to_be_hidden()
    page.get_by_role("button", name="Ajouter une question").click()
    page.locator("input[name=questions-text]").last.fill("La durée était…")
    page.locator("select[name=questions-kind]").last.select_option("one")
    page.locator("textarea[name=questions-choices]").last.fill("Bien\nTrop longue")
    page.get_by_role("button", name="Monter").last.click()
    press(page, "Créer")
    page.goto(f"/admin/sondages/?q={RUN}")
    page.get_by_role("link", name=f"Sondage {RUN}").first.click()
    page.goto(page.url.replace("/edit/", "/inspect/"))
    page.locator("main").get_by_role("link", name="Ouvrir").click()
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text("Ouvert")


def answer(page: Page, accessible: Check) -> None:
    """The survey waits in *My space*; it is answered once."""
    page.goto("/moi/")
    page.get_by_role("link", name=f"Sondage {RUN}").first.click()
    accessible(page)
    page.locator("main input[type=radio][value='5']").check()
    page.get_by_label("Bien").check()
    press(page, "Envoyer mes réponses")
    expect(page.locator("main")).to_contain_text("sans votre nom")
    accessible(page)


def verify(stranger: Page, page: Page, accessible: Check) -> None:
    """The certificate is in *My space*; a stranger who has its code reads that it is valid, and initials only."""
    page.goto("/moi/attestations/")
    expect(page.locator("main")).to_contain_text(ACTIVITY)
    accessible(page)
    paper = page.locator("main a[href$='.pdf']").first.get_attribute("href")
    assert page.request.get(paper).body().startswith(b"%PDF")
    check = page.locator("main").get_by_role("link", name="La page de vérification").get_attribute("href")
    code = check.rstrip("/").rpartition("/")[2]
    stranger.goto("/attestations/")
    stranger.locator("main input[type=text], main input:not([type])").first.fill(code)
    press(stranger)
    expect(stranger.locator("main")).to_contain_text(ACTIVITY)
    expect(stranger.locator("main")).not_to_contain_text("Lavigne")
    accessible(stranger)


def report(page: Page, accessible: Check) -> None:
    """Twenty registrations, nineteen who completed, in numbers and charts."""
    page.goto(f"/admin/programmes/?q={RUN}")
    page.get_by_role("link", name=PROGRAMME).first.click()
    page.goto(page.url.replace("/edit/", "/inspect/"))
    page.get_by_role("link", name="Rapport au bailleur de fonds").first.click()
    expect(page.locator("main")).to_contain_text(str(SEATS - 1))
    assert page.locator("main svg").count() > 0
