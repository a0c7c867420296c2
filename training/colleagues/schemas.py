"""Shapes of registering oneself, or several colleagues."""

from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from registrations.questions.schemas import Answers, by_key
from registrations.schemas import In
from registrations.staff.schemas import Address
from training.colleagues.rules import Verdict
from training.enrolments.schemas import EnrolmentOut


class ColleagueIn(In):
    """Somebody by their address; who is not on the staff list yet needs a name to be added to it."""

    email: Address
    given_name: str = Field("", max_length=100)
    family_name: str = Field("", max_length=100)


class EnrolIn(In):
    """Nothing to say to register oneself; `people` for the colleagues of `organisation` (its slug, needed by whoever
    keeps several). `terms_accepted`: they accept the programme's terms, where it has any. `answers` are one's own, to
    the session's `questions`; colleagues are asked afterwards (`PUT /training/enrolments/{id}/answers`)."""

    people: list[ColleagueIn] | None = Field(None, min_length=1, max_length=50)
    organisation: str | None = None
    terms_accepted: bool = False
    answers: Answers | None = None
    sensitive_consent: bool = False

    @property
    def answered(self) -> dict[str, Any]:
        """The answers, as `enrol` takes them."""
        return {"answers": by_key(self.answers), "consented": self.sensitive_consent}


class ReplaceIn(ColleagueIn):
    """Who takes the seat: a colleague by their address, or somebody new with their name; `terms_accepted` says that
    they accept the programme's terms, where it has any."""

    terms_accepted: bool = False


class ColleagueOut(Schema):
    """One person's verdict and, once registered, their enrolment; `reason` says why not."""

    email: str
    verdict: Verdict
    reason: str | None
    enrolment: EnrolmentOut | None


class ColleaguesOut(Schema):
    """Each person's, in the order of the call. A dry run writes nothing."""

    session: UUID
    dry_run: bool
    items: list[ColleagueOut]
