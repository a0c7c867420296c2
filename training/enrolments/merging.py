"""The registrations of two records of one person, and the caps of two records of one organisation."""

from datetime import datetime

from django.db.models import Q

from registrations.actors import Actor
from registrations.organisations.models import Organisation
from registrations.organisations.registry import Merge, rows_of
from registrations.people.registry import exclusive
from registrations.seats.actions import pour_pool
from training.enrolments.models import Enrolment, OrganisationCap
from training.enrolments.rules import EnrolmentState

OF_PEOPLE = (exclusive("training.enrolment.person", same="session", live=~Q(state=EnrolmentState.CANCELLED)),)


def _move_caps(kept: Organisation, dropped: Organisation, _by: Actor, _at: datetime) -> None:
    """Two pools that count for one organisation become one, with the seats and the line of both."""
    for cap in rows_of("training.organisationcap.organisation", dropped).order_by("pool_id"):
        twin = OrganisationCap.objects.filter(
            organisation=kept, session=cap.session_id, programme=cap.programme_id
        ).first()
        if twin is None:
            OrganisationCap.objects.filter(pk=cap.pk).update(organisation=kept)
            continue
        Enrolment.objects.filter(queue=cap.pool_id).update(queue=twin.pool_id)
        cap.delete()
        pour_pool(cap.pool_id, into=twin.pool_id)


OF_ORGANISATIONS = (Merge(_move_caps, ("training.organisationcap.organisation",)),)
