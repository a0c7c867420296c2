"""The catalogue's addresses under `/training`."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from registrations.caching.answers import public
from registrations.schemas import Items, Paging, page
from training.catalogue.models import Programme
from training.catalogue.queries import public_programme, public_programmes
from training.catalogue.schemas import ProgrammeDetailOut, ProgrammeOut

router = Router()


@router.get("/programmes", response=Items[ProgrammeOut], operation_id="training_programmes")
@public("training")
def list_programmes(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Published programmes, the latest first."""
    return page(public_programmes(at=timezone.now()), paging)


@router.get("/programmes/{slug}", response=ProgrammeDetailOut, operation_id="training_programme")
@public("training")
def get_programme(request: HttpRequest, slug: str) -> Programme:
    """One programme and its activities."""
    return public_programme(slug, at=timezone.now())
