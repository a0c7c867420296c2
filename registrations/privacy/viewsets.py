"""Renseignements personnels: requests with their term, what is held of each person, erasure, consents, retention."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column

from registrations.people.models import User
from registrations.privacy.actions import (
    add_consent_text,
    answer,
    archive_provider,
    change_consent_text,
    erase,
    identify,
    keep_provider,
    note_tacit,
    purge,
    record_request,
    study,
)
from registrations.privacy.forms import (
    AnswerForm,
    ConsentTextForm,
    EraseForm,
    IdentifyForm,
    NewConsentTextForm,
    ProviderForm,
    PurgeForm,
    RecordForm,
    TacitForm,
)
from registrations.privacy.mails import letter
from registrations.privacy.models import Consent, ConsentText, PrivacyRequest, Provider, Purge, Subscription
from registrations.privacy.queries import Holder, fates, inactive, shown_to
from registrations.privacy.registry import RETENTIONS, Blocks, Ends, Gone, Kept
from registrations.privacy.rules import NEXT, SIGNED_IN, RequestKind, RequestState, urgency
from registrations.viewsets import (
    ActionCreateView,
    ActionEditView,
    ActionIndexView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
)

GUIDE = "renseignements-personnels"
SHOWN = 100


def sorted_fates(person: User) -> dict[str, list[Any]]:
    """What an erasure would do, by what becomes of it."""
    said = list(fates(person, on=timezone.localdate()))
    kinds = {"blocks": Blocks, "ends": Ends, "gone": Gone, "kept": Kept}
    return {name: [fate for fate in said if isinstance(fate, kind)] for name, kind in kinds.items()}


class DueColumn(Column):
    """How many days are left, in red when none is."""

    def get_value(self, instance: PrivacyRequest) -> str:
        if instance.answered_at:
            return "–"
        left = (instance.due_on - timezone.localdate()).days
        if left < 0:
            return ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left}
        return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}

    def get_cell_context_data(self, instance: PrivacyRequest, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        if not instance.answered_at:
            level = urgency(instance.due_on, timezone.localdate())
            context["value"] = format_html('<span class="axtra-{}">{}</span>', level, context["value"])
        return context


class RecordView(ActionCreateView):
    form_class = RecordForm
    page_title = _("Enter a request")

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": timezone.localdate(), "channel": "mail"}

    def perform(self, **cleaned: Any) -> PrivacyRequest:
        return record_request(by=self.actor(), at=timezone.now(), **cleaned)


class IdentifyView(ActionPostView):
    label = _("Note the identity check")
    question = _("Nothing is told or done before it is sure that it is really this person.")
    icon = "user"
    form_class = IdentifyForm

    @classmethod
    def offered(cls, request: PrivacyRequest) -> bool:
        return request.identified_at is None

    def perform(self, how: str) -> PrivacyRequest:
        return identify(self.object, how=how, by=self.actor(), at=timezone.now())


class StudyView(ActionPostView):
    label = _("Take in hand")
    question = _("The request is in study; its term does not change.")
    icon = "view"

    @classmethod
    def offered(cls, request: PrivacyRequest) -> bool:
        return RequestState.STUDIED in NEXT[request.state] and request.identified_at is not None

    def perform(self) -> PrivacyRequest:
        return study(self.object, by=self.actor(), at=timezone.now())


class AnswerView(ActionPostView):
    label = _("Answer in writing")
    question = _("The letter leaves by mail at once, in the person's language; without an address, print it.")
    icon = "mail"
    form_class = AnswerForm

    @classmethod
    def offered(cls, request: PrivacyRequest) -> bool:
        return request.state == RequestState.STUDIED

    def perform(self, **cleaned: Any) -> PrivacyRequest:
        return answer(self.object, **cleaned, by=self.actor(), at=timezone.now())


class RequestIndexView(ActionIndexView):
    page_title = _("Requests")


class RequestInspectView(ActionInspectView):
    """With the letter, and what an erasure would do when it is what is asked."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "identified_how" and self.object.identified_how == SIGNED_IN:
            return now_said("By the session opened in their account")
        return super().get_field_display_value(field_name, field)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        asked: PrivacyRequest = self.object
        context["letter"] = letter(asked) if asked.answered_at else []
        if asked.person and not asked.person.erased_at:
            context["dossier"] = asked.person
            if asked.kind == RequestKind.DESTRUCTION:
                context["fates"] = sorted_fates(asked.person)
        return context


