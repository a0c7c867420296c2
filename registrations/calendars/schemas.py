"""The shape of one's calendar address."""

from ninja import Schema


class CalendarOut(Schema):
    """`url` is to be given to a calendar application, and to nobody: who has it reads it. Null: none was made."""

    url: str | None
