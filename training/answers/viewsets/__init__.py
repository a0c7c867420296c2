"""*Invitations*: whom a session invited, what they answered, who is seated; inviting, reminding, withdrawing."""

from training.answers.viewsets.invitations import InvitationViewSet

__all__ = ["InvitationViewSet"]
