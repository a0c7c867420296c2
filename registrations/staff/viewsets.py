"""The admin's screens of staff lists: waves of invitations, every invitation, the state of each list."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_filters import BooleanFilter
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column

from registrations.charts import bars
from registrations.organisations.models import Affiliation, Organisation
from registrations.people.rules import KEEPERS
from registrations.staff.actions import change_colleague, open_wave, stop_wave
from registrations.staff.models import Invitation, InvitationWave
from registrations.staff.queries.invitations import people_to_invite
from registrations.staff.queries.waves import (
    proposed_registrar,
    unconfirmed,
    wave_report,
    with_list_state,
    without_registrar,
)
from registrations.staff.rules import NEXT_WAVE, WaveState
from registrations.viewsets import (
    ActionCreateView,
    ActionIndexView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
)
from registrations.viewsets.listing import ActionFilterSet

MOST_AN_HOUR = 1000


class WaveForm(forms.Form):
    """Whom to invite, and how fast."""

    name = forms.CharField(label=_("Name"), max_length=100)
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Organisations"),
        required=False,
        help_text=_("None chosen: all of them."),
        widget=forms.SelectMultiple(attrs={"size": 12}),
    )
    again = forms.BooleanField(label=_("Also those who did not answer for a week"), required=False)
    per_hour = forms.IntegerField(label=_("Mails an hour"), min_value=1, max_value=MOST_AN_HOUR, initial=120)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = Organisation.objects.filter(archived_at=None).order_by("name")

    def chosen(self) -> list[Organisation]:
        """The organisations; valid forms only."""
        return list(self.cleaned_data["organisations"] or self.fields["organisations"].queryset)


class OpenWaveView(ActionCreateView):
    """Says first how many people it would reach; the second press opens it."""

    form_class = WaveForm
    done_message = _("The wave is open: invitations leave little by little, while the tap is open.")

    def form_valid(self, form: WaveForm) -> HttpResponse:
        again, now = form.cleaned_data["again"], timezone.now()
        chosen = [organisation.pk for organisation in form.chosen()]
        count = len(people_to_invite(chosen, on=timezone.localdate(), again=again, at=now))
        if count and form.cleaned_data["seen"] != count:
            seen = self.request.POST.copy()
            seen["seen"] = str(count)
            self.request.POST = seen  # the page makes its form from the request
            text = ngettext(
                "This wave would reach %(n)s person. Press once more to open it.",
                "This wave would reach %(n)s people. Press once more to open it.",
                count,
            )
            messages.warning(self.request, text % {"n": count})
            return self.render_to_response(self.get_context_data(form=self.get_form()))
        self.form = form
        return super().form_valid(form)

    def perform(self, *, name: str, per_hour: int, again: bool, **_more: Any) -> InvitationWave:
        now = timezone.now()
        chosen = self.form.chosen()
        return open_wave(
            name=name, organisations=chosen, per_hour=per_hour, starts_at=now, again=again, by=self.actor(), at=now
        )


class StopWaveView(ActionPostView):
    label = _("Stop this wave")
    question = _("Nothing more of it is sent. The links that left stay good.")
    icon = "cross"

    @classmethod
    def offered(cls, wave: InvitationWave) -> bool:
        return WaveState.CANCELLED in NEXT_WAVE.get(wave.state, frozenset())

    def perform(self) -> InvitationWave:
        stop_wave(self.object, by=self.actor(), at=timezone.now())
        return self.object


class WaveView(ActionInspectView):
    template_name = "registrations/admin/staff/wave.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        report = wave_report(self.object)
        total = report.total
        numbers = [
            (_now("In line"), total.in_line),
            (_now("No answer"), total.no_answer),
            (_now("Bounced"), total.bounced),
            (_now("Declined"), total.declined),
            (_now("Active"), total.active),
        ]
        description = ngettext("%(n)s person in this wave.", "%(n)s people in this wave.", total.invited)
        context |= {"report": report, "numbers": numbers}
        context["chart"] = bars(numbers, title=str(self.object), description=description % {"n": total.invited})
        return context


class InvitationWaveViewSet(ActionViewSet):
    model = InvitationWave
    add_view_class = OpenWaveView
    inspect_view_class = WaveView
    inspect_template_name = WaveView.template_name
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"arreter": StopWaveView}
    name = "vagues-d-invitations"
    icon = "mail"
    roles_view = KEEPERS
    roles_change = KEEPERS
    list_display = ("name", "state", "per_hour", "starts_at", "by")
    list_filter = ("state",)
    list_select_related = ("by",)
    inspect_view_fields = ("name", "state", "per_hour", "starts_at", "by")


class InvitationViewSet(ActionViewSet):
    model = Invitation
    name = "invitations"
    icon = "mail"
    roles_view = KEEPERS
    list_display = ("person", "organisation", "address", "state", "told_at", "expires_at", "wave")
    list_filter = ("state", "wave", "told_at")
    list_select_related = ("person", "organisation", "wave")
    search_fields = ("person__family_name", "person__given_name", "address", "organisation__name")
    inspect_view_fields = ("person", "organisation", "wave", "address", "state", "told_at", "expires_at", "answered_at")


class ListFilterSet(ActionFilterSet):
    """Members whose list nobody keeps, or nobody confirmed this half-year."""

    without_registrar = BooleanFilter(label=_("Without registrar"), method="filter_without")
    unconfirmed = BooleanFilter(label=_("List not confirmed this half-year"), method="filter_unconfirmed")

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["kind", "region"]

    def filter_without(self, rows: "QuerySet[Organisation]", _name: str, value: bool) -> "QuerySet[Organisation]":
        return _among(rows, without_registrar(on=timezone.localdate()), value)

    def filter_unconfirmed(self, rows: "QuerySet[Organisation]", _name: str, value: bool) -> "QuerySet[Organisation]":
        return _among(rows, unconfirmed(on=timezone.localdate()), value)


def _among(rows: "QuerySet[Organisation]", some: "QuerySet[Organisation]", value: bool) -> "QuerySet[Organisation]":
    return rows.filter(pk__in=some.values("pk")) if value else rows.exclude(pk__in=some.values("pk"))


class ListIndexView(ActionIndexView):
    def get_base_queryset(self) -> "QuerySet[Organisation]":
        rows = super().get_base_queryset().filter(archived_at=None)
        return with_list_state(rows, on=timezone.localdate())


class NameRegistrarView(ActionPostView):
    """The direction is proposed when nobody keeps the list any more."""

    label = _("Make the direction its registrar")
    question = _("The director (or else a manager) with an address of their own then keeps this organisation's list.")
    icon = "user"

    @classmethod
    def offered(cls, organisation: Organisation) -> bool:
        return _orphan(organisation) is not None

    def perform(self) -> Organisation:
        if post := _orphan(self.object):
            change_colleague(post, is_registrar=True, by=self.actor(), at=timezone.now())
        return self.object


def _orphan(organisation: Organisation) -> Affiliation | None:
    today = timezone.localdate()
    alone = without_registrar(on=today).filter(pk=organisation.pk).exists()
    return proposed_registrar(organisation, on=today) if alone else None


class StaffListViewSet(ActionViewSet):
    """One line per organisation: the state of its list. Its record has its own screen."""

    model = Organisation
    index_view_class = ListIndexView
    filterset_class = ListFilterSet
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"designer": NameRegistrarView}
    name = "listes-du-personnel"
    menu_label = _("Staff lists")
    icon = "group"
    roles_view = KEEPERS
    roles_change = KEEPERS
    list_display = (
        "name",
        Column("staff", label=_("Staff"), accessor="staff"),
        Column("unverified", label=_("To be confirmed"), accessor="unverified"),
        Column("registrars", label=_("Registrars"), accessor="registrars"),
        ("list_confirmed_at", _("list confirmed")),
    )
    search_fields = ("name",)
    inspect_view_fields = ("name", "region", "municipality", "email_domains")
    related = (
        (
            _("Staff"),
            "affiliations",
            ("person", "role", "is_registrar", "verified_how", "starts_on", "ends_on", "confirmed_at"),
        ),
        (_("Confirmations"), "staff_confirmations", ("period", "count", "confirmed_by", "confirmed_at")),
    )

    def register_admin_url_finder(self) -> None:
        """An organisation's page is the one of its record."""
