"""What the database keeps: a question as it was answered, no sensitive answer without a consent."""

from registrations.triggers import Frozen

ANSWERED = "EXISTS (SELECT 1 FROM registrations_answer a WHERE a.question_id = OLD.id)"
TRIGGERS = (
    Frozen(
        name="question_answered_is_kept",
        table="registrations_question",
        when=ANSWERED,
        only=("subject_kind", "subject_uuid", "kind", "text_fr", "sensitive"),
    ),
    Frozen(
        name="answer_sensitive_has_consent",
        table="registrations_answer",
        when="1 = 0",
        closed="NEW.consented_at IS NULL"
        " AND EXISTS (SELECT 1 FROM registrations_question q WHERE q.id = NEW.question_id AND q.sensitive)",
    ),
)
