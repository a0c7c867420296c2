"""The shape of one's own consents, subscriptions and requests."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from registrations.privacy.models import PrivacyRequest
from registrations.privacy.queries import Asked, Preference
from registrations.privacy.rules import MailList, Purpose, RequestKind
from registrations.schemas import In, Text


class ConsentOut(Schema):
    """One purpose: the text in force, and the consent that holds, perhaps to an older version."""

    purpose: str
    version: int
    text_fr: str
    text_en: str
    given: bool
    given_at: datetime | None
    given_version: int | None

    @classmethod
    def of(cls, asked: Asked) -> "ConsentOut":
        consent = asked.consent
        return cls(
            purpose=asked.text.purpose,
            version=asked.text.version,
            text_fr=asked.text.text_fr,
            text_en=asked.text.text_en,
            given=asked.is_given,
            given_at=consent.given_at if consent else None,
            given_version=consent.text.version if consent else None,
        )


class ConsentsOut(Schema):
    items: list[ConsentOut]


class ConsentIn(In):
    """`version` is that of the text that the person read; only needed to agree."""

    purpose: Purpose
    given: bool
    version: Annotated[int, Field(ge=0, le=32_767)] = 0


class SubscriptionOut(Schema):
    """One list: whether it is received, on which basis and until when, or why not."""

    list: str
    subscribed: bool
    basis: str
    source: str
    until: date | None
    reason: str

    @classmethod
    def of(cls, preference: Preference) -> "SubscriptionOut":
        ground = preference.decision.ground
        return cls(
            list=preference.list.value,
            subscribed=preference.decision.allowed,
            basis=ground.basis if ground else "",
            source=ground.source if ground else "",
            until=ground.until if ground else None,
            reason=preference.decision.reason,
        )


class SubscriptionsOut(Schema):
    items: list[SubscriptionOut]


class SubscriptionIn(In):
    """To subscribe is to agree to the text of that list, which the person read as `version` (`/me/consents`)."""

    list: MailList
    subscribed: bool
    version: Annotated[int, Field(ge=0, le=32_767)] = 0


class PrivacyRequestOut(Schema):
    """A request, and its answer when it has one."""

    id: UUID
    code: str
    kind: str
    wording: str
    received_on: date
    due_on: date
    state: str
    answer: str
    reason: str
    answered_at: datetime | None

    @classmethod
    def of(cls, request: PrivacyRequest) -> "PrivacyRequestOut":
        names = (name for name in cls.model_fields if name != "id")
        return cls(id=request.uuid, **{name: getattr(request, name) for name in names})


class PrivacyRequestsOut(Schema):
    items: list[PrivacyRequestOut]


class ErasureIn(In):
    wording: Text = ""


class PrivacyRequestIn(ErasureIn):
    kind: RequestKind
