"""Refusals about images."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import DomainError, Forbidden


class NotAnImage(DomainError):
    code = "not-an-image"
    title = _("Not an image")
    message = _("This file is not an image that we can show: send a JPEG, PNG, WebP or AVIF file.")


class MayNotAddImages(Forbidden):
    code = "may-not-add-images"
    message = _("Only the team may add images.")
