"""From the draft to the policy in force: who is consulted, what the board decided, who answers for it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from cms.diffusion.actions.writing import locked_version
from cms.diffusion.errors import (
    NoAdoptionPrepared,
    NobodyConsulted,
    NotBoardSecretary,
    PolicyExampleFails,
    PolicyInThePast,
    PolicyUnanswered,
    PolicyWithoutResolution,
    ResolutionInTheFuture,
    SamePersonAdopts,
    TwoPoliciesAtOnce,
)
from cms.diffusion.models import PolicyAdoption, PolicyState, PolicyVersion
from cms.diffusion.queries import failing_examples, questions_left
from cms.diffusion.rules import MONTREAL, NEXT, is_audience, may_confirm_adoption
from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import constraint_means
from registrations.files.uploads import Received
from registrations.journal.actions import log
from registrations.states import move

AREA = "library"


@transaction.atomic
def open_consultation(version: PolicyVersion, *, audiences: Sequence[str], by: Actor, at: datetime) -> PolicyVersion:
    """Show a draft to these audiences, and to nobody else, before the board votes. Its examples must hold."""
    version = locked_version(version, by=by)
    if not audiences or not all(is_audience(name) for name in audiences):
        raise NobodyConsulted()
    _check_examples(version)
    _move(version, to=PolicyState.CONSULTATION, consulted=list(audiences))
    log(version, "diffusion.consult", by=by, at=at, audiences=list(audiences))
    bump(AREA)
    return version


@transaction.atomic
def prepare_adoption(
    version: PolicyVersion,
    *,
    resolution: str,
    decided_on: date,
    effective_from: datetime | None,
    by: Actor,
    at: datetime,
    document: Received | None = None,
) -> PolicyAdoption:
    """Write down what the board decided, for the secretary to confirm; preparing again replaces what was prepared.

    Every kind and audience must have an answer to every verb, and every example must hold.
    """
    version = locked_version(version, by=by)
    if not resolution.strip():
        raise PolicyWithoutResolution()
    if decided_on > at.astimezone(MONTREAL).date():
        raise ResolutionInTheFuture()
    _check(version, effective_from=effective_from, at=at)
    PolicyAdoption.objects.filter(policy=version).delete()
    adoption = PolicyAdoption.objects.create(
        policy=version,
        resolution=resolution.strip(),
        decided_on=decided_on,
        effective_from=effective_from,
        document=document.name if document else "",
        document_name=document.original_name if document else "",
        document_sha256=document.sha256 if document else "",
        prepared_by=by.person,
        prepared_at=at,
    )
    log(version, "diffusion.prepare-adoption", by=by, at=at, number=version.number)
    return adoption


@transaction.atomic
def withdraw_adoption(version: PolicyVersion, *, by: Actor, at: datetime) -> PolicyVersion:
    """Take back what was prepared and not confirmed yet."""
    version = locked_version(version, by=by)
    if PolicyAdoption.objects.filter(policy=version).delete()[0]:
        log(version, "diffusion.withdraw-adoption", by=by, at=at, number=version.number)
    return version


@transaction.atomic
def confirm_adoption(version: PolicyVersion, *, by: Actor, at: datetime) -> PolicyVersion:
    """The secretary answers for the board's decision: from then on the version can never change.

    Without a date it takes effect now; a date that passed meanwhile has to be prepared again.
    """
    if not may_confirm_adoption(by):
        raise NotBoardSecretary()
    version = locked_version(version, by=by)
    adoption = PolicyAdoption.objects.select_for_update().filter(policy=version).first()
    if adoption is None:
        raise NoAdoptionPrepared()
    if by.person is not None and by.person.pk == adoption.prepared_by_id:
        raise SamePersonAdopts()
    _check(version, effective_from=adoption.effective_from, at=at)
    effective_from = adoption.effective_from or at
    with constraint_means(PolicyAdoption, "policyadoption_two_people", SamePersonAdopts()):
        rows = PolicyAdoption.objects.filter(pk=adoption.pk)
        rows.update(confirmed_by=by.person, confirmed_at=at, effective_from=effective_from)
    with constraint_means(PolicyVersion, "policyversion_one_adopted_per_instant", TwoPoliciesAtOnce()):
        adopted = {"resolution": adoption.resolution, "adopted_at": at, "effective_from": effective_from}
        _move(version, to=PolicyState.ADOPTED, **adopted)
    log(version, "diffusion.adopt", by=by, at=at, number=version.number)
    bump(AREA)
    return version


@transaction.atomic
def adopt_policy(
    version: PolicyVersion, *, resolution: str, effective_from: datetime, by: Actor, at: datetime
) -> PolicyVersion:
    """Bring in what a board adopted before: for the machine alone, since nobody confirms it."""
    if not by.is_system:
        raise NotBoardSecretary()
    decided_on = at.astimezone(MONTREAL).date()
    prepare_adoption(version, resolution=resolution, decided_on=decided_on, effective_from=effective_from, by=by, at=at)
    return confirm_adoption(version, by=by, at=at)


def _check(version: PolicyVersion, *, effective_from: datetime | None, at: datetime) -> None:
    if effective_from is not None and effective_from < at:
        raise PolicyInThePast()
    if open_questions := questions_left(version):
        raise PolicyUnanswered(questions=", ".join(open_questions[:5]))
    _check_examples(version)


def _check_examples(version: PolicyVersion) -> None:
    if failing := failing_examples(version):
        raise PolicyExampleFails(examples=" ; ".join(f"« {example} »" for example in failing[:5]))


def _move(version: PolicyVersion, *, to: str, **fields: object) -> None:
    move(PolicyVersion.objects.all(), version.pk, table=NEXT, from_=version.state, to=to, **fields)
    version.refresh_from_db()
