"""What waits for the team today, one function per trade: sentences with the page where each is dealt with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.access_requests.queries import late as late_requests
from cms.access_requests.queries import waiting as waiting_requests
from cms.diffusion.models import PolicyAdoption, PolicyState, PolicyVersion
from cms.library.queries import drafts, submitted, to_review
from cms.library.rules import SOON as REVIEWS
from magazine.issues.models import IssuePage
from magazine.issues.queries import attention as late_issues
from registrations.accounting.queries.figures import open_discrepancies
from registrations.association.queries import association
from registrations.imports.models import BatchState, ImportBatch
from registrations.journal.models import Incident
from registrations.memberships.models import Membership, MembershipState
from registrations.messages.models import Message, MessageState
from registrations.orders.models import CancellationRequest, InvoiceBalance, LineKind, Order, OrderState
from registrations.orders.supply import undecided
from registrations.payments.models import EventState, StripeEvent
from registrations.payments.queries import payments_to_refund, refunds_waiting, stale_events
from registrations.privacy.models import PrivacyRequest
from registrations.privacy.rules import RequestState
from registrations.receivables.queries import unreachable
from registrations.renewals.queries import declarations_at
from registrations.renewals.rules import Step
from registrations.staff.queries.waves import unconfirmed, without_registrar
from training.sessions.models import Session, SessionState

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and where to go."""

    text: str
    url: str
    urgent: bool = False


def training(*, at: datetime) -> Iterator[Line]:
    sessions = Session.objects.filter(state=SessionState.PUBLISHED, starts_at__gt=at)
    if soon := sessions.filter(starts_at__lte=at + SOON).count():
        text = ngettext("%(n)s session starts within a week.", "%(n)s sessions start within a week.", soon)
        yield Line(text % {"n": soon}, f"{reverse('seances:index')}?state=published")
    if queues := sessions.filter(pool__waiting__gt=0).count():
        text = ngettext("%(n)s session has a waiting list.", "%(n)s sessions have a waiting list.", queues)
        yield Line(text % {"n": queues}, f"{reverse('seances:index')}?state=published")
    if drafts := Session.objects.filter(state=SessionState.DRAFT, starts_at__gt=at).count():
        text = ngettext("%(n)s session is still a draft.", "%(n)s sessions are still drafts.", drafts)
        yield Line(text % {"n": drafts}, f"{reverse('seances:index')}?state=draft")


def finances(*, on: date, at: datetime) -> Iterator[Line]:
    if stopped := undecided():
        kinds = ", ".join(str(LineKind(kind).label) for kind in stopped)
        text = _("Sales are stopped until their taxes are decided: %(kinds)s.") % {"kinds": kinds}
        yield Line(text, reverse("profils-de-taxes:index"), urgent=True)
    if placed := Order.objects.filter(state=OrderState.PLACED).count():
        text = ngettext("%(n)s order awaits payment.", "%(n)s orders await payment.", placed)
        yield Line(text % {"n": placed}, f"{reverse('commandes:index')}?state=placed")
    owed = InvoiceBalance.objects.filter(total_cents__gt=F("paid_cents") + F("credited_cents"))
    if late := owed.filter(invoice__due_on__lt=on).count():
        text = ngettext(
            "%(n)s invoice is unpaid after its due date.", "%(n)s invoices are unpaid after their due date.", late
        )
        yield Line(text % {"n": late}, reverse("comptes-a-recevoir:index"), urgent=True)
    if silent := len(unreachable(on=on)):
        text = ngettext(
            "%(n)s payer is late and has no address: no reminder can leave.",
            "%(n)s payers are late and have no address: no reminder can leave.",
            silent,
        )
        yield Line(text % {"n": silent}, reverse("rappels:index"), urgent=True)
    if failed := StripeEvent.objects.filter(state=EventState.FAILED).count():
        text = ngettext("%(n)s event of the card provider failed.", "%(n)s events of the card provider failed.", failed)
        yield Line(text % {"n": failed}, f"{reverse('evenements-stripe:index')}?state=failed", urgent=True)
    if stale := stale_events(at=at).count():
        text = ngettext(
            "%(n)s event of the card provider waits for more than ten minutes: is the worker running?",
            "%(n)s events of the card provider wait for more than ten minutes: is the worker running?",
            stale,
        )
        yield Line(text % {"n": stale}, f"{reverse('evenements-stripe:index')}?state=waiting", urgent=True)
    if asked := CancellationRequest.objects.filter(answered_at=None).count():
        text = ngettext(
            "%(n)s request to cancel what is paid or invoiced.",
            "%(n)s requests to cancel what is paid or invoiced.",
            asked,
        )
        yield Line(
            text % {"n": asked}, f"{reverse('demandes-d-annulation:index')}?answered_at__isempty=true", urgent=True
        )
    if refunds := payments_to_refund().count():
        text = ngettext("%(n)s payment is to be refunded.", "%(n)s payments are to be refunded.", refunds)
        yield Line(text % {"n": refunds}, reverse("paiements:index"), urgent=True)
    yield from _returns(at=at)


