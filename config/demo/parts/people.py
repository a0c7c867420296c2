"""What happens to people: mailboxes that refuse, somebody who left, somebody who will, two records of one person."""

from datetime import datetime, timedelta

from django.utils import timezone

from config.demo.bringing import LOADER
from registrations.messages.actions import record_bounce, resolve_bounce
from registrations.models import Affiliation, User
from registrations.organisations.actions import end_affiliation
from registrations.people.actions import prove_address, register_person

REFUSALS = (
    ("hard", "550 5.1.1 Recipient address rejected: User unknown"),
    ("hard", "550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
    ("hard", "550 5.2.1 Mailbox disabled"),
    ("soft", "552 5.2.2 Mailbox full"),
)


def load(*, at: datetime) -> None:
    """Two seconds at most: a handful of people, by the same acts as the team's and theirs."""
    today = timezone.localdate(at)
    posts = Affiliation.objects.live(on=today).filter(is_registrar=False)
    posts = posts.exclude(person__email=None).exclude(person__email__endswith="@demo.test")
    chosen = list(posts.select_related("person", "organisation").order_by("pk")[:12])
    for post, (kind, words) in zip(chosen, REFUSALS, strict=False):
        record_bounce(address=post.person.address, kind=kind, diagnosis=words, by=LOADER, at=at - timedelta(days=3))
    if len(chosen) < len(REFUSALS) + 4:
        return
    again, kept, leaver, twice = chosen[len(REFUSALS) : len(REFUSALS) + 4]
    record_bounce(
        address=again.person.address, kind="hard", diagnosis="550 5.1.1", by=LOADER, at=at - timedelta(days=9)
    )
    resolve_bounce(address=again.person.address, by=LOADER, at=at - timedelta(days=2))
    prove_address(kept.person, email=f"personne{kept.person.pk}@courriel.example", by=LOADER, at=at)
    end_affiliation(affiliation=kept, on=today, by=LOADER, at=at)
    end_affiliation(affiliation=leaver, on=today + timedelta(days=14), by=LOADER, at=at)
    _register_again(twice.person, at=at)


def _register_again(person: User, *, at: datetime) -> None:
    """The same person, spelled by somebody else: a record to merge."""
    names = {"given_name": person.given_name.upper(), "family_name": person.family_name.replace("é", "e")}
    register_person(**names, contact_email=f"double{person.pk}@courriel.example", by=LOADER, at=at)
