"""The page of one object: what it says, what belongs to it, what one may do now, what was done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import FileField, ForeignKey, JSONField, Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views.generic import InspectView
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.actors import Role, roles_of
from registrations.journal.models import Entry
from registrations.viewsets.acting import ActionPostView
from registrations.viewsets.guided import Guided
from registrations.viewsets.pages import linked
from registrations.viewsets.policy import ACT
from registrations.viewsets.reading import NOTHING, shown

HIDDEN = frozenset({"id", "uuid", "password", "secret_hash", "search_text", "created_by"})
HISTORY_LENGTH = 30
COMPUTED = {"total_cents": gettext_lazy("total"), "label": gettext_lazy("number"), "spelled_code": gettext_lazy("code")}
"""What the database or the model computes has no name of its own."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A way from the page of one object to a screen of an upper feature, for the roles that may open it."""

    label: str | Promise
    icon: str
    address: Callable[[Any], str]
    roles: tuple[str, ...]
    offered: Callable[[Any], bool] = lambda _object: True


LINKS: dict[type[Model], list[PageLink]] = {}
"""By model, filled when the screens are registered."""


class ActionInspectView(Guided, InspectView):
    """`related` lists `(label, accessor, columns)`: rows that belong to the object, shown under it."""

    template_name = "registrations/admin/inspect.html"
    related: tuple[tuple[Any, str, tuple[str, ...]], ...] = ()
    post_views: dict[str, type[ActionPostView]] = {}
    post_url_names: dict[str, str] = {}

    def get_page_title(self) -> str:
        return capfirst(self.model._meta.verbose_name)

    def get_fields(self) -> list[str]:
        return [name for name in super().get_fields() if name not in HIDDEN]

    def get_field_label(self, field_name: str, field: Any) -> str:
        return capfirst(str(COMPUTED.get(field_name) or super().get_field_label(field_name, field)))

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if isinstance(field, ForeignKey) and getattr(self.object, field.attname) is None:
            return NOTHING
        if isinstance(field, ForeignKey):
            named = getattr(self.object, field_name)
            return linked(str(named), named, user=self.request.user)
        if isinstance(field, JSONField | FileField) or f"_{field_name}".endswith("_cents"):
            return shown(getattr(self.object, field_name), field, field_name)
        return shown(super().get_field_display_value(field_name, field), field, field_name)

    def get_header_buttons(self) -> list[Button]:
        """The header keeps the help alone: a row of acts would push the title out of it."""
        return [button for button in super().get_header_buttons() if button not in self.header_buttons]

    @cached_property
    def header_buttons(self) -> list[Button]:
        """What one may do now, as buttons in sight."""
        buttons = []
        if edit_url := self.get_edit_url():
            buttons.append(HeaderButton(_("Edit"), url=edit_url, icon_name="edit"))
        if self.user_has_permission(ACT):
            buttons += [
                HeaderButton(str(view.label), url=self.post_url(name), icon_name=view.icon)
                for name, view in self.post_views.items()
                if view.offered(self.object)
            ]
        held = roles_of(self.request.user)
        buttons += [
            HeaderButton(str(link.label), url=link.address(self.object), icon_name=link.icon)
            for link in LINKS.get(self.model, [])
            if link.offered(self.object) and not held.isdisjoint({Role.ADMINISTRATOR, *link.roles})
        ]
        return buttons

    def post_url(self, name: str) -> str:
        return reverse(self.post_url_names[name], args=[self.pk])

    def get_related_tables(self) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "table": Table(self._columns(accessor, columns), list(self._joined(accessor, columns)[:200])),
            }
            for label, accessor, columns in self.related
        ]

    def _rows(self, accessor: str) -> Any:
        return getattr(self.object, accessor).all()

    def _joined(self, accessor: str, columns: tuple[str, ...]) -> Any:
        """With the rows that its columns name, in the same statement."""
        rows = self._rows(accessor)
        fields = {field.name: field for field in rows.model._meta.concrete_fields} if isinstance(rows, QuerySet) else {}
        keys = {name.partition(".")[0] for name in columns}
        named = [name for name in keys if isinstance(fields.get(name), ForeignKey)]
        return rows.select_related(*named) if named else rows

    def _columns(self, accessor: str, names: tuple[str, ...]) -> list[Column]:
        model = getattr(self.object, accessor).model
        user, first = self.request.user, names[0]
        return [RowColumn(name, label=_label(model, name), user=user, leads=name == first) for name in names]

    def get_history(self) -> list[Entry]:
        uuid = getattr(self.object, "uuid", None)
        if uuid is None:
            return []
        return list(Entry.objects.filter(about_uuid=uuid).select_related("person")[:HISTORY_LENGTH])

    def get_fields_context(self) -> list[dict[str, Any]]:
        """What is filled in; an empty field says nothing."""
        return [field for field in super().get_fields_context() if field["value"] != NOTHING]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["related_tables"] = self.get_related_tables()
        context["history"] = self.get_history()
        context["acts"] = self.header_buttons
        return context


class RowColumn(Column):
    """A cell of a related table, shown as the fields are; the first leads to the row's page."""

    def __init__(self, name: str, *, user: Any, leads: bool, **options: Any) -> None:
        super().__init__(name, **options)
        self.user, self.leads = user, leads

    def get_value(self, instance: Any) -> Any:
        display = getattr(instance, f"get_{self.name}_display", None)
        value = display() if display else super().get_value(instance)
        if isinstance(value, Model):
            return linked(str(value), value, user=self.user)
        text = shown(value, None, self.name)
        return linked(text, instance, user=self.user) if self.leads else text


def _label(model: Any, name: str) -> str:
    if name in COMPUTED:
        return capfirst(str(COMPUTED[name]))
    try:
        return capfirst(str(model._meta.get_field(name.partition(".")[0]).verbose_name))
    except FieldDoesNotExist:
        return capfirst(str(getattr(getattr(model, name, None), "short_description", name)))
