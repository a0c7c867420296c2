"""The JSON API: one OpenAPI document, made of the features' routers."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder
from ninja.router import BoundRouter

from config import problems, refusals
from config.contract import completed
from config.strict import StrictParser, asked_language, checked, remember
from registrations.caching.answers import CREDENTIALS
from registrations.people.credentials import anyone


class Encoder(NinjaJSONEncoder):
    """Instants are RFC 3339 with the association's own offset, to the second."""

    def default(self, o: Any) -> Any:
        if isinstance(o, datetime) and timezone.is_aware(o):
            return timezone.localtime(o).isoformat(timespec="seconds")
        return super().default(o)


class Renderer(JSONRenderer):
    encoder_class: type[json.JSONEncoder] = Encoder
    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """ninja with our conventions on every route: HEAD and OPTIONS, language, strict input, private by default."""

    def _get_bound_routers(self) -> list[BoundRouter]:
        routers = super()._get_bound_routers()
        for router in routers:
            for view in router.path_operations.values():
                for operation in view.operations:
                    if "GET" in operation.methods and "HEAD" not in operation.methods:
                        operation.methods.append("HEAD")
        return routers

    def _get_urls(self) -> list[Any]:
        routes = super()._get_urls()
        for route in routes:
            if isinstance(route, URLPattern):
                route.callback = conventional(route.callback)
        return routes

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        return completed(super().get_openapi_schema(**options))


def conventional(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Wrap a whole route, documentation included."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        language = asked_language(request)
        with translation.override(language):
            response = view(request, *args, **values)
            if response.status_code == 405:
                response = _wrong_method(request, response)
        response.headers.setdefault("Content-Language", language)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, CREDENTIALS)
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # the cookie's own credential checks it
    return answer


def _wrong_method(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    allowed = response.get("Allow", "GET")
    answer = HttpResponse(status=204) if request.method == "OPTIONS" else problems.problem(refusals.WrongMethod())
    answer["Allow"] = ", ".join(sorted({*allowed.split(", "), "OPTIONS"}))
    return answer


def build(**options: Any) -> Api:
    """An API with every convention; the tests build a small one of their own."""
    made = Api(auth=anyone, parser=StrictParser(), renderer=Renderer(), **options)
    made.add_decorator(checked, mode="operation")
    made.add_decorator(remember, mode="view")
    problems.install(made)
    return made


api = build(
    title="AXTRA",
    version="1.0.0",
    description="Magazine, library, training, colloquium and memberships of AXTRA.",
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url="/docs",
)

# One line per feature.
api.add_router("/me", "registrations.memberships.api.router", tags=["me"])
api.add_router("/me", "registrations.people.api.router", tags=["me"])
api.add_router("/memberships", "registrations.memberships.api.memberships_router", tags=["memberships"])
api.add_router("/memberships", "registrations.renewals.api.router", tags=["memberships"])
api.add_router("", "registrations.directory.api.router", tags=["organisations"])
api.add_router("", "registrations.receivables.api.router", tags=["organisations"])
api.add_router("", "registrations.staff.api.router", tags=["organisations"])
api.add_router("/colloquia", "registrations.colloquium.api.router", tags=["colloquium"])
api.add_router("/colloquia", "registrations.exhibitors.api.router", tags=["colloquium"])
api.add_router("/orders", "registrations.orders.api.router", tags=["orders"])
api.add_router("/orders", "registrations.payments.api.router", tags=["orders"])
api.add_router("/orders", "registrations.colloquium.api.orders_router", tags=["orders"])
api.add_router("/me", "registrations.privacy.api.router", tags=["me"])
api.add_router("/me", "registrations.calendars.api.router", tags=["me"])
api.add_router("/me", "registrations.orders.api.me_router", tags=["me"])
api.add_router("/me", "registrations.colloquium.api.me_router", tags=["me"])
api.add_router("/training", "registrations.certificates.api.router", tags=["training"])
api.add_router("/me", "registrations.certificates.api.me_router", tags=["me"])
api.add_router("/training/enrolments", "registrations.questions.api.enrolments_router", tags=["training"])
api.add_router("/tickets", "registrations.questions.api.tickets_router", tags=["colloquium"])
api.add_router("/training", "training.catalogue.api.router", tags=["training"])
api.add_router("/training", "training.sessions.api.router", tags=["training"])
api.add_router("/training", "training.enrolments.api.router", tags=["training"])
api.add_router("/training", "training.reports.api.router", tags=["training"])
api.add_router("/training", "training.colleagues.api.router", tags=["training"])
api.add_router("/me", "training.enrolments.api.me_router", tags=["me"])
api.add_router("/me", "training.answers.api.me_router", tags=["me"])
api.add_router("/training", "training.completion.api.router", tags=["training"])
api.add_router("", "training.completion.api.organisations_router", tags=["organisations"])
api.add_router("/library/policy", "cms.diffusion.api.router", tags=["library"])
api.add_router("/library/policy", "cms.simulations.api.router", tags=["library"])
api.add_router("/library", "cms.library.api.router", tags=["library"])
api.add_router("/library", "cms.access_requests.api.router", tags=["library"])
api.add_router("/me", "cms.access_requests.api.me_router", tags=["me"])
api.add_router("/me", "cms.downloads.api.me_router", tags=["me"])
api.add_router("", "cms.pages.api.router", tags=["site"])
api.add_router("", "cms.search.api.router", tags=["site"])
api.add_router("/magazine", "magazine.issues.api.router", tags=["magazine"])
api.add_router("/magazine", "magazine.articles.api.router", tags=["magazine"])
