"""What trainers are sent."""

from uuid import UUID

from django.utils.translation import gettext as _

from registrations.dates import MONTREAL, spelled_day
from registrations.messages.registry import Mail
from training.attendance.models import TrainerLink
from training.attendance.queries import address_of


def trainer_link(uuid: UUID, language: str) -> Mail | None:
    """Their personal link, while it opens something."""
    link = TrainerLink.objects.select_related("trainer").filter(uuid=uuid, revoked_at=None).first()
    address = address_of(link) if link else None
    if link is None or address is None:
        return None
    return Mail(
        subject=_("Your link to the attendance lists"),
        paragraphs=[
            _("Hello %(name)s,") % {"name": link.trainer.name},
            _(
                "This link opens the attendance lists of your sessions, a week before each and two weeks after. It "
                "works on a telephone or a tablet, without an account. It is personal: please keep it to yourself."
            ),
        ],
        facts=[(_("Valid until"), spelled_day(link.expires_at.astimezone(MONTREAL).date(), language, weekday=False))],
        action=(_("Open my lists"), address),
        reason=_("You receive this message because you lead training sessions for AXTRA."),
    )


def latest_link() -> UUID | None:
    """What the team's preview speaks of."""
    return TrainerLink.objects.filter(revoked_at=None).order_by("-pk").values_list("uuid", flat=True).first()
