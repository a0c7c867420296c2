"""Reading categories, criteria and applications."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from registrations.actors import Actor
from registrations.errors import NotFound
from registrations.memberships.errors import NoYearOpen
from registrations.memberships.models import (
    AdmissionCriterion,
    ApplicationCriterion,
    ApplicationDocument,
    ApplicationRequest,
    Membership,
    MembershipApplication,
    MembershipCategory,
    MembershipYear,
)
from registrations.memberships.queries.standing import belongings_of, organisations_managed_by
from registrations.organisations.models import Affiliation, Organisation
from registrations.organisations.queries import OrganisationBook
from registrations.people.models import User


def year_for(day: date) -> MembershipYear:
    """The year that holds this day, else the next one that is open. Raises `NoYearOpen`."""
    year = MembershipYear.objects.filter(ends_on__gt=day).order_by("starts_on").first()
    if year is None:
        raise NoYearOpen()
    return year


def categories_asked() -> list[MembershipCategory]:
    """The categories that one may apply for: those with criteria, each with its present ones (two statements)."""
    present = AdmissionCriterion.objects.filter(retired_at=None).order_by("position", "pk")
    asked = MembershipCategory.objects.filter(Exists(present.filter(category=OuterRef("pk")).order_by()))
    return list(asked.prefetch_related(Prefetch("criteria", queryset=present, to_attr="asked")))


def category_asked(slug: str) -> MembershipCategory:
    """One of them. Raises `NotFound`."""
    found = next((category for category in categories_asked() if category.slug == slug), None)
    if found is None:
        raise NotFound()
    return found


def criteria_of(category: MembershipCategory) -> QuerySet[AdmissionCriterion]:
    """What is asked today in a category, in order."""
    return category.criteria.filter(retired_at=None).order_by("position", "pk")


def registrars_of(organisation: Organisation, *, on: date) -> list[User]:
    """Who verifiably answers for an organisation that day."""
    posts = Affiliation.objects.live(on=on).filter(organisation=organisation, is_registrar=True)
    return [post.person for post in posts.exclude(verified_at=None).select_related("person").order_by("pk")]


def applicable(person: User, *, on: date) -> list[Organisation]:
    """The organisations where this person works that are not members, for which they could apply."""
    return [b.organisation for b in belongings_of(person, on=on) if not b.in_good_standing]


def known_organisation(*, name: str, neq: str) -> Organisation | None:
    """The organisation that the register already has under this NEQ or exactly this name."""
    book = OrganisationBook.load()
    return (book.find(neq) if neq else None) or book.find(name)


def application_of(membership: Membership) -> MembershipApplication | None:
    """What the organisation sent, when it applied by itself."""
    found = MembershipApplication.objects.filter(membership=membership)
    return found.select_related("applicant", "membership__organisation", "membership__year").first()


def whole(applications: QuerySet[MembershipApplication]) -> QuerySet[MembershipApplication]:
    """Applications with what a screen shows of them (four statements)."""
    related = ("membership__organisation", "membership__year", "membership__category", "applicant")
    return applications.select_related(*related).prefetch_related("criteria", "documents", "requests")


def studied(applications: QuerySet[MembershipApplication]) -> QuerySet[MembershipApplication]:
    """Applications with how many of their criteria are found met, of how many, and how many answers are awaited."""
    criteria = ApplicationCriterion.objects.filter(application=OuterRef("pk")).order_by()
    asked = ApplicationRequest.objects.filter(application=OuterRef("pk"), answered_at=None).order_by()
    return applications.annotate(
        criteria_count=_number(criteria), met_count=_number(criteria.filter(met=True)), awaited_count=_number(asked)
    )


def _number(rows: "QuerySet[Any]") -> Coalesce:
    counted = rows.values("application").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def applications_of(by: Actor, *, on: date) -> QuerySet[MembershipApplication]:
    """Those of the organisations whose registrar the actor is, and those that they sent for where they still work; the
    latest first."""
    if by.person is None:
        return MembershipApplication.objects.none()
    managed = [organisation.pk for organisation in organisations_managed_by(by, on=on)]
    posts = Affiliation.objects.live(on=on).filter(person=by.person).order_by().values("organisation")
    mine = Q(applicant=by.person, membership__organisation__in=posts) | Q(membership__organisation__in=managed)
    return MembershipApplication.objects.filter(mine).order_by("-pk")


def application_for(uuid: UUID, *, by: Actor, on: date) -> MembershipApplication:
    """One that the actor follows. Raises `NotFound`."""
    application = applications_of(by, on=on).filter(uuid=uuid).first()
    if application is None:
        raise NotFound()
    return application


def document_for(uuid: UUID, *, by: Actor, on: date) -> ApplicationDocument:
    """A document, for the team, the applicant and the registrars. Raises `NotFound` for anybody else."""
    found = ApplicationDocument.objects.select_related("application").filter(uuid=uuid)
    if not by.is_team:
        found = found.filter(application__in=applications_of(by, on=on).order_by().values("pk"))
    document = found.first()
    if document is None:
        raise NotFound()
    return document


def followed(slug: str, *, by: Actor, on: date) -> Organisation:
    """The organisation of this address, for its registrars and for whoever applied for it. Raises `NotFound`."""
    managed = next((each for each in organisations_managed_by(by, on=on) if each.slug == slug), None)
    if managed is not None:
        return managed
    sent = applications_of(by, on=on).filter(membership__organisation__slug=slug)
    application = sent.select_related("membership__organisation").first()
    if application is None:
        raise NotFound()
    return application.membership.organisation


def latest_application(organisation: Organisation, *, by: Actor, on: date) -> MembershipApplication | None:
    """The last application for an organisation that the actor may follow."""
    return whole(applications_of(by, on=on)).filter(membership__organisation=organisation).first()


def membership_for(uuid: UUID, *, by: Actor, on: date) -> Membership:
    """A membership, for the registrars of its organisation and whoever applied for it. Raises `NotFound`."""
    rows = Membership.objects.select_related("organisation", "year", "category").filter(uuid=uuid)
    if not by.is_team:
        managed = [organisation.pk for organisation in organisations_managed_by(by, on=on)]
        sent = applications_of(by, on=on).order_by().values("membership")
        rows = rows.filter(Q(organisation__in=managed) | Q(pk__in=sent))
    membership = rows.first()
    if membership is None:
        raise NotFound()
    return membership
