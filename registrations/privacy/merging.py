"""Consents, subscriptions and requests of two records of one person: what was taken back is never given again."""

from datetime import datetime

from django.db.models import Q

from registrations.actors import Actor
from registrations.people.models import User
from registrations.people.registry import Merge, exclusive
from registrations.privacy.models import Consent, Subscription
from registrations.privacy.rules import RequestState


def move_consents(kept: User, dropped: User, _by: Actor, at: datetime) -> None:
    """A live consent beside another of the same purpose, or withdrawn since at the other record, ends."""
    for consent in Consent.objects.filter(person=dropped, withdrawn_at=None):
        mine = Consent.objects.filter(person=kept, purpose=consent.purpose)
        if mine.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=consent.given_at)).exists():
            Consent.objects.filter(pk=consent.pk).update(withdrawn_at=max(at, consent.given_at))
    Consent.objects.filter(person=dropped).update(person=kept)


def move_subscriptions(kept: User, dropped: User, _by: Actor, _at: datetime) -> None:
    """One a list: who unsubscribed at either record is unsubscribed."""
    mine = {row.list: row for row in Subscription.objects.filter(person=kept)}
    for row in Subscription.objects.filter(person=dropped):
        if row.list not in mine:
            Subscription.objects.filter(pk=row.pk).update(person=kept)
            continue
        if row.unsubscribed_at and not mine[row.list].unsubscribed_at:
            Subscription.objects.filter(pk=mine[row.list].pk).update(unsubscribed_at=row.unsubscribed_at)
        row.delete()


OPEN = Q(state__in=[RequestState.RECEIVED, RequestState.STUDIED])
OF_PEOPLE = (
    Merge(move_consents, ("registrations.consent.person",)),
    Merge(move_subscriptions, ("registrations.subscription.person",)),
    exclusive("registrations.privacyrequest.person", same="kind", live=OPEN),
)
