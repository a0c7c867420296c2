"""Zoom's and Teams' reports: their layouts, joins and leaves, whose names they are, what is noted."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.dates import MONTREAL
from tests.factories.registrations import UserFactory
from tests.factories.training import LEAD, SessionFactory
from training.attendance.actions import (
    apply_report,
    check_report,
    decide_names,
    import_join_links,
    note_attendance,
)
from training.attendance.errors import (
    LinksUnreadable,
    NamesToConfirm,
    ReportApplied,
    ReportOfAnotherMeeting,
    ReportUnreadable,
    ReportWithoutTimes,
)
from training.attendance.models import Attendance, JoinLink, KnownName, ParticipantReport, ReportLine
from training.attendance.personal import RETENTIONS
from training.attendance.queries import own_links, registrants
from training.attendance.rules import Found, Match, Seat, match, minutes_in, read_report, union
from training.attendance.rules.registrants import registrants_csv
from training.models import Enrolment

STARTS = datetime(2021, 2, 3, 9, tzinfo=MONTREAL)
ENDS = datetime(2021, 2, 3, 12, tzinfo=MONTREAL)


def at(hour, minute=0, second=0):
    return datetime(2021, 2, 3, hour, minute, second, tzinfo=MONTREAL)


ZOOM_BLOCK = (
    "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\r\n"
    '812 3456 7890,"Diversité, jour 1",02/03/2021 08:50:00 AM,02/03/2021 12:05:00 PM,hote@axtra.example,195,2,\r\n\r\n'
)
ZOOM = (
    "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording,In Waiting Room\r\n"
    "Zoé Côté (iPad),zoe@exemple.test,02/03/2021 08:55:00 AM,02/03/2021 10:00:00 AM,65,No,,Yes\r\n"
    "Zoé Côté (iPad),zoe@exemple.test,02/03/2021 08:58:00 AM,02/03/2021 10:00:00 AM,62,No,,No\r\n"
    "Zoé Côté (iPad),zoe@exemple.test,02/03/2021 09:30:00 AM,02/03/2021 11:00:00 AM,90,No,,No\r\n"
    "Noa Roy,,02/03/2021 11:30:00 AM,02/03/2021 12:05:00 PM,35,Yes,,No\r\n"
)
ZOOM_FR = (
    "Nom (nom d’origine);Adresse e-mail de l’utilisateur;Heure d’arrivée;Heure de départ;Durée (minutes);Invité;"
    "En salle d’attente\n"
    "Zoé Côté;zoe@exemple.test;03/02/2021 08:58:00;03/02/2021 11:00:00;122;Non;Non\n"
    "Zoé Côté;zoe@exemple.test;03/02/2021 08:50:00;03/02/2021 08:58:00;8;Non;Oui\n"
    "Noa Roy;;03/02/2021 11:30:00;03/02/2021 12:05:00;35;Oui;Non\n"
)
TEAMS = (
    "1. Summary\nMeeting title\tDiversité\nAttended participants\t2\nStart time\t2/3/21, 8:50:00 AM\n\n"
    "2. Participants\nName\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
    "Zoé Côté\t2/3/21, 8:58:00 AM\t2/3/21, 11:55:00 AM\t2h\tzoe@exemple.test\tzoe@exemple.test\tAttendee\n"
    "Noa Roy\t2/3/21, 11:30:00 AM\t2/3/21, 12:05:00 PM\t35m\t\t\tAttendee\n\n"
    "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
    "Zoé Côté\t2/3/21, 8:58:00 AM\t2/3/21, 10:00:00 AM\t1h 2m\tzoe@exemple.test\tAttendee\n"
    "Zoé Côté\t2/3/21, 9:45:00 AM\t2/3/21, 11:00:00 AM\t1h 15m\tzoe@exemple.test\tAttendee\n"
    "Noa Roy\t2/3/21, 11:30:00 AM\t2/3/21, 12:05:00 PM\t35m\t\tAttendee\n"
)
TEAMS_FR = (
    "1. Résumé\nTitre de la réunion\tDiversité\nHeure de début\t2021-02-03, 08:50:00\n\n"
    "2. Participants\nNom\tPremière participation\tDernier départ\tDurée\tE-mail\tID du participant (UPN)\tRôle\n"
    "Zoé Côté\t2021-02-03, 08:58:00\t2021-02-03, 11:55:00\t2 h\tzoe@exemple.test\tzoe@exemple.test\tParticipant\n\n"
    "3. Activités en réunion\nNom\tHeure de connexion\tHeure de sortie\tDurée\tE-mail\tRôle\n"
    "Zoé Côté\t2021-02-03, 08:58:00\t2021-02-03, 11:00:00\t2 h\tzoe@exemple.test\tParticipant\n"
    "Noa Roy\t2021-02-03, 11:30:00\t2021-02-03, 12:05:00\t35 min\t\tParticipant\n"
)
TEAMS_OLD = (
    "Full Name\tUser Action\tTimestamp\n"
    "Zoé Côté\tJoined\t2/3/2021, 8:58:00 AM\nZoé Côté\tLeft\t2/3/2021, 11:00:00 AM\n"
    "Noa Roy\tJoined\t2/3/2021, 11:30:00 AM\n"
)


@pytest.mark.parametrize(
    ("text", "encoding", "source"),
    [
        (ZOOM, "utf-8", "zoom"),
        (ZOOM_BLOCK + ZOOM, "utf-8-sig", "zoom"),
        (ZOOM.replace(",", ";"), "cp1252", "zoom"),
        (ZOOM_FR, "utf-8", "zoom"),
        (ZOOM_FR, "cp1252", "zoom"),
        (TEAMS, "utf-16", "teams"),
        (TEAMS, "utf-16-le", "teams"),
        (TEAMS.replace("\n", "\r\n"), "utf-8-sig", "teams"),
        (TEAMS_FR, "utf-16", "teams"),
        (TEAMS_OLD, "utf-16", "teams"),
    ],
)
def test_reports_of_every_layout_say_the_same(text, encoding, source):
    report = read_report(text.encode(encoding), starts_at=STARTS, ends_at=ENDS)

    minutes = {person.name.partition(" (")[0]: minutes_in(person.intervals, STARTS, ENDS) for person in report.people}
    assert (report.source, minutes) == (source, {"Zoé Côté": 120, "Noa Roy": 30})


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", ReportUnreadable),
        (b"\xff\xfe\x00", ReportUnreadable),
        (b"%PDF-1.7 \x00\x01", ReportUnreadable),
        ("Nom;Prénom\nRoy;Noa\n".encode(), ReportUnreadable),
        (b"Name (Original Name),User Email,Total Duration (Minutes),Guest\nNoa Roy,,30,No\n", ReportWithoutTimes),
        (ZOOM.replace("AM", "matin").replace("02/03/2021", "hier").encode(), ReportWithoutTimes),
    ],
)
def test_what_is_no_report_is_refused_with_what_to_do(content, refusal):
    with pytest.raises(refusal):
        read_report(content, starts_at=STARTS, ends_at=ENDS)


MINUTES = st.integers(0, 400)
INTERVALS = st.lists(st.tuples(MINUTES, MINUTES), max_size=8)


@given(INTERVALS)
def test_minutes_are_those_of_the_meeting_in_which_one_was_connected_at_all(pairs):
    intervals = [(STARTS + timedelta(minutes=a - 100), STARTS + timedelta(minutes=b - 100)) for a, b in pairs]

    there = {minute for a, b in pairs for minute in range(a - 100, b - 100) if 0 <= minute < 180}
    assert minutes_in(intervals, STARTS, ENDS) == len(there)
    assert all(one[1] < other[0] for one, other in zip(union(intervals), union(intervals)[1:], strict=False))


SEATS = [
    Seat(1, "Camille Tremblay", frozenset({"camille@exemple.test"})),
    Seat(2, "Noa Roy", frozenset(), frozenset({"ipad salle", "poste@centre.test"})),
    Seat(3, "Zoé Côté"),
    Seat(4, "Zoé Côté", frozenset({"zoe@exemple.test"})),
]


@pytest.mark.parametrize(
    ("name", "email", "expected"),
    [
        ("N'importe qui", "Camille@exemple.test", Match(Found.MATCHED, 1)),
        ("TREMBLAY, camille", "", Match(Found.MATCHED, 1)),
        ("Camille Tremblay (elle) - Espace carrière", "", Match(Found.MATCHED, 1)),
        ("Cam (Camille Tremblay)", "", Match(Found.MATCHED, 1)),
        ("Salle iPad", "", Match(Found.MATCHED, 2)),
        ("Poste 4", "poste@centre.test", Match(Found.MATCHED, 2)),
        ("Zoe Cote", "", Match(Found.DOUBTFUL)),
        ("Zoe Cote", "zoe@exemple.test", Match(Found.MATCHED, 4)),
        ("Camille", "", Match(Found.DOUBTFUL, 1)),
        ("Camile Tremblai", "", Match(Found.DOUBTFUL, 1)),
        ("AXTRA Soutien", "", Match(Found.UNKNOWN)),
    ],
)
def test_names_are_recognised_by_address_then_decision_then_spelling_and_never_guessed(name, email, expected):
    assert match(name, email, SEATS) == expected


@pytest.fixture
def session():
    return SessionFactory(starts_at=STARTS, opens_at=STARTS - timedelta(days=30))


def seated(session, given, family, email):
    person = UserFactory(given_name=given, family_name=family, email=email)
    return Enrolment.objects.create(session=session, person=person, state="confirmed", created_at=STARTS)


def noted():
    return dict(Attendance.objects.live().values_list("enrolment__person__family_name", "minutes"))


AFTER = ENDS + timedelta(hours=2)


def checked(session, text=ZOOM):
    meeting = session.meetings.get()
    return check_report(meeting, content=text.encode(), file_name="rapport.csv", by=LEAD, at=AFTER)


@pytest.mark.django_db
def test_report_is_applied_once_its_doubts_are_settled_and_remembered(session):
    seated(session, "Zoé", "Côté", "zoe@exemple.test")
    noa = seated(session, "Noa-Maxime", "Roy", "noa@exemple.test")
    report = checked(session)

    with pytest.raises(NamesToConfirm):
        apply_report(report, by=LEAD, at=AFTER)
    assert noted() == {}
    doubtful = report.lines.get(found=Found.DOUBTFUL)
    decide_names(report, {doubtful.uuid: noa}, by=LEAD, at=AFTER)
    changed = apply_report(report, by=LEAD, at=AFTER)

    assert (changed, noted()) == (2, {"Côté": 120, "Roy": 30})
    assert (ReportLine.objects.count(), KnownName.objects.get().person) == (0, noa.person)
    with pytest.raises(ReportApplied):
        apply_report(report, by=LEAD, at=AFTER)
    assert apply_report(checked(session), by=LEAD, at=AFTER) == 0
    assert Attendance.objects.count() == 2


@pytest.mark.django_db
def test_report_leaves_what_a_person_noted_by_hand(session):
    zoe = seated(session, "Zoé", "Côté", "zoe@exemple.test")
    note_attendance(session.meetings.get(), {zoe.pk: 180}, by=LEAD, at=AFTER)

    assert apply_report(checked(session), by=LEAD, at=AFTER) == 0
    assert noted() == {"Côté": 180}


@pytest.mark.django_db
def test_report_of_another_meeting_is_refused_with_its_hours(session):
    with pytest.raises(ReportOfAnotherMeeting) as refusal:
        checked(session, ZOOM.replace("02/03/2021", "02/10/2021"))

    assert refusal.value.members["begins"] == at(8, 58) + timedelta(days=7)
    assert not ReportLine.objects.exists()


LINKS = "Nom;Courriel;URL d'accès\nZoé;ZOE@exemple.test;https://zoom.example/w/1?tk=zoe\nX;x@ailleurs.test;https://z.test/\n"


@pytest.mark.django_db
def test_personal_links_go_to_zoom_and_come_back_for_that_confirmed_person_alone(session):
    zoe = seated(session, "Zoé", "Côté", "zoe@exemple.test")
    seated(session, "=Noa", "Roy", "noa@exemple.test")

    out = registrants_csv(registrants(session)).decode("utf-8-sig")
    first = import_join_links(session, content=LINKS.encode("cp1252"), by=LEAD, at=AFTER)
    again = import_join_links(session, content=LINKS.encode(), by=LEAD, at=AFTER)

    assert out == "First Name,Last Name,Email\r\nZoé,Côté,zoe@exemple.test\r\n'=Noa,Roy,noa@exemple.test\r\n"
    assert (first, again) == ((1, ["x@ailleurs.test"]), (0, ["x@ailleurs.test"]))
    assert own_links([zoe]) == {zoe.pk: "https://zoom.example/w/1?tk=zoe"}
    zoe.person = UserFactory()
    assert own_links([zoe]) == {}
    Enrolment.objects.filter(pk=zoe.pk).update(state="cancelled", cancelled_at=AFTER)
    assert own_links([Enrolment.objects.get(pk=zoe.pk)]) == {}


@pytest.mark.django_db
def test_file_without_links_is_refused(session):
    with pytest.raises(LinksUnreadable):
        import_join_links(session, content=ZOOM.encode(), by=LEAD, at=AFTER)
    assert not JoinLink.objects.exists()


@pytest.mark.django_db
def test_report_that_nobody_applied_goes_after_thirty_days_with_its_names(session):
    checked(session)
    (retention,) = RETENTIONS
    for days, kept in ((30, 1), (31, 0)):
        later = AFTER + timedelta(days=days)
        assert retention.due(later.date()) == 1 - kept
        assert retention.purge(LEAD, later) == 1 - kept
        assert ParticipantReport.objects.count() == kept
    assert not ReportLine.objects.exists()
