"""The admin's screen of the addresses that refuse our mails."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from registrations.actors import Role
from registrations.messages.actions import record_bounce, resolve_bounce
from registrations.messages.models import BouncedAddress
from registrations.messages.rules import LONGEST_DIAGNOSIS, BounceKind
from registrations.viewsets import ActionCreateView, ActionPostView, ActionViewSet


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
    guide = "messages"
    roles_change = (Role.LIBRARIAN, Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
    add_view_class = RecordBounceView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"retablir": ResolveBounceView}
    list_display = ("address", "kind", "diagnosis", "bounced_at", "resolved_at")
    list_filter = ("kind", "bounced_at", "resolved_at")
    search_fields = ("address", "diagnosis")
    inspect_view_fields = ("address", "kind", "diagnosis", "message", "bounced_at", "resolved_at")
