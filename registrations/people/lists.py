"""What the admin's list of people shows and filters: posts are read by name, they belong to a feature above."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.messages.models import BouncedAddress
from registrations.people.models import User

STATES = (
    ("no-address", gettext_lazy("No address to sign in with")),
    ("never", gettext_lazy("Never signed in")),
    ("unproved", gettext_lazy("Address to prove")),
    ("bounced", gettext_lazy("Address refuses our messages")),
    ("staff", gettext_lazy("Staff of a member in good standing")),
    ("no-post", gettext_lazy("No present post")),
    ("inactive", gettext_lazy("Account closed")),
    ("merged", gettext_lazy("Merged into another record")),
)


def posts() -> Any:
    """The model of posts."""
    return User._meta.get_field("affiliations").related_model


def live(on: date) -> Q:
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))


def having_post(rows: Any, **about: Any) -> Any:
    """People with a present post about which this is true."""
    mine = posts().objects.filter(live(timezone.localdate()), person=OuterRef("pk"), **about)
    return rows.filter(Exists(mine))


def choices_of(name: str) -> Any:
    return lambda: posts()._meta.get_field(name).choices


def regions() -> Any:
    return posts()._meta.get_field("organisation").related_model._meta.get_field("region").choices


def organisations(_request: Any) -> Any:
    return posts()._meta.get_field("organisation").related_model.objects.filter(archived_at=None)


def unproved(rows: Any) -> Any:
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    return rows.exclude(email=None).filter(~Exists(proved))


def bouncing(rows: Any) -> Any:
    bad = BouncedAddress.objects.open().values("address")
    return rows.filter(Q(email__in=bad) | Q(contact_email__in=bad))


def member_staff(rows: Any) -> Any:
    on = timezone.localdate()
    standing = {
        "organisation__memberships__state": "active",
        "organisation__memberships__starts_on__lte": on,
        "organisation__memberships__lapses_on__gt": on,
    }
    return having_post(rows, verified_at__isnull=False, **standing)


STATE_FILTERS: dict[str, Any] = {
    "no-address": lambda rows: rows.filter(email=None),
    "never": lambda rows: rows.filter(last_login=None),
    "unproved": unproved,
    "bounced": bouncing,
    "staff": member_staff,
    "no-post": lambda rows: rows.filter(
        ~Exists(posts().objects.filter(live(timezone.localdate()), person=OuterRef("pk")))
    ),
    "inactive": lambda rows: rows.filter(is_active=False),
    "merged": lambda rows: rows.exclude(merged_into=None),
}


def present_posts(person: User) -> str:
    """The organisations of today, from what was read with the list."""
    on = timezone.localdate()
    held = [p for p in person.affiliations.all() if p.starts_on <= on and (p.ends_on is None or p.ends_on > on)]
    return ", ".join(post.organisation.name for post in held)


def way_in(person: User) -> str:
    """What the list says of how a person signs in."""
    if person.merged_into_id:
        return _("merged record")
    if not person.is_active:
        return _("account closed")
    if not person.email:
        return _("no address")
    proved = any(row.verified for row in person.emailaddress_set.all())  # type: ignore[attr-defined]  # allauth's
    return _("proved address") if proved else _("to prove")
