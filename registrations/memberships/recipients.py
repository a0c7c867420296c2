"""The registrars of member organisations, for whoever writes to them about their membership."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from registrations.memberships.models import Membership
from registrations.organisations.models import Affiliation
from registrations.writings.registry import Addressee, Source, to_person


def _of_memberships(keys: Collection[int], _audience: str, on: date) -> Mapping[int, list[Addressee]]:
    memberships = Membership.objects.select_related("year").filter(pk__in=keys)
    by_organisation = defaultdict(list)
    for membership in memberships:
        by_organisation[membership.organisation_id].append(membership)
    posts = Affiliation.objects.live(on=on).select_related("person", "organisation")
    found = defaultdict(list)
    for post in posts.filter(organisation__in=by_organisation, is_registrar=True).order_by("pk"):
        for membership in by_organisation[post.organisation_id]:
            fields = {"année": membership.year.label}
            found[membership.pk].append(to_person(post.person, organisation=post.organisation, fields=fields))
    return found


SOURCES = {
    "registrations.Membership": Source(
        _of_memberships,
        {"organisme": _("name of the organisation"), "année": _("year of the membership")},
        audiences={"registrars": _("Their registrars")},
    )
}
