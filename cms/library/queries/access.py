"""Who may get what: the decision applied to works, in Python for a few and in the database for lists."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from cms.diffusion.models import ResourceKind, Verb
from cms.diffusion.queries import Policy, audiences, language, policy_in_force
from cms.diffusion.rules import MONTREAL, Decision, Facts, Remedy, Window, closest, decide, named, opening_of
from cms.diffusion.sentences import sentence
from cms.library.errors import NoSuchResource
from cms.library.models import Grant, Narrowing, Resource, ResourceFile
from registrations.memberships.queries import standing
from registrations.people.models import User


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads, on a day: audiences, and the person and organisations that grants may name."""

    audiences: frozenset[str]
    person_id: int | None = None
    organisations: tuple[int, ...] = ()
    lapsed: bool = False

    @property
    def holders(self) -> frozenset[str]:
        """All that a rule or a grant may call this reader."""
        person = {f"person:{self.person_id}"} if self.person_id else set()
        return self.audiences | person | {f"organisation:{pk}" for pk in self.organisations}

    @property
    def audience(self) -> str:
        return closest(self.audiences)


@dataclass(frozen=True, slots=True)
class Access:
    """A decision as the doors show it."""

    allowed: bool
    reason: str
    rule: str | None
    clause: str | None
    policy: int | None
    opens_at: datetime | None
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A file, what its reader may do with it, and who they are."""

    file: ResourceFile
    access: Access
    reader: Reader


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one audience gets: to see, to download, to have printed."""

    audience: str
    verbs: list[Access]


@dataclass(slots=True)
class Exceptions:
    """The grants and narrowings of one work, in all its languages."""

    narrowings: list[Window] = field(default_factory=list)
    grants: list[Window] = field(default_factory=list)


def reader(person: User | None, *, at: datetime) -> Reader:
    """Who this person is to the library at that moment (three statements; none for a visitor)."""
    found = standing(person, on=at.astimezone(MONTREAL).date())
    verified = [belonging for belonging in found.organisations if belonging.is_verified]
    return Reader(
        audiences=found.audiences,
        person_id=person.pk if person and person.is_active else None,
        organisations=tuple(belonging.organisation.pk for belonging in verified),
        lapsed=any(not belonging.in_good_standing for belonging in verified),
    )


def reader_as(audience: str) -> Reader:
    """Somebody of this audience and nothing more: what an editor looks through."""
    return Reader(audiences=named(audience))


def allowed(reader: Reader, policy: Policy, *, verb: str, at: datetime) -> Q:
    """The decision as a condition on resources; a property test holds it to `decide`."""
    open_now = (Q(embargo_until=None) | Q(embargo_until__lte=at)) & _by_rules(reader, policy, verb=verb, at=at)
    granted = Exists(_grants(reader, verb=verb, at=at)) if reader.person_id or reader.organisations else None
    return Q(live=True) & ~Exists(_now(Narrowing, verb=verb, at=at)) & (open_now | granted if granted else open_now)


def visible_to(reader: Reader, *, policy: Policy, at: datetime) -> QuerySet[Resource]:
    """The resources whose record this reader may see."""
    return Resource.objects.filter(allowed(reader, policy, verb=Verb.SEE, at=at))


def decisions(
    resources: Iterable[Resource], reader: Reader, policy: Policy, *, verb: str, at: datetime
) -> dict[int, Decision]:
    """The decision on each resource, by key; one statement."""
    resources = list(resources)
    exceptions = _exceptions([resource.translation_key for resource in resources], at=at)
    return {
        resource.pk: decide(
            policy.rules, facts_of(resource, exceptions[resource.translation_key]), reader.holders, verb=verb, at=at
        )
        for resource in resources
    }


def explain(resource: Resource, reader: Reader, *, at: datetime) -> dict[str, Access]:
    """What this reader may do with the resource, verb by verb."""
    policy = policy_in_force(at)
    facts = facts_of(resource, _exceptions([resource.translation_key], at=at)[resource.translation_key])
    return {
        str(verb): access_of(decide(policy.rules, facts, reader.holders, verb=verb, at=at), policy, reader)
        for verb in Verb
    }


def outlook(resource: Resource, *, at: datetime) -> list[Outlook]:
    """What each audience gets of a work under the policy in force, as if it were published: the librarian's view."""
    policy = policy_in_force(at)
    facts = facts_of(resource, _exceptions([resource.translation_key], at=at)[resource.translation_key])
    facts = replace(facts, live=True)
    return [
        Outlook(
            audience=label,
            verbs=[
                access_of(decide(policy.rules, facts, named(audience), verb=verb, at=at), policy, reader_as(audience))
                for verb in (Verb.SEE, Verb.DOWNLOAD, Verb.PRINT)
            ],
        )
        for audience, label in audiences()
    ]


