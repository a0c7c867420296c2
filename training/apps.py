"""Funded training: programmes, sessions, enrolments."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ATTENDANCE: dict[str, Any] = {
    "name": "attendance_is_kept",
    "table": "training_attendance",
    "only": ("meeting_id", "enrolment_id", "planned_minutes", "minutes", "replay_minutes", "source", "recorded_at"),
    "closed": "(SELECT m.session_id FROM training_meeting m WHERE m.id = NEW.meeting_id)"
    " <> (SELECT e.session_id FROM training_enrolment e WHERE e.id = NEW.enrolment_id)",
}
"""Attendance is never rewritten, and is of a meeting of the enrolment's session."""


OF_ROWS = (
    "training.colleaguebatch.organisation",
    "training.enrolment.organisation",
    "training.invitation.organisation",
    "training.programme.funder",
)
"""What is of an organisation and simply moves to the one that is kept."""


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from registrations.imports.registry import IMPORTS
        from registrations.messages.registry import CALENDAR_ENTRIES, MAILS
        from registrations.orders.models import LineKind
        from registrations.orders.sales import SALES
        from registrations.organisations.registry import MERGES, POSTS, TILES, moving
        from registrations.seats.registry import QUEUES
        from registrations.surveys.registry import SUBJECTS, Subject
        from registrations.writings.registry import RECIPIENTS
        from training.attendance.queries import own_links
        from training.catalogue.registry import ON_CAPS, ON_MODE
        from training.colleagues.queries import registrations_tile
        from training.completion.queries import names_of_activities, names_of_programmes
        from training.completion.tiles import statement_tile
        from training.enrolments.actions import SessionSale, settle_reserved, tell_mode
        from training.enrolments.actions.capping import recount_programme
        from training.enrolments.documents import feed_entries
        from training.enrolments.merging import OF_ORGANISATIONS
        from training.enrolments.queries import people_in_line
        from training.enrolments.recipients import SOURCES
        from training.enrolments.registry import OWN_LINKS
        from training.kinds import kinds_of_import, kinds_of_mail

        SALES[LineKind.SESSION] = SessionSale()
        POSTS.append(settle_reserved)
        ON_CAPS.append(recount_programme)
        ON_MODE.append(tell_mode)
        SUBJECTS["training.programme"] = Subject(_("Programme"), names_of_programmes)
        SUBJECTS["training.activity"] = Subject(_("Activity"), names_of_activities)
        TILES.extend([statement_tile, registrations_tile])
        IMPORTS.update(kinds_of_import())
        MERGES.extend([*OF_ORGANISATIONS, moving(*OF_ROWS)])
        RECIPIENTS.update(SOURCES)
        OWN_LINKS.append(own_links)
        CALENDAR_ENTRIES.append(feed_entries)
        QUEUES["training.enrolment"] = people_in_line
        MAILS.update(kinds_of_mail())
        register_questions()
        register_triggers()
        answer_for_people()


def register_questions() -> None:
    """What may ask questions, here: programmes and sessions."""
    from registrations.questions.registry import REGISTRATIONS, SUBJECTS
    from training.enrolments import asking

    SUBJECTS.update(asking.SUBJECTS)
    REGISTRATIONS.update(asking.REGISTRATIONS)


def register_triggers() -> None:
    """What the database keeps as it was."""
    from registrations.triggers import FROZEN, Frozen

    FROZEN.extend([Frozen(**ATTENDANCE), Frozen("frozenreport_immutable", "training_frozenreport")])


def answer_for_people() -> None:
    """What training holds of a person, and what becomes of it when they leave, ask for it, or are one with another."""
    from registrations.people.registry import MERGES, PROVED
    from registrations.privacy.registry import ACTIVITIES, ERASURES, EXPORTS, RETENTIONS
    from training.attendance import personal as attending
    from training.attendance.merging import NAMES
    from training.catalogue import personal as teaching
    from training.colleagues import personal as registering
    from training.digests import personal as telling
    from training.enrolments import personal
    from training.enrolments.merging import OF_PEOPLE
    from training.invitations import personal as inviting
    from training.invitations.actions import claim_invitations
    from training.reports import personal as reporting

    ACTIVITIES.extend(personal.ACTIVITIES)
    # the link of a trainer is closed before the catalogue forgets whose it is
    for feature in (attending, teaching, personal, registering, reporting, telling, inviting):
        ERASURES.extend(feature.ERASURES)
    EXPORTS.extend(teaching.EXPORTS + personal.EXPORTS + attending.EXPORTS + inviting.EXPORTS)
    MERGES.extend([*inviting.MERGES, *OF_PEOPLE, *NAMES, *telling.MERGES])
    PROVED.append(claim_invitations)
    RETENTIONS.extend(reporting.RETENTIONS + inviting.RETENTIONS)
