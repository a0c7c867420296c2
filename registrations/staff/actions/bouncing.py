"""An address that returns our mails: the registrars are asked, once, what became of its person."""

from datetime import datetime

from django.utils.timezone import localdate

from registrations.messages.actions import tell
from registrations.messages.models import BouncedAddress
from registrations.organisations.models import Affiliation
from registrations.staff.queries import registrars_of


def ask_about_bounce(bounce: BouncedAddress, at: datetime) -> None:
    """Each organisation where its person has a live post hears of this bounce once; the person themselves does not."""
    on = localdate(at)
    live = Affiliation.objects.live(on=on).filter(person__email__iexact=bounce.address)
    for post in live.select_related("person", "organisation"):
        for keeper in registrars_of(post.organisation_id, on=on):
            if keeper.pk != post.person_id:
                fact = f"staff-bounced:{post.uuid}:{bounce.uuid}:{keeper.pk}"
                tell("staff-bounced", about=post, to=keeper, at=at, fact=fact)