def _returns(*, at: datetime) -> Iterator[Line]:
    """Refunds and disputes that wait for somebody."""
    waits = refunds_waiting(at=at)
    if waits.proposed:
        text = ngettext("%(n)s refund awaits approval.", "%(n)s refunds await approval.", waits.proposed)
        yield Line(text % {"n": waits.proposed}, f"{reverse('remboursements:index')}?state=proposed")
    if waits.by_hand:
        text = ngettext(
            "%(n)s refund is to be made by hand and recorded.",
            "%(n)s refunds are to be made by hand and recorded.",
            waits.by_hand,
        )
        yield Line(text % {"n": waits.by_hand}, f"{reverse('remboursements:index')}?state=asked")
    if waits.stuck:
        text = ngettext(
            "%(n)s refund by card has not left for an hour.",
            "%(n)s refunds by card have not left for an hour.",
            waits.stuck,
        )
        yield Line(text % {"n": waits.stuck}, f"{reverse('remboursements:index')}?state=asked", urgent=True)
    if waits.overpaid:
        text = ngettext(
            "%(n)s invoice was paid in excess: give back or use the rest.",
            "%(n)s invoices were paid in excess: give back or use the rest.",
            waits.overpaid,
        )
        yield Line(text % {"n": waits.overpaid}, reverse("factures:index"))
    if waits.external:
        text = ngettext(
            "%(n)s refund made on Stripe’s dashboard has no credit note, and its invoice is owed again.",
            "%(n)s refunds made on Stripe’s dashboard have no credit note, and their invoices are owed again.",
            waits.external,
        )
        yield Line(text % {"n": waits.external}, f"{reverse('remboursements:index')}?external=true", urgent=True)
    if waits.disputes:
        text = ngettext(
            "%(n)s payment is contested: answer in Stripe.",
            "%(n)s payments are contested: answer in Stripe.",
            waits.disputes,
        )
        yield Line(text % {"n": waits.disputes}, f"{reverse('contestations:index')}?state=open", urgent=True)


def books() -> Iterator[Line]:
    """What the comparison of the night found and nobody has mended or explained."""
    if wrong := open_discrepancies().count():
        text = ngettext("%(n)s thing does not add up in the books.", "%(n)s things do not add up in the books.", wrong)
        yield Line(text % {"n": wrong}, reverse("rapprochements:index"), urgent=True)


def memberships(*, on: date) -> Iterator[Line]:
    if asked := Membership.objects.filter(state=MembershipState.REQUESTED).count():
        text = ngettext(
            "%(n)s membership request awaits the board.", "%(n)s membership requests await the board.", asked
        )
        yield Line(text % {"n": asked}, f"{reverse('adhesions:index')}?state=requested")
    yield from _renewals(on=on)


def _renewals(*, on: date) -> Iterator[Line]:
    """Declarations and dues of the campaigns that are open."""
    known = {step: declarations_at(step, on=on).count() for step in (Step.LATE, Step.UNPAID, Step.PROVISIONAL)}
    if late := known[Step.LATE]:
        text = ngettext("%(n)s yearly declaration is late.", "%(n)s yearly declarations are late.", late)
        yield Line(text % {"n": late}, f"{reverse('declarations:index')}?step=late", urgent=True)
    if waits := declarations_at(Step.TO_INVOICE, on=on).count():
        text = ngettext(
            "%(n)s signed declaration waits for a dues scale, a tax profile or a resolution to be invoiced.",
            "%(n)s signed declarations wait for a dues scale, a tax profile or a resolution to be invoiced.",
            waits,
        )
        yield Line(text % {"n": waits}, f"{reverse('declarations:index')}?step=to_invoice", urgent=True)
    if unpaid := known[Step.UNPAID]:
        text = ngettext("%(n)s member has dues to pay.", "%(n)s members have dues to pay.", unpaid)
        yield Line(text % {"n": unpaid}, f"{reverse('declarations:index')}?step=unpaid")
    if provisional := known[Step.PROVISIONAL]:
        text = ngettext(
            "%(n)s provisional invoice waits for a declaration.",
            "%(n)s provisional invoices wait for a declaration.",
            provisional,
        )
        yield Line(text % {"n": provisional}, f"{reverse('declarations:index')}?step=provisional")


def library() -> Iterator[Line]:
    waiting = PolicyVersion.objects.exclude(state=PolicyState.ADOPTED)
    if drafts := waiting.count():
        text = ngettext(
            "%(n)s version of the policy is not adopted.", "%(n)s versions of the policy are not adopted.", drafts
        )
        yield Line(text % {"n": drafts}, reverse("politique-de-diffusion:index"))
    for adoption in PolicyAdoption.objects.filter(confirmed_at=None).select_related("policy"):
        text = _("The adoption of version %(number)s waits for the board secretary.")
        yield Line(text % {"number": adoption.policy.number}, reverse("policy:adopt", args=[adoption.policy.number]))


