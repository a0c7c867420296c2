"""The record of a person: identity, addresses, the ways to sign in, sessions and tokens."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor, Role
from registrations.people.models import AddressProof, ApiToken, FormerAddress, User
from registrations.privacy.queries import Marks, marks_of
from registrations.privacy.registry import Blocks, Erasure, Export, Fate, Gone, Retention

SIGN_INS_KEPT = timedelta(days=90)
TOKENS_KEPT = timedelta(days=366)


def preview(person: User, _on: date) -> Iterator[Fate]:
    if roles := person.groups.filter(name__in=Role.values).count() or int(person.is_superuser):
        yield Blocks(_("Roles in the team"), roles, _("Take these roles back first (Settings, Team)."))
    if person.erased_at is None:
        yield Gone(_("Names, telephone, contact address"), 1)
    for what, rows in _sign_in(person):
        if number := rows.count():
            yield Gone(what, number)


def erase(person: User, _by: Actor, at: datetime) -> None:
    """Last of all: the others look for the names and addresses that go here."""
    marks = marks_of(person)
    _close_sessions(person, marks)
    for _what, rows in _sign_in(person):
        rows.delete()
    person.groups.clear()
    person.user_permissions.clear()
    gone = {"given_name": "", "family_name": "", "phone": "", "contact_email": "", "email": None, "last_login": None}
    User.objects.filter(merged_into=person).update(given_name="", family_name="")
    User.objects.filter(pk=person.pk).update(
        **gone, is_active=False, is_superuser=False, password=make_password(None), erased_at=person.erased_at or at
    )


def _sign_in(person: User) -> list[tuple[Any, "QuerySet[Any]"]]:
    return [
        (_("Addresses to sign in with"), EmailAddress.objects.filter(user=person)),
        (_("Addresses of former employers"), FormerAddress.objects.filter(person=person)),
        (_("Codes sent to addresses"), AddressProof.objects.filter(person=person)),
        (_("Passkeys and second steps"), Authenticator.objects.filter(user=person)),
        (_("Sign-ins and their devices"), UserSession.objects.filter(user=person)),
        (_("API tokens"), ApiToken.objects.filter(person=person)),
    ]


def _close_sessions(person: User, marks: Marks) -> None:
    """Theirs, and those of a visitor who was asked for a code at one of their addresses."""
    stores = import_module(settings.SESSION_ENGINE)
    for session in Session.objects.iterator():
        said = session.get_decoded()
        if str(said.get("_auth_user_id")) == str(person.pk) or any(one in str(said) for one in marks.addresses):
            stores.SessionStore().delete(session.session_key)


def profile(person: User) -> Iterator[Mapping[str, Any]]:
    yield {
        "id": str(person.uuid),
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": person.email or "",
        "contact_email": person.contact_email,
        "phone": person.phone,
        "language": person.language,
        "created_at": person.created_at,
        "last_login": person.last_login,
        "imported": person.historical,
    }


def addresses(person: User) -> Iterator[Mapping[str, Any]]:
    yield from EmailAddress.objects.filter(user=person).order_by("email").values("email", "verified", "primary")


def sign_ins(person: User) -> Iterator[Mapping[str, Any]]:
    rows = UserSession.objects.filter(user=person).order_by("-last_seen_at")
    yield from rows.values("created_at", "last_seen_at", "ip", "user_agent")


def ways(person: User) -> Iterator[Mapping[str, Any]]:
    yield from Authenticator.objects.filter(user=person).order_by("pk").values("type", "created_at", "last_used_at")


def tokens(person: User) -> Iterator[Mapping[str, Any]]:
    rows = ApiToken.objects.filter(person=person)
    yield from rows.values("name", "scopes", "created_at", "expires_at", "revoked_at", "last_used_at")


def old_sign_ins(on: date) -> Any:
    return UserSession.objects.filter(last_seen_at__date__lt=on - SIGN_INS_KEPT)


def old_tokens(on: date) -> "QuerySet[ApiToken]":
    return ApiToken.objects.filter(expires_at__date__lt=on - TOKENS_KEPT)


def old_proofs(on: date) -> "QuerySet[AddressProof]":
    return AddressProof.objects.filter(expires_at__date__lt=on - timedelta(days=1))


def old_sessions(on: date) -> "QuerySet[Session]":
    return Session.objects.filter(expire_date__date__lt=on)


def _counted(rows: Any) -> Any:
    return lambda on: rows(on).count()


def _deleted(rows: Any) -> Any:
    def purge(_by: Actor, at: datetime) -> int:
        number: int = rows(at.date()).delete()[0]
        return number

    return purge


ERASURES = [
    Erasure(
        preview,
        erase,
        speaks_for=(
            "account.emailaddress.user",
            "mfa.authenticator.user",
            "registrations.addressproof.person",
            "registrations.apitoken.person",
            "registrations.formeraddress.person",
            "registrations.user.merged_into",  # a record that was merged is empty, and keeps saying with which
            "registrations.user_groups.user",
            "registrations.user_user_permissions.user",
            "usersessions.usersession.user",
        ),
        last=True,
    )
]
EXPORTS = [
    Export(
        "profile",
        _("Your profile"),
        profile,
        columns={
            "given_name": _("Given name"),
            "family_name": _("Family name"),
            "email": _("Address to sign in with"),
            "contact_email": _("Contact address"),
            "phone": _("Telephone"),
            "created_at": _("Registered on"),
            "last_login": _("Last signed in"),
        },
        correct="people:profile",
    ),
    Export(
        "addresses",
        _("Your addresses"),
        addresses,
        columns={"email": _("Address"), "verified": _("Verified"), "primary": _("Main one")},
        correct="people:addresses",
    ),
    Export(
        "sign_ins",
        _("Your sign-ins"),
        sign_ins,
        columns={"last_seen_at": _("Last seen"), "ip": _("IP address"), "user_agent": _("Device")},
        correct="usersessions_list",
    ),
    Export(
        "second_steps",
        _("Your passkeys and second steps"),
        ways,
        columns={"type": _("Kind"), "created_at": _("Added on"), "last_used_at": _("Last used")},
        correct="mfa_index",
    ),
    Export("api_tokens", _("Your API tokens"), tokens, columns={"name": _("Name"), "expires_at": _("Expires")}),
]
RETENTIONS = [
    Retention(
        "proofs",
        _("Codes sent to addresses"),
        _("Deleted a day after they expired."),
        _counted(old_proofs),
        _deleted(old_proofs),
    ),
    Retention(
        "sessions",
        _("Browser sessions"),
        _("Deleted once they have expired."),
        _counted(old_sessions),
        _deleted(old_sessions),
    ),
    Retention(
        "sign_ins",
        _("Sign-ins: IP address and device"),
        _("Deleted 90 days after the last visit."),
        _counted(old_sign_ins),
        _deleted(old_sign_ins),
    ),
    Retention(
        "api_tokens",
        _("API tokens that ended"),
        _("Deleted a year after their end."),
        _counted(old_tokens),
        _deleted(old_tokens),
    ),
]
