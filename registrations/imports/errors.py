"""Why a file, or a batch, is refused as a whole. What is wrong with one line is a sentence on that line."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden, NotFound


class UnknownImport(NotFound):
    code = "unknown-import"
    message = _("There is no import of this kind.")


class ImportNotAllowed(Forbidden):
    code = "import-not-allowed"
    message = _("Your roles do not allow this import.")


class FileRefused(DomainError):
    """Parent of all that makes a file unreadable: nothing of it is kept."""

    code = "import-file-refused"
    title = _("The file cannot be read")
    message = _("This file cannot be read as a spreadsheet. Save it as XLSX or CSV (UTF-8), then try again.")


class FileTooBig(FileRefused):
    code = "import-file-too-big"
    message = _("The file is too big: at most %(megabytes)s MB. Split it into several files.")


class TooManyLines(FileRefused):
    code = "import-too-many-lines"
    message = _("The file has more than %(lines)s lines. Split it into several files.")


class EncodingBroken(FileRefused):
    code = "import-encoding-broken"
    message = _("The accents of this file are damaged (line %(line)s). Save it again as CSV (UTF-8) or as XLSX.")


class FileEmpty(FileRefused):
    code = "import-file-empty"
    message = _("The file has no line below its headings.")


class ColumnsWrong(FileRefused):
    code = "import-columns-wrong"
    title = _("The columns are not those of this import")
    message = _("The columns are not those of this import. %(details)s")


class NotAWorkbook(FileRefused):
    code = "import-not-a-workbook"
    message = _("This is not an XLSX workbook. Download the template or the export, fill it in, then send it as XLSX.")


class SheetsWrong(FileRefused):
    code = "import-sheets-wrong"
    title = _("The sheets are not those of this import")
    message = _("The sheets are not those of this import. %(details)s")


class CellsMerged(FileRefused):
    code = "import-cells-merged"
    title = _("Cells are merged")
    message = _("Sheet “%(sheet)s”, line %(line)s: the cells %(cells)s are merged. Unmerge them and fill each line.")


class LinesRefused(Conflict):
    code = "import-lines-refused"
    message = _("Refused lines: %(lines)s. Mend the file and check it again, or leave those lines out.")


class NothingToApply(Conflict):
    code = "import-nothing-to-apply"
    message = _("No line is left to apply.")