def shelves(*, on: date) -> Iterator[Line]:
    """What the librarian has to answer, read again, publish or complete."""
    screen = reverse("demandes-acces:index")
    if late := late_requests(on=on).count():
        text = ngettext("%(n)s request of access is late.", "%(n)s requests of access are late.", late)
        yield Line(text % {"n": late}, f"{screen}?state=asked", urgent=True)
    if asked := waiting_requests().filter(answer_by__gte=on).count():
        text = ngettext("%(n)s request of access to answer.", "%(n)s requests of access to answer.", asked)
        yield Line(text % {"n": asked}, f"{screen}?state=asked")
    works = reverse("ressources:index")
    if number := submitted().count():
        text = ngettext("%(n)s resource was handed over.", "%(n)s resources were handed over.", number)
        yield Line(text % {"n": number}, f"{works}?state=review")
    if number := to_review(on=on).count():
        text = ngettext("%(n)s resource is to be reviewed.", "%(n)s resources are to be reviewed.", number)
        yield Line(text % {"n": number}, f"{works}?state=published&review_on_to={on + REVIEWS}")
    if number := drafts().count():
        text = ngettext("%(n)s resource is a draft.", "%(n)s resources are drafts.", number)
        yield Line(text % {"n": number}, f"{works}?state=draft")


def magazine(*, at: datetime) -> Iterator[Line]:
    for late in late_issues(at=at):
        text = _("Issue %(number)s was due and is not ready: see what is missing.")
        yield Line(text % {"number": late.number}, reverse("numeros:index"))
    if issues := IssuePage.objects.filter(released_at=None).count():
        text = ngettext("%(n)s issue is in preparation.", "%(n)s issues are in preparation.", issues)
        yield Line(text % {"n": issues}, reverse("numeros:index"))


def privacy(*, on: date) -> Iterator[Line]:
    waiting = PrivacyRequest.objects.open()
    soon = waiting.filter(due_on__lte=on + SOON)
    if late := waiting.filter(due_on__lt=on).count():
        text = ngettext(
            "%(n)s privacy request is past its 30 days.", "%(n)s privacy requests are past their 30 days.", late
        )
        yield Line(text % {"n": late}, reverse("demandes-vie-privee:index"), urgent=True)
    elif due := soon.count():
        text = ngettext(
            "%(n)s privacy request is to be answered within a week.",
            "%(n)s privacy requests are to be answered within a week.",
            due,
        )
        yield Line(text % {"n": due}, reverse("demandes-vie-privee:index"))
    if received := waiting.filter(state=RequestState.RECEIVED).count():
        text = ngettext("%(n)s privacy request is new.", "%(n)s privacy requests are new.", received)
        yield Line(text % {"n": received}, f"{reverse('demandes-vie-privee:index')}?state=received")
    if incidents := Incident.objects.with_closing().filter(is_closed=False).count():
        text = ngettext(
            "%(n)s confidentiality incident is open.", "%(n)s confidentiality incidents are open.", incidents
        )
        yield Line(text % {"n": incidents}, reverse("incidents:index"), urgent=True)


def contacts(*, at: datetime) -> Iterator[Line]:
    today = localdate(at)
    if orphans := without_registrar(on=today).count():
        text = ngettext("%(n)s member has no registrar.", "%(n)s members have no registrar.", orphans)
        yield Line(text % {"n": orphans}, f"{reverse('listes-du-personnel:index')}?without_registrar=true", urgent=True)
    if late := unconfirmed(on=today).count():
        text = ngettext("%(n)s staff list is not confirmed.", "%(n)s staff lists are not confirmed.", late)
        yield Line(text % {"n": late}, f"{reverse('listes-du-personnel:index')}?unconfirmed=true")
    if failed := Message.objects.filter(state=MessageState.FAILED).count():
        text = ngettext("%(n)s message could not be sent.", "%(n)s messages could not be sent.", failed)
        yield Line(text % {"n": failed}, f"{reverse('messages:index')}?state=failed", urgent=True)
    due = Message.objects.filter(state=MessageState.WAITING, not_before__lte=at).count()
    if due and association().mails_opened_at is None:
        text = ngettext(
            "%(n)s message is held until the tap is open.", "%(n)s messages are held until the tap is open.", due
        )
        yield Line(text % {"n": due}, f"{reverse('messages:index')}?state=waiting")
    if checked := ImportBatch.objects.filter(state=BatchState.CHECKED).count():
        text = ngettext(
            "%(n)s import is checked and not applied.", "%(n)s imports are checked and not applied.", checked
        )
        yield Line(text % {"n": checked}, f"{reverse('imports:index')}?state=checked")
