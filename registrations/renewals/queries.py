"""Reading dues, campaigns and declarations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import get_language

from registrations.actors import Actor
from registrations.errors import NotFound
from registrations.memberships.models import Membership, MembershipCategory, MembershipState, MembershipYear
from registrations.orders.models import LineKind, Order, OrderLine, OrderState
from registrations.organisations.models import Affiliation, Organisation, Term
from registrations.organisations.rules import AffiliationRole, Region, TermKind
from registrations.people.models import User
from registrations.renewals.errors import NoDuesScale
from registrations.renewals.models import Campaign, Declaration, DuesBracket
from registrations.renewals.rules import NEWCOMERS, SHOWN_STEPS, Section, Step, done, dues_of, missing

STANDING = (OrderState.PLACED, OrderState.SETTLED)
REGISTER_FIELDS = ("street", "municipality", "postal_code", "phone", "email", "website", "billing_email")


def dues_lines(membership: UUID) -> QuerySet[OrderLine]:
    """The lines of dues of a membership whose order stands."""
    return OrderLine.objects.filter(kind=LineKind.DUES, item_uuid=membership, order__state__in=STANDING)


def ordered_cents(membership: UUID, *, without: int | None = None) -> int:
    """Dues ordered for a membership, less what was credited; `without` leaves one order out."""
    lines = dues_lines(membership)
    if without:
        lines = lines.exclude(order_id=without)
    net = F("total_cents") - Coalesce(F("credit__credited_cents"), 0)
    return lines.aggregate(sum=Sum(net))["sum"] or 0


def dues_orders(membership: UUID) -> list[Order]:
    """The orders of dues that stand, the oldest first."""
    lines = OrderLine.objects.filter(kind=LineKind.DUES, item_uuid=membership)
    return list(Order.objects.filter(state__in=STANDING, pk__in=lines.values("order")).order_by("pk"))


def dues_due(declaration: Declaration, budget_cents: int) -> int:
    """What this budget owes, by the scale of the membership's year and category. Raises `NoDuesScale`."""
    membership = declaration.membership
    scale = DuesBracket.objects.filter(scale__year=membership.year_id, scale__category=membership.category_id)
    brackets = [bracket.as_rule() for bracket in scale.order_by("from_cents")]
    if not brackets:
        raise NoDuesScale
    return dues_of(brackets, budget_cents)


def scale_shown(declaration: Declaration) -> list[tuple[int, int | None, int]]:
    """The brackets of a declaration's scale: from, up to (None: no end) and dues, in cents."""
    membership = declaration.membership
    rows = DuesBracket.objects.filter(scale__year=membership.year_id, scale__category=membership.category_id)
    brackets = list(rows.order_by("from_cents"))
    ends = [*(bracket.from_cents for bracket in brackets[1:]), None]
    return [(each.from_cents, end, each.amount_cents) for each, end in zip(brackets, ends, strict=False)]


def year_before(year: MembershipYear) -> MembershipYear | None:
    """The last year that started before this one."""
    return MembershipYear.objects.filter(starts_on__lt=year.starts_on).order_by("-starts_on").first()


def to_renew(year: MembershipYear, *, on: date) -> QuerySet[Membership]:
    """Memberships of the year before whose organisation is in good standing or in grace that day, and has no
    declaration yet."""
    before = year_before(year)
    if before is None:
        return Membership.objects.none()
    declared = Declaration.objects.filter(
        membership__organisation=OuterRef("organisation"), membership__year=year, campaign__year=year
    )
    last = Membership.objects.filter(year=before, state=MembershipState.ACTIVE, lapses_on__gt=on)
    return last.filter(~Exists(declared), organisation__archived_at=None).select_related("organisation").order_by("pk")


def admitted_without_declaration(year: MembershipYear) -> QuerySet[Membership]:
    """Those whom the board admitted in the course of the year: they declare too."""
    live = Membership.objects.filter(year=year, state__in=[MembershipState.ADMITTED, MembershipState.ACTIVE])
    return live.filter(declaration=None, organisation__archived_at=None).select_related("organisation").order_by("pk")


def with_steps(*, on: date) -> QuerySet[Declaration]:
    """Every declaration with where its organisation is: `is_invoiced`, `is_unpaid`, `is_member`."""
    lines = OrderLine.objects.filter(kind=LineKind.DUES, item_uuid=OuterRef("membership__uuid"))
    members = Membership.objects.active(on=on).filter(organisation=OuterRef("membership__organisation"))
    return Declaration.objects.annotate(
        is_invoiced=Exists(lines.filter(order__state__in=STANDING)),
        is_unpaid=Exists(lines.filter(order__state=OrderState.PLACED)),
        is_member=Exists(members),
    )


