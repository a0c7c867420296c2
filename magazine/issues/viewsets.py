"""The admin's screens of issues: one page per issue says what is missing and does what comes next."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.admin.widgets.button import Button, HeaderButton

from magazine.issues.actions import (
    approve_articles,
    attach_pdf,
    create_issue,
    plan_release,
    release_issue,
    withdraw_issue,
)
from magazine.issues.models import IssuePage, MagazineIndexPage
from magazine.issues.queries import draft_contents, facts_of
from magazine.issues.rules import IssueState, preflight
from registrations.actors import Role
from registrations.errors import NotFound
from registrations.viewsets import ActionCreateView, ActionInspectView, ActionPostView, ActionViewSet


class CreateIssueView(ActionCreateView):
    def perform(self, number: int, **fields: Any) -> IssuePage:
        index = MagazineIndexPage.objects.order_by("path").first()
        if index is None:
            raise NotFound()
        title = _("Issue %(number)s") % {"number": number}
        return create_issue(index, number=number, title=title, by=self.actor(), at=timezone.now(), **fields)


class ApproveView(ActionPostView):
    label = gettext_lazy("Approve every article")
    question = gettext_lazy("Approve all articles of this issue as they stand? They appear with the issue, not before.")

    def perform(self) -> IssuePage:
        return approve_articles(self.object, by=self.actor(), at=timezone.now())


class PlanForm(forms.Form):
    release_at = forms.DateTimeField(
        label=gettext_lazy("Release at"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Leave empty to have no date yet."),
    )


class PlanView(ActionPostView):
    label = gettext_lazy("Plan the release")
    question = gettext_lazy("At this instant the whole issue becomes visible, if nothing blocks it.")
    icon = "date"
    form_class = PlanForm

    @classmethod
    def offered(cls, issue: IssuePage) -> bool:
        return issue.state != IssueState.RELEASED

    def perform(self, release_at: Any) -> IssuePage:
        return plan_release(self.object, release_at=release_at, by=self.actor(), at=timezone.now())


class ReleaseView(ActionPostView):
    label = gettext_lazy("Release now")
    question = gettext_lazy("Show this issue, all its articles and its PDF to everybody, now?")
    icon = "view"

    @classmethod
    def offered(cls, issue: IssuePage) -> bool:
        return issue.state != IssueState.RELEASED

    def perform(self) -> IssuePage:
        return release_issue(self.object, by=self.actor(), at=timezone.now())


class WithdrawView(ActionPostView):
    label = gettext_lazy("Withdraw")
    question = gettext_lazy(
        "Hide this issue and all its articles from everybody? Its date stays, and it can come back."
    )
    icon = "no-view"

    @classmethod
    def offered(cls, issue: IssuePage) -> bool:
        return issue.state == IssueState.RELEASED

    def perform(self) -> IssuePage:
        return withdraw_issue(self.object, by=self.actor(), at=timezone.now())


class PdfForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("PDF file"), widget=forms.FileInput(attrs={"accept": ".pdf"}))


class PdfView(ActionPostView):
    label = gettext_lazy("Attach the PDF")
    question = gettext_lazy("Readers get it with the issue.")
    icon = "doc-full"
    form_class = PdfForm

    def perform(self, file: Any) -> IssuePage:
        return attach_pdf(self.object, file.read(), by=self.actor(), at=timezone.now())


class IssueInspectView(ActionInspectView):
    template_name = "magazine/admin/issue.html"

    @cached_property
    def header_buttons(self) -> list[Button]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        return [HeaderButton(_("Edit"), url=edit, icon_name="edit"), *super().header_buttons]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["findings"] = preflight(facts_of(self.object))
        context["articles"] = draft_contents(self.object)
        return context


class IssueViewSet(ActionViewSet):
    model = IssuePage
    name = "numeros"
    pk_path_converter = "int"
    icon = "openquote"
    roles_change = (Role.EDITOR,)
    list_display = ("number", "theme", ("state_label", gettext_lazy("State")), "release_at", "released_at")
    ordering = "-number"
    form_fields = ("number", "season", "year", "theme", "editorial")
    inspect_view_fields = (
        "number",
        "season",
        "year",
        "theme",
        "release_at",
        "released_at",
        "withdrawn_at",
        "pdf_pages",
    )
    inspect_view_class = IssueInspectView
    inspect_template_name = "magazine/admin/issue.html"
    add_view_class = CreateIssueView
    post_views = {
        "approuver": ApproveView,
        "planifier": PlanView,
        "paraitre": ReleaseView,
        "retirer": WithdrawView,
        "pdf": PdfView,
    }

    def on_register(self) -> None:
        """The menu alone: the rights and the addresses of pages stay Wagtail's own."""
        ViewSet.on_register(self)
