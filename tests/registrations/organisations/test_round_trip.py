"""What is exported and imported again changes nothing; what was changed in between is updated, by identifier."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.demo.bringing import sheet
from config.demo.parts import register
from config.demo.world import World
from registrations.actors import Actor, Via
from registrations.imports.actions import check_file, start_applying
from registrations.imports.jobs import apply_all
from registrations.imports.queries import exported
from registrations.imports.registry import IMPORTS
from registrations.journal.models import Entry
from registrations.models import Affiliation, Contact, EmailDomain, Organisation, ServicePoint, Term, User
from tests.factories.registrations import (
    AffiliationFactory,
    ContactFactory,
    OrganisationFactory,
    ServicePointFactory,
    TermFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 6, 13, tzinfo=UTC)
TEAM = Actor.system("tests")
KINDS = ("terms", "organisations", "service-points", "people", "contacts")


@pytest.fixture
def register_of_everything():
    """Accents, leading zeros, commas inside words, formulas, quotes, two of one name, several addresses."""
    words = [
        TermFactory(name_fr="Santé, sécurité; prévention", name_en="Health"),
        TermFactory(kind="measure", name_fr="SAE"),
        TermFactory(kind="network", name_fr="Réseau « Élan »"),
    ]
    full = OrganisationFactory(
        name="=Cap “Élan” d’Œuvre", legal_name="+Élan inc.", slug="elan", neq="1100000001", kind="partner", region="01",
        street="0012, rue de l’Église", municipality="L’Étang-du-Nord", postal_code="G0B 0B0",
        latitude=Decimal("47.00010"), longitude=Decimal("-61.90000"), website="http://elan.test/é?a=1;b=2",
        phone="418 555-0100, poste 12", email="info@elan.test", email_domains=["elan.test", "élan.test"][:1],
        billing_email="comptes@elan.test", may_pay_later=True, description="- Accueil\n- Suivi; « emploi »\n\t=fin",
    )  # fmt: skip
    full.terms.add(*words)
    EmailDomain.objects.create(organisation=full, name="elan.test")
    one, two = OrganisationFactory(name="Même nom", slug="meme-nom"), OrganisationFactory(name="Même nom", slug="deux")
    single = OrganisationFactory(name="Un mot", slug="un")
    single.terms.add(words[0])
    ServicePointFactory(organisation=two, name="@Point", hours="Lundi, 8 h 30 – 16 h", latitude="48.1", longitude="-64")
    eve = UserFactory(given_name="Ève-Marie", family_name="D’Amours", phone="+33 1 23 45 67 89", language="en")
    AffiliationFactory(person=eve, organisation=one, starts_on=date(2015, 1, 1), ends_on=date(2018, 1, 1))
    AffiliationFactory(person=eve, organisation=one, starts_on=date(2019, 1, 1), role="manager", is_registrar=True)
    AffiliationFactory(person=eve, organisation=two, verified_at=None, role="director")
    shared = {"email": None, "contact_email": "info@elan.test", "given_name": "Jo"}
    AffiliationFactory(person=UserFactory(family_name="Roy", **shared), organisation=full)
    AffiliationFactory(person=UserFactory(family_name="Côté", **shared), organisation=full)
    namesakes = {"email": None, "given_name": "Lou", "family_name": "Gagnon"}
    AffiliationFactory(person=UserFactory(**namesakes), organisation=full)
    AffiliationFactory(person=UserFactory(**namesakes), organisation=full)
    AffiliationFactory(person=UserFactory(contact_email="autre@ex.test"), organisation=full)
    ContactFactory(organisation=one, kind="billing", name="", person=eve, title="Adjointe")
    ContactFactory(organisation=two, kind="direction", name="-Léa Roy", email="lea@elan.test", phone="514 555-0100")


def export(kind, form):
    table = exported(IMPORTS[kind])
    if form == "xlsx":
        return table.export("xlsx")
    return b"\xef\xbb\xbf" + table.export("csv", delimiter=";").encode()


def checked(kind, content):
    return check_file(kind=kind, content=content, file_name="f", by=TEAM, at=AT)


def applied(kind, content):
    batch = checked(kind, content)
    start_applying(batch=batch, by=TEAM, at=AT)
    return apply_all(batch, by=TEAM, at=AT)


def everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Organisation, ServicePoint, Contact, User, Affiliation, Term, Organisation.terms.through)
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_imported_again_changes_nothing(register_of_everything, form):
    before = everything()
    for kind in KINDS:
        batch = applied_if_any(kind, export(kind, form))
        lines = [(line.verdict, line.reasons) for line in batch.lines.all()]
        assert set(map(str, lines)) == {"('same', [])"}, (kind, lines)
    assert everything() == before
    assert not Entry.objects.exclude(action__startswith="imports.").exists()


def applied_if_any(kind, content):
    batch = checked(kind, content)
    if not batch.lines_refused:
        start_applying(batch=batch, by=TEAM, at=AT)
        apply_all(batch, by=TEAM, at=AT)
    return batch


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_makes_the_same_register_elsewhere(register_of_everything, form):
    files = {kind: export(kind, form) for kind in KINDS}
    counts = [model.objects.count() for model in (Organisation, ServicePoint, Contact, Affiliation, Term)]
    for model in (Contact, ServicePoint, Affiliation, EmailDomain, Organisation, Term, User):
        model.objects.all().delete()
    for kind in KINDS[:3]:
        applied(kind, files[kind])
    assert set(Organisation.objects.values_list("slug", "name", "neq")) == {
        ("elan", "=Cap “Élan” d’Œuvre", "1100000001"),
        ("meme-nom", "Même nom", None),
        ("deux", "Même nom", None),
        ("un", "Un mot", None),
    }
    applied("people", files["people"])
    for kind in (*KINDS[:3], "contacts"):
        assert set(checked(kind, files[kind]).lines.values_list("verdict", flat=True)) <= {"same", "new"}
    assert counts[:2] + counts[4:] == [model.objects.count() for model in (Organisation, ServicePoint, Term)]


def test_what_is_changed_in_the_file_is_updated(register_of_everything):
    table = exported(IMPORTS["organisations"]).dict
    (row,) = [row for row in table if row["Identifiant"] == "elan"]
    row |= {"Nom": "Cap nouveau", "Téléphone": "4185550199", "Spécialités": ""}
    content = ("\r\n".join([";".join(row), ";".join(f'"{value}"' for value in row.values())])).encode()
    batch = applied("organisations", content)
    organisation = Organisation.objects.get(slug="elan")
    assert (batch.lines.get().verdict, organisation.name, organisation.phone, organisation.neq) == (
        "update",
        "Cap nouveau",
        "418 555-0199",
        "1100000001",
    )
    assert sorted(term.kind for term in organisation.terms.all()) == ["measure", "network"]


def test_a_persons_name_is_corrected_by_identifier_and_their_sign_in_is_not(register_of_everything):
    eve = User.objects.get(family_name="D’Amours")
    heads = "Prénom;Nom;Courriel;Organisme;Depuis;Identifiant"
    line = f"Ève;D’Amour;{{}};deux;2020-01-01;{eve.uuid}"
    batch = checked("people", f"{heads}\r\n{line.format('autre@elan.test')}".encode())
    assert batch.lines.get().verdict == "refused"
    applied("people", f"{heads}\r\n{line.format(eve.email)}".encode())
    eve.refresh_from_db()
    assert (eve.given_name, eve.family_name, Affiliation.objects.filter(person=eve).count()) == ("Ève", "D’Amour", 3)


def test_nothing_of_an_export_is_a_formula(register_of_everything):
    for kind in KINDS:
        cells = [cell for row in exported(IMPORTS[kind]) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "@"))] == []
        assert [cell for cell in cells if cell[:1] in "+-" and any(c.isalpha() for c in cell)] == []


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("NEQ", "9912345678", "11, 22, 33 ou 88"),
        ("Domaines de courriel", "gmail.com", "gmail.com"),
        ("Domaines de courriel", "elan.test", "elan.test"),
        ("NEQ", "1100000001", "NEQ"),
        ("Téléphone", "12", "téléphone"),
        ("Réseaux", "Inconnu", "Inconnu"),
    ],
)
def test_what_cannot_be_is_refused_when_the_file_is_checked(register_of_everything, column, value, said):
    before = Organisation.objects.count()
    batch = checked("organisations", f"Nom;Identifiant;{column}\r\nUn mot;un;{value}".encode())
    line = batch.lines.get()
    assert (line.verdict, len(line.reasons), Organisation.objects.count()) == ("refused", 1, before)
    assert said in line.reasons[0]


def test_an_unknown_person_or_an_unnamed_contact_is_refused():
    OrganisationFactory(name="Cap")
    heads = "Organisme;Pour;Nom;Courriel de la personne"
    for line in ("Cap;Facturation;;", "Cap;Facturation;;inconnue@ex.test", "Nulle part;Direction;Ève;"):
        assert checked("contacts", f"{heads}\r\n{line}".encode()).lines.get().verdict == "refused"


def test_the_whole_alliance_is_a_few_statements_a_line():
    """100 organisations and 1,700 people in under 10 s: seconds are a machine's, statements are ours."""
    world = World()
    applied("terms", sheet("terms", list(register.terms())))
    files = {
        "organisations": [register.organisation(centre) for centre in world.centres[:30]],
        "people": [register.post(person) for person in world.people if person.centre.number <= 30],
    }
    budgets = {"organisations": 13, "people": 13}
    for kind, rows in files.items():
        with CaptureQueriesContext(connection) as asked:
            batch = applied(kind, sheet(kind, rows))
        assert batch.lines_done == len(rows)
        assert len(asked) <= budgets[kind] * len(rows) + 60, (kind, len(asked), len(rows))
    acts = Entry.objects.filter(action__in=["people.register", "organisations.affiliate"], via=Via.IMPORT)
    assert acts.count() == 2 * len(files["people"])
