"""Invitations: whom to invite, whose a link is, what a wave became."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from registrations.messages.models import Message
from registrations.messages.queries import bounced
from registrations.messages.rules import MessageState
from registrations.organisations.models import Affiliation
from registrations.people.models import User
from registrations.people.queries import hashed
from registrations.staff.errors import UnknownInvitation
from registrations.staff.models import Invitation, InvitationWave
from registrations.staff.rules import InvitationState, secret_of

NO_ANSWER = timedelta(days=7)
"""How long one waits for an answer before an invitation may go in another wave."""
LONGEST_SECRET = 100


def invitation_of(secret: str) -> Invitation:
    """The invitation of a link. Raises `UnknownInvitation`."""
    found = None
    if len(secret) <= LONGEST_SECRET and secret.isascii():
        rows = Invitation.objects.select_related("person", "organisation")
        found = rows.filter(hash=hashed(secret)).first()
    if found is None:
        raise UnknownInvitation()
    return found


def link_of(invitation: Invitation) -> str | None:
    """The absolute address of an invitation, or None when no key of the site makes its secret any more."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        secret = secret_of(invitation.uuid, key)
        if hashed(secret) == invitation.hash:
            return f"{settings.SITE_URL}{reverse('staff:invitation', args=[secret])}"
    return None


def address_to_invite(person: User) -> str:
    """Where this person alone is reached: their own address, or a contact address that nobody shares."""
    if person.email or not person.contact_email:
        return person.email or ""
    others = User.objects.filter(contact_email__iexact=person.contact_email).exclude(pk=person.pk)
    return "" if others.exists() else person.contact_email


def people_to_invite(
    organisations: Sequence[int], *, on: date, again: bool = False, at: datetime | None = None
) -> list[Affiliation]:
    """One verified post for each person who never signed in, is reached at an address of their own, and was not
    invited; with `again`, those whom an invitation of last week or before did not move too."""
    proved = EmailAddress.objects.filter(user=OuterRef("person"), verified=True)
    invited = Invitation.objects.filter(person=OuterRef("person")).exclude(state=InvitationState.REVOKED)
    if again and at is not None:
        ignored = Q(state=InvitationState.SENT, told_at__lte=at - NO_ANSWER)
        invited = invited.exclude(ignored)
    live = Affiliation.objects.live(on=on).filter(organisation__in=organisations, verified_at__isnull=False)
    new = live.filter(~Exists(proved), ~Exists(invited), person__is_active=True, person__last_login=None)
    posts = new.select_related("person", "organisation").order_by("organisation", "pk")
    once = {post.person_id: post for post in reversed(posts)}.values()
    reached = [post for post in reversed(list(once)) if post.person.address]
    out = _shared(reached) | bounced(post.person.address for post in reached).keys()
    return [post for post in reached if post.person.address.lower() not in out]


def sent_since(wave: InvitationWave, since: datetime) -> int:
    """How many of a wave left after this instant."""
    return wave.invitations.filter(told_at__gt=since).count()


def sent_late() -> list[tuple[int, datetime]]:
    """Open invitations whose mail left more than an hour after they were told, with when it did."""
    mails = Message.objects.filter(kind="staff-invitation", state=MessageState.SENT, sent_at__isnull=False)
    waiting = Invitation.objects.filter(state=InvitationState.SENT).values_list("uuid", "pk", "told_at")
    known = {uuid: (pk, told_at) for uuid, pk, told_at in waiting if told_at is not None}
    found = mails.filter(about_uuid__in=Invitation.objects.filter(state=InvitationState.SENT).values("uuid"))
    late = []
    for about, left_at in found.values_list("about_uuid", "sent_at"):
        if about in known and left_at is not None and left_at - known[about][1] > timedelta(hours=1):
            late.append((known[about][0], left_at))
    return late


def _shared(posts: Iterable[Affiliation]) -> set[str]:
    """The contact addresses among these that several people have."""
    contacts = {post.person.contact_email for post in posts if not post.person.email}
    people = User.objects.filter(contact_email__in=contacts).values_list("contact_email").order_by()
    return {address.lower() for address, count in people.annotate(n=Count("pk")) if count > 1}
