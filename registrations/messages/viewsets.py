"""The admin's screens of the outbox."""

from registrations.actors import Role
from registrations.messages.models import Message
from registrations.viewsets import ActionViewSet


class MessageViewSet(ActionViewSet):
    model = Message
    name = "messages"
    icon = "mail"
    roles_change = (Role.LIBRARIAN, Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
    list_display = ("kind", "to", "state", "attempts", "created_at", "sent_at", "error")
    list_filter = ("state", "created_at")
    list_select_related = ("to",)
    search_fields = ("kind", "to__email", "to__family_name", "to_address")