def guarded_file(uuid: UUID, *, to: User | None, at: datetime) -> Guarded:
    """A file and the decision on it; `NoSuchResource` when its very record is hidden from this reader."""
    file = ResourceFile.objects.filter(uuid=uuid, withdrawn_at=None).select_related("resource").first()
    if file is None:
        raise NoSuchResource()
    asking, policy = reader(to, at=at), policy_in_force(at)
    facts = facts_of(file.resource, _exceptions([file.resource.translation_key], at=at)[file.resource.translation_key])
    see, download = (
        decide(policy.rules, facts, asking.holders, verb=verb, at=at) for verb in (Verb.SEE, Verb.DOWNLOAD)
    )
    if not (see.allowed or download.allowed):
        raise NoSuchResource()
    return Guarded(file=file, access=access_of(download, policy, asking), reader=asking)


def covered_file(uuid: UUID, *, to: User | None, at: datetime) -> ResourceFile:
    """A file whose cover this reader may see: whoever may see the record. Raises `NoSuchResource`."""
    file = (
        ResourceFile.objects.filter(uuid=uuid, withdrawn_at=None).exclude(cover="").select_related("resource").first()
    )
    if file is None:
        raise NoSuchResource()
    work = file.resource
    facts = facts_of(work, _exceptions([work.translation_key], at=at)[work.translation_key])
    if not decide(policy_in_force(at).rules, facts, reader(to, at=at).holders, verb=Verb.SEE, at=at).allowed:
        raise NoSuchResource()
    return file


def access_of(decision: Decision, policy: Policy, reader: Reader) -> Access:
    """The decision with its sentence, and *renew* instead of *join* for the staff of a former member."""
    renews = decision.remedy == Remedy.JOIN and reader.lapsed
    return Access(
        allowed=decision.allowed,
        reason=str(decision.reason),
        rule=decision.rule.code if decision.rule else None,
        clause=decision.clause or None,
        policy=policy.number or None,
        opens_at=decision.opens_at,
        message=sentence(decision, language()),
        remedy=str(Remedy.RENEW if renews else decision.remedy),
    )


def facts_of(resource: Resource, exceptions: Exceptions) -> Facts:
    """A row as the facts that the policy looks at."""
    return Facts(
        kind=resource.kind,
        published_on=resource.published_on,
        live=resource.live,
        embargo_until=resource.embargo_until,
        narrowings=tuple(exceptions.narrowings),
        grants=tuple(exceptions.grants),
    )


def _by_rules(reader: Reader, policy: Policy, *, verb: str, at: datetime) -> Q:
    """Kinds by the delay after which this reader gets them."""
    kinds: dict[int, list[str]] = defaultdict(list)
    for kind in ResourceKind.values:
        opening = opening_of(policy.rules, kind=kind, audiences=reader.holders, verb=verb)
        if opening.delay_days is not None:
            kinds[opening.delay_days].append(kind)
    today = at.astimezone(MONTREAL).date()
    condition = Q(pk__in=[])
    for days, names in kinds.items():
        condition |= Q(kind__in=names, published_on__lte=today - timedelta(days=days))
    return condition


def _now(model: type[Grant] | type[Narrowing], *, verb: str, at: datetime) -> "QuerySet[Any]":
    """Exceptions on the outer resource, in any of its languages, that hold for this verb at this moment."""
    # Neither database's own JSON search works on the other: the list is short, its text is looked at.
    rows = model._default_manager.filter(
        resource__translation_key=OuterRef("translation_key"), starts_at__lte=at, ends_at__gt=at
    )
    rows = rows.annotate(verbs_text=Cast("verbs", TextField()))
    return rows.filter(Q(verbs_text="[]") | Q(verbs_text__contains=f'"{verb}"'))


def _grants(reader: Reader, *, verb: str, at: datetime) -> "QuerySet[Any]":
    holder = Q(organisation__in=reader.organisations)
    if reader.person_id:
        holder |= Q(person=reader.person_id)
    return _now(Grant, verb=verb, at=at).filter(holder)


def _exceptions(keys: Iterable[UUID], *, at: datetime) -> dict[UUID, Exceptions]:
    """The exceptions of these works that hold at this moment: one statement, of two parts."""
    columns = ("key", "verbs", "starts_at", "ends_at", "holder_person", "holder_organisation", "what")
    live = Q(resource__translation_key__in=list(keys), starts_at__lte=at, ends_at__gt=at)
    key = F("resource__translation_key")
    grants = Grant.objects.filter(live).annotate(
        key=key,
        holder_person=F("person_id"),
        holder_organisation=F("organisation_id"),
        what=Value("grant", CharField()),
    )
    narrowings = Narrowing.objects.filter(live).annotate(
        key=key,
        holder_person=Value(None, Grant._meta.get_field("id")),
        holder_organisation=Value(None, Grant._meta.get_field("id")),
        what=Value("narrowing", CharField()),
    )
    rows = grants.order_by().values_list(*columns).union(narrowings.order_by().values_list(*columns), all=True)
    found: dict[UUID, Exceptions] = defaultdict(Exceptions)
    for work, verbs, starts_at, ends_at, person, organisation, what in rows:
        holders = frozenset({f"person:{person}" if person else f"organisation:{organisation}"})
        window = Window(starts_at, ends_at, frozenset(verbs), holders if what == "grant" else frozenset())
        (found[work].grants if what == "grant" else found[work].narrowings).append(window)
    return found
