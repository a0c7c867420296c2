"""The two screens of an act on several rows: the dry run, which writes nothing, and what became of each row."""

from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registrations.errors import DomainError
from registrations.lists.actions import start_run
from registrations.lists.errors import NoRowChosen, TooManyRows
from registrations.lists.jobs import apply_all, apply_run
from registrations.lists.models import BulkRow, BulkRun
from registrations.lists.queries import counts
from registrations.lists.rules import AT_ONCE, MOST_ROWS, RowState, RunState, Verdict
from registrations.viewsets.acting import actor
from registrations.viewsets.bulk import ActionBulkView, given_of
from registrations.viewsets.guided import Guided

ROWS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of the dry run, or of its result."""

    name: str
    url: str
    state: str
    text: Any


class _BulkScreen(Guided, WagtailAdminTemplateMixin, View):
    """`viewset` and `bulk_name` say which act; only those whose roles allow it enter."""

    viewset: Any = None
    bulk_name: str = ""
    index_url_name: str = ""
    header_icon = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.deed.allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def deed_class(self) -> type[ActionBulkView]:
        return self.viewset.bulk_acts[self.bulk_name]

    @cached_property
    def deed(self) -> ActionBulkView:
        return self.deed_class(self.viewset, actor(self.request))

    @cached_property
    def index_url(self) -> str:
        return reverse(self.viewset.get_url_name("index"))

    def get_page_title(self) -> str:
        return capfirst(str(self.deed_class.label))

    def get_page_subtitle(self) -> str:
        return capfirst(str(self.viewset.model._meta.verbose_name_plural))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.index_url, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def row_url(self, pk: int) -> str:
        return reverse(self.viewset.get_url_name("inspect"), args=[pk])


class BulkCheckView(_BulkScreen):
    """GET: what would become of the rows. POST: the same with the form's values, or the act itself."""

    template_name = "registrations/admin/list/check.html"

    @cached_property
    def source(self) -> QueryDict:
        return self.request.POST if self.request.method == "POST" else self.request.GET

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self.shown()

    def post(self, request: HttpRequest) -> HttpResponse:
        given = given_of(self.deed.form(), request.POST)
        self.deed = self.deed_class(self.viewset, actor(request), given)
        if self.deed.bound is not None and not self.deed.bound.is_valid():
            return self.shown(status=422)
        return self.applied(given) if "apply" in request.POST else self.shown()

    def applied(self, given: dict[str, list[str]]) -> HttpResponse:
        by, now = actor(self.request), timezone.now()
        named = {"screen": self.viewset.name, "action": self.bulk_name, "given": given, "deed": self.deed}
        pks = [row.pk for row in self.instances] if len(self.chosen_pks) <= MOST_ROWS else self.chosen_pks
        try:
            run = start_run(uuid=self.token, pks=pks, by=by, at=now, **named)
        except DomainError as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.index_url)
        if run.state == RunState.APPLYING:
            run = apply_all(run, by=by) if run.rows_total <= AT_ONCE else self.queued(run)
        there = self.deed.done_url(run) if run.state == RunState.APPLIED else ""
        return redirect(there or reverse(self.viewset.get_url_name(f"lot-{self.bulk_name}-fait"), args=[run.uuid]))

    @staticmethod
    def queued(run: BulkRun) -> BulkRun:
        apply_run.enqueue(run.pk)
        return run

    @cached_property
    def token(self) -> UUID:
        """Made with the page: whoever sends the page twice sends the same one."""
        try:
            return UUID(self.source.get("token", ""))
        except ValueError:
            return uuid4()

    @cached_property
    def chosen_pks(self) -> list[int]:
        """The rows of the page that was confirmed, else those that were ticked or that the filters match."""
        if "rows" in self.source:
            return _numbers(self.source["rows"].split(","))
        if "all" in self.source:
            rows = self.list_view(self.source.get("filters", "")).get_queryset()
            return list(dict.fromkeys(rows.values_list("pk", flat=True)[: MOST_ROWS + 1]))
        return _numbers(self.source.getlist("row"))

    def list_view(self, filters: str) -> Any:
        """The list itself, as it would answer these filters."""
        made, request = self.viewset.index_view, copy(self.request)
        request.GET, request.method = QueryDict(filters), "GET"
        view = made.view_class(**made.view_initkwargs)
        view.setup(request)
        return view

    @cached_property
    def instances(self) -> list[Any]:
        """Those of the chosen rows that this person's list holds, in the order in which they were chosen."""
        within = self.list_view("").get_base_queryset().filter(pk__in=self.chosen_pks)
        within = set(within.values_list("pk", flat=True))
        found = self.deed.instances(pk for pk in self.chosen_pks if pk in within)
        return [found[pk] for pk in self.chosen_pks if pk in found]

    def judged(self) -> list[Judged]:
        self.deed.prepare(self.instances)
        return [self._judged(instance, self.deed.verdict(instance)) for instance in self.instances]

    def _judged(self, instance: Any, verdict: Verdict) -> Judged:
        state = "" if verdict.ok else RowState.LEFT_OUT
        return Judged(self.deed.name_of(instance), self.row_url(instance.pk), state, verdict.text)

    def refusal(self) -> DomainError | None:
        if len(self.chosen_pks) > MOST_ROWS:
            return TooManyRows(rows=MOST_ROWS)
        return None if self.instances else NoRowChosen()

    def shown(self, status: int = 200) -> HttpResponse:
        context = self.get_context_data(deed=self.deed, form=self.deed.bound or self.deed.form(), token=self.token)
        if refusal := self.refusal():
            context["refusal"] = refusal
        else:
            rows = self.judged()
            passing = [row for row in rows if not row.state]
            context |= {"passing": passing, "left_out": [row for row in rows if row.state], "total": len(rows)}
            context["rows"] = ",".join(str(instance.pk) for instance in self.instances)
        context["index_url"] = self.back_url
        context["media"] = context["form"].media if context["form"] else forms.Media()
        return self.render_to_response(context, status=status)

    @cached_property
    def back_url(self) -> str:
        filters = QueryDict(self.source.get("filters", "")).urlencode()
        return f"{self.index_url}?{filters}" if filters else self.index_url


