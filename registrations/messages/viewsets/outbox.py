"""The admin's list of messages: what waits, what failed and why, and the way out of each."""

from typing import Any, ClassVar

from django import forms
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django_filters import ChoiceFilter
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from registrations.actors import Role
from registrations.messages.actions import cancel_message, retry_message
from registrations.messages.models import Message
from registrations.messages.queries import dead_addresses
from registrations.messages.registry import MAILS
from registrations.messages.rules import MessageState, explained
from registrations.messages.viewsets.previews import preview, preview_html, previews
from registrations.viewsets import (
    ActionBulkView,
    ActionFilterSet,
    ActionIndexView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
    Verdict,
    left_out,
    passes,
)


def kind_label(message: Message) -> str:
    """What the message is, in words."""
    return str(MAILS[message.kind].label) if message.kind in MAILS else message.kind


def error_label(message: Message) -> str:
    """Why it failed, in words, and what to do."""
    return " ".join(str(part) for part in explained(message.error) if part)


def kinds() -> list[tuple[str, str]]:
    """Every kind of mail, by its label."""
    return sorted(((kind, str(spec.label)) for kind, spec in MAILS.items()), key=lambda one: one[1])


class RetryForm(forms.Form):
    address = forms.EmailField(
        label=gettext_lazy("Another address, this time"),
        required=False,
        help_text=gettext_lazy("Empty: the address of the person. To change it for good, correct the person's record."),
    )


class RetryView(ActionPostView):
    label = gettext_lazy("Send again")
    question = gettext_lazy("The message goes back to the outbox, and leaves within a minute if mails leave.")
    icon = "rotate"
    form_class = RetryForm

    @classmethod
    def offered(cls, message: Message) -> bool:
        return message.state == MessageState.FAILED

    def perform(self, *, address: str) -> Message:
        retry_message(self.object, address=address, by=self.actor(), at=timezone.now())
        return self.object


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=150)


class CancelMessageView(ActionPostView):
    label = gettext_lazy("Do not send")
    question = gettext_lazy("This message will never leave.")
    icon = "cross"
    form_class = ReasonForm

    @classmethod
    def offered(cls, message: Message) -> bool:
        return message.state in {MessageState.WAITING, MessageState.FAILED}

    def perform(self, *, reason: str) -> Message:
        cancel_message(self.object, reason=reason, by=self.actor(), at=timezone.now())
        return self.object


class RetryAll(ActionBulkView):
    label = gettext_lazy("Send again")
    question = gettext_lazy("The messages go back to the outbox, and leave within a minute if mails leave.")
    icon = "rotate"

    def prepare(self, messages: list[Message]) -> None:
        self.dead = dead_addresses(message.address for message in messages)

    def verdict(self, message: Message) -> Verdict:
        if message.state != MessageState.FAILED:
            return left_out(_("It did not fail: “%(state)s”.") % {"state": message.get_state_display()})
        if message.address.lower() in self.dead:
            return left_out(_("The address bounces: correct it first."))
        return passes(_("It will be tried again.")) if message.address else left_out(_("No address."))

    def perform(self, message: Message) -> None:
        retry_message(message, by=self.actor(), at=timezone.now())


class CancelAll(ActionBulkView):
    label = gettext_lazy("Do not send")
    question = gettext_lazy("These messages will never leave.")
    icon = "cross"
    form_class = ReasonForm

    def verdict(self, message: Message) -> Verdict:
        if message.state in {MessageState.WAITING, MessageState.FAILED}:
            return passes(_("It will not leave."))
        return left_out(_("Too late: “%(state)s”.") % {"state": message.get_state_display()})

    def perform(self, message: Message, *, reason: str) -> None:
        cancel_message(message, reason=reason, by=self.actor(), at=timezone.now())


class OutboxFilters(ActionFilterSet):
    """By kind, in words."""

    kind = ChoiceFilter(label=gettext_lazy("Kind of mail"), choices=kinds)

    class Meta:
        model = Message
        fields = ["state", "kind", "created_at", "language"]


class OutboxView(ActionIndexView):
    """With the way to the previews."""

    @property
    def header_buttons(self) -> list[Any]:
        previews = HeaderButton(_("See each kind of mail"), url=reverse("messages:previews"), icon_name="view")
        return [*super().header_buttons, previews]


class MessageView(ActionInspectView):
    """The kind and the error in words."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "kind":
            return kind_label(self.object)
        if field_name == "error" and self.object.error:
            return error_label(self.object)
        return super().get_field_display_value(field_name, field)


class MessageViewSet(ActionViewSet):
    model = Message
    name = "messages"
    icon = "mail"
    guide = "messages"
    roles_change = (Role.LIBRARIAN, Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
    index_view_class = OutboxView
    inspect_view_class = MessageView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"renvoyer": RetryView, "retenir": CancelMessageView}
    bulk_views: ClassVar[dict[str, type[ActionBulkView]]] = {"renvoyer": RetryAll, "retenir": CancelAll}
    list_display = (
        TitleColumn("kind", label=gettext_lazy("Message"), accessor=kind_label, url_name="messages:inspect"),
        "to",
        "state",
        "attempts",
        "created_at",
        "sent_at",
        Column("error", label=gettext_lazy("Why, and what to do"), accessor=error_label),
    )
    filterset_class = OutboxFilters
    list_select_related = ("to",)
    search_fields = ("kind", "to__email", "to__family_name", "to__given_name", "to_address")
    inspect_view_fields = (
        "kind",
        "to",
        "to_address",
        "language",
        "state",
        "error",
        "attempts",
        "not_before",
        "created_at",
        "sent_at",
    )
    related = ((gettext_lazy("Bounces"), "bounces", ("address", "kind", "diagnosis", "bounced_at", "resolved_at")),)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("apercus/", self.for_readers(require_safe(previews)), name="previews"),
            path("apercus/<slug:kind>/<slug:language>/", self.for_readers(require_safe(preview)), name="preview"),
            path(
                "apercus/<slug:kind>/<slug:language>/html/",
                self.for_readers(require_safe(preview_html)),
                name="preview_html",
            ),
        ]
