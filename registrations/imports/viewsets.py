"""The admin's screens of imports."""

from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.imports.models import ImportBatch
from registrations.viewsets import ActionViewSet


class ImportBatchViewSet(ActionViewSet):
    model = ImportBatch
    name = "imports"
    icon = "upload"
    roles_change = (Role.LIBRARIAN, Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
    list_display = ("file_name", "kind", "state", "lines_total", "lines_refused", "lines_done", "by", "created_at")
    list_filter = ("state", "created_at", "historical")
    list_select_related = ("by",)
    search_fields = ("file_name", "kind")
    related = ((_("Lines"), "lines", ("number", "verdict", "state", "reasons")),)
