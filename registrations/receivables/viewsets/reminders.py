"""Reminders: started or stopped, their steps, what would leave tomorrow, what left, and pauses."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from registrations.actors import Role
from registrations.orders.models import Invoice, Order
from registrations.organisations.models import Organisation
from registrations.receivables.actions import end_pause, pause_reminders, save_step, start_dunning, stop_dunning
from registrations.receivables.forms import PauseForm, StepForm
from registrations.receivables.models import Dunning, ReminderLetter, ReminderPause, ReminderStep
from registrations.receivables.queries import due_reminders, dunning, unreachable
from registrations.receivables.texts import EXAMPLE, filled
from registrations.receivables.viewsets.account import account_page
from registrations.viewsets import (
    ActionCreateView,
    ActionEditView,
    ActionPostView,
    ActionScreenView,
    ActionScreenViewSet,
    ActionViewSet,
)
from registrations.viewsets.inspecting import LINKS, PageLink


class DunningView(ActionScreenView):
    """On or off, and what leaves tomorrow."""

    model = Dunning
    roles = (Role.ACCOUNTING,)
    form_class = forms.Form
    template_name = "registrations/admin/receivables/dunning.html"
    page_title = _("Automatic reminders")
    done_message = _("Automatic reminders changed.")

    def subject(self) -> Dunning:
        return dunning()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tomorrow = timezone.localdate() + timedelta(days=1)
        context = super().get_context_data(**kwargs)
        return context | {
            "dunning": dunning(),
            "steps": [(step, exampled(step)) for step in ReminderStep.objects.all()],
            "tomorrow": due_reminders(on=tomorrow),
            "tomorrow_on": tomorrow,
            "unreachable": unreachable(on=tomorrow),
            "letters": ReminderLetter.objects.select_related("organisation", "person", "step")[:20],
        }

    def perform(self) -> Dunning:
        act = stop_dunning if "stop" in self.request.POST else start_dunning
        return act(by=self.actor(), at=timezone.now())


class DunningViewSet(ActionScreenViewSet):
    name = "rappels"
    icon = "mail"
    guide = "finances"
    menu_label = _("Automatic reminders")
    add_to_settings_menu = False
    view_class = DunningView


class AddStepView(ActionCreateView):
    form_class = StepForm
    done_message = _("The step is saved. It counts from today: invoices that have passed its day are left in peace.")

    def perform(self, **cleaned: Any) -> ReminderStep:
        return save_step(**cleaned, by=self.actor(), at=timezone.now())


class EditStepView(ActionEditView):
    form_class = StepForm
    done_message = _("The step is saved.")

    def perform(self, **cleaned: Any) -> ReminderStep:
        return save_step(step=self.object, **cleaned, by=self.actor(), at=timezone.now())


def exampled(step: ReminderStep) -> str:
    """The subject as a payer would read it."""
    return filled(step.subject_fr, EXAMPLE)


class ReminderStepViewSet(ActionViewSet):
    model = ReminderStep
    add_view_class = AddStepView
    edit_view_class = EditStepView
    form_fields = ("days",)
    name = "etapes-de-rappel"
    icon = "list-ol"
    roles_change = (Role.ACCOUNTING,)
    list_display = (
        Column("step", label=_("Step"), accessor=str, sort_key="days"),
        Column("subject", label=_("Subject, with example values"), accessor=exampled),
        "is_active",
        "since",
    )


class ReminderLetterViewSet(ActionViewSet):
    model = ReminderLetter
    name = "rappels-envoyes"
    menu_label = _("Reminders sent")
    icon = "history"
    roles_change = (Role.ACCOUNTING,)
    list_display = (
        Column("payer", label=_("Payer"), accessor=str),
        "made_at",
        "step",
        "due_cents",
        "sent_to",
    )
    list_filter = ("step", "made_at")
    list_select_related = ("organisation", "person", "step")
    search_fields = ("organisation__name", "person__family_name")
    related = ((_("Invoices"), "reminders", ("invoice", "reminded_on", "due_cents")),)


class EndPauseView(ActionPostView):
    label = _("End the pause")
    question = _("Reminders go on from today.")
    done_message = _("The pause is ended.")
    icon = "rotate"

    @classmethod
    def offered(cls, pause: ReminderPause) -> bool:
        return pause.ended_at is None

    def perform(self) -> ReminderPause:
        return end_pause(pause=self.object, by=self.actor(), at=timezone.now())


class AddPauseView(ActionCreateView):
    form_class = PauseForm
    done_message = _("Reminders are paused.")

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET[name] for name in ("invoice", "organisation") if name in self.request.GET}

    def perform(self, *, about: Any, reason: str, until: Any, **_named: Any) -> ReminderPause:
        return pause_reminders(about=about, reason=reason, until=until, by=self.actor(), at=timezone.now())


class PauseViewSet(ActionViewSet):
    model = ReminderPause
    add_view_class = AddPauseView
    form_fields = ("reason",)
    name = "pauses-de-rappel"
    icon = "time"
    roles_change = (Role.ACCOUNTING,)
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"terminer": EndPauseView}
    list_display = (
        Column("about", label=_("Invoice or organisation"), accessor=str),
        "reason",
        "until",
        "paused_at",
        "ended_at",
    )
    list_filter = ("paused_at", "ended_at")
    list_select_related = ("invoice", "organisation")
    search_fields = ("reason", "organisation__name")


def _pause(name: str, value: Any) -> str:
    return f"{reverse('pauses-de-rappel:add')}?{name}={value}"


def _account_of(sold: Order | Invoice) -> str:
    order = sold if isinstance(sold, Order) else sold.order
    payer = order.organisation or order.person
    return account_page(payer) if payer else ""


def link_pages() -> None:
    """From an order, an invoice and an organisation to the account of who pays, and to a pause."""
    accounting = (Role.ACCOUNTING,)
    for sold in (Order, Invoice):
        LINKS.setdefault(sold, []).append(PageLink(_("Account of the payer"), "user", _account_of, accounting))
    LINKS.setdefault(Invoice, []).append(
        PageLink(_("Pause reminders"), "time", lambda row: _pause("invoice", row.label), accounting)
    )
    LINKS.setdefault(Organisation, []).extend(
        (
            PageLink(
                _("Account"),
                "decimal",
                account_page,
                accounting,
            ),
            PageLink(_("Pause reminders"), "time", lambda row: _pause("organisation", row.pk), accounting),
        )
    )
