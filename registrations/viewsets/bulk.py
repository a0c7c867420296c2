"""Acting on several rows of a list: what a feature says about its act. The screens are in `bulk_screens.py`.

A list offers an act on several rows as its page offers one on a row. The person ticks rows (or all that the filters
match, 2,000 at most), sees what would become of each without anything being written, then confirms; each row is one
call of one action, a row that is refused leaves the others done, and confirming twice does nothing twice.

    class ArchiveAll(ActionBulkView):
        label = _("Archive")
        question = _("The organisations leave every list and choice; what refers to them stays.")
        icon = "folder"
        form_class = ReasonForm                              # optional: its cleaned fields reach `perform`

        def prepare(self, instances):                        # optional: what the verdicts need, in a few statements
            self.owing = owing_organisations(instances)

        def verdict(self, instance):                         # writes nothing
            if instance.archived_at:
                return left_out(_("It is archived already."))
            return left_out(_("It owes something.")) if instance.pk in self.owing else passes()

        def perform(self, instance, *, reason):
            archive_organisation(organisation=instance, reason=reason, by=self.actor(), at=timezone.now())

    class OrganisationViewSet(ActionViewSet):
        bulk_views = {"archiver": ArchiveAll}                # the name is its address

There is no request: beyond 100 rows a worker does the rest, as the person, with the roles that they have then.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.lists.models import BulkRun
from registrations.lists.rules import Verdict, passes

PREFIX = "acte"
MORE_BULKS: "list[Callable[[Any], dict[str, type[ActionBulkView]]]]" = []
"""What features add to the lists of others: a function of the viewset, filled in `ready()`."""


class ActionBulkView:
    """One act on several rows. `roles` are those of the viewset's changes unless the act names its own."""

    label: ClassVar[str | Promise] = ""
    question: ClassVar[str | Promise] = ""
    icon: ClassVar[str] = "tick-inverse"
    done_message: ClassVar[str | Promise] = _("Done.")
    form_class: ClassVar[type[forms.Form] | None] = None
    roles: ClassVar[tuple[str, ...] | None] = None

    def __init__(self, viewset: Any, by: Actor, given: Mapping[str, Any] | None = None) -> None:
        self.viewset, self.by, self.given = viewset, by, given
        self.run: BulkRun | None = None

    @classmethod
    def roles_for(cls, viewset: Any) -> tuple[str, ...]:
        return tuple(viewset.roles_change if cls.roles is None else cls.roles)

    def actor(self) -> Actor:
        return self.by

    def allowed(self) -> bool:
        return self.by.has(*self.roles_for(self.viewset))

    def rows(self) -> "QuerySet[Any]":
        """The rows with what the verdicts and the action read of them."""
        rows = self.viewset.model._default_manager.all()
        if self.viewset.list_select_related:
            rows = rows.select_related(*self.viewset.list_select_related)
        return rows.prefetch_related(*self.viewset.list_prefetch_related)

    def instances(self, pks: Iterable[int]) -> dict[int, Any]:
        return {row.pk: row for row in self.rows().filter(pk__in=list(pks))}

    def prepare(self, instances: list[Any]) -> None:
        """Read at once what the verdicts of these rows need; called before them, in the dry run and in each chunk."""

    def verdict(self, instance: Model) -> Verdict:  # noqa: ARG002  # for those who override it
        """Whether the row may pass, and what would become of it or why not. It writes nothing."""
        return passes()

    def perform(self, instance: Any, **cleaned: Any) -> None:
        """Call one action on one row; a refusal is noted on the row."""
        raise NotImplementedError

    def act(self, instance: Any) -> None:
        self.perform(instance, **self.cleaned)

    def name_of(self, instance: Any) -> str:
        """What the row is called on the page."""
        return str(instance)

    def done_url(self, run: BulkRun) -> str:  # noqa: ARG002  # for those who override it
        """Where to go once everything is done; "" for the page that says what became of each row."""
        return ""

    def form(self, data: Mapping[str, Any] | None = None) -> forms.Form | None:
        """The form of the act, bound to `data` when there is any."""
        return self.form_class(data, prefix=PREFIX) if self.form_class else None

    @cached_property
    def bound(self) -> forms.Form | None:
        return None if self.given is None else self.form(_as_post(self.given))

    @cached_property
    def cleaned(self) -> dict[str, Any]:
        """The cleaned fields of the form, or nothing while it has not been filled in. Refused when they are wrong."""
        if self.bound is None:
            return {}
        if not self.bound.is_valid():
            raise DomainError()
        return self.bound.cleaned_data


def given_of(form: forms.Form | None, data: QueryDict) -> dict[str, list[str]]:
    """What the fields of the form were sent, to keep with the run."""
    return {name: data.getlist(name) for name in data if name.startswith(f"{PREFIX}-")} if form else {}


def _as_post(given: Mapping[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in given.items():
        data.setlist(name, values)
    return data
