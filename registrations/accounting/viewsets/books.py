"""The numbers of accounts, on one screen; the periods that are closed."""

from typing import Any, ClassVar

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.accounting.actions import close_books, reopen_books, set_accounts
from registrations.accounting.forms import AccountsForm, CloseForm, ReasonForm
from registrations.accounting.models import Closing
from registrations.accounting.queries.closings import closed_until, numbers
from registrations.accounting.queries.journal import entries, missing, named, until
from registrations.actors import Role
from registrations.association.models import Association
from registrations.association.queries import association
from registrations.dates import spelled_day
from registrations.viewsets import (
    ActionCreateView,
    ActionPostView,
    ActionScreenView,
    ActionScreenViewSet,
    ActionViewSet,
)


class AccountsView(ActionScreenView):
    """Every account with its number, and those that the present entries lack."""

    model = Association
    roles = (Role.ACCOUNTING,)
    form_class = AccountsForm
    template_name = "registrations/admin/accounting/accounts.html"
    page_title = _("Ledger accounts")
    done_message = _("The accounts are saved.")

    def subject(self) -> Association:
        return association()

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"given": form.given()}

    def perform(self, *, given: Any) -> Model:
        set_accounts(given, by=self.actor(), at=timezone.now())
        return association()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lacking = missing(entries(until(timezone.localdate()))) if numbers() else []
        return {**super().get_context_data(**kwargs), "lacking": [named(account) for account in lacking]}


class AccountsViewSet(ActionScreenViewSet):
    name = "comptes-du-grand-livre"
    icon = "list-ol"
    menu_label = _("Ledger accounts")
    add_to_settings_menu = False
    view_class = AccountsView
    guide = "finances"


class CloseView(ActionCreateView):
    """A period is closed once it was reconciled and exported."""

    form_class = CloseForm
    done_message = _("The books are closed: nothing is dated in this period any more.")
    at_fault: ClassVar[dict[str, str]] = {"period-not-closable": "last"}

    def get_page_title(self) -> str:
        return str(_("Close the books"))

    def get_page_subtitle(self) -> str:
        last = closed_until()
        return str(_("Closed until %(day)s")) % {"day": spelled_day(last, "fr", weekday=False)} if last else ""

    def perform(self, *, last: Any) -> Closing:
        return close_books(last=last, by=self.actor(), at=timezone.now())


class ReopenView(ActionPostView):
    label = _("Open the books again")
    question = _("Money can be dated in this period again. The accountant's files of it may change.")
    done_message = _("The books are open again.")
    icon = "lock-open"
    form_class = ReasonForm

    @classmethod
    def offered(cls, closing: Closing) -> bool:
        return closing.reopened_at is None and closed_until() == closing.until

    def perform(self, *, reason: str) -> Closing:
        return reopen_books(closing=self.object, reason=reason, by=self.actor(), at=timezone.now())


class ClosingViewSet(ActionViewSet):
    model = Closing
    name = "fermetures"
    icon = "lock"
    menu_label = _("Closings")
    roles_change = (Role.ACCOUNTING,)
    add_view_class = CloseView
    form_fields = ("until",)
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"rouvrir": ReopenView}
    list_display = ("until", "entries", "closed_at", "closed_by", "reopened_at", "reason")
    list_select_related = ("closed_by",)
    inspect_view_fields = ("until", "entries", "digest", "closed_at", "closed_by", "reopened_at", "reason")
