"""What images hold of a person: who uploaded them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.media.models import CustomImage
from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Export, Fate, Kept


def preview(person: User, _on: date) -> Iterator[Fate]:
    if number := CustomImage.objects.filter(uploaded_by_user=person).count():
        why = _("They are the association's own texts.")
        yield Kept(_("Images that this person uploaded, without their name"), number, why)


def erase(_person: User, _by: Actor, _at: datetime) -> None:
    """The image names a row without identity."""


def images(person: User) -> Iterator[Mapping[str, Any]]:
    yield from CustomImage.objects.filter(uploaded_by_user=person).order_by("pk").values("title", "created_at")


ERASURES = [Erasure(preview, erase, speaks_for=("cms.customimage.uploaded_by_user",))]
EXPORTS = [Export("images", _("Images that you uploaded"), images, columns={"title": _("Title")})]
