"""Surveys: one's own to answer, kept by the person responsible for training."""

from registrations.surveys.actions import Asked, ask, move_survey, save_survey
from tests.factories.certificates import LEAD
from tests.factories.registrations import NOW
from tests.factories.training import EnrolmentFactory
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row


def asked(world):
    """The participant's, not answered."""
    enrolment = EnrolmentFactory(person=world.people["participant"], state="attended")
    activity = enrolment.session.activity
    survey = save_survey(
        None,
        title="Votre avis",
        introduction="",
        subject_kind="training.activity",
        subject_uuid=activity.uuid,
        before_certificate=False,
        questions=[Asked("Un mot", "text", required=False)],
        by=LEAD,
        at=NOW,
    )
    move_survey(survey, to="open", by=LEAD, at=NOW)
    receipt = ask(survey, subject_uuid=enrolment.uuid, group_uuid=activity.uuid, person=enrolment.person, at=NOW)
    return {"uuid": receipt.uuid, "enrolment_id": enrolment.uuid}


ROWS = {
    "GET /moi/sondages/<uuid:uuid>/": Row(answers(404, anonymous=302, participant=200), make=asked),
    "POST /moi/sondages/<uuid:uuid>/": Row(answers(404, anonymous=302, participant=200), make=asked, body={}),
    "GET /api/v1/training/enrolments/{enrolment_id}/survey": Row(
        answers(404, anonymous=401, participant=200), make=asked
    ),
    "POST /api/v1/training/enrolments/{enrolment_id}/survey": Row(
        answers(404, anonymous=401, participant=201), make=asked, body={"answers": {}}
    ),
}
SCREENS = {"sondages": screen(change=("training_lead",))}
