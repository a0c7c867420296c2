"""Every kind of import: its template, checked and applied in order, then again, and what each refuses."""

from datetime import date

import pytest

from registrations.actors import Actor
from registrations.imports.actions import check_file, start_applying
from registrations.imports.jobs import apply_all
from registrations.imports.queries import template
from registrations.imports.registry import IMPORTS, kind_of
from registrations.memberships.actions import add_category, open_year
from registrations.models import (
    Colloquium,
    Exhibitor,
    Group,
    Mandate,
    Membership,
    Organisation,
    Room,
    SeatPool,
    Slot,
    Speaker,
    Ticket,
    TicketType,
    User,
    Workshop,
)
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, OrganisationFactory
from tests.registrations.imports.files import csv_file

pytestmark = pytest.mark.django_db
TEAM = Actor.system("tests")
OURS = (
    "terms",
    "organisations",
    "people",
    "groups",
    "memberships",
    "colloquia",
    "ticket_types",
    "rooms",
    "slots",
    "speakers",
    "workshops",
    "tickets",
    "exhibitor_packages",
    "exhibitors",
)


def applied(kind, *lines, historical=False):
    batch = check_file(kind=kind, content=csv_file(*lines), file_name="f.csv", historical=historical, by=TEAM, at=NOW)
    assert [(line.number, line.reasons) for line in batch.lines.all() if line.reasons] == []
    start_applying(batch=batch, by=TEAM, at=NOW)
    apply_all(batch, by=TEAM, at=NOW)
    assert [line.reasons for line in batch.lines.filter(state="failed")] == []
    return batch


def verdicts(kind, *lines, historical=False):
    batch = check_file(kind=kind, content=csv_file(*lines), file_name="f.csv", historical=historical, by=TEAM, at=NOW)
    return list(batch.lines.values_list("verdict", flat=True))


def example(kind):
    sheet = template(kind_of(kind))
    return list(sheet.headers), list(sheet[0])


@pytest.fixture
def world():
    """All that the example lines stand on."""
    for vocabulary, name in (("Spécialité", "Jeunes"), ("Mesure", "SAE"), ("Mesure", "PPE")):
        applied("terms", ("Vocabulaire", "Nom"), (vocabulary, name))
    OrganisationFactory(name="Éditions du Pont-Levis")
    open_year(label="2026-2027", starts_on=date(2026, 4, 1), ends_on=date(2027, 4, 1), by=TEAM, at=NOW)
    add_category(name_fr="Membre actif", by=TEAM, at=NOW)


def past_edition():
    dates = ("Adresse", "Titre", "Premier jour", "Dernier jour")
    applied("colloquia", dates, ("quariera-2021", "QUARIERA 2021", "2021-02-16", "2021-02-19"), historical=True)
    prices = ("Colloque", "Code", "Nom", "Prix", "Prix membre", "En vente dès", "En vente jusqu'à", "Places")
    sale = ("quariera-2021", "quatre-jours", "Quatre jours", "250", "175", "2020-11-02 09:00", "2021-02-15 23:00", "1")
    applied("ticket_types", prices, sale, historical=True)


def test_our_kinds_are_registered():
    assert [kind for kind in OURS if kind not in IMPORTS] == []


@pytest.mark.usefixtures("world")
def test_every_example_can_be_imported_in_order_and_again_changes_nothing():
    past_edition()
    for again in (False, True):
        for kind in OURS:
            headings, line = example(kind)
            historical = kind == "tickets"
            found = verdicts(kind, headings, line, historical=historical)
            assert (kind, found) == (kind, ["same" if again else "new"])
            applied(kind, headings, line, historical=historical) if not again else None


@pytest.mark.usefixtures("world")
def test_examples_become_rows():
    past_edition()
    for kind in OURS:
        applied(kind, *example(kind), historical=kind == "tickets")
    edition = Colloquium.objects.get(slug="quariera-2027")
    workshop = Workshop.objects.get()
    organisation = Organisation.objects.get(name="Espace carrière du Fleuve")
    assert (str(edition.ends_on), edition.published_at) == ("2027-02-20", None)
    assert (workshop.room, workshop.slot) == (Room.objects.get(), Slot.objects.get())
    assert list(workshop.speakers.all()) == [Speaker.objects.get()]
    assert workshop.pool.capacity == 60
    assert TicketType.objects.get(colloquium=edition).member_price_cents == 17_500
    assert Membership.objects.get().lapses_on == date(2027, 6, 30)
    assert (Group.objects.get().slug, Mandate.objects.get().office) == ("comite-emploi-et-immigration", "Présidence")
    assert (Exhibitor.objects.get().booth, Exhibitor.objects.get().package.pool.taken) == ("K-01", 1)
    assert sorted(term.name_fr for term in organisation.terms.all()) == [
        "Jeunes",
        "PPE",
        "Personnes immigrantes",
        "SAE",
    ]
    assert organisation.search_text.split()[:4] == ["espace", "carriere", "du", "fleuve"]
    assert miscounted_pools() == []


