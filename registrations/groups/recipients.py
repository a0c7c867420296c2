"""Who sits in groups, for whoever writes to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.groups.models import Mandate
from registrations.writings.registry import Addressee, Source, to_person


def _of_groups(keys: Collection[int], _audience: str, on: date) -> Mapping[int, list[Addressee]]:
    live = Q(ends_on=None) | Q(ends_on__gt=on)
    seats = Mandate.objects.select_related("person", "group").filter(live, group__in=keys, starts_on__lte=on)
    found = defaultdict(list)
    for seat in seats.exclude(person=None).order_by("pk"):
        found[seat.group_id].append(to_person(seat.person, fields={"groupe": seat.group.name, "fonction": seat.office}))
    return found


SOURCES = {"registrations.Group": Source(_of_groups, {"groupe": _("name of the group"), "fonction": _("office in it")})}
