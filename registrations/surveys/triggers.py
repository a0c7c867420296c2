"""What the database keeps of surveys: questions as they were answered, answers as they were given."""

from registrations.triggers import Frozen

ANSWERED = "EXISTS (SELECT 1 FROM registrations_surveyresponse r WHERE r.survey_id = {row}.survey_id)"
TRIGGERS = (
    Frozen(
        name="surveyquestion_answered_is_frozen",
        table="registrations_surveyquestion",
        when=ANSWERED.format(row="OLD"),
        closed=ANSWERED.format(row="NEW"),
    ),
    Frozen(name="surveyresponse_immutable", table="registrations_surveyresponse"),
)
