"""The smallest valid rows of the register."""

import hashlib
import io
from datetime import UTC, date, datetime

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from pypdf import PdfWriter

from registrations.actors import Actor, Via
from registrations.files.storages import private_storage
from registrations.files.uploads import Received
from registrations.ids import uuid7
from registrations.memberships.actions import Declared, Finding, apply_for_membership, study
from registrations.memberships.queries import criteria_of
from registrations.models import (
    AdmissionCriterion,
    Affiliation,
    Contact,
    Group,
    Mandate,
    Membership,
    MembershipCategory,
    MembershipYear,
    Organisation,
    SeatPool,
    ServicePoint,
    Term,
    User,
)

NOW = datetime(2026, 10, 6, 13, 0, tzinfo=UTC)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@exemple.test")
    given_name = "Camille"
    family_name = factory.Sequence(lambda n: f"Tremblay-{n}")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Centre {n}")
    slug = factory.Sequence(lambda n: f"centre-{n}")
    region = "06"


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    kind = "speciality"
    slug = factory.Sequence(lambda n: f"mot-{n}")
    name_fr = factory.Sequence(lambda n: f"Mot {n}")


class ServicePointFactory(DjangoModelFactory):
    class Meta:
        model = ServicePoint

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Point {n}")
    municipality = "Gaspé"


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    organisation = factory.SubFactory(OrganisationFactory)
    kind = "general"
    name = factory.Sequence(lambda n: f"Dominique Roy-{n}")


class AffiliationFactory(DjangoModelFactory):
    class Meta:
        model = Affiliation

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    starts_on = date(2020, 1, 1)
    verified_at = datetime(2020, 1, 1, 12, tzinfo=UTC)


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = Group

    name = factory.Sequence(lambda n: f"Comité {n}")
    slug = factory.Sequence(lambda n: f"comite-{n}")
    kind = "committee"


class MandateFactory(DjangoModelFactory):
    class Meta:
        model = Mandate

    group = factory.SubFactory(GroupFactory)
    person = factory.SubFactory(UserFactory)
    starts_on = date(2020, 1, 1)


class MembershipYearFactory(DjangoModelFactory):
    class Meta:
        model = MembershipYear
        django_get_or_create = ("label",)

    label = "2026-2027"
    starts_on = date(2026, 4, 1)
    ends_on = date(2027, 4, 1)


class MembershipCategoryFactory(DjangoModelFactory):
    class Meta:
        model = MembershipCategory
        django_get_or_create = ("slug",)

    slug = "actif"
    name_fr = "Membre actif"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    year = factory.SubFactory(MembershipYearFactory)
    category = factory.SubFactory(MembershipCategoryFactory)
    state = "active"
    starts_on = date(2026, 4, 1)
    ends_on = date(2027, 4, 1)
    lapses_on = date(2027, 6, 30)
    requested_at = NOW


class AdmissionCriterionFactory(DjangoModelFactory):
    class Meta:
        model = AdmissionCriterion

    category = factory.SubFactory(MembershipCategoryFactory)
    position = factory.Sequence(lambda n: n + 1)
    text_fr = factory.LazyAttribute(lambda criterion: f"Critère {criterion.position}")
    reference = "art. 5.2"


def received_file(name="statuts.pdf"):
    """A checked file, as the doors hand it to actions; its bytes are a PDF of one blank page."""
    stored = private_storage().save(f"memberships/2026/{uuid7()}.pdf", ContentFile(blank_pdf()))
    size, digest = len(blank_pdf()), hashlib.sha256(blank_pdf()).hexdigest()
    return Received(name=stored, original_name=name, extension="pdf", size=size, sha256=digest, pages=1)


def blank_pdf():
    """The smallest PDF that a reader opens."""
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(content)
    return content.getvalue()


def apply(person, category, *, subject=None, role="director", message="", documents=(), met=True, at=NOW):
    """An application that answers to the present criteria of the category; `subject` None is a known centre."""
    shown = list(criteria_of(category).values_list("uuid", flat=True))
    return apply_for_membership(
        subject=OrganisationFactory() if subject is None else subject,
        role=role,
        category=category,
        declared=Declared(shown=shown, met=shown if met else []),
        message=message,
        documents=documents,
        by=Actor(person=person, via=Via.PORTAL),
        at=at,
    )


def study_all(application, *, met=True, at=NOW):
    """Every criterion of the application is found met, or not."""
    findings = {row.uuid: Finding(met) for row in application.criteria.all()}
    return study(application=application, findings=findings, by=Actor.system("tests"), at=at)


class SeatPoolFactory(DjangoModelFactory):
    class Meta:
        model = SeatPool

    capacity = 10
