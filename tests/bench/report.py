"""The funder's report of a programme of 100,000 registrations among 1,000,000, on PostgreSQL."""

import statistics
import time
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

PROGRAMMES, SESSIONS, EACH = 10, 2_500, 40
ORGANISATIONS, PEOPLE = 100, 12_000
COPIES = (
    """INSERT INTO registrations_organisation SELECT (copy).* FROM (
        SELECT jsonb_populate_record(o, jsonb_build_object('id', 1000000 + n, 'uuid', gen_random_uuid(), 'neq', NULL,
            'slug', 'copy-' || n, 'name', 'Copy ' || n)) AS copy
        FROM registrations_organisation o, generate_series(1, %(organisations)s) n WHERE o.id = %(organisation)s) x""",
    """INSERT INTO registrations_user SELECT (copy).* FROM (
        SELECT jsonb_populate_record(u, jsonb_build_object('id', 1000000 + n, 'uuid', gen_random_uuid(),
            'email', 'copy' || n || '@exemple.test')) AS copy
        FROM registrations_user u, generate_series(1, %(people)s) n WHERE u.id = %(person)s) x""",
    """INSERT INTO training_programme SELECT (copy).* FROM (
        SELECT jsonb_populate_record(p, jsonb_build_object('id', 1000000 + n, 'uuid', gen_random_uuid(),
            'slug', 'copy-' || n)) AS copy
        FROM training_programme p, generate_series(1, %(programmes)s) n WHERE p.id = %(programme)s) x""",
    """INSERT INTO training_activity SELECT (copy).* FROM (
        SELECT jsonb_populate_record(a, jsonb_build_object('id', 1000000 + n, 'uuid', gen_random_uuid(),
            'slug', 'copy-' || n, 'programme_id', 1000001 + n / 70)) AS copy
        FROM training_activity a, generate_series(0, %(programmes)s * 70 - 1) n WHERE a.id = %(activity)s) x""",
    """INSERT INTO registrations_seatpool SELECT (copy).* FROM (
        SELECT jsonb_populate_record(s, jsonb_build_object('id', 1000000 + n, 'uuid', gen_random_uuid())) AS copy
        FROM registrations_seatpool s, generate_series(0, %(programmes)s * %(sessions)s - 1) n
        WHERE s.id = %(pool)s) x""",
    """INSERT INTO training_session SELECT (copy).* FROM (
        SELECT jsonb_populate_record(s, jsonb_build_object('id', 1000000 + n, 'uuid', gen_random_uuid(),
            'code', 'copy-' || n, 'pool_id', 1000000 + n,
            'activity_id', 1000000 + n / %(sessions)s * 70 + n %% 70)) AS copy
        FROM training_session s, generate_series(0, %(programmes)s * %(sessions)s - 1) n WHERE s.id = %(session)s) x""",
    """INSERT INTO training_meeting SELECT (copy).* FROM (
        SELECT jsonb_populate_record(m, jsonb_build_object('id', 1000000 + n, 'uuid', gen_random_uuid(),
            'session_id', 1000000 + n)) AS copy
        FROM training_meeting m, generate_series(0, %(programmes)s * %(sessions)s - 1) n WHERE m.id = %(meeting)s) x""",
    # Registrations come as they do: of all sessions mixed.
    """INSERT INTO training_enrolment SELECT (copy).* FROM (
        SELECT jsonb_populate_record(e, jsonb_build_object('id', 1000000 + n, 'uuid', gen_random_uuid(),
            'session_id', 1000000 + n %% (%(programmes)s * %(sessions)s),
            'person_id', 1000001 + (n * 7 + n / (%(programmes)s * %(sessions)s)) %% %(people)s,
            'organisation_id', 1000001 + (n * 7 %% %(people)s) %% %(organisations)s,
            'region', lpad((1 + (n * 7 %% %(people)s) %% 17)::text, 2, '0'),
            'state', (ARRAY['attended', 'attended', 'attended', 'absent', 'confirmed'])[1 + n %% 5])) AS copy
        FROM training_enrolment e, generate_series(0, %(programmes)s * %(sessions)s * %(each)s - 1) n
        WHERE e.id = %(enrolment)s) x""",
    """INSERT INTO training_attendance (uuid, meeting_id, enrolment_id, planned_minutes, minutes, replay_minutes,
            source, recorded_at)
        SELECT gen_random_uuid(), session_id, id, 180, 180 - id %% 60, 0, 'team', now()
        FROM training_enrolment WHERE state = 'attended' AND id >= 1000000""",
)


def measure() -> dict[str, Any]:
    """Seconds to make the whole report, and how many statements it takes."""
    from registrations.accounting.rules.periods import Period
    from training.models import Enrolment, Programme
    from training.reports.queries import document_of

    _fill()
    programme = Programme.objects.get(slug="copy-1")
    period, now = Period(date(2000, 1, 1), date(2100, 1, 1)), timezone.now()
    seconds = []
    for _turn in range(5):
        with CaptureQueriesContext(connection) as statements:
            start = time.perf_counter()
            document = document_of(programme, period, at=now)
            seconds.append(time.perf_counter() - start)
    return {
        "report_rows": Enrolment.objects.count(),
        "report_of_programme": document["indicators"]["enrolments"],
        "report_statements": len(statements),
        "report_seconds": round(statistics.median(seconds), 2),
        "report_slowest_statement": max(float(each["time"]) for each in statements.captured_queries),
    }


def _fill() -> None:
    """One row of each kind, copied by the database."""
    from tests.factories.registrations import NOW, OrganisationFactory, UserFactory
    from tests.factories.training import SessionFactory
    from training.models import Enrolment

    if Enrolment.objects.filter(pk__gte=1_000_000).exists():
        return
    session = SessionFactory(starts_at=NOW - timedelta(days=400), opens_at=NOW - timedelta(days=460))
    person, organisation = UserFactory(), OrganisationFactory()
    enrolment = Enrolment.objects.create(
        session=session, person=person, organisation=organisation, state="attended", created_at=NOW
    )
    given = {"programmes": PROGRAMMES, "sessions": SESSIONS, "each": EACH}
    given |= {"people": PEOPLE, "organisations": ORGANISATIONS, "person": person.pk, "organisation": organisation.pk}
    given |= {"session": session.pk, "meeting": session.meetings.get().pk, "enrolment": enrolment.pk}
    given |= {"pool": session.pool_id, "activity": session.activity_id, "programme": session.activity.programme_id}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # neither keys nor triggers: copies are sound
        for statement in COPIES:
            cursor.execute(statement, given)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
