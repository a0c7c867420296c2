"""What memberships hold of a person: the applications that they sent; and whose organisation is a member."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.dates import day_begins
from registrations.memberships.models import ApplicationDocument, ApplicationRequest, Membership, MembershipApplication
from registrations.memberships.rules import ENDED, MembershipState
from registrations.organisations.models import Affiliation
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Export, Fate, Gone, Kept, Retention
from registrations.privacy.rules import Basis, Ground, tacit_until

KEPT_DAYS = 365


def preview(person: User, on: date) -> Iterator[Fate]:  # noqa: ARG001  # the registry's signature
    if number := _worded(person).count() + _answered(person).count():
        yield Gone(_("Messages and answers in membership applications"), number)
    if number := MembershipApplication.objects.filter(applicant=person).count():
        why = _("The organisation's criteria, documents and decision, without any name.")
        yield Kept(_("Membership applications"), number, why)


def erase(person: User, by: Actor, at: datetime) -> None:  # noqa: ARG001  # the registry's signature
    """Their own words go; what the organisation asked for and got stays."""
    _worded(person).update(message="")
    _answered(person).update(answer="")


def _worded(person: User) -> "QuerySet[MembershipApplication]":
    return MembershipApplication.objects.filter(applicant=person).exclude(message="")


def _answered(person: User) -> "QuerySet[ApplicationRequest]":
    return ApplicationRequest.objects.filter(application__applicant=person).exclude(answer="")


def applications(person: User) -> Iterator[Mapping[str, Any]]:
    sent = MembershipApplication.objects.filter(applicant=person).order_by("pk")
    for application in sent.select_related("membership__organisation"):
        yield {
            "id": str(application.uuid),
            "organisation": application.membership.organisation.name,
            "state": str(application.membership.get_state_display()),
            "submitted_at": application.submitted_at,
            "message": application.message,
        }


def old_documents(on: date) -> "QuerySet[ApplicationDocument]":
    """What was joined to applications refused or withdrawn more than a year before."""
    decided = day_begins(on - timedelta(days=KEPT_DAYS))
    ended = {"application__membership__state__in": ENDED, "application__decided_at__lt": decided}
    return ApplicationDocument.objects.filter(**ended)


def forget_documents(_by: Actor, at: datetime) -> int:
    """Rows and bytes."""
    gone = list(old_documents(at.date()))
    for document in gone:
        document.file.delete(save=False)
        document.delete()
    return len(gone)


def members(people: Collection[int], on: date) -> Iterator[tuple[int, Ground]]:
    """A membership is a basis to write to the staff, while they work there, until two years after it lapsed."""
    staff: dict[int, list[int]] = defaultdict(list)
    posts = Affiliation.objects.live(on=on).filter(person__in=people)
    for person, organisation in posts.values_list("person", "organisation"):
        staff[organisation].append(person)
    held = Membership.objects.filter(organisation__in=staff, state=MembershipState.ACTIVE, starts_on__lte=on)
    for membership in held.select_related("organisation"):
        until = tacit_until(Basis.MEMBERSHIP, membership.lapses_on)
        ground = Ground(Basis.MEMBERSHIP, membership.starts_on, until, membership.organisation.name)
        for person in staff[membership.organisation_id]:
            yield person, ground


TACIT = [members]
ERASURES = [Erasure(preview, erase, speaks_for=("registrations.membershipapplication.applicant",))]
EXPORTS = [
    Export(
        "membership_applications",
        _("The membership applications that you sent"),
        applications,
        columns={"organisation": _("Organisation"), "state": _("State"), "submitted_at": _("Received")},
    )
]
RETENTIONS = [
    Retention(
        "application_documents",
        _("Documents of membership applications refused or withdrawn"),
        _("Deleted a year after the decision; the criteria and the decision stay."),
        lambda on: old_documents(on).count(),
        forget_documents,
    )
]
