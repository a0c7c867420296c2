"""The declaration on the page of a registrar's organisation."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registrations.actors import Actor
from registrations.dates import spelled_day
from registrations.organisations.models import Organisation
from registrations.organisations.registry import Tile
from registrations.renewals.models import Declaration
from registrations.renewals.queries import latest_declaration


def declaration_tile(organisation: Organisation, by: Actor, at: datetime) -> Tile | None:  # noqa: ARG001 - a tile maker's signature
    """Where the latest declaration is; none before the first campaign."""
    found = latest_declaration(organisation)
    if found is None:
        return None
    facts, urgent = _said(found, at=at)
    url = reverse("renewals:declaration", args=[organisation.slug, found.campaign.year.label])
    title = _("Yearly declaration")
    return Tile(title, url, order=40, icon="file-text", facts=(str(found.campaign.year), *facts), urgent=urgent)


def _said(found: Declaration, *, at: datetime) -> tuple[tuple[str, ...], tuple[str, ...]]:
    language = get_language() or "fr"
    if found.signed_at:
        return (_("Signed on %(day)s") % {"day": spelled_day(localdate(found.signed_at), language, weekday=False)},), ()
    if found.declined_at:
        return (_("Does not renew"),), ()
    day = {"day": spelled_day(found.due_on, language, weekday=False)}
    if found.is_late(on=localdate(at)):
        return (_("It was due on %(day)s") % day,), (_("To be signed: late"),)
    return (_("Due on %(day)s") % day,), (_("To be signed"),)
