"""The admin's screens of the outbox: what waits, what failed, what each kind of mail looks like, and the tap."""

from registrations.messages.viewsets.bounces import BouncedAddressViewSet
from registrations.messages.viewsets.outbox import MessageViewSet
from registrations.messages.viewsets.tap import MailTapViewSet

__all__ = ["BouncedAddressViewSet", "MailTapViewSet", "MessageViewSet"]
