"""Training's models, each in its feature; this module only gathers them for Django."""

from training.catalogue.models import Activity, Programme
from training.enrolments.models import Enrolment
from training.sessions.models import Meeting, Session

__all__ = ["Activity", "Enrolment", "Meeting", "Programme", "Session"]
