"""The admin's screens of the vocabularies."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.organisations.actions import (
    archive_term,
    change_term,
    merge_terms,
    place_term,
    register_term,
    remove_term,
    restore_term,
)
from registrations.organisations.models import Term
from registrations.people.rules import KEEPERS
from registrations.viewsets import ActionCreateView, ActionDeleteView, ActionEditView, ActionPostView, ActionViewSet


class RegisterTermView(ActionCreateView):
    def perform(self, **cleaned: Any) -> Term:
        return register_term(by=self.actor(), at=timezone.now(), **cleaned)


class ChangeTermView(ActionEditView):
    def perform(self, *, kind: str, **cleaned: Any) -> Term:  # noqa: ARG002 - a word stays in its vocabulary
        return change_term(term=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class RemoveTermView(ActionDeleteView):
    def perform(self) -> None:
        remove_term(term=self.object, by=self.actor(), at=timezone.now())


class OtherTermForm(forms.Form):
    """Another word of the same vocabulary."""

    other = forms.ModelChoiceField(queryset=Term.objects.all(), label=_("Word"))


class PlaceForm(OtherTermForm):
    """After which word, or first."""

    other = forms.ModelChoiceField(
        queryset=Term.objects.all(), label=_("After"), required=False, empty_label=_("First of all")
    )


class _WithOther(ActionPostView):
    """An act that names another word of the same vocabulary."""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["other"].queryset = Term.objects.filter(kind=self.object.kind).exclude(pk=self.object.pk)
        return form


class PlaceView(_WithOther):
    label = _("Move")
    question = _("Where does this word come in its vocabulary?")
    icon = "order"
    form_class = PlaceForm

    def perform(self, *, other: Term | None) -> Term:
        return place_term(term=self.object, after=other, by=self.actor(), at=timezone.now())


class MergeTermView(_WithOther):
    label = _("Merge another word")
    question = _("Whoever has the other word gets this one; the other word goes. It cannot be undone.")
    icon = "resubmit"
    form_class = OtherTermForm

    def perform(self, *, other: Term) -> Term:
        return merge_terms(kept=self.object, dropped=other, by=self.actor(), at=timezone.now())


class ArchiveTermView(ActionPostView):
    label = _("Archive")
    question = _("The word is offered to nobody any more; whoever has it keeps it.")
    icon = "folder"

    @classmethod
    def offered(cls, term: Term) -> bool:
        return term.archived_at is None

    def perform(self) -> Term:
        return archive_term(term=self.object, by=self.actor(), at=timezone.now())


class RestoreTermView(ActionPostView):
    label = _("Restore")
    question = _("The word is offered again.")
    icon = "arrow-left"

    @classmethod
    def offered(cls, term: Term) -> bool:
        return term.archived_at is not None

    def perform(self) -> Term:
        return restore_term(term=self.object, by=self.actor(), at=timezone.now())


class TermViewSet(ActionViewSet):
    model = Term
    add_view_class = RegisterTermView
    edit_view_class = ChangeTermView
    delete_view_class = RemoveTermView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "placer": PlaceView,
        "fusionner": MergeTermView,
        "archiver": ArchiveTermView,
        "retablir": RestoreTermView,
    }
    form_fields = ("kind", "name_fr", "name_en")
    name = "vocabulaires"
    icon = "tag"
    roles_view = KEEPERS
    roles_change = KEEPERS
    list_display = ("name_fr", "name_en", "kind", "position", "archived_at")
    list_filter = ("kind",)
    search_fields = ("name_fr", "name_en")
    related = ((_("Organisations that have it"), "organisations", ("name", "region", "municipality")),)
