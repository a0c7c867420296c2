"""The admin's screens of the audit log, and of the registers that Law 25 asks for."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from registrations.journal.actions import add_note, disclose, record_incident
from registrations.journal.forms import DisclosureForm, IncidentForm, NoteForm
from registrations.journal.models import Disclosure, Entry, Incident
from registrations.viewsets import ActionCreateView, ActionIndexView, ActionPostView, ActionViewSet

GUIDE = "renseignements-personnels"


class EntryViewSet(ActionViewSet):
    model = Entry
    name = "journal"
    icon = "history"
    list_display = (
        "action",
        Column("label", label=_("Act"), accessor="label"),
        "at",
        "person",
        "job",
        "via",
        "about_kind",
        "about_uuid",
    )
    list_filter = ("via", "at")
    list_select_related = ("person",)
    search_fields = ("action", "about_kind", "person__email", "person__family_name")


class RecordIncidentView(ActionCreateView):
    form_class = IncidentForm

    def get_initial(self) -> dict[str, Any]:
        return {"known_on": timezone.localdate()}

    def perform(self, **cleaned: Any) -> Incident:
        return record_incident(by=self.actor(), at=timezone.now(), **cleaned)


class NoteView(ActionPostView):
    label = _("Add what follows")
    question = _(
        "The incident itself is never changed: measures, notices, corrections and the closing are added to it."
    )
    icon = "edit"
    form_class = NoteForm

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def perform(self, **cleaned: Any) -> Incident:
        add_note(self.object, by=self.actor(), at=timezone.now(), **cleaned)
        return self.object


class ClosedColumn(Column):
    def get_value(self, instance: Any) -> str:
        return str(_("Closed") if instance.is_closed else _("Open"))


class IncidentIndexView(ActionIndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().with_closing()


class IncidentViewSet(ActionViewSet):
    """Nothing here is edited or deleted: the database holds it for five years at least."""

    model = Incident
    name = "incidents"
    icon = "warning"
    guide = GUIDE
    add_view_class = RecordIncidentView
    index_view_class = IncidentIndexView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"suites": NoteView}
    list_display = (
        "title",
        "known_on",
        "people_count",
        "serious_risk",
        ClosedColumn("state_said", label=_("State")),
        "kept_until",
    )
    list_filter = ("serious_risk", "known_on")
    related = ((_("What followed"), "notes", ("on", "kind", "text", "created_at")),)


class DiscloseView(ActionCreateView):
    form_class = DisclosureForm
    page_title = _("Note a disclosure")

    def perform(self, **cleaned: Any) -> Disclosure:
        return disclose(by=self.actor(), at=timezone.now(), **cleaned)


class DisclosureViewSet(ActionViewSet):
    model = Disclosure
    name = "communications"
    icon = "arrow-up"
    guide = GUIDE
    add_view_class = DiscloseView
    list_display = ("what", "at", "to_whom", "purpose", "count", "by")
    list_filter = ("at",)
    list_select_related = ("by",)
    search_fields = ("what", "to_whom", "purpose")
