"""Who is behind organisations, posts and people, for whoever writes to several of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from registrations.organisations.models import Affiliation, Contact, Organisation
from registrations.organisations.rules import ContactKind
from registrations.people.models import User
from registrations.writings.registry import Addressee, Source, to_person

REGISTRARS, DIRECTION, STAFF, OWN = "registrars", "directors", "staff", "own"
CONTACT = "contact-"
Found = Mapping[int, list[Addressee]]
FIELDS = {"organisme": _("name of the organisation"), "région": _("its region"), "municipalité": _("its municipality")}


def _said(organisation: Organisation) -> dict[str, str]:
    return {"région": organisation.get_region_display(), "municipalité": organisation.municipality}


def _of_organisations(keys: Collection[int], audience: str, on: date) -> Found:
    if audience == OWN:
        rows = Organisation.objects.filter(pk__in=keys).exclude(email="")
        return {row.pk: [_at(row, row.email)] for row in rows}
    if audience.startswith(CONTACT):
        return _contacts(keys, audience.removeprefix(CONTACT))
    posts = Affiliation.objects.live(on=on).select_related("person", "organisation").filter(organisation__in=keys)
    if audience == REGISTRARS:
        posts = posts.filter(is_registrar=True)
    elif audience == DIRECTION:
        posts = posts.filter(role="director")
    found = defaultdict(list)
    for post in posts.order_by("pk"):
        found[post.organisation_id].append(
            to_person(post.person, organisation=post.organisation, fields=_said(post.organisation))
        )
    return found


def _contacts(keys: Collection[int], kind: str) -> Found:
    found = defaultdict(list)
    rows = Contact.objects.select_related("organisation", "person").filter(organisation__in=keys, kind=kind)
    for row in rows.order_by("pk"):
        found[row.organisation_id].append(_at(row.organisation, row.shown_email, row.person))
    return found


def _at(organisation: Organisation, address: str, person: User | None = None) -> Addressee:
    return Addressee(
        person=person,
        address=address,
        language=person.language if person else "fr",
        organisation_id=organisation.pk,
        fields={"organisme": organisation.name, **_said(organisation)},
    )


def _of_affiliations(keys: Collection[int], _audience: str, _on: date) -> Found:
    posts = Affiliation.objects.select_related("person", "organisation").filter(pk__in=keys)
    return {p.pk: [to_person(p.person, organisation=p.organisation, fields=_said(p.organisation))] for p in posts}


def _of_people(keys: Collection[int], _audience: str, _on: date) -> Found:
    return {person.pk: [to_person(person)] for person in User.objects.filter(pk__in=keys, erased_at=None)}


SOURCES = {
    "registrations.Organisation": Source(
        _of_organisations,
        FIELDS,
        audiences={
            REGISTRARS: _("Their registrars"),
            DIRECTION: _("Their directors"),
            STAFF: _("All their staff"),
            OWN: _("The organisation's own address"),
            **{f"{CONTACT}{kind.value}": format_lazy("{} – {}", _("Contact"), kind.label) for kind in ContactKind},
        },
    ),
    "registrations.Affiliation": Source(_of_affiliations, FIELDS),
    "registrations.User": Source(_of_people),
}
