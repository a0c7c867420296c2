"""Texts of consents, what people agreed to, and the lists that they receive."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.people.models import User
from registrations.privacy.actions import add_consent_text, change_consent_text, note_tacit
from registrations.privacy.forms import ConsentTextForm, NewConsentTextForm, TacitForm
from registrations.privacy.models import Consent, ConsentText, Subscription
from registrations.privacy.queries import Holder
from registrations.viewsets import ActionCreateView, ActionEditView, ActionViewSet

GUIDE = "renseignements-personnels"


class AddTextView(ActionCreateView):
    form_class = NewConsentTextForm

    def get_initial(self) -> dict[str, Any]:
        return {"effective_from": timezone.localdate()}

    def perform(self, **cleaned: Any) -> ConsentText:
        return add_consent_text(by=self.actor(), at=timezone.now(), **cleaned)


class ChangeTextView(ActionEditView):
    form_class = ConsentTextForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ConsentTextForm.base_fields}

    def perform(self, **cleaned: Any) -> ConsentText:
        return change_consent_text(self.object, by=self.actor(), at=timezone.now(), **cleaned)


class ConsentTextViewSet(ActionViewSet):
    model = ConsentText
    name = "textes-de-consentement"
    icon = "doc-full"
    guide = GUIDE
    add_view_class = AddTextView
    edit_view_class = ChangeTextView
    list_display = ("purpose", "version", "effective_from", "text_fr")
    list_filter = ("purpose",)


class ConsentViewSet(ActionViewSet):
    model = Consent
    name = "consentements"
    icon = "check"
    guide = GUIDE
    list_display = ("person", "purpose", ("text__version", _("version")), "given_at", "withdrawn_at", "how")
    list_filter = ("purpose", "how", "given_at", "withdrawn_at")
    list_select_related = ("person", "text")
    search_fields = ("person__family_name", "person__email")


class NoteTacitView(ActionCreateView):
    form_class = TacitForm
    page_title = _("Note a tacit basis")

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def perform(self, address: str, **cleaned: Any) -> Subscription:
        person = User.objects.filter(email=address.lower()).first()
        holder = Holder(person) if person else Holder(address=address)
        name = cleaned.pop("list")
        return note_tacit(holder, name, by=self.actor(), at=timezone.now(), **cleaned)


class SubscriptionViewSet(ActionViewSet):
    model = Subscription
    name = "abonnements"
    icon = "list-ul"
    guide = GUIDE
    add_view_class = NoteTacitView
    list_display = (
        ("person__get_full_name", _("person"), "person__family_name"),
        "address",
        "list",
        "basis",
        "since",
        "ends_on",
        "unsubscribed_at",
    )
    list_filter = ("list", "basis", "unsubscribed_at")
    list_select_related = ("person",)
    search_fields = ("person__family_name", "person__email", "address")