class BulkRunView(_BulkScreen):
    """What became of each row; while a worker does the rest, the page follows it."""

    template_name = "registrations/admin/list/run.html"

    def get(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        named = {"screen": self.viewset.name, "action": self.bulk_name}
        run = get_object_or_404(BulkRun.objects.select_related("by"), uuid=uuid, by=request.user, **named)
        found = counts(run)
        shown = request.GET.get("show", RowState.REFUSED if found[RowState.REFUSED] else "")
        rows = run.rows.filter(state=shown) if shown in RowState.values else run.rows.all()
        page = Paginator(rows.order_by("pk"), ROWS_A_PAGE).get_page(request.GET.get("p"))
        context = self.get_context_data(run=run, deed=self.deed, page=page, shown=shown, index_url=self.index_url)
        context["rows"] = self.named(list(page))
        context["done"] = run.rows_total - found[RowState.WAITING]
        context["tabs"] = [
            ("", _("All"), run.rows_total),
            *((s.value, s.label, found[s]) for s in RowState if found[s]),
        ]
        context["next_url"] = self.deed.done_url(run) if run.state == RunState.APPLIED else ""
        return self.render_to_response(context)

    def named(self, rows: list[BulkRow]) -> list[Judged]:
        found = self.deed.instances(row.object_pk for row in rows)
        return [
            Judged(
                self.deed.name_of(found[row.object_pk]) if row.object_pk in found else f"№ {row.object_pk}",
                self.row_url(row.object_pk) if row.object_pk in found else "",
                row.state,
                row.text,
            )
            for row in rows
        ]


def _numbers(texts: list[str]) -> list[int]:
    """At most one more than may be touched, so that too many is told from none."""
    found = dict.fromkeys(int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19)
    return list(found)[: MOST_ROWS + 1]
