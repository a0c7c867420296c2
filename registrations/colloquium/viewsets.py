"""The admin's screens of the colloquium."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.colloquium.actions import (
    add_ticket_type,
    change_colloquium,
    change_ticket_type,
    open_colloquium,
    publish_colloquium,
)
from registrations.colloquium.models import Colloquium, Room, Slot, Speaker, Ticket, TicketType, Workshop
from registrations.colloquium.team_forms import EditionForm, NewTicketTypeForm, TicketTypeForm
from registrations.questions.viewsets import ANSWERS, AnsweredIndexView
from registrations.viewsets import ActionCreateView, ActionEditView, ActionPostView, ActionViewSet

LEAD = (Role.EVENT_LEAD,)


class OpenEditionView(ActionCreateView):
    form_class = EditionForm
    done_message = _("The edition is open. Add its ticket types, then publish it.")

    def arguments(self, form: EditionForm) -> dict[str, Any]:
        return form.fields_of_edition()

    def perform(self, **fields: Any) -> Colloquium:
        return open_colloquium(**fields, by=self.actor(), at=timezone.now())


class ChangeEditionView(ActionEditView):
    form_class = EditionForm

    def get_initial(self) -> dict[str, Any]:
        return EditionForm.initial_of(self.object)

    def arguments(self, form: EditionForm) -> dict[str, Any]:
        return form.fields_of_edition()

    def perform(self, **fields: Any) -> Colloquium:
        return change_colloquium(colloquium=self.object, **fields, by=self.actor(), at=timezone.now())


class PublishEditionView(ActionPostView):
    label = _("Publish")
    question = _("Everybody will see this edition, and its tickets go on sale at their dates. Publish it now?")
    done_message = _("The edition is published.")

    @classmethod
    def offered(cls, instance: Colloquium) -> bool:
        return instance.published_at is None

    def perform(self) -> Colloquium:
        return publish_colloquium(colloquium=self.object, by=self.actor(), at=timezone.now())


class AddTicketTypeView(ActionCreateView):
    form_class = NewTicketTypeForm

    def perform(self, **fields: Any) -> TicketType:
        return add_ticket_type(**fields, by=self.actor(), at=timezone.now())


class ChangeTicketTypeView(ActionEditView):
    form_class = TicketTypeForm

    def get_initial(self) -> dict[str, Any]:
        return TicketTypeForm.initial_of(self.object)

    def perform(self, **fields: Any) -> TicketType:
        return change_ticket_type(ticket_type=self.object, **fields, by=self.actor(), at=timezone.now())


class ColloquiumViewSet(ActionViewSet):
    model = Colloquium
    name = "colloques"
    add_view_class = OpenEditionView
    edit_view_class = ChangeEditionView
    post_views = {"publier": PublishEditionView}
    icon = "date"
    roles_view = (Role.ACCOUNTING,)
    roles_change = LEAD
    list_display = ("title", "starts_on", "ends_on", "mode", "venue", "published_at")
    list_filter = ("mode", "historical")
    search_fields = ("title", "venue")
    related = (
        (_("Ticket types"), "ticket_types", ("name", "public_price_cents", "member_price_cents", "closes_at")),
        (_("Rooms"), "rooms", ("name", "capacity")),
    )


class TicketTypeViewSet(ActionViewSet):
    model = TicketType
    name = "forfaits"
    add_view_class = AddTicketTypeView
    edit_view_class = ChangeTicketTypeView
    icon = "tag"
    roles_view = (Role.ACCOUNTING,)
    roles_change = LEAD
    list_display = (
        "name",
        "colloquium",
        "public_price_cents",
        "member_price_cents",
        "pool",
        "opens_at",
        "closes_at",
    )
    list_filter = ("colloquium",)
    list_select_related = ("colloquium", "pool")
    search_fields = ("name",)


class TicketViewSet(ActionViewSet):
    model = Ticket
    name = "billets"
    icon = "form"
    roles_view = (Role.ACCOUNTING,)
    roles_change = LEAD
    index_view_class = AnsweredIndexView
    list_display = ("person", "ticket_type", "colloquium", "state", ("line__order", _("order")), "created_at", ANSWERS)
    list_filter = ("state", "colloquium", "ticket_type", "created_at", "historical")
    list_select_related = ("person", "ticket_type", "colloquium", "line__order")
    search_fields = ("person__family_name", "person__given_name", "person__email")
    inspect_view_fields = ("colloquium", "ticket_type", "person", "state", "line", "created_at", "historical")


class WorkshopViewSet(ActionViewSet):
    model = Workshop
    name = "ateliers"
    icon = "clipboard-list"
    roles_change = LEAD
    list_display = ("title", "code", "colloquium", "kind", "slot", "room", "pool")
    list_filter = ("colloquium", "kind", "language")
    list_select_related = ("colloquium", "slot", "room", "pool")
    search_fields = ("title", "code", "speakers__name")


class SlotViewSet(ActionViewSet):
    model = Slot
    name = "plages"
    icon = "time"
    roles_change = LEAD
    list_display = ("starts_at", "ends_at", "colloquium")
    list_filter = ("colloquium",)
    list_select_related = ("colloquium",)


class RoomViewSet(ActionViewSet):
    model = Room
    name = "salles"
    icon = "home"
    roles_change = LEAD
    list_display = ("name", "colloquium", "capacity", "join_url")
    list_filter = ("colloquium",)
    list_select_related = ("colloquium",)
    search_fields = ("name",)


class SpeakerViewSet(ActionViewSet):
    model = Speaker
    name = "conferenciers"
    icon = "user"
    roles_change = LEAD
    list_display = ("name", "function", "organisation", "colloquium")
    list_filter = ("colloquium",)
    list_select_related = ("colloquium",)
    search_fields = ("name", "organisation")
