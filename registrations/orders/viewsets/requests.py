"""Requests to cancel what is paid or invoiced: accounting credits and refunds, then answers."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.actors import Role
from registrations.money import spelled
from registrations.orders.actions import answer_cancellation
from registrations.orders.forms import AnswerForm
from registrations.orders.models import CancellationRequest, CreditNote
from registrations.viewsets import ActionInspectView, ActionPostView, ActionViewSet


class RequestPage(ActionInspectView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        buttons: list[Button] = []
        for invoice in self.object.order.invoices.all():
            url = reverse("factures:inspect", args=[invoice.pk])
            buttons.append(HeaderButton(invoice.label, url=url, icon_name="doc-full-inverse"))
        return [*super().header_buttons, *buttons]


def said_credits(request: CancellationRequest) -> str:
    """The credit notes issued on the order since the request, in a sentence each."""
    notes = CreditNote.objects.filter(invoice__order=request.order_id, issued_at__gte=request.asked_at).order_by("pk")
    return " ".join(
        gettext("Credit note %(number)s of %(amount)s was issued.")
        % {"number": note.label, "amount": spelled(note.total_cents, get_language() or "fr")}
        for note in notes
    )


class AnswerView(ActionPostView):
    label = _("Close this request")
    question = _("Credit and refund first, from the page of the request; or say why nothing is given back.")
    done_message = _("The request is closed.")
    icon = "check"
    form_class = AnswerForm

    @classmethod
    def offered(cls, request: CancellationRequest) -> bool:
        return request.answered_at is None

    def get_initial(self) -> dict[str, Any]:
        """What was credited since it was asked; accounting completes it."""
        return {"answer": said_credits(self.object)}

    def perform(self, *, answer: str) -> CancellationRequest:
        return answer_cancellation(request=self.object, answer=answer, by=self.actor(), at=timezone.now())


class CancellationRequestViewSet(ActionViewSet):
    model = CancellationRequest
    inspect_view_class = RequestPage
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"repondre": AnswerView}
    name = "demandes-d-annulation"
    icon = "arrow-left"
    roles_change = (Role.ACCOUNTING,)
    list_display = ("order", "why", "line", "places", "reason", "asked_at", "answered_at")
    list_filter = ("why", "asked_at", "answered_at")
    list_select_related = ("order", "line")
    search_fields = ("order__code", "reason")
    inspect_view_fields = (
        "order",
        "line",
        "places",
        "why",
        "reason",
        "asked_by",
        "asked_at",
        "answer",
        "answered_by",
        "answered_at",
    )
