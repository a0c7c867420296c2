"""The admin's home, menus and guide."""

import pytest
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from config.home.first_day import steps
from config.home.guide import PAGES
from registrations.actors import Role
from registrations.models import Association, Message, TaxProfile
from registrations.orders.models import LineKind
from tests.factories.registrations import NOW

pytestmark = pytest.mark.django_db
TRADES = {
    Role.EDITOR: {"explorer", "magazine", "bibliotheque", "images", "contacts", "settings"},
    Role.LIBRARIAN: {"bibliotheque", "images", "contacts"},
    Role.BOARD_SECRETARY: {"bibliotheque", "adhesions", "contacts"},
    Role.TRAINING_LEAD: {"formation", "adhesions", "contacts"},
    Role.ACCOUNTING: {"formation", "colloque", "adhesions", "finances", "contacts"},
    Role.EVENT_LEAD: {"colloque", "formation", "adhesions", "finances", "contacts", "images"},
    Role.ADMINISTRATOR: {
        "explorer",
        "magazine",
        "bibliotheque",
        "formation",
        "colloque",
        "adhesions",
        "finances",
        "contacts",
        "images",
        "renseignements-personnels",
        "settings",
    },
}


@pytest.mark.parametrize("role", TRADES)
def test_menu_shows_the_trades_of_the_role(role, person_of, rf):
    request = rf.get("/admin/")
    request.user = person_of(role)

    shown = {item.name for item in admin_menu.menu_items_for_request(request)}

    assert shown - {"aide", "reports"} == TRADES[role]


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.DOOR])
def test_home_answers_each_role(role, person_of, client):
    client.force_login(person_of(role))
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert ("premier-jour" in page) == (role == Role.ADMINISTRATOR)


def test_home_says_what_waits_and_where(person_of, client):
    person = person_of(Role.ACCOUNTING)
    Message.objects.create(
        kind="test", fact="one", about_uuid=person.uuid, to=person, state="failed", not_before=NOW, created_at=NOW
    )
    client.force_login(person)

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert 'href="/admin/messages/?state=failed">1 message n’a pas pu partir.' in page


def done() -> list[bool]:
    return [step.done for step in steps()]


def test_checklist_of_an_empty_site_has_nothing_done(db):
    assert done() == [False] * 11


def test_checklist_reads_the_rows():
    Association.objects.create(
        pk=1,
        fiscal_year_start_month=4,
        sender_name="AXTRA",
        sender_email="a@example.org",
        email="b@example.org",
        taxes_decided=True,
        mails_opened_at=NOW,
    )
    for kind in LineKind:
        TaxProfile.objects.create(kind=kind, category="exempt")
    assert done() == [False, True, True, False, False, True, True, False, False, False, True]


@pytest.mark.parametrize("page", PAGES)
def test_guide_has_a_page_with_text(page, person_of, client):
    client.force_login(person_of(Role.EDITOR))
    text = client.get(reverse("aide", args=[page])).content.decode()
    article = text.partition('<article class="axtra-guide">')[2].partition("</article>")[0]
    assert (article.count("<p>") >= 2, "<h1>" in article) == (True, True)


def test_guide_has_no_other_page(person_of, client):
    client.force_login(person_of(Role.EDITOR))
    assert client.get("/admin/aide/autre/").status_code == 404


def test_guide_is_for_the_team(client):
    assert client.get("/admin/aide/").status_code == 302


def test_every_screen_links_to_a_page_of_the_guide():
    from wagtail.admin.viewsets import viewsets

    from registrations.viewsets import ActionScreenViewSet, ActionViewSet

    guides = {v.guide for v in viewsets.viewsets if isinstance(v, ActionViewSet | ActionScreenViewSet)}
    assert guides - set(PAGES) == set()
