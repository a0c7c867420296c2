"""Refusals on the way to a certificate."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict


class NotDue(Conflict):
    code = "certificate-not-due"
    title = _("No certificate to issue")
    message = _("No certificate is due: %(why)s")
