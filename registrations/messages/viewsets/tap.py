"""*Réglages › Courriels*: what would leave, kind by kind, and the taps that let it."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registrations.actors import Role, roles_of
from registrations.association.actions import close_mail_tap, open_mail_tap
from registrations.association.models import Association
from registrations.association.queries import association
from registrations.errors import DomainError
from registrations.messages.actions import cancel_kind, close_kind, open_kind, send_tap_test
from registrations.messages.models import Message
from registrations.messages.queries import held, held_of, left_lately, mail_of, next_of, who_waits
from registrations.messages.registry import MAILS
from registrations.messages.viewsets.previews import frame
from registrations.viewsets import ActionScreenView, ActionScreenViewSet, actor
from registrations.viewsets.guided import Guided

SAMPLES = 3
LATELY = timedelta(days=7)


class MailTapView(ActionScreenView):
    """What would leave, and the button that lets it."""

    model = Association
    form_class = forms.Form
    template_name = "registrations/admin/tap/tap.html"
    page_title = gettext_lazy("Mails")

    def subject(self) -> Association:
        return association()

    @property
    def is_open(self) -> bool:
        return self.object.mails_opened_at is not None

    @property
    def done_message(self) -> str:
        if "test" in self.request.POST:
            return _("A test is on its way to you.")
        return _("The tap is open: mails leave.") if self.is_open else _("The tap is closed: mails wait.")

    def perform(self) -> Association:
        named = {"by": self.actor(), "at": timezone.now()}
        if "test" in self.request.POST:
            return send_tap_test(**named)
        return close_mail_tap(**named) if self.is_open else open_mail_tap(**named)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        now = timezone.now()
        context |= {"is_open": self.is_open, "opened_at": self.object.mails_opened_at, "kinds": held(at=now)}
        context |= {"who": who_waits(at=now), "lately": left_lately(since=now - LATELY)}
        context["submit_button_label"] = _("Close the tap") if self.is_open else _("Open the tap for everything")
        return context


class _OfAKind(View):
    """Only administrators enter, and only for a kind that exists or that waits."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if Role.ADMINISTRATOR not in roles_of(request.user):
            raise PermissionDenied
        if kwargs["kind"] not in MAILS and held_of(kwargs["kind"], at=timezone.now()) is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class KindView(Guided, WagtailAdminTemplateMixin, _OfAKind):
    """One kind: how many, to whom, three of them as they would arrive; let them leave, hold them, or cancel them."""

    template_name = "registrations/admin/tap/kind.html"
    header_icon = "mail"

    def get_page_title(self) -> str:
        kind = self.kwargs["kind"]
        return str(MAILS[kind].label) if kind in MAILS else kind

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        tap = {"url": reverse("courriels:index"), "label": _("Mails")}
        return [*self.breadcrumbs_items, tap, {"url": "", "label": self.get_page_title()}]

    def get(self, _request: HttpRequest, kind: str) -> HttpResponse:
        now = timezone.now()
        samples = [(message, mail_of(message)) for message in next_of(kind, SAMPLES)]
        context = self.get_context_data(kind=kind, held=held_of(kind, at=now), samples=samples)
        context |= {"is_open": association().mails_opened_at is not None, "error": self.request.GET.get("error", "")}
        return self.render_to_response(context)

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        try:
            messages.success(request, self.acted(kind))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("courriels:kind", kind=kind)

    def acted(self, kind: str) -> str:
        named = {"by": actor(self.request), "at": timezone.now()}
        if "open" in self.request.POST:
            open_kind(kind, **named)
            return _("Mails of this kind leave.")
        if "close" in self.request.POST:
            close_kind(kind, **named)
            return _("Mails of this kind wait.")
        number = cancel_kind(kind, reason=self.request.POST.get("reason", ""), **named)
        return _("%(number)s messages cancelled.") % {"number": number}


class SampleView(_OfAKind):
    """One of the messages that wait, as it would arrive."""

    def get(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        message = Message.objects.select_related("to").filter(kind=kind, pk=pk).first()
        mail = mail_of(message) if message else None
        if message is None or mail is None:
            raise Http404
        return frame(mail, message.language, dark="sombre" in request.GET)


class MailTapViewSet(ActionScreenViewSet):
    name = "courriels"
    icon = "mail"
    menu_label = gettext_lazy("Mails")
    menu_order = 30
    guide = "messages"
    view_class: ClassVar[type[ActionScreenView]] = MailTapView

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<slug:kind>/", KindView.as_view(guide=self.guide), name="kind"),
            path("<slug:kind>/<int:pk>/", SampleView.as_view(), name="sample"),
        ]
