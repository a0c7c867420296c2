"""What a person is on a day, and why: read-only, for the team."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registrations.actors import Role, roles_of
from registrations.charts import timeline
from registrations.dates import spelled_day
from registrations.memberships.queries import Explanation, explain
from registrations.people.models import User
from registrations.viewsets import LINKS, ActionScreenViewSet, DayInput, PageLink
from registrations.viewsets.guided import Guided

MOST = 20
PAGES = {
    "registrations.affiliation": "affiliations:inspect",
    "registrations.membership": "adhesions:inspect",
    "registrations.organisation": "organisations:inspect",
    "registrations.user": "personnes:inspect",
}


class WhoForm(forms.Form):
    """Whom, and which day."""

    q = forms.CharField(label=gettext_lazy("Name or address"), max_length=200, required=False)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    on = forms.DateField(label=gettext_lazy("Day"), required=False, widget=DayInput)


class StandingView(Guided, WagtailAdminTemplateMixin, TemplateView):
    """Looks somebody up, then says what they are that day (today unless another is given)."""

    roles: ClassVar[tuple[str, ...]] = (
        Role.ACCOUNTING,
        Role.BOARD_SECRETARY,
        Role.EVENT_LEAD,
        Role.LIBRARIAN,
        Role.TRAINING_LEAD,
    )
    template_name = "registrations/admin/memberships/standing.html"
    page_title = gettext_lazy("What is this person, that day?")
    header_icon = "view"
    index_url_name = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if roles_of(request.user).isdisjoint({Role.ADMINISTRATOR, *self.roles}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [{"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        given = self.request.GET.dict()
        form = WhoForm({**given, "on": given.get("on") or today.isoformat()})
        asked = form.cleaned_data if form.is_valid() else {}
        on = asked.get("on") or today
        person = User.objects.filter(uuid=asked["person"]).first() if asked.get("person") else None
        found = [] if person else list(matching(asked.get("q", ""))[:MOST])
        if len(found) == 1:
            person, found = found[0], []
        context = {"form": form, "on": on, "today": today, "found": found, "person": person}
        if person is not None:
            context |= explained(explain(person, on=on))
        return {**super().get_context_data(**kwargs), **context}


class StandingViewSet(ActionScreenViewSet):
    view_class = StandingView  # type: ignore[assignment]  # a screen without a form that acts
    name = "statut"
    icon = "view"
    menu_label = gettext_lazy("What is this person, that day?")
    add_to_settings_menu = False
    guide = "adhesions"


LINKS.setdefault(User, []).append(
    PageLink(
        gettext_lazy("What is this person, that day?"),
        "view",
        lambda person: f"{reverse('statut:index')}?person={person.uuid}",
        StandingView.roles,
    )
)


def matching(text: str) -> "QuerySet[User]":
    """People whose name or address holds every word."""
    words = text.split()
    found = User.objects.filter(erased_at=None).order_by("family_name", "given_name", "pk")
    for word in words:
        named = Q(family_name__icontains=word) | Q(given_name__icontains=word)
        found = found.filter(named | Q(email__icontains=word) | Q(contact_email__icontains=word))
    return found if words else User.objects.none()


def explained(told: Explanation) -> dict[str, Any]:
    """The explanation with its links and its drawing."""
    description = _("%(n)s changes are known.") % {"n": len(told.steps)}
    chart = timeline(
        told.lanes,
        first=told.first,
        last=told.last,
        mark=told.on,
        marked=spelled(told.on),
        title=_("What %(person)s is over time") % {"person": told.person},
        description=description,
    )
    return {
        "told": told,
        "granted": [(said, linked(said.rests_on)) for said in told.granted],
        "missing": [(said, linked(said.rests_on)) for said in told.missing],
        "chart": chart if told.lanes else None,
    }


def linked(rows: tuple[Model, ...]) -> list[tuple[str, str]]:
    """The page of each row, when the admin has one, and what to call it."""
    found = []
    for row in rows:
        try:
            address = reverse(PAGES[row._meta.label_lower], args=[row.pk])
        except (KeyError, NoReverseMatch):
            address = reverse("groupes:inspect", args=[row.group_id]) if hasattr(row, "group_id") else ""
        if address:
            found.append((address, f"{row._meta.verbose_name} – {row}"))
    return found


def spelled(day: date) -> str:
    return spelled_day(day, get_language() or "fr", weekday=False)
