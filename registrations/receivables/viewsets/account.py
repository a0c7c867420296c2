"""The account of one payer, for accounting: what is owed, what is held, who is written to, what happened."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from registrations.errors import DomainError
from registrations.receivables.actions import remind_payer, send_statement
from registrations.receivables.documents import ages_shown, statement_pdf
from registrations.receivables.models import ReminderLetter, ReminderPause
from registrations.receivables.queries import account_of, addresses_of, payer_by_uuid, receipts_with_rest
from registrations.receivables.queries.accounts import Account, Payer
from registrations.receivables.viewsets.recording import MoneyScreen
from registrations.viewsets.acting import actor
from registrations.viewsets.pages import page_of

YEAR = timedelta(days=365)
LETTERS = 5


def account_page(payer: Payer) -> str:
    """Where the account of this payer is."""
    return reverse("comptes-a-recevoir:compte", args=[payer.uuid])


def this_year(payer: Payer) -> Account:
    today = timezone.localdate()
    return account_of(payer, first=today - YEAR, last=today)


class AccountView(MoneyScreen):
    """The account of the last twelve months; its statement and a reminder leave from here."""

    template_name = "registrations/admin/receivables/account.html"
    breadcrumb = ("comptes-a-recevoir:index", gettext_lazy("Still owed"))

    @property
    def page_title(self) -> str:
        return _("Account of %(payer)s") % {"payer": self.payer}

    @cached_property
    def payer(self) -> Payer:
        payer = payer_by_uuid(self.kwargs["uuid"])
        if payer is None:
            raise Http404
        return payer

    def get(self, request: HttpRequest, uuid: UUID) -> HttpResponse:  # noqa: ARG002 - `payer` reads it
        return self.shown(**self.said(this_year(self.payer)))

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:  # noqa: ARG002
        """Send the statement, or a reminder, now."""
        act, done = (
            (remind_payer, _("The reminder is sent."))
            if "remind" in request.POST
            else (send_statement, _("The statement is sent."))
        )
        try:
            act(payer=self.payer, by=actor(request), at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect(account_page(self.payer))

    def said(self, account: Account) -> dict[str, Any]:
        today = timezone.localdate()
        named = {self.payer._meta.model_name if self.payer._meta.model_name == "organisation" else "person": self.payer}
        return {
            "payer": self.payer,
            "payer_page": page_of(self.payer, user=self.request.user),
            "account": account,
            "lines": list(reversed(account.lines)),
            "late_cents": sum(cents for first, cents in account.ages.items() if first),
            "rest": receipts_with_rest(self.payer),
            "addresses": addresses_of([self.payer], on=today)[self.payer],
            "letters": ReminderLetter.objects.filter(**named).select_related("step")[:LETTERS],
            "pauses": ReminderPause.objects.live(on=today).filter(**named) if "organisation" in named else [],
            "today": today,
            **ages_shown(account.ages),
        }


@require_safe
def statement(_request: HttpRequest, *, uuid: UUID) -> HttpResponse:
    """The statement of the last twelve months of a payer, on paper."""
    payer = payer_by_uuid(uuid)
    if payer is None:
        raise Http404
    account = this_year(payer)
    paper = statement_pdf(account, language=get_language() or "fr", at=timezone.now())
    name = f'inline; filename="compte-{account.last}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
