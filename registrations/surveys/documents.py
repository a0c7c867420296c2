"""The results as a workbook: what the screen shows, and nothing that it hides."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from registrations.charts import bars
from registrations.surveys.models import Survey
from registrations.surveys.queries import Answered, Results


def chart(answered: Answered) -> str:
    """The numbers of a question as bars; a long choice is cut, the table beside has it whole."""
    numbers = [(label if len(label) < 22 else f"{label[:20]}…", count) for label, count in answered.numbers]
    said = _("The numbers are in the table.")
    return bars(numbers, title=answered.question.text, description=said) if numbers else ""


def workbook(survey: Survey, found: Results) -> bytes:
    """One sheet of numbers, one of activities, one of comments."""
    book = Workbook()
    numbers = book.active
    assert numbers is not None  # noqa: S101 - a new workbook has a sheet
    numbers.title = _("Results")
    numbers.append([_safe(survey.title)])
    numbers.append([_("Asked"), found.asked])
    numbers.append([_("Answered"), found.answered, f"{found.rate} %"])
    for one in found.questions:
        numbers.append([])
        numbers.append([_safe(one.question.text), one.count, "" if one.mean is None else round(one.mean, 2)])
        for label, count in one.numbers:
            numbers.append([_safe(label), count])
    groups = book.create_sheet(_("Activities"))
    groups.append([_("Activity"), _("Asked"), _("Answered")])
    for _uuid, name, asked, answered in found.groups:
        groups.append([_safe(name), asked, answered])
    comments = book.create_sheet(_("Comments"))
    for one in found.questions:
        for text in one.comments:
            comments.append([_safe(one.question.text), _safe(text)])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _safe(text: str) -> str:
    """Without what a workbook cannot hold; a spreadsheet executes what begins so."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if clean.startswith(("=", "+", "-", "@")) else clean
