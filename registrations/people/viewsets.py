"""The admin's screens of people."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.ui.tables import Column, Table, TitleColumn

from registrations.actors import Role
from registrations.people.actions import (
    add_address,
    change_person,
    deactivate,
    merge_people,
    preview_people,
    reactivate,
    register_person,
    send_way_in,
)
from registrations.people.forms import GivenAddressForm, NewPersonForm, OtherRecordForm, PersonForm
from registrations.people.lists import (
    STATE_FILTERS,
    STATES,
    choices_of,
    having_post,
    organisations,
    present_posts,
    regions,
    way_in,
)
from registrations.people.models import User
from registrations.people.queries import Address, addresses_shown, likely_records
from registrations.viewsets import (
    ActionCreateView,
    ActionEditView,
    ActionFilterSet,
    ActionIndexView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
)


class RegisterView(ActionCreateView):
    form_class = NewPersonForm

    def perform(self, **cleaned: Any) -> User:
        return register_person(by=self.actor(), at=timezone.now(), **cleaned)


class ChangeView(ActionEditView):
    form_class = PersonForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in PersonForm.base_fields}

    def perform(self, **cleaned: Any) -> User:
        return change_person(person=self.object, by=self.actor(), at=timezone.now(), **cleaned)


def in_use(person: User) -> bool:
    return person.erased_at is None and person.merged_into_id is None


class AddAddressView(ActionPostView):
    label = gettext_lazy("Add an address")
    question = gettext_lazy(
        "For somebody who can no longer sign in. Check who they are first: what you did is kept with your name."
    )
    icon = "mail"
    form_class = GivenAddressForm

    @classmethod
    def offered(cls, person: User) -> bool:
        return in_use(person)

    def perform(self, *, email: str, check: str) -> User:
        add_address(self.object, email=email, check=check, by=self.actor(), at=timezone.now())
        return self.object


class SendWayInView(ActionPostView):
    label = gettext_lazy("Send the way in")
    question = gettext_lazy(
        "A message tells this person how to sign in with their address. It opens nothing by itself."
    )
    icon = "key"

    @classmethod
    def offered(cls, person: User) -> bool:
        return in_use(person) and bool(person.email)

    def perform(self) -> User:
        send_way_in(self.object, by=self.actor(), at=timezone.now())
        return self.object


class DeactivateView(ActionPostView):
    label = gettext_lazy("Close")
    question = gettext_lazy("Nothing signs in to it any more; sessions and tokens end. What the person did stays.")
    icon = "lock"

    @classmethod
    def offered(cls, person: User) -> bool:
        return person.is_active

    def perform(self) -> User:
        deactivate(self.object, by=self.actor(), at=timezone.now())
        return self.object


class ReactivateView(ActionPostView):
    label = gettext_lazy("Open again")
    question = gettext_lazy("The addresses that were proved sign in again.")
    icon = "lock-open"

    @classmethod
    def offered(cls, person: User) -> bool:
        return not person.is_active and in_use(person)

    def perform(self) -> User:
        reactivate(self.object, by=self.actor(), at=timezone.now())
        return self.object


class MergeView(ActionPostView):
    """Choose the other record, see what would move and what contradicts, then send again."""

    label = gettext_lazy("Merge")
    question = gettext_lazy("The other record’s things become this one’s. It cannot be undone.")
    icon = "resubmit"
    form_class = OtherRecordForm
    template_name = "registrations/admin/people/merge.html"

    @classmethod
    def offered(cls, person: User) -> bool:
        return in_use(person)

    def get_initial(self) -> dict[str, Any]:
        return {"other": self.request.GET.get("autre", "")}

    def form_valid(self, form: Any) -> HttpResponse:
        other = form.cleaned_data["other"]
        if form.cleaned_data["seen"] == str(other.uuid):
            return super().form_valid(form)
        preview = preview_people(kept=self.object, dropped=other, by=self.actor(), at=timezone.now())
        shown = OtherRecordForm(initial={"other": str(other.uuid), "seen": str(other.uuid)})
        return self.asked_again(shown, preview=preview, other=other)

    def perform(self, *, other: User, seen: str) -> User:  # noqa: ARG002  # the form's field
        return merge_people(kept=self.object, dropped=other, by=self.actor(), at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("likely", [] if "preview" in kwargs else likely_records(self.object))
        return super().get_context_data(**kwargs)


def _state(address: Address) -> str:
    """What one address is good for, in words."""
    if address.closed_at:
        return _("kept by a former employer")
    said = [_("proved address") if address.is_proved else _("to prove")]
    said += [_("receives our messages")] if address.is_primary else []
    said += [_("a present employer’s")] if address.is_lent else []
    if address.bounce:
        said.append(f"{address.bounce.get_kind_display()} ({address.bounce.diagnosis or '–'})")
    return ", ".join(said)


class PersonPage(ActionInspectView):
    """Everything about one person: how they sign in first, then what belongs to them."""

    def get_related_tables(self) -> list[dict[str, Any]]:
        addresses = addresses_shown(self.object, on=timezone.localdate())
        columns = [
            Column("email", label=_("Address"), accessor=lambda row: row.email),
            Column("state", label=_("State"), accessor=_state),
        ]
        tables = [{"label": _("Addresses"), "table": Table(columns, addresses)}, *super().get_related_tables()]
        return tables + ([self._likely()] if in_use(self.object) else [])

    def _likely(self) -> dict[str, Any]:
        columns = [
            TitleColumn(
                "name", label=_("Name"), accessor=lambda row: row.person.get_full_name(), get_url=self._merge_url
            ),
            Column("email", label=_("Address"), accessor=lambda row: row.person.address),
            Column("why", label=_("Why"), accessor=lambda row: ", ".join(row.reasons)),
        ]
        return {"label": _("Perhaps the same person"), "table": Table(columns, likely_records(self.object))}

    def _merge_url(self, row: Any) -> str:
        return f"{reverse('personnes:fusionner', args=[self.object.pk])}?autre={row.person.uuid}"


class PersonFilterSet(ActionFilterSet):
    state = ChoiceFilter(label=gettext_lazy("State"), choices=STATES, method="in_state")
    role = ChoiceFilter(label=gettext_lazy("Role"), choices=choices_of("role"), method="with_role")
    organisation = ModelChoiceFilter(
        label=gettext_lazy("Organisation"), queryset=organisations, method="of_organisation"
    )
    region = ChoiceFilter(label=gettext_lazy("Region"), choices=regions, method="of_region")

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["language", "historical"]

    def in_state(self, rows: Any, _name: str, value: str) -> Any:
        return STATE_FILTERS[value](rows)

    def with_role(self, rows: Any, _name: str, value: str) -> Any:
        return having_post(rows, role=value)

    def of_organisation(self, rows: Any, _name: str, value: Any) -> Any:
        return having_post(rows, organisation=value)

    def of_region(self, rows: Any, _name: str, value: str) -> Any:
        return having_post(rows, organisation__region=value)


class PeopleView(ActionIndexView):
    """Records that were merged are out of sight until they are asked for. The export says more than the screen."""

    @cached_property
    def export_columns(self) -> dict[str, Any]:
        names = ("given_name", "contact_email", "phone", "language", "created_at")
        more = {name: Column(name, label=User._meta.get_field(name).verbose_name) for name in names}
        return {**super().export_columns, **more}

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset()
        return rows if self.request.GET.get("state") in ("merged", "inactive") else rows.filter(merged_into=None)


class PersonViewSet(ActionViewSet):
    model = User
    index_view_class = PeopleView
    inspect_view_class = PersonPage
    add_view_class = RegisterView
    edit_view_class = ChangeView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "adresse": AddAddressView,
        "connexion": SendWayInView,
        "fusionner": MergeView,
        "fermer": DeactivateView,
        "rouvrir": ReactivateView,
    }
    name = "personnes"
    icon = "user"
    guide = "contacts"
    filterset_class = PersonFilterSet
    roles_view = (Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
    roles_change = (Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
    list_display = (
        ("get_full_name", gettext_lazy("name"), "family_name"),
        "email",
        Column("way_in", label=gettext_lazy("Sign-in"), accessor=way_in),
        Column("organisations", label=gettext_lazy("Organisations"), accessor=present_posts),
        "last_login",
    )
    list_prefetch_related = ("affiliations__organisation", "emailaddress_set")
    search_fields = ("family_name", "given_name", "email", "contact_email")
    ordering = ("family_name", "given_name", "id")
    inspect_view_fields = (
        "given_name",
        "family_name",
        "email",
        "contact_email",
        "phone",
        "language",
        "is_active",
        "merged_into",
        "last_login",
        "created_at",
    )
    related = (
        (
            gettext_lazy("Posts"),
            "affiliations",
            ("organisation", "role", "is_registrar", "starts_on", "ends_on", "verified_at"),
        ),
        (gettext_lazy("Groups"), "mandates", ("group", "office", "starts_on", "ends_on")),
        (gettext_lazy("Writings of the team"), "writings", ("writing", "address", "state", "reason")),
        (gettext_lazy("Registrations"), "enrolments", ("session", "state", "created_at")),
        (gettext_lazy("Tickets"), "tickets", ("ticket_type", "state", "created_at")),
        (gettext_lazy("Orders"), "orders", ("code", "state", "placed_at")),
        (gettext_lazy("Messages"), "messages", ("kind", "state", "sent_at", "error")),
        (gettext_lazy("Merged records"), "merged_records", ("given_name", "family_name", "merged_at")),
    )
