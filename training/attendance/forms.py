"""What a list and a code say when they are posted."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

PRESENT, ABSENT = "present", "absent"
NOBODY = "nobody"
MOST_PEOPLE = 1000


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code shown in the meeting"),
        max_length=12,
        help_text=_("Six digits, on the screen or read aloud by the person who leads the meeting."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


class ReportForm(forms.Form):
    file = forms.FileField(
        label=_("Report of Zoom or Teams"),
        help_text=_("The CSV file as it was downloaded, in French or in English, with the times of each connection."),
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,text/csv"}),
    )


class LinksForm(forms.Form):
    links = forms.FileField(
        label=_("Registrants exported from Zoom, with their links"),
        help_text=_("Each person then sees their own link on the page of the session; nobody else does."),
        widget=forms.FileInput({"accept": ".csv,.txt,text/csv"}),
    )


def answers_of(posted: Mapping[str, str]) -> dict[UUID, UUID | None]:
    """Whose each line is, from `whose-<uuid>`: an enrolment, or nobody; lines without an answer are left out."""
    told: dict[UUID, UUID | None] = {}
    for name, value in posted.items():
        kind, _dash, key = name.partition("-")
        if kind == "whose" and value:
            try:
                told[UUID(key)] = None if value == NOBODY else UUID(value)
            except ValueError:
                continue
    return told


def minutes_of(posted: Mapping[str, str], *, planned: int) -> dict[UUID, int]:
    """By enrolment, from `presence-<uuid>` and `missed-<uuid>`; what is not understood is left out.

    Somebody present who missed the whole meeting was absent.
    """
    told: dict[UUID, int] = {}
    for name, value in posted.items():
        kind, _dash, key = name.partition("-")
        if kind != "presence" or value not in {PRESENT, ABSENT} or len(told) == MOST_PEOPLE:
            continue
        try:
            uuid = UUID(key)
        except ValueError:
            continue
        missed = _whole(posted.get(f"missed-{key}", ""))
        told[uuid] = max(0, planned - missed) if value == PRESENT else 0
    return told


def _whole(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
