"""A registrar's list: verdicts, applying twice, and what a file can never touch."""

import pytest
from allauth.account.models import EmailAddress

from registrations.imports.actions import check_file, check_sheet, start_applying
from registrations.imports.errors import ImportNotAllowed, UnknownImport
from registrations.imports.jobs import apply_all
from registrations.imports.models import ImportBatch
from registrations.imports.registry import kinds_for
from registrations.models import Affiliation, NameProposal, User
from registrations.staff.rules import pasted
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.staff import registrar_of
from tests.people import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar():
    return registrar_of(OrganisationFactory(email="accueil@centre.test"), starts_on=NOW.date())


def checked(registrar, text, by=None, about=None):
    sheet = pasted(text, max_lines=100)
    return check_sheet(
        kind="staff",
        sheet=sheet,
        file_name="-",
        about=about or registrar.organisation.uuid,
        by=by or actor_for(registrar.person),
        at=NOW,
    )


def applied(batch, by):
    start_applying(batch=batch, by=by, at=NOW)
    return apply_all(batch, by=by, at=NOW)


def verdicts(batch):
    return [line.verdict for line in batch.lines.order_by("number")]


def test_check_writes_nothing_but_the_batch(registrar):
    before = (User.objects.count(), Affiliation.objects.count())
    batch = checked(registrar, "Léa\tRoy\tlea@x.test\tConseillère en emploi\nMax\tÎle\tmax@x.test\tLicorne")
    assert verdicts(batch) == ["new", "refused"]
    assert (User.objects.count(), Affiliation.objects.count()) == before


def test_twenty_people_pasted_are_staff_and_pasting_again_changes_nothing(registrar):
    me = actor_for(registrar.person)
    text = "Prénom\tNom\tCourriel\tRôle\n" + "\n".join(f"Léa\tRoy-{n}\tlea{n}@x.test\tDG" for n in range(20))
    batch = applied(checked(registrar, text), me)
    live = Affiliation.objects.filter(organisation=registrar.organisation, verified_how="registrar", role="director")
    assert (batch.lines_done, live.count()) == (20, 20)
    assert verdicts(checked(registrar, text)) == ["same"] * 20


def test_lines_say_what_they_would_do(registrar):
    here = AffiliationFactory(organisation=registrar.organisation, person__given_name="Zoé", role="practitioner")
    asked = AffiliationFactory(organisation=registrar.organisation, person__given_name="Ève", verified_at=None)
    elsewhere = UserFactory(given_name="Guy")
    UserFactory(email="pris@x.test", given_name="Autre")
    lines = [
        f"Zoé;{here.person.family_name};{here.person.email};",
        f"Zoe;{here.person.family_name};;Gestionnaire",
        f"Ève;{asked.person.family_name};{asked.person.email};",
        f"Guy;{elsewhere.family_name};{elsewhere.email};",
        "Ana;Roy;pris@x.test;",
        "Bob;Roy;info@x.test;",
        "Bob;Roy;info@x.test;",
    ]
    batch = checked(registrar, "Prénom;Nom;Courriel;Rôle\n" + "\n".join(lines))
    assert verdicts(batch) == ["same", "update", "update", "new", "refused", "new", "refused"]
    assert "Autre" not in str(batch.lines.get(number=6).reasons)
    applied_batch = batch
    applied_batch.lines.filter(verdict="refused").update(state="left_out")
    applied(applied_batch, actor_for(registrar.person))
    here.refresh_from_db(), asked.refresh_from_db()
    assert (here.role, asked.verified_how, here.person.given_name) == ("manager", "registrar", "Zoé")
    assert User.objects.get(contact_email="info@x.test").email is None


def test_a_name_that_its_person_keeps_is_proposed_once_and_never_written(registrar):
    post = AffiliationFactory(organisation=registrar.organisation, person__given_name="Lea")
    EmailAddress.objects.create(user=post.person, email=post.person.email, verified=True)
    text = f"Prénom;Nom;Courriel\nLéa;{post.person.family_name};{post.person.email}"
    batch = checked(registrar, text)
    assert verdicts(batch) == ["update"]
    applied(batch, actor_for(registrar.person))
    post.person.refresh_from_db()
    assert (post.person.given_name, NameProposal.objects.get().given_name) == ("Lea", "Léa")
    assert verdicts(checked(registrar, text)) == ["same"]


def test_a_name_nobody_keeps_yet_is_corrected(registrar):
    post = AffiliationFactory(organisation=registrar.organisation, person__given_name="Lea")
    text = f"Prénom;Nom;Courriel\nLéa;{post.person.family_name};{post.person.email}"
    applied(checked(registrar, text), actor_for(registrar.person))
    post.person.refresh_from_db()
    assert post.person.given_name == "Léa"


def test_a_list_cannot_take_the_last_registrar_away(registrar):
    person = registrar.person
    text = f"Prénom;Nom;Courriel;Personne responsable\n{person.given_name};{person.family_name};{person.email};non"
    batch = checked(registrar, text)
    assert verdicts(batch) == ["refused"]


def test_a_registrar_s_file_never_touches_another_organisation(registrar):
    theirs = registrar_of()
    with pytest.raises(ImportNotAllowed):
        checked(registrar, "Léa;Roy;lea@x.test", about=theirs.organisation.uuid)
    batch = checked(theirs, "Léa;Roy;lea@x.test")
    with pytest.raises(ImportNotAllowed):
        start_applying(batch=batch, by=actor_for(registrar.person), at=NOW)
    assert Affiliation.objects.filter(person__email="lea@x.test").count() == 0


def test_a_former_registrar_s_batch_is_not_applied(registrar):
    batch = checked(registrar, "Léa;Roy;lea@x.test")
    Affiliation.objects.filter(pk=registrar.pk).update(is_registrar=False)
    with pytest.raises(ImportNotAllowed):
        start_applying(batch=batch, by=actor_for(registrar.person), at=NOW)


def test_what_the_world_refuses_meanwhile_is_said_and_the_rest_stands(registrar):
    batch = checked(registrar, "Léa;Roy;lea@x.test\nMax;Île;max@x.test")
    UserFactory(email="lea@x.test", given_name="Autre")
    applied(batch, actor_for(registrar.person))
    assert list(batch.lines.order_by("number").values_list("state", flat=True)) == ["failed", "done"]


def test_the_kind_is_not_offered_to_the_team_s_screen(registrar):
    team = actor_for(UserFactory(), "administrator")
    assert "staff" not in {kind.kind for kind in kinds_for(team)}
    with pytest.raises(UnknownImport):
        check_file(kind="staff", content=b"x", file_name="x.csv", by=team, at=NOW)
    assert ImportBatch.objects.count() == 0
