"""What the librarian looks after: what waits, what ages, what is missing."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from cms.library.models import Resource, ResourceFile
from cms.library.rules import SHOWN, SOON, ResourceState


def work_at(slug: str) -> Resource | None:
    """The record of this address, whatever its state; the French one when two share it."""
    return Resource.objects.filter(slug=slug).order_by("-locale__language_code", "pk").first()


def to_review(*, on: date) -> QuerySet[Resource]:
    """Works that are shown and whose day of review has come, or comes soon; the most overdue first."""
    due = Resource.objects.filter(state=ResourceState.PUBLISHED, review_on__lte=on + SOON)
    return due.order_by("review_on", "pk")


def submitted() -> QuerySet[Resource]:
    """What somebody handed over and waits to be published or given back."""
    return Resource.objects.filter(state=ResourceState.REVIEW).order_by("pk")


def drafts() -> QuerySet[Resource]:
    """What is being written."""
    return Resource.objects.filter(state=ResourceState.DRAFT).order_by("pk")


def without_file() -> QuerySet[Resource]:
    """Drafts that nobody can publish yet."""
    files = ResourceFile.objects.filter(resource__translation_key=OuterRef("translation_key"), withdrawn_at=None)
    return Resource.objects.exclude(state=ResourceState.WITHDRAWN).filter(~Exists(files))


def untranslated() -> QuerySet[Resource]:
    """Works that are shown in French alone."""
    others = Resource.objects.filter(translation_key=OuterRef("translation_key")).exclude(locale=OuterRef("locale"))
    return Resource.objects.filter(state__in=SHOWN, locale__language_code="fr").filter(~Exists(others))


def files_to_draw(*, at_most: int) -> list[int]:
    """PDFs whose cover nobody tried to draw yet, the newest first."""
    waiting = ResourceFile.objects.filter(format="pdf", cover="", cover_tried_at=None, withdrawn_at=None)
    return list(waiting.order_by("-pk").values_list("pk", flat=True)[:at_most])