class PrivacyRequestViewSet(ActionViewSet):
    model = PrivacyRequest
    name = "demandes-vie-privee"
    icon = "form"
    guide = GUIDE
    menu_label = _("Requests")
    add_view_class = RecordView
    index_view_class = RequestIndexView
    inspect_view_class = RequestInspectView
    inspect_template_name = "registrations/admin/privacy/request.html"
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "identite": IdentifyView,
        "etudier": StudyView,
        "repondre": AnswerView,
    }
    list_display = (
        "code",
        "kind",
        ("asked_by", _("who asks")),
        "state",
        "received_on",
        "due_on",
        DueColumn("left", label=_("Term")),
    )
    list_filter = ("state", "kind", "channel", "received_on")
    list_select_related = ("person",)
    search_fields = ("code", "name", "address", "person__email", "person__family_name")
    ordering = ("due_on", "id")


class EraseView(ActionPostView):
    label = _("Erase this person")
    question = _("This cannot be undone: what follows is what goes, what ends and what stays.")
    icon = "bin"
    form_class = EraseForm
    template_name = "registrations/admin/privacy/erase.html"
    done_message = _("The person is erased.")

    @classmethod
    def offered(cls, person: User) -> bool:
        return person.erased_at is None

    def perform(self, confirmation: str) -> User:
        return erase(self.object, confirmation=confirmation, by=self.actor(), at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"fates": sorted_fates(self.object)}


class DossierInspectView(ActionInspectView):
    """Everything that is held of one person, as they see it themselves."""

    def get_page_title(self) -> str:
        return now_said("Personal data")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"tables": shown_to(self.object)}


class DossierViewSet(ActionViewSet):
    """The person in charge's own list: what is held of whom, and the way to erase."""

    model = User
    name = "dossiers-personnels"
    icon = "user"
    guide = GUIDE
    menu_label = _("Personal files")
    inspect_view_class = DossierInspectView
    inspect_template_name = "registrations/admin/privacy/dossier.html"
    inspect_view_fields = ("created_at", "last_login", "erased_at")
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"effacer": EraseView}
    list_display = (("get_full_name", _("name"), "family_name"), "email", "contact_email", "last_login", "erased_at")
    list_filter = ("erased_at", "last_login")
    search_fields = ("family_name", "given_name", "email", "contact_email")
    ordering = ("family_name", "given_name", "id")

    def register_admin_url_finder(self) -> None:
        """The page of a person is that of the register."""


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


class PurgeView(ActionCreateView):
    """The dry run, and the button that does it now."""

    form_class = PurgeForm
    page_title = _("What is past its term")
    template_name = "registrations/admin/privacy/purge.html"
    submit_button_label = _("Purge now")
    done_message = _("What was past its term is gone.")

    def perform(self, *, read: bool) -> Purge:  # noqa: ARG002  # the form requires it
        return purge(by=self.actor(), at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        silent = inactive(on=today)
        return super().get_context_data(**kwargs) | {
            "due": [(each, each.due(today)) for each in RETENTIONS],
            "inactive": list(silent[:SHOWN]),
            "inactive_count": silent.count(),
        }


class PurgeViewSet(ActionViewSet):
    model = Purge
    name = "purges"
    icon = "bin"
    guide = GUIDE
    menu_label = _("Retention")
    add_view_class = PurgeView
    list_display = ("at", "total", ("said", _("what went")))


class AddProviderView(ActionCreateView):
    form_class = ProviderForm

    def perform(self, **cleaned: Any) -> Provider:
        return keep_provider(by=self.actor(), at=timezone.now(), **cleaned)


class ChangeProviderView(ActionEditView):
    form_class = ProviderForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ProviderForm.base_fields}

    def perform(self, **cleaned: Any) -> Provider:
        return keep_provider(self.object, by=self.actor(), at=timezone.now(), **cleaned)


class ArchiveProviderView(ActionPostView):
    label = _("No longer a provider")
    question = _("It leaves the privacy page at once, and stays in this list.")
    icon = "folder"

    @classmethod
    def offered(cls, provider: Provider) -> bool:
        return provider.archived_at is None

    def perform(self) -> Provider:
        return archive_provider(self.object, by=self.actor(), at=timezone.now())


class ProviderViewSet(ActionViewSet):
    model = Provider
    name = "fournisseurs"
    icon = "globe"
    guide = GUIDE
    add_view_class = AddProviderView
    edit_view_class = ChangeProviderView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"archiver": ArchiveProviderView}
    list_display = ("name", "country_fr", "outside_quebec", "service_fr", "assessed_on", "archived_at")
    list_filter = ("outside_quebec",)
