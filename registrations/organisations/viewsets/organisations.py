"""The admin's screens of organisations."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ModelChoiceFilter
from wagtail.admin.ui.tables import Column, Table, TitleColumn

from registrations.actors import Role
from registrations.files.pictures import received_picture
from registrations.lists.rules import Verdict, left_out, passes
from registrations.organisations.actions import (
    archive_organisation,
    change_logo,
    change_organisation,
    merge_organisations,
    preview_merge,
    register_organisation,
    restore_organisation,
)
from registrations.organisations.forms import DuplicateForm, OrganisationForm, TermForm, YesNoSelect
from registrations.organisations.models import Affiliation, Organisation, Term
from registrations.organisations.own_forms import AT_FAULT, LogoForm
from registrations.organisations.queries import Likeness, likely_duplicates
from registrations.people.rules import KEEPERS
from registrations.viewsets import (
    ActionBulkView,
    ActionCreateView,
    ActionEditView,
    ActionFilterSet,
    ActionIndexView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
)

TEAM = (Role.EDITOR, Role.LIBRARIAN, Role.BOARD_SECRETARY, Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)


class RegisterView(ActionCreateView):
    form_class = OrganisationForm
    at_fault = AT_FAULT

    def perform(self, **cleaned: Any) -> Organisation:
        return register_organisation(by=self.actor(), at=timezone.now(), **cleaned)


class ChangeView(ActionEditView):
    form_class = OrganisationForm
    at_fault = AT_FAULT

    def perform(self, **cleaned: Any) -> Organisation:
        return change_organisation(organisation=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class ArchiveView(ActionPostView):
    label = _("Archive")
    question = _("The organisation leaves every list and choice; what refers to it stays.")
    icon = "folder"

    @classmethod
    def offered(cls, organisation: Organisation) -> bool:
        return organisation.archived_at is None

    def perform(self) -> Organisation:
        archive_organisation(organisation=self.object, by=self.actor(), at=timezone.now())
        return self.object


class RestoreView(ActionPostView):
    label = _("Restore")
    question = _("The organisation comes back to the lists and choices, with its e-mail domains.")
    icon = "arrow-left"

    @classmethod
    def offered(cls, organisation: Organisation) -> bool:
        return organisation.archived_at is not None and organisation.merged_into_id is None

    def perform(self) -> Organisation:
        restore_organisation(organisation=self.object, by=self.actor(), at=timezone.now())
        return self.object


class LogoView(ActionPostView):
    label = _("Change the logo")
    question = _("A picture for the directory; without a file, the present logo is taken away.")
    icon = "image"
    form_class = LogoForm

    def perform(self, *, logo: Any) -> Organisation:
        at, by = timezone.now(), self.actor()
        if logo is None:
            return change_logo(organisation=self.object, picture=None, by=by, at=at)
        with received_picture(logo, feature="organisations", at=at) as picture:
            return change_logo(organisation=self.object, picture=picture, by=by, at=at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"form_is_multipart": True}


class MergeView(ActionPostView):
    """Choose the other record, see what would move and what contradicts, then send again."""

    label = _("Merge a duplicate")
    question = _("What refers to the other record will refer to this one, and its address will lead here.")
    icon = "resubmit"
    form_class = DuplicateForm
    template_name = "registrations/admin/organisations/merge.html"

    @classmethod
    def offered(cls, organisation: Organisation) -> bool:
        return organisation.archived_at is None

    def get_initial(self) -> dict[str, Any]:
        return {"other": self.request.GET.get("autre", "")}

    def form_valid(self, form: Any) -> HttpResponse:
        other = form.cleaned_data["other"]
        if form.cleaned_data["seen"] == other.slug:
            return super().form_valid(form)
        preview = preview_merge(kept=self.object, dropped=other, by=self.actor(), at=timezone.now())
        shown = DuplicateForm(initial={"other": other.slug, "seen": other.slug})
        return self.asked_again(shown, preview=preview, other=other)

    def perform(self, *, other: Organisation, seen: str) -> Organisation:  # noqa: ARG002 - the form's field
        return merge_organisations(kept=self.object, dropped=other, by=self.actor(), at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("likely", [] if "preview" in kwargs else likely_duplicates(self.object))
        return super().get_context_data(**kwargs)


class ArchiveAll(ActionBulkView):
    label = _("Archive")
    question = ArchiveView.question
    icon = "folder"

    def verdict(self, instance: Organisation) -> Verdict:
        return left_out(_("It is archived already.")) if instance.archived_at else passes()

    def perform(self, instance: Organisation) -> None:
        archive_organisation(organisation=instance, by=self.actor(), at=timezone.now())


class AddTermToAll(ActionBulkView):
    label = _("Add a speciality, a measure or a network")
    question = _("The organisations that you ticked get this word; what they have stays.")
    icon = "tag"
    form_class = TermForm

    def verdict(self, instance: Organisation) -> Verdict:
        if instance.archived_at:
            return left_out(_("It is archived."))
        has_it = self.cleaned.get("term") in instance.terms.all()
        return left_out(_("It has this word already.")) if has_it else passes()

    def perform(self, instance: Organisation, *, term: Term) -> None:
        words = [*instance.terms.all(), term]
        change_organisation(organisation=instance, terms=words, by=self.actor(), at=timezone.now())


def is_member(organisation: Organisation) -> bool:
    """Read with the list: no statement a row."""
    on = timezone.localdate()
    active = (m for m in organisation.memberships.all() if m.state == "active")
    return any(m.starts_on <= on < m.lapses_on for m in active)


class OrganisationFilterSet(ActionFilterSet):
    member = BooleanFilter(label=_("Member today"), method="by_membership", widget=YesNoSelect)
    word = ModelChoiceFilter(label=_("Speciality, measure or network"), queryset=Term.objects.all(), field_name="terms")
    no_registrar = BooleanFilter(label=_("Without a registrar"), method="by_registrar", widget=YesNoSelect)
    no_place = BooleanFilter(label=_("Without a place on the map"), field_name="latitude", lookup_expr="isnull",
                             widget=YesNoSelect)  # fmt: skip
    archived = BooleanFilter(label=_("Archived"), method="by_archive", widget=YesNoSelect)

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["kind", "region", "province", "may_pay_later", "historical"]

    def by_membership(self, rows: Any, _name: str, value: bool) -> Any:
        on = timezone.localdate()
        active = {"memberships__state": "active", "memberships__starts_on__lte": on, "memberships__lapses_on__gt": on}
        members = Organisation.objects.filter(**active).values("pk")
        return rows.filter(pk__in=members) if value else rows.exclude(pk__in=members)

    def by_registrar(self, rows: Any, _name: str, value: bool) -> Any:
        live = Affiliation.objects.live(on=timezone.localdate())
        kept = live.filter(is_registrar=True, verified_at__isnull=False).values("organisation")
        return rows.exclude(pk__in=kept) if value else rows.filter(pk__in=kept)

    def by_archive(self, rows: Any, _name: str, value: bool) -> Any:
        return rows.filter(archived_at__isnull=not value)


class OrganisationsView(ActionIndexView):
    """Archived records are out of sight until they are asked for."""

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset()
        return rows if self.request.GET.get("archived") else rows.filter(archived_at=None)


class OrganisationPage(ActionInspectView):
    """Everything about one organisation, and the records that look like it."""

    def get_related_tables(self) -> list[dict[str, Any]]:
        likely = likely_duplicates(self.object) if MergeView.offered(self.object) else []
        if not likely:
            return super().get_related_tables()
        columns = [
            TitleColumn("name", label=_("Name"), accessor=self._other, get_url=self._merge_url),
            Column("why", label=_("Why"), accessor=lambda row: ", ".join(row.reasons)),
        ]
        table = {"label": _("Perhaps the same organisation"), "table": Table(columns, likely)}
        return [table, *super().get_related_tables()]

    def _other(self, row: Likeness) -> Organisation:
        return row.newer if row.older == self.object else row.older

    def _merge_url(self, row: Likeness) -> str:
        return f"{reverse('organisations:fusionner', args=[self.object.pk])}?autre={self._other(row).slug}"


class OrganisationViewSet(ActionViewSet):
    model = Organisation
    index_view_class = OrganisationsView
    inspect_view_class = OrganisationPage
    add_view_class = RegisterView
    edit_view_class = ChangeView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "logo": LogoView,
        "fusionner": MergeView,
        "archiver": ArchiveView,
        "retablir": RestoreView,
    }
    bulk_views: ClassVar[dict[str, type[ActionBulkView]]] = {"archiver": ArchiveAll, "mot": AddTermToAll}
    name = "organisations"
    icon = "home"
    roles_view = TEAM
    roles_change = KEEPERS
    list_display = (
        "name",
        "kind",
        "region",
        "municipality",
        "phone",
        Column("member", label=_("Member today"), accessor=lambda row: _("yes") if is_member(row) else _("no")),
    )
    list_prefetch_related = ("memberships", "terms")
    filterset_class = OrganisationFilterSet
    search_fields = ("name", "legal_name", "neq", "municipality")
    related = (
        (_("People who work there"), "affiliations", ("person", "role", "is_registrar", "starts_on", "ends_on")),
        (_("Service points"), "service_points", ("name", "street", "municipality", "phone", "hours")),
        (_("Contacts"), "contacts", ("kind", "shown_name", "title", "shown_email", "shown_phone")),
        (_("Memberships"), "memberships", ("year", "category", "state", "lapses_on")),
        (_("Orders"), "orders", ("code", "state", "placed_at", "total_cents")),
        (_("Writings of the team"), "writings", ("writing", "person", "state", "reason")),
        (_("Records merged into this one"), "merged", ("name", "slug", "archived_at")),
    )