def step_filter(step: str, *, on: date) -> Q:
    """What a step asks of the rows of `with_steps`."""
    known = {
        Step.TOLD: Q(told_at__isnull=False),
        Step.DECLARED: Q(signed_at__isnull=False),
        Step.INVOICED: Q(is_invoiced=True),
        Step.PAID: Q(is_invoiced=True, is_unpaid=False),
        Step.UNDECLARED: Q(signed_at=None, declined_at=None),
        Step.LATE: Q(signed_at=None, declined_at=None, campaign__due_on__lt=on)
        & (Q(told_at=None) | Q(told_at__date__lte=F("campaign__due_on")) | Q(told_at__date__lt=on - NEWCOMERS)),
        Step.PROVISIONAL: Q(signed_at=None, provisional_at__isnull=False),
        Step.UNPAID: Q(is_unpaid=True),
        Step.TO_INVOICE: Q(signed_at__isnull=False, is_invoiced=False) & Q(membership__state=MembershipState.ADMITTED),
        Step.DECLINED: Q(declined_at__isnull=False),
        Step.LAPSED: Q(is_member=False),
    }
    return known[Step(step)]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of the campaign: how many declarations, and how many of them at each step."""

    label: str
    total: int
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a campaign is, in all, by region and by category (three statements)."""

    whole: Row
    by_region: list[Row]
    by_category: list[Row]


def progress(campaign: Campaign, *, on: date) -> Progress:
    """Counters of a campaign that day, with the steps of `SHOWN_STEPS`."""
    rows = with_steps(on=on).filter(campaign=campaign).order_by()
    counts = {step.value: Count("pk", filter=step_filter(step, on=on)) for step in SHOWN_STEPS}
    whole = rows.aggregate(total=Count("pk"), **counts)
    regions = rows.values("membership__organisation__region").annotate(total=Count("pk"), **counts)
    categories = rows.values("membership__category").annotate(total=Count("pk"), **counts)
    labels = {category.pk: category.name_fr for category in MembershipCategory.objects.all()}
    return Progress(
        whole=_row("", whole),
        by_region=[
            _row(_region(found["membership__organisation__region"]), found)
            for found in regions.order_by("membership__organisation__region")
        ],
        by_category=[_row(labels[found["membership__category"]], found) for found in categories],
    )


def _row(label: str, found: Mapping[str, Any]) -> Row:
    return Row(label, found["total"], tuple(found[step.value] for step in SHOWN_STEPS))


def _region(code: str) -> str:
    return str(Region(code).label) if code else "–"


def declarations_at(step: str, *, on: date) -> QuerySet[Declaration]:
    """The declarations of open campaigns at a step."""
    return with_steps(on=on).filter(step_filter(step, on=on), campaign__closed_at=None)


def answering(organisations: Iterable[int], *, on: date) -> dict[int, list[User]]:
    """Who answers for each organisation that day: its verified registrars and directors."""
    posts = Affiliation.objects.live(on=on).filter(organisation__in=list(organisations), verified_at__isnull=False)
    posts = posts.filter(Q(is_registrar=True) | Q(role=AffiliationRole.DIRECTOR), person__is_active=True)
    found: dict[int, list[User]] = {}
    for post in posts.select_related("person").order_by("person_id"):
        found.setdefault(post.organisation_id, []).append(post.person)
    return found


@dataclass(frozen=True, slots=True)
class Hand:
    """What a person is to an organisation for its declaration."""

    is_registrar: bool = False
    is_director: bool = False


def hand_of(by: Actor, organisation: int, *, on: date) -> Hand:
    """Whether the actor is a verified registrar, and a verified director, of the organisation that day."""
    if by.person is None:
        return Hand()
    posts = Affiliation.objects.live(on=on).filter(
        person=by.person, organisation=organisation, organisation__archived_at=None, verified_at__isnull=False
    )
    known = list(posts.values_list("is_registrar", "role"))
    return Hand(
        is_registrar=any(registrar for registrar, _role in known),
        is_director=any(role == AffiliationRole.DIRECTOR for _registrar, role in known),
    )


