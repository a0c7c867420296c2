"""The yearly declaration: prepared in parts by several people, signed once by the direction."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import get_language

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.orders.errors import NoTaxProfile
from registrations.organisations.actions import change_organisation
from registrations.organisations.models import Organisation, Term
from registrations.organisations.rules import TermKind
from registrations.renewals.actions.dues import as_accounting, invoice_dues
from registrations.renewals.errors import (
    AlreadyInvoiced,
    DeclarationChanged,
    DeclarationIncomplete,
    DeclarationNotYours,
    DeclarationSigned,
    DirectionSigns,
    DuesNotAdmitted,
    NoDuesScale,
    RenewalDeclined,
    RenewalsNotYours,
    StatementChanged,
)
from registrations.renewals.models import Declaration
from registrations.renewals.queries import (
    REGISTER_FIELDS,
    answering,
    dues_lines,
    hand_of,
    parts_missing,
    prefilled,
    staff_count,
    whole,
)
from registrations.renewals.rules import Section, may_keep_renewals, may_prepare, may_sign

REGISTER = Actor.system("renewals")
"""Who writes the signed corrections in the register: the declaration itself says who signed them."""


@transaction.atomic
def save_part(
    *, declaration: Declaration, section: str, values: dict[str, Any], version: int, by: Actor, at: datetime
) -> Declaration:
    """Save one part of a draft; `version` is that which the person saw. Raises `DeclarationChanged` when a colleague
    saved this very part since, `DeclarationSigned`, `RenewalDeclined` or `DeclarationNotYours`.
    """
    declaration = _open(declaration, by=by, at=at)
    saved = declaration.content.get(section, {})
    if saved.get("version", 0) > version:
        raise DeclarationChanged
    fields: dict[str, Any] = {"version": F("version") + 1}
    if section == Section.BUDGET:
        fields["budget_cents"] = values["budget_cents"]
        values = {}
    part = {**values, "version": declaration.version + 1}
    fields["content"] = {**declaration.content, section: part}
    Declaration.objects.filter(pk=declaration.pk).update(**fields)
    log(declaration, "renewals.save-declaration", by=by, at=at, section=str(section))
    declaration.refresh_from_db()
    return declaration


@transaction.atomic
def ask_signature(*, declaration: Declaration, by: Actor, at: datetime) -> Declaration:
    """Tell the direction that everything is ready to sign."""
    declaration = _open(declaration, by=by, at=at)
    if parts_missing(declaration):
        raise DeclarationIncomplete
    organisation = declaration.membership.organisation_id
    for person in answering([organisation], on=localdate(at)).get(organisation, []):
        hand = hand_of(Actor(person=person), organisation, on=localdate(at))
        if hand.is_director:
            fact = f"declaration-to-sign:{declaration.uuid}:{declaration.version}:{person.pk}"
            tell("declaration-to-sign", about=declaration, to=person, at=at, fact=fact)
    Declaration.objects.filter(pk=declaration.pk).update(asked_at=at)
    log(declaration, "renewals.ask-signature", by=by, at=at)
    declaration.refresh_from_db()
    return declaration


@transaction.atomic
def sign_declaration(
    *, declaration: Declaration, name: str, title: str, statement_version: int, by: Actor, at: datetime
) -> Declaration:
    """Sign for good: the register takes the corrections, and the dues are invoiced or corrected, at once.

    Without a dues scale, a tax profile or the board's resolution the signature stands, and the invoice follows as soon
    as they are there (a sweep). Raises `DirectionSigns`, `DeclarationIncomplete`, `StatementChanged`.
    """
    declaration = _open(declaration, by=by, at=at)
    organisation = declaration.membership.organisation
    if not may_sign(is_director=hand_of(by, organisation.pk, on=localdate(at)).is_director):
        raise DirectionSigns
    if parts_missing(declaration) or not name.strip() or not title.strip():
        raise DeclarationIncomplete
    campaign, language = declaration.campaign, get_language() or "fr"
    if statement_version != campaign.statement_version:
        raise StatementChanged
    _correct_register(declaration, at=at)
    signed = Declaration.objects.filter(pk=declaration.pk, signed_at=None).update(
        content=_snapshot(declaration, at=at),
        signed_at=at,
        signed_by=by.person,
        signer_name=name.strip(),
        signer_title=title.strip(),
        statement_version=statement_version,
        statement=campaign.statement("en" if language == "en" else "fr"),
    )
    if not signed:
        raise DeclarationSigned
    log(declaration, "renewals.sign", by=by, at=at, statement_version=statement_version)
    _tell_signed(declaration, at=at)
    _invoice(declaration, by=by, at=at)
    declaration.refresh_from_db()
    return declaration


@transaction.atomic
def renew(
    *,
    declaration: Declaration,
    parts: dict[str, dict[str, Any]],
    version: int,
    signature: dict[str, Any] | None,
    by: Actor,
    at: datetime,
) -> Declaration:
    """Save several parts at once and sign when `signature` (name, title, statement_version) is given, or nothing."""
    for section, values in parts.items():
        declaration = save_part(declaration=declaration, section=section, values=values, version=version, by=by, at=at)
    return sign_declaration(declaration=declaration, **signature, by=by, at=at) if signature else declaration


@transaction.atomic
def record_paper(
    *,
    declaration: Declaration,
    budget_cents: int,
    name: str,
    title: str,
    historical: bool = False,
    by: Actor,
    at: datetime,
) -> Declaration:
    """Record a declaration that the direction signed on paper, or long ago (`historical`: nothing is sent).

    Accounting's act: it keeps what the register says that day, and invoices as the online signature does.
    """
    if not may_keep_renewals(by):
        raise RenewalsNotYours
    declaration = _locked(declaration)
    if declaration.signed_at:
        raise DeclarationSigned
    if declaration.declined_at:
        raise RenewalDeclined
    campaign = declaration.campaign
    Declaration.objects.filter(pk=declaration.pk).update(
        content={**_snapshot(declaration, at=at), "paper": True},
        budget_cents=budget_cents,
        signed_at=at,
        signer_name=name.strip(),
        signer_title=title.strip(),
        statement_version=campaign.statement_version,
        statement=campaign.statement_fr,
    )
    log(declaration, "renewals.record-paper", by=by, at=at, historical=historical)
    _invoice(declaration, historical=historical, by=by, at=at)
    declaration.refresh_from_db()
    return declaration


@transaction.atomic
def decline_renewal(*, declaration: Declaration, reason: str, by: Actor, at: datetime) -> Declaration:
    """The organisation does not renew: nobody reminds it any more, and its rights end by date."""
    declaration = _open(declaration, by=by, at=at)
    if dues_lines(declaration.membership.uuid).exists():
        raise AlreadyInvoiced
    Declaration.objects.filter(pk=declaration.pk).update(declined_at=at, decline_reason=reason.strip())
    log(declaration, "renewals.decline", by=by, at=at)
    declaration.refresh_from_db()
    return declaration


@transaction.atomic
def resume_renewal(*, declaration: Declaration, by: Actor, at: datetime) -> Declaration:
    """It renews after all: the declaration is there as it was. Doing it twice changes nothing."""
    declaration = _locked(declaration)
    _allow(declaration, by=by, at=at)
    if declaration.declined_at:
        Declaration.objects.filter(pk=declaration.pk).update(declined_at=None, decline_reason="")
        log(declaration, "renewals.resume", by=by, at=at)
    declaration.refresh_from_db()
    return declaration


@transaction.atomic
def note_budget(*, declaration: Declaration, cents: int | None, by: Actor, at: datetime) -> Declaration:
    """Accounting notes the budget of the year before, from which a provisional invoice follows."""
    if not may_keep_renewals(by):
        raise RenewalsNotYours
    Declaration.objects.filter(pk=declaration.pk, signed_at=None).update(reference_cents=cents)
    log(declaration, "renewals.note-budget", by=by, at=at)
    declaration.refresh_from_db()
    return declaration


def _locked(declaration: Declaration) -> Declaration:
    rows = Declaration.objects.select_for_update(no_key=True, of=("self",))
    return whole(rows.filter(pk=declaration.pk)).get()


def _allow(declaration: Declaration, *, by: Actor, at: datetime) -> None:
    hand = hand_of(by, declaration.membership.organisation_id, on=localdate(at))
    if not may_prepare(is_registrar=hand.is_registrar, is_director=hand.is_director):
        raise DeclarationNotYours


def _open(declaration: Declaration, *, by: Actor, at: datetime) -> Declaration:
    """The declaration locked, for somebody who may prepare it, while it can change."""
    declaration = _locked(declaration)
    _allow(declaration, by=by, at=at)
    if declaration.signed_at:
        raise DeclarationSigned
    if declaration.declined_at:
        raise RenewalDeclined
    return declaration


def _correct_register(declaration: Declaration, *, at: datetime) -> None:
    """What was declared is what the register says: nothing is typed twice."""
    organisation: Organisation = declaration.membership.organisation
    parts = prefilled(declaration)
    fields = {name: parts["coordonnees"][name] for name in REGISTER_FIELDS}
    wanted = {TermKind.SPECIALITY: parts["services"]["specialities"], TermKind.MEASURE: parts["services"]["measures"]}
    terms = [term for term in organisation.terms.all() if term.kind not in wanted]
    for kind, slugs in wanted.items():
        terms += list(Term.objects.filter(kind=kind, slug__in=slugs))
    changes = {name: value for name, value in fields.items() if getattr(organisation, name) != value}
    if changes or {term.pk for term in terms} != {term.pk for term in organisation.terms.all()}:
        change_organisation(organisation=organisation, terms=terms, by=REGISTER, at=at, **changes)


def _snapshot(declaration: Declaration, *, at: datetime) -> dict[str, Any]:
    """What was declared, whole, with the points of service and the size of the staff that day; no name of a person."""
    organisation = declaration.membership.organisation
    points = [f"{point.name}, {point.municipality}" for point in organisation.service_points.all()]
    parts = prefilled(declaration)
    return {
        **declaration.content,
        "services": parts["services"],
        "coordonnees": {**parts["coordonnees"], "points": points},
        "personnel": {"confirmed": True, "people": staff_count(organisation, on=localdate(at))},
    }


def _tell_signed(declaration: Declaration, *, at: datetime) -> None:
    organisation = declaration.membership.organisation_id
    for person in answering([organisation], on=localdate(at)).get(organisation, []):
        tell("declaration-signed", about=declaration, to=person, at=at)


def _invoice(declaration: Declaration, *, historical: bool = False, by: Actor, at: datetime) -> None:
    try:
        with transaction.atomic():
            invoice_dues(declaration=declaration, historical=historical, by=as_accounting(by), at=at)
    except (NoTaxProfile, NoDuesScale, DuesNotAdmitted) as refusal:
        log(declaration, "renewals.invoice-waits", by=by, at=at, reason=refusal.code)
