"""What people did with their mails before the day of loading: seven hundred answered invitations, the rest was read.

The one place of the demo that does not go through actions: they would send fifteen hundred mails on the day of loading.
"""

from datetime import datetime, timedelta

from registrations.messages.bounces import keep_bounce
from registrations.messages.models import Message
from registrations.messages.rules import MessageState
from registrations.models import Invitation, InvitationWave, User
from registrations.staff.rules import INVITATION_LASTS, InvitationState


def answer_wave(wave: InvitationWave, *, sent: datetime) -> None:
    """Of each ten people four came in and one waits in line; a few declined, a few mailboxes refused."""
    rows = list(wave.invitations.select_related("person").order_by("pk"))
    came, declined = rows_at(rows, 10, (0, 1, 2, 3)), rows_at(rows, 50, (5,))
    line = [row.pk for row in rows_at(rows, 10, (9,))]
    everybody, answered = Invitation.objects.filter(wave=wave), sent + timedelta(days=2)
    told = {"told_at": sent, "expires_at": sent + INVITATION_LASTS}
    everybody.exclude(pk__in=line).update(state=InvitationState.SENT, **told)
    for some, state in ((came, InvitationState.ACCEPTED), (declined, InvitationState.DECLINED)):
        everybody.filter(pk__in=[row.pk for row in some]).update(state=state, answered_at=answered)
    User.objects.filter(pk__in=[row.person_id for row in came]).update(last_login=answered)
    for row in rows_at(rows, 60, (6,)):
        keep_bounce(address=row.address, kind="hard", diagnosis="550 5.1.1 unknown user", at=answered)


def rows_at(rows: list[Invitation], every: int, places: tuple[int, ...]) -> list[Invitation]:
    """Those at these places of each `every`."""
    return [row for number, row in enumerate(rows) if number % every in places]


def read_before(*, at: datetime) -> None:
    """What the load told has been sent already, but to the accounts of the demo: the first mail of whoever tries the
    site does not wait behind a thousand of them."""
    told = Message.objects.due(at=at).exclude(to__email__endswith="@demo.test")
    told.update(state=MessageState.SENT, sent_at=at, attempts=1)
