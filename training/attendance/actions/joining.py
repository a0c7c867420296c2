"""Personal join links, imported back from the video conference."""

from datetime import datetime

from django.db import transaction

from registrations.actors import Actor
from registrations.errors import Forbidden
from registrations.journal import actions as journal
from training.attendance.models import JoinLink
from training.attendance.queries import on_the_list, seats_for
from training.attendance.rules.registrants import links_of
from training.catalogue.rules import may_manage_training
from training.enrolments.actions import tell_own_links
from training.sessions.models import Session


@transaction.atomic
def import_join_links(session: Session, *, content: bytes, by: Actor, at: datetime) -> tuple[int, list[str]]:
    """Keep each person's own link; how many are new or changed, and the addresses that are nobody's here."""
    if not may_manage_training(by):
        raise Forbidden()
    links = links_of(content)
    seats = {address: seat.key for seat in seats_for(session) for address in seat.addresses}
    people = {row.pk: row.person_id for row in on_the_list(session)}
    kept = {row.enrolment_id: row for row in JoinLink.objects.filter(enrolment__in=people)}
    told = {seats[address]: url for address, url in links.items() if address in seats}
    changed: list[int] = []
    for pk, url in told.items():
        known = kept.get(pk)
        if known is None or (known.url, known.person_id) != (url, people[pk]):
            fields = {"url": url, "person_id": people[pk], "imported_at": at}
            JoinLink.objects.update_or_create(enrolment_id=pk, defaults=fields)
            changed.append(pk)
    journal.log(session, "training.import_join_links", by=by, at=at, links=len(changed))
    tell_own_links(session, changed, at=at)
    return len(changed), sorted(links.keys() - seats.keys())
