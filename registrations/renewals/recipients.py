"""Who answers for the organisations of some declarations: those who are late, those who have not paid."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.dates import spelled_day
from registrations.renewals.models import Declaration
from registrations.renewals.queries import answering
from registrations.writings.registry import Addressee, Source, to_person


def _of_declarations(keys: Collection[int], _audience: str, on: date) -> Mapping[int, list[Addressee]]:
    rows = Declaration.objects.filter(pk__in=keys).select_related("membership__organisation", "campaign__year")
    declarations = list(rows.order_by("pk"))
    people = answering([row.membership.organisation_id for row in declarations], on=on)
    language, found = get_language() or "fr", defaultdict(list)
    for row in declarations:
        organisation = row.membership.organisation
        day = spelled_day(row.due_on, language, weekday=False)
        fields = {"année": row.campaign.year.label, "échéance": day}
        for person in people.get(organisation.pk, []):
            found[row.pk].append(to_person(person, organisation=organisation, fields=fields))
    return found


SOURCES = {
    "registrations.Declaration": Source(
        _of_declarations,
        {"organisme": _("name of the organisation"), "année": _("year of the membership"), "échéance": _("due date")},
        audiences={"answering": _("Their registrars and direction")},
    )
}