def test_past_tickets_are_counted_beyond_the_pool_and_never_twice():
    past_edition()
    OrganisationFactory(name="Cap Nord")
    people = [("Ève", f"Roy {number}", f"e{number}@ex.test", "Cap Nord") for number in range(3)]
    applied("people", ("Prénom", "Nom", "Courriel", "Organisme"), *people, historical=True)
    headings = ("Colloque", "Forfait", "Courriel", "État", "Inscription le")
    bought = [("quariera-2021", "quatre-jours", f"e{n}@ex.test", "Confirmée", "2021-01-12 10:15") for n in range(2)]
    left = ("quariera-2021", "quatre-jours", "e2@ex.test", "Annulée", "2021-01-12 10:15")
    applied("tickets", headings, *bought, left, historical=True)
    pool = SeatPool.objects.get()
    assert (pool.taken, pool.capacity, miscounted_pools()) == (2, 2, [])
    assert list(Ticket.objects.values_list("historical", flat=True)) == [True] * 3
    assert verdicts("tickets", headings, *bought, left, historical=True) == ["same"] * 3
    assert verdicts("tickets", headings, *bought) == ["refused"] * 2


@pytest.mark.parametrize(
    ("kind", "changed", "verdict"),
    [
        ("organisations", {"Spécialités": "Inconnue"}, "refused"),
        ("organisations", {"Région": "Ontario"}, "refused"),
        ("organisations", {"Mesures": "SAE"}, "update"),
        ("organisations", {"Latitude": "123"}, "refused"),
        ("people", {"Organisme": "Inconnu"}, "refused"),
        ("people", {"Rôle": "Magicien"}, "refused"),
        ("people", {"Jusqu'au": "2020-01-01"}, "refused"),
        ("people", {"Jusqu'au": "2026-12-31"}, "update"),
        ("people", {"À vérifier": "oui"}, "update"),
        ("groups", {"Courriel": "inconnu@ex.test"}, "refused"),
        ("groups", {"Type de groupe": "Conseil d'administration"}, "refused"),
        ("groups", {"Fonction": "Secrétariat"}, "update"),
        ("memberships", {"Organisme": "Inconnu"}, "refused"),
        ("memberships", {"Année": "1999-2000"}, "refused"),
        ("memberships", {"Catégorie": "Royal"}, "refused"),
        ("memberships", {"État": "Annulée"}, "refused"),
        ("memberships", {"Depuis": "2028-01-01"}, "refused"),
        ("memberships", {"Résolution": "CA-1"}, "update"),
        ("colloquia", {"Dernier jour": "2027-02-01"}, "refused"),
        ("colloquia", {"Titre": "Autre"}, "update"),
        ("colloquia", {"Publié": "oui"}, "refused"),
        ("ticket_types", {"Colloque": "inconnu"}, "refused"),
        ("ticket_types", {"En vente jusqu'à": "2026-01-01 09:00"}, "refused"),
        ("ticket_types", {"Places": "501"}, "update"),
        ("rooms", {"Colloque": "inconnu"}, "refused"),
        ("rooms", {"Capacité": "12"}, "update"),
        ("slots", {"Fin": "2027-02-16 08:00"}, "refused"),
        ("speakers", {"Fonction": "Autre"}, "update"),
        ("workshops", {"Salle": "Inconnue"}, "refused"),
        ("workshops", {"Début": "2027-02-16 09:30"}, "refused"),
        ("workshops", {"Fin": ""}, "refused"),
        ("workshops", {"Conférencières et conférenciers": "Personne"}, "refused"),
        ("workshops", {"Conférencières et conférenciers": ""}, "update"),
        ("workshops", {"Places": "12"}, "update"),
        ("exhibitor_packages", {"Kiosques": "3"}, "update"),
        ("exhibitors", {"Organisme": "Inconnu"}, "refused"),
        ("exhibitors", {"Forfait": "inconnu"}, "refused"),
        ("exhibitors", {"État": "Payé"}, "refused"),
        ("exhibitors", {"Kiosque": "K-02"}, "update"),
    ],
)
@pytest.mark.usefixtures("world")
def test_a_changed_line_is_judged_then_applied(kind, changed, verdict):
    past_edition()
    for before in OURS[: OURS.index(kind) + 1]:
        applied(before, *example(before), historical=before == "tickets")
    headings, line = example(kind)
    line = [changed.get(heading, text) for heading, text in zip(headings, line, strict=True)]
    assert verdicts(kind, headings, line) == [verdict]
    if verdict == "update":
        applied(kind, headings, line)
        assert verdicts(kind, headings, line) == ["same"]


def test_two_organisations_of_one_name_are_named_by_their_neq():
    headings = ("Nom", "NEQ")
    applied("organisations", headings, ("Cap Nord", "1141234567"), ("Cap Nord", "1141234568"))
    people = ("Prénom", "Nom", "Organisme")
    assert verdicts("people", people, ("Ève", "Roy", "Cap Nord"), ("Max", "Fay", "1141234568")) == ["refused", "new"]
    assert User.objects.count() == 0
