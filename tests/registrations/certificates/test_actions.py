"""Certificates: numbered snapshots that nothing changes, that are replaced or revoked, and whose name can go."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from registrations.actors import Actor
from registrations.certificates.actions import correct_certificate, revoke_certificate
from registrations.certificates.documents import certificate_data, certificate_pdf, statement_csv, statement_pdf
from registrations.certificates.errors import (
    AlreadyCertified,
    MayNotIssue,
    NothingCertified,
    NotValidAnyMore,
    ReasonMissing,
)
from registrations.certificates.mails import corrected_mail, issued_mail, revoked_mail
from registrations.certificates.personal import RETENTIONS
from registrations.certificates.queries import certificates_of, statement_of, verified, years_of
from registrations.certificates.rules import initials, read_code
from registrations.models import Certificate, Message, NumberSeries, Revocation
from registrations.privacy.registry import ERASURES
from registrations.triggers import FROZEN
from tests.factories.certificates import LEAD, attended, certify
from tests.factories.registrations import NOW, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory(given_name="Marie-Ève", family_name="Tremblay")


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Marie-Ève Tremblay", "M.-È. T."), ("  Jo  ", "J."), ("", ""), ("d'Arc Łukasz-", "D. Ł.")],
)
def test_strangers_see_initials(name, shown):
    assert initials(name) == shown


@pytest.mark.parametrize("typed", ["k7qf2m9t", "K7QF-2M9T", " K7QF 2M9T ", "K7QF–2M9T"])
def test_codes_are_read_however_they_are_typed(typed):
    assert read_code(typed) == "K7QF2M9T"


def test_numbers_follow_each_other_in_the_year(person):
    first, second = certify(person), certify(person)
    later = certify(person, at=NOW.replace(year=2027))

    assert [first.label, second.label, later.label] == ["A-2026-00001", "A-2026-00002", "A-2027-00001"]
    assert Message.objects.filter(kind="certificate").count() == 3


def test_a_subject_is_certified_once_and_a_refusal_takes_no_number(person):
    subject = uuid4()
    certify(person, subject=subject)

    with pytest.raises(AlreadyCertified), transaction.atomic():
        certify(person, subject=subject)

    assert NumberSeries.objects.get(name="A-2026").last == 1


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"minutes": 181}, {"days": ()}, {"title": " "}, {"person_name": ""}])
def test_nothing_is_certified_without_what_it_needs(person, wrong):
    with pytest.raises(NothingCertified):
        certify(person, **wrong)


def test_only_those_who_run_it_certify(person):
    made = certify(person)
    stranger = Actor(person=person)

    for act in (
        lambda: certify(person, by=stranger),
        lambda: correct_certificate(made, attended=attended(), reason="x", by=stranger, at=NOW),
        lambda: revoke_certificate(made, reason="x", by=stranger, at=NOW),
    ):
        with pytest.raises(MayNotIssue):
            act()


def test_a_correction_replaces_and_leads_to_the_new_one(person):
    old = certify(person, minutes=120)

    new = correct_certificate(old, attended=attended(minutes=175), reason="Durée", by=LEAD, at=NOW)

    assert (verified(old.code).worth, verified(new.code).worth) == ("replaced", "valid")
    assert list(certificates_of(person)) == [new]
    assert corrected_mail(new.uuid, "fr").attachments[0].content.startswith(b"%PDF")
    assert issued_mail(old.uuid, "fr") is None
    with pytest.raises(NotValidAnyMore):
        correct_certificate(old, attended=attended(), reason="encore", by=LEAD, at=NOW)
    with pytest.raises(ReasonMissing):
        revoke_certificate(new, reason=" ", by=LEAD, at=NOW)


def test_a_revoked_certificate_is_worth_nothing(person):
    made = certify(person)

    revoke_certificate(made, reason="Erreur sur la personne", by=LEAD, at=NOW)

    assert verified(made.code).worth == "revoked"
    assert list(certificates_of(person)) == []
    assert statement_of(person, year=2026).certificates == []
    assert "Erreur sur la personne" in " ".join(revoked_mail(Revocation.objects.get().uuid, "fr").paragraphs)
    with pytest.raises(NotValidAnyMore):
        revoke_certificate(made, reason="encore", by=LEAD, at=NOW)


@pytest.mark.parametrize(
    "change",
    [{"minutes": 100}, {"title": "Autre"}, {"number": 9}, {"person_name": "Autre"}, {"person_name": ""}, None],
)
def test_the_database_refuses_every_other_change(person, change):
    made = certify(person)
    rows = Certificate.objects.filter(pk=made.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change) if change else rows.delete()


def test_a_revocation_cannot_be_taken_back(person):
    revoke_certificate(certify(person), reason="Erreur", by=LEAD, at=NOW)

    for act in (lambda: Revocation.objects.update(reason="autre"), lambda: Revocation.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_every_column_is_frozen_but_those_that_move_or_are_emptied():
    frozen = next(one for one in FROZEN if one.name == "certificate_immutable")
    columns = {field.column for field in Certificate._meta.concrete_fields}

    assert columns - set(frozen.only) == {"id", "person_id", "organisation_id", "person_name", "erased_at"}
    assert connection.vendor in {"sqlite", "postgresql"}


def test_erasing_a_person_keeps_number_dates_and_hours(person):
    made = certify(person)
    erasure = next(one for one in ERASURES if "registrations.certificate.person" in one.speaks_for)

    erasure.erase(person, LEAD, NOW)
    erasure.erase(person, LEAD, NOW + timedelta(days=1))

    left = Certificate.objects.get(pk=made.pk)
    assert (left.person_name, left.erased_at, left.label, left.minutes) == ("", NOW, "A-2026-00001", 170)
    assert (verified(left.code).initials, left.last_on) == ("", date(2026, 9, 1))
    assert issued_mail(left.uuid, "fr") is None
    with pytest.raises(NotValidAnyMore):
        certificate_pdf(left, language="fr")
    with pytest.raises(NotValidAnyMore):
        correct_certificate(left, attended=attended(), reason="x", by=LEAD, at=NOW)


def test_names_go_after_six_years(person):
    old = certify(person, at=NOW.replace(year=2020, month=9))
    certify(person)
    retention = next(one for one in RETENTIONS if one.name == "certificates")

    assert retention.due(NOW.date()) == retention.purge(LEAD, NOW) == 1
    assert retention.due(NOW.date()) == 0
    assert Certificate.objects.get(erased_at=NOW) == old


def test_the_paper_says_what_was_attended_in_both_languages(person):
    made = certify(
        person,
        organisation_name="Espace Carrière",
        objectives="Bâtir le lien à distance.",
        trainers=("Anne Roy", "Luc Côté"),
        days=(date(2026, 9, 1), date(2026, 9, 8)),
    )

    french, english = certificate_data(made, "fr"), certificate_data(made, "en")

    assert french["heading"] == "Attestation de participation"
    assert french["facts"][1] == {"label": "Durée suivie", "value": "2\u00a0h\u00a050", "wide": False}
    assert english["facts"][0]["value"] == "September 1, 2026\nSeptember 8, 2026"
    assert french["accreditation"] == english["accreditation"] == ""
    assert certificate_data(certify(person, accreditation="AG-117"), "fr")["accreditation"].endswith("AG-117")
    assert certificate_pdf(made, language="fr").startswith(b"%PDF")


def test_a_statement_has_the_calendar_year_of_a_person_and_of_an_organisation(person):
    organisation = OrganisationFactory(name="Espace Carrière")
    colleague = UserFactory(given_name="=cmd", family_name="Roy")
    certify(person, organisation=organisation, days=(date(2026, 1, 1),), minutes=60)
    certify(person, days=(date(2025, 12, 31),), minutes=90)
    certify(colleague, organisation=organisation, days=(date(2026, 12, 31),), minutes=45)

    mine, ours = statement_of(person, year=2026), statement_of(organisation, year=2026)

    assert (mine.minutes, ours.minutes, ours.people) == (60, 105, 2)
    assert (years_of(person), years_of(organisation)) == ([2026, 2025], [2026])
    sheet = statement_csv(ours)
    assert "'=cmd Roy" in sheet
    assert ",1.00," in sheet
    assert statement_pdf(ours, language="en", at=NOW).startswith(b"%PDF")
