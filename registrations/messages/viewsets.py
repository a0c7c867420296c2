"""The admin's screens of the outbox: what waits, what failed, and what each kind of mail looks like."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from registrations.actors import Role
from registrations.association.actions import close_mail_tap, open_mail_tap
from registrations.association.models import Association
from registrations.association.queries import association
from registrations.messages.actions import cancel_message, record_bounce, resolve_bounce, retry_message
from registrations.messages.mails import as_html
from registrations.messages.models import BouncedAddress, Message
from registrations.messages.queries import waiting_by_kind
from registrations.messages.registry import MAILS
from registrations.messages.rules import LONGEST_DIAGNOSIS, BounceKind, MessageState
from registrations.viewsets import (
    VIEW,
    ActionBulkView,
    ActionCreateView,
    ActionIndexView,
    ActionPostView,
    ActionScreenView,
    ActionScreenViewSet,
    ActionViewSet,
    Verdict,
    left_out,
    passes,
)

LANGUAGES = ("fr", "en")


def kind_label(message: Message) -> str:
    """What the message is, in words."""
    return str(MAILS[message.kind].label) if message.kind in MAILS else message.kind


class RetryView(ActionPostView):
    label = gettext_lazy("Send again")
    question = gettext_lazy("The message goes back to the outbox, and leaves within a minute if mails leave.")
    icon = "rotate"

    @classmethod
    def offered(cls, message: Message) -> bool:
        return message.state == MessageState.FAILED

    def perform(self) -> Message:
        retry_message(self.object, by=self.actor(), at=timezone.now())
        return self.object


class CancelMessageView(ActionPostView):
    label = gettext_lazy("Do not send")
    question = gettext_lazy("This message will never leave.")
    icon = "cross"

    @classmethod
    def offered(cls, message: Message) -> bool:
        return message.state in {MessageState.WAITING, MessageState.FAILED}

    def perform(self) -> Message:
        cancel_message(self.object, by=self.actor(), at=timezone.now())
        return self.object


class RetryAll(ActionBulkView):
    label = gettext_lazy("Send again")
    question = gettext_lazy("The messages go back to the outbox, and leave within a minute if mails leave.")
    icon = "rotate"

    def verdict(self, message: Message) -> Verdict:
        if message.state != MessageState.FAILED:
            return left_out(_("It did not fail: “%(state)s”.") % {"state": message.get_state_display()})
        return passes(_("It will be tried again.")) if message.address else left_out(_("No address."))

    def perform(self, message: Message) -> None:
        retry_message(message, by=self.actor(), at=timezone.now())


class CancelAll(ActionBulkView):
    label = gettext_lazy("Do not send")
    question = gettext_lazy("These messages will never leave.")
    icon = "cross"

    def verdict(self, message: Message) -> Verdict:
        if message.state in {MessageState.WAITING, MessageState.FAILED}:
            return passes(_("It will not leave."))
        return left_out(_("Too late: “%(state)s”.") % {"state": message.get_state_display()})

    def perform(self, message: Message) -> None:
        cancel_message(message, by=self.actor(), at=timezone.now())


class OutboxView(ActionIndexView):
    """With the way to the previews."""

    @property
    def header_buttons(self) -> list[Any]:
        previews = HeaderButton(_("See each kind of mail"), url=reverse("messages:previews"), icon_name="view")
        return [*super().header_buttons, previews]


class MessageViewSet(ActionViewSet):
    model = Message
    name = "messages"
    icon = "mail"
    roles_change = (Role.LIBRARIAN, Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
    index_view_class = OutboxView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"renvoyer": RetryView, "retenir": CancelMessageView}
    bulk_views: ClassVar[dict[str, type[ActionBulkView]]] = {"renvoyer": RetryAll, "retenir": CancelAll}
    list_display = (
        Column("kind", label=gettext_lazy("Message"), accessor=kind_label),
        "to",
        "state",
        "attempts",
        "created_at",
        "sent_at",
        "error",
    )
    list_filter = ("state", "created_at")
    list_select_related = ("to",)
    search_fields = ("kind", "to__email", "to__family_name", "to_address")
    related = ((gettext_lazy("Bounces"), "bounces", ("address", "kind", "diagnosis", "bounced_at", "resolved_at")),)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("apercus/", self.guarded(previews), name="previews"),
            path("apercus/<slug:kind>/<slug:language>/", self.guarded(preview), name="preview"),
            path("apercus/<slug:kind>/<slug:language>/html/", self.guarded(preview_html), name="preview_html"),
        ]

    def guarded(self, view: Any) -> Any:
        """The same door as the list's."""

        def guard(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not self.permission_policy.user_has_permission(request.user, VIEW):
                raise PermissionDenied
            return view(request, **kwargs)

        return require_safe(guard)


class BounceForm(forms.Form):
    """What the team read in a notice that came to its own mailbox."""

    address = forms.EmailField(label=gettext_lazy("Address"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=BounceKind.choices)
    diagnosis = forms.CharField(
        label=gettext_lazy("What the server said"), max_length=LONGEST_DIAGNOSIS, required=False
    )


class RecordBounceView(ActionCreateView):
    form_class = BounceForm

    def perform(self, **cleaned: Any) -> BouncedAddress:
        return record_bounce(by=self.actor(), at=timezone.now(), **cleaned)


class ResolveBounceView(ActionPostView):
    label = gettext_lazy("Works again")
    question = gettext_lazy(
        "Mails to this address leave again. Those that failed meanwhile are not sent by themselves."
    )
    icon = "success"

    @classmethod
    def offered(cls, row: BouncedAddress) -> bool:
        return row.resolved_at is None

    def perform(self) -> BouncedAddress:
        resolve_bounce(address=self.object.address, by=self.actor(), at=timezone.now())
        return self.object


class BouncedAddressViewSet(ActionViewSet):
    model = BouncedAddress
    name = "adresses-en-echec"
    icon = "warning"
    roles_change = (Role.LIBRARIAN, Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
    add_view_class = RecordBounceView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"retablir": ResolveBounceView}
    list_display = ("address", "kind", "diagnosis", "bounced_at", "resolved_at")
    list_filter = ("kind", "bounced_at", "resolved_at")
    search_fields = ("address", "diagnosis")
    inspect_view_fields = ("address", "kind", "diagnosis", "message", "bounced_at", "resolved_at")


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


def previews(request: HttpRequest) -> HttpResponse:
    """Each kind of mail, to see in both languages."""
    kinds = sorted(((kind, str(spec.label)) for kind, spec in MAILS.items()), key=lambda one: one[1])
    return render(request, "registrations/admin/messages/previews.html", {"kinds": kinds, "languages": LANGUAGES})


def preview(request: HttpRequest, *, kind: str, language: str) -> HttpResponse:
    """One kind, made with the latest row that it can speak of."""
    context = {"kind": kind, "language": language, "label": _known(kind, language).label, "languages": LANGUAGES}
    context["mail"] = _example(kind, language)
    return render(request, "registrations/admin/messages/preview.html", context)


def preview_html(_request: HttpRequest, *, kind: str, language: str) -> HttpResponse:
    """The mail alone, for a frame that can do nothing."""
    mail = _example(kind, language)
    if mail is None:
        raise Http404
    response = HttpResponse(as_html(mail, sender=association(), language=language))
    response._csp_replace = {  # type: ignore[attr-defined]  # as django-csp's own decorator does
        "default-src": ["'none'"],
        "script-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "sandbox": [],
    }
    return response


def _known(kind: str, language: str) -> Any:
    if kind not in MAILS or language not in LANGUAGES:
        raise Http404
    return MAILS[kind]


def _example(kind: str, language: str) -> Any:
    spec = _known(kind, language)
    about = spec.example()
    with override(language):
        return spec.render(about, language) if about else None
