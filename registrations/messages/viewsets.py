"""The admin's screens of the outbox."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Role
from registrations.association.actions import close_mail_tap, open_mail_tap
from registrations.association.models import Association
from registrations.association.queries import association
from registrations.messages.models import Message
from registrations.messages.queries import waiting_by_kind
from registrations.viewsets import ActionScreenView, ActionScreenViewSet, ActionViewSet


class MessageViewSet(ActionViewSet):
    model = Message
    name = "messages"
    icon = "mail"
    roles_change = (Role.LIBRARIAN, Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
    list_display = ("kind", "to", "state", "attempts", "created_at", "sent_at", "error")
    list_filter = ("state", "created_at")
    list_select_related = ("to",)
    search_fields = ("kind", "to__email", "to__family_name", "to_address")


class MailTapView(ActionScreenView):
    """What would leave, and the button that lets it."""

    model = Association
    form_class = forms.Form
    template_name = "registrations/admin/mail_tap.html"
    page_title = gettext_lazy("Mails")

    def subject(self) -> Association:
        return association()

    @property
    def is_open(self) -> bool:
        return self.object.mails_opened_at is not None

    @property
    def done_message(self) -> str:
        return _("The tap is open: mails leave.") if self.is_open else _("The tap is closed: mails wait.")

    def perform(self) -> Association:
        turn = close_mail_tap if self.is_open else open_mail_tap
        return turn(by=self.actor(), at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["is_open"] = self.is_open
        context["opened_at"] = self.object.mails_opened_at
        context["held"] = waiting_by_kind()
        context["submit_button_label"] = _("Close the tap") if self.is_open else _("Open the tap")
        return context


class MailTapViewSet(ActionScreenViewSet):
    name = "courriels"
    icon = "mail"
    menu_label = gettext_lazy("Mails")
    menu_order = 30
    view_class = MailTapView
