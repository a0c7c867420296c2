"""Refusals of workbooks; what is wrong with one line is a sentence on that line."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict


class OtherLineRefused(Conflict):
    code = "import-other-line-refused"
    title = _("Another line is refused")
    message = _("A session is written with its meetings, and another of its lines is refused: %(reason)s")