def whole(declarations: QuerySet[Declaration]) -> QuerySet[Declaration]:
    """With what a page shows of them."""
    return declarations.select_related("campaign__year", "membership__year", "membership__category").select_related(
        "membership__organisation"
    )


def declaration_of(slug: str, year: str, *, by: Actor, on: date) -> tuple[Declaration, Hand]:
    """The declaration of an organisation for a year, for those who prepare it; `NotFound` for anybody else."""
    found = whole(Declaration.objects.filter(membership__organisation__slug=slug, campaign__year__label=year)).first()
    return _for(found, by, on=on)


def declaration_for(membership: UUID, *, by: Actor, on: date) -> tuple[Declaration, Hand]:
    """The same, by the membership."""
    return _for(whole(Declaration.objects.filter(membership__uuid=membership)).first(), by, on=on)


def _for(found: Declaration | None, by: Actor, *, on: date) -> tuple[Declaration, Hand]:
    hand = hand_of(by, found.membership.organisation_id, on=on) if found else Hand()
    if found is None or not (hand.is_registrar or hand.is_director):
        raise NotFound()
    return found, hand


def latest_declaration(organisation: Organisation) -> Declaration | None:
    """That of the latest campaign."""
    found = whole(Declaration.objects.filter(membership__organisation=organisation))
    return found.order_by("-campaign__year__starts_on").first()


def register_values(organisation: Organisation) -> dict[str, Any]:
    """What the register says now, as the parts of a declaration show it."""
    terms = list(organisation.terms.all())
    services = {
        "specialities": sorted(term.slug for term in terms if term.kind == TermKind.SPECIALITY),
        "measures": sorted(term.slug for term in terms if term.kind == TermKind.MEASURE),
    }
    contacts = {name: getattr(organisation, name) for name in REGISTER_FIELDS}
    return {"services": services, "coordonnees": contacts}


def prefilled(declaration: Declaration) -> dict[str, Any]:
    """Each part: what was saved, over what the register says."""
    known = register_values(declaration.membership.organisation)
    return {name: {**known.get(name, {}), **declaration.content.get(name, {})} for name in ("services", "coordonnees")}


def staff_count(organisation: Organisation, *, on: date) -> int:
    return Affiliation.objects.live(on=on).filter(organisation=organisation).count()


def parts_done(declaration: Declaration) -> frozenset[str]:
    return done(declaration.content, has_budget=declaration.budget_cents is not None)


def parts_missing(declaration: Declaration) -> list[Any]:
    return list(missing(declaration.content, has_budget=declaration.budget_cents is not None))


def current_campaigns() -> QuerySet[Campaign]:
    return Campaign.objects.filter(closed_at=None).select_related("year")


def latest_of(slug: str, *, by: Actor, on: date) -> Declaration:
    """The latest declaration of an organisation, for those who prepare it; `NotFound` for anybody else."""
    found = whole(Declaration.objects.filter(membership__organisation__slug=slug))
    return _for(found.order_by("-campaign__year__starts_on").first(), by, on=on)[0]


def page_of(declaration: Declaration, hand: Hand, *, on: date) -> dict[str, Any]:
    """What the page of a declaration shows: its parts, what it costs, what was ordered."""
    organisation = declaration.membership.organisation
    complete, parts = parts_done(declaration), prefilled(declaration)
    words = {term.slug: str(term) for term in Term.objects.all()}
    services = parts["services"]
    return {
        "declaration": declaration,
        "organisation": organisation,
        "campaign": declaration.campaign,
        "statement": declaration.statement or declaration.campaign.statement(get_language() or "fr"),
        "hand": hand,
        "parts": [(section, section in complete) for section in Section],
        "is_complete": not parts_missing(declaration),
        "is_late": declaration.is_late(on=on),
        "signed_on": localdate(declaration.signed_at) if declaration.signed_at else None,
        "asked_on": localdate(declaration.asked_at) if declaration.asked_at else None,
        "specialities": [words[slug] for slug in services["specialities"] if slug in words],
        "measures": [words[slug] for slug in services["measures"] if slug in words],
        "contacts": parts["coordonnees"],
        "staff": staff_count(organisation, on=on),
        "dues_cents": shown_dues(declaration),
        "orders": dues_orders(declaration.membership.uuid),
    }


def shown_dues(declaration: Declaration) -> int | None:
    """What the declared budget owes, before anything is signed; None without a budget or a scale."""
    try:
        return None if declaration.budget_cents is None else dues_due(declaration, declaration.budget_cents)
    except NoDuesScale:
        return None
