"""Why a file that somebody sends is not kept."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import DomainError


class FileTooLarge(DomainError):
    code = "file-too-large"
    title = _("File too large")
    message = _("This file is larger than %(megabytes)s MB.")


class FileKindRefused(DomainError):
    code = "file-kind-refused"
    title = _("Kind of file not accepted")
    message = _("Files of this kind are not accepted here. Accepted: %(accepted)s.")


class FileIsNotWhatItSays(DomainError):
    code = "file-is-not-what-it-says"
    title = _("Contents and name disagree")
    message = _("The contents of this file are not those of a .%(extension)s file.")


class FileUnreadable(DomainError):
    code = "file-unreadable"
    title = _("Unreadable file")
    message = _("This PDF is damaged: open it, export it again, then send the new copy.")


class FileEncrypted(DomainError):
    code = "file-encrypted"
    title = _("Protected file")
    message = _("This PDF is protected by a password: send a copy without protection.")


class PictureTooLarge(DomainError):
    code = "picture-too-large"
    title = _("Picture too large")
    message = _("This picture has more than %(megapixels)s million pixels: send a smaller one.")


class FileEmpty(DomainError):
    code = "file-empty"
    title = _("Empty file")
    message = _("This file is empty.")


class FileWithMacros(DomainError):
    code = "file-with-macros"
    title = _("File with macros")
    message = _("This file holds macros or programs: save a copy without them, then send it.")


class FileWithScript(DomainError):
    code = "file-with-script"
    title = _("PDF with a script")
    message = _("This PDF runs a script or opens a program: print it to a new PDF, then send the copy.")


class FileIsBomb(DomainError):
    code = "file-is-bomb"
    title = _("Archive that swells")
    message = _("Unpacked, this file would take far too much room: it is refused.")
