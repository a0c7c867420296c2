"""Two records of one person become one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.text import capfirst

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.journal.actions import log
from registrations.people.actions.leaving import end_sessions
from registrations.people.actions.locks import lock_people
from registrations.people.actions.signing import prove_address
from registrations.people.actions.tokens import end_tokens
from registrations.people.errors import (
    PersonMerged,
    RecordOfTeam,
    RecordsContradict,
    RegisterNotYours,
    SamePerson,
)
from registrations.people.models import User
from registrations.people.queries import addresses_of, proved_record
from registrations.people.registry import MERGES, rows_of
from registrations.people.rules import may_keep_register

FILLED = ("given_name", "family_name", "phone", "contact_email")
OWN = (  # moved, deleted or emptied with the record itself, below
    "account.emailaddress.user",
    "mfa.authenticator.user",
    "registrations.addressproof.person",
    "registrations.user.merged_into",
    "registrations.user_groups.user",
    "registrations.user_user_permissions.user",
    "usersessions.usersession.user",
    "wagtailusers.userprofile.user",
    "wagtailadmin.editingsession.user",
    "wagtailadmin.formstate.user",
)
UNSEEN = ("registrations.entry.person", "registrations.addressproof.person", "usersessions.usersession.user")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: rows that move (name, number), fields of the kept record that it fills, and why not."""

    moves: tuple[tuple[str, int], ...]
    filled: tuple[str, ...]
    refusals: tuple[str, ...]


@transaction.atomic
def merge_people(*, kept: User, dropped: User, by: Actor, at: datetime) -> User:
    """Move all that is `dropped`'s to `kept`; `dropped` stays as an empty, inactive record that leads to `kept`.

    What `kept` says wins; what it leaves empty is filled. The addresses of `dropped` sign in again once they are
    proved, as addresses of `kept`; its password, passkeys, sessions and tokens end. By the team, or by the person who
    has just proved an address of the other record.
    """
    _expect_right(kept, dropped, by=by, at=at)
    lock_people(kept, dropped)
    kept.refresh_from_db()
    dropped.refresh_from_db()
    _expect_two(kept, dropped)
    moved = {key: rows_of(key, dropped).count() for key in keys_to_people() if key not in OWN}
    end_sessions(dropped, opened_with=None)
    end_tokens(dropped, by=by, at=at)
    for merge in MERGES:
        merge.move(kept, dropped, by, at)
    _move_the_rest(kept, dropped)
    filled = _join(kept, dropped, at=at)
    counts = {key: count for key, count in moved.items() if count}
    log(kept, "people.merge", by=by, at=at, dropped=str(dropped.uuid), fields=filled, moved=counts)
    log(dropped, "people.merged_into", by=by, at=at, kept=str(kept.uuid))
    return kept


@transaction.atomic
def join_record(*, kept: User, dropped: User, email: str, by: Actor, at: datetime) -> None:
    """Merge the other record of a person who proved its address; this address then signs in."""
    merge_people(kept=kept, dropped=dropped, by=by, at=at)
    prove_address(kept, email=email, by=by, at=at)


def preview_people(*, kept: User, dropped: User, by: Actor, at: datetime) -> Preview:
    """Try the merge and take everything back: the preview is what would happen, not a description of it."""
    moves = tuple(_moves(dropped))
    filled = tuple(_labels(_fillable(kept, dropped)))
    refusals: list[str] = []
    fresh = {person.pk: person for person in User.objects.filter(pk__in=[kept.pk, dropped.pk])}
    with transaction.atomic():
        try:
            merge_people(kept=fresh[kept.pk], dropped=fresh[dropped.pk], by=by, at=at)
        except DomainError as refusal:
            refusals.append(str(refusal))
        transaction.set_rollback(True)
    return Preview(moves, filled, tuple(refusals))


def keys_to_people() -> list[str]:
    """`training.enrolment.person`, of every application; an inherited key once, where it is declared."""
    models = apps.get_models(include_auto_created=True)
    return sorted(
        f"{model._meta.label_lower}.{field.name}"
        for model in models
        for field in model._meta.concrete_fields
        if field.related_model is User and field.model is model
    )


def _expect_right(kept: User, dropped: User, *, by: Actor, at: datetime) -> None:
    guarded = dropped.groups.exists() or dropped.is_superuser or Authenticator.objects.filter(user=dropped).exists()
    if guarded and not by.has():
        raise RecordOfTeam()
    if may_keep_register(by):
        return
    known = any(proved_record(kept, email=address, at=at) == dropped for address in addresses_of(dropped))
    if by.person != kept or not known:
        raise RegisterNotYours()


def _expect_two(kept: User, dropped: User) -> None:
    if kept.pk == dropped.pk:
        raise SamePerson()
    if any(person.erased_at or person.merged_into_id for person in (kept, dropped)):
        raise PersonMerged()


def _move_the_rest(kept: User, dropped: User) -> None:
    """What no feature speaks for: who did, asked, owns."""
    spoken = {*OWN, *(key for merge in MERGES for key in merge.speaks_for)}
    for key in keys_to_people():
        if key in spoken:
            continue
        rows = rows_of(key, dropped)
        try:
            with transaction.atomic():
                rows.update(**{key.rpartition(".")[2]: kept})
        except IntegrityError as error:
            what = str(rows.model._meta.verbose_name_plural)
            raise RecordsContradict(what=what, which="…") from error


def _join(kept: User, dropped: User, *, at: datetime) -> list[str]:
    """Complete `kept`; empty `dropped`. Its addresses wait to be proved again, as addresses of `kept`."""
    filled = _fillable(kept, dropped)
    values = {name: getattr(dropped, name) for name in filled}
    signed_in_with = [row.email for row in EmailAddress.objects.filter(user=dropped)]
    signed_in_with += [dropped.email] if dropped.email and dropped.email not in signed_in_with else []
    for key in OWN:
        if key != "registrations.user.merged_into":
            rows_of(key, dropped).delete()
    emptied = {"email": None, "contact_email": "", "phone": "", "password": make_password(None), "is_superuser": False}
    User.objects.filter(merged_into=dropped).update(merged_into=kept)
    User.objects.filter(pk=dropped.pk).update(**emptied, is_active=False, merged_into=kept, merged_at=at)
    if kept.email is None and signed_in_with:
        values["email"] = signed_in_with[0]
    if values:
        User.objects.filter(pk=kept.pk).update(**values)
    kept.refresh_from_db()
    dropped.refresh_from_db()
    for email in signed_in_with:
        EmailAddress.objects.get_or_create(user=kept, email=email, defaults={"primary": email == kept.email})
    return filled


def _fillable(kept: User, dropped: User) -> list[str]:
    return [name for name in FILLED if not getattr(kept, name) and getattr(dropped, name)]


def _moves(dropped: User) -> Iterator[tuple[str, int]]:
    for key in keys_to_people():
        if key not in (*OWN, *UNSEEN) and (count := rows_of(key, dropped).count()):
            model = apps.get_model(key.rpartition(".")[0])
            yield capfirst(str(model._meta.verbose_name_plural)), count


def _labels(names: list[str]) -> list[str]:
    return [capfirst(str(User._meta.get_field(name).verbose_name)) for name in names]  # type: ignore[union-attr]  # fields of ours
