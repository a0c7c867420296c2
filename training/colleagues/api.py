"""Registering oneself or colleagues: `/training/sessions/{id}/enrolments`."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Router, Status

from registrations.actors import Actor
from registrations.errors import NotFound
from registrations.idempotency.actions import idempotent
from registrations.memberships.queries import organisations_managed_by
from registrations.organisations.models import Organisation
from registrations.people.credentials import signed_in
from registrations.people.requests import actor
from training.colleagues.actions import Registered, hand_over_to, judge_all, register_all, wishes_for
from training.colleagues.rules import Named
from training.colleagues.schemas import ColleagueOut, ColleaguesOut, EnrolIn, ReplaceIn
from training.enrolments.actions import enrol
from training.enrolments.errors import NotYourPerson
from training.enrolments.queries import enrolment_for
from training.enrolments.schemas import EnrolmentOut
from training.sessions.models import Session
from training.sessions.queries import visible_session

router = Router()


@router.post(
    "/sessions/{uuid:session_id}/enrolments",
    response={201: EnrolmentOut | ColleaguesOut, 200: ColleaguesOut},
    auth=signed_in,
    operation_id="training_enrol",
)
def create_enrolment(
    request: HttpRequest, session_id: UUID, body: EnrolIn | None = Body(None), dry_run: bool = False
) -> Any:
    """Register oneself: a seat, or a place on the waiting list (`state` says which). With `people`, a registrar's
    colleagues: a verdict for each; `dry_run=true` writes nothing."""
    me, now = actor(request), timezone.now()

    def act() -> Status[Any]:
        session = visible_session(session_id, to=me, at=now)
        accepted = body is not None and body.terms_accepted
        if body is None or body.people is None:
            assert me.person is not None  # noqa: S101 - `signed_in` let them in
            answered = body.answered if body is not None else {"answers": {}}
            made = enrol(session=session, person=me.person, accepted=accepted, **answered, by=me, at=now)
            return Status(201, EnrolmentOut.of(made, to=me.person))
        people = [Named(str(one.email).lower(), one.given_name, one.family_name) for one in body.people]
        wishes = wishes_for(_organisation(me, body.organisation), [session], people, at=now)
        given = {"by": me, "at": now}
        if dry_run:
            judged = judge_all(_organisation(me, body.organisation), wishes, **given)
            done = [Registered(one, None) for one in judged]
        else:
            done = register_all(_organisation(me, body.organisation), wishes, accepted=accepted, **given)
        return Status(200 if dry_run else 201, _out(session, done, dry_run=dry_run))

    return act() if dry_run else idempotent(request, act)


@router.post(
    "/enrolments/{uuid:enrolment_id}/replace",
    response={201: EnrolmentOut},
    auth=signed_in,
    operation_id="training_replace_person",
)
def replace_person(request: HttpRequest, enrolment_id: UUID, body: ReplaceIn) -> Any:
    """Until the start, give the seat to somebody else: for the registrars of the organisation and the team. The seat,
    its order and the waiting list do not change; the answer is the registration of the newcomer."""
    me, now = actor(request), timezone.now()
    named = Named(str(body.email).lower(), body.given_name, body.family_name)

    def act() -> Status[Any]:
        found = enrolment_for(enrolment_id, by=me, at=now)
        taken = hand_over_to(found, named=named, accepted=body.terms_accepted, by=me, at=now)
        return Status(201, EnrolmentOut.of(taken, to=me.person))

    return idempotent(request, act)


def _out(session: Session, done: list[Registered], *, dry_run: bool) -> ColleaguesOut:
    items = [
        ColleagueOut(
            email=one.judged.wish.named.email if one.judged.wish.named else "",
            verdict=one.judged.verdict,
            reason=one.judged.reason or None,
            enrolment=EnrolmentOut.of(one.enrolment, to=None) if one.enrolment else None,
        )
        for one in done
    ]
    return ColleaguesOut(session=session.uuid, dry_run=dry_run, items=items)


def _organisation(me: Actor, slug: str | None) -> Organisation:
    """The one that they keep, or the one named among those."""
    kept = organisations_managed_by(me, on=timezone.localdate())
    if not kept:
        raise NotYourPerson()
    found = [each for each in kept if slug is None or each.slug == slug]
    if len(found) != 1:
        raise NotFound()
    return found[0]
