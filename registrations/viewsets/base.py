"""`ActionViewSet`: lists and pages of a model that only actions may write."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.forms.models import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry, register_permission_policy

from registrations.actors import Role, roles_of
from registrations.lists.registry import BULKS
from registrations.viewsets.acting import ActionModelForm, ActionPostView
from registrations.viewsets.bulk import MORE_BULKS, ActionBulkView
from registrations.viewsets.bulk_screens import BulkCheckView, BulkRunView
from registrations.viewsets.filters import keep_filter
from registrations.viewsets.inspecting import ActionInspectView
from registrations.viewsets.listing import ActionIndexView
from registrations.viewsets.pages import PAGES
from registrations.viewsets.policy import ACT, VIEW, RolePolicy


class ActionViewSet(ModelViewSet):
    """A list, a read-only page per row, and nothing that writes unless an action view is given.

    `roles_view` may read, `roles_change` may read and act (names of `Role`); the administrator always may.
    `add_view_class`, `edit_view_class`, `delete_view_class` and `post_views` (name -> ActionPostView) open the
    writing addresses; without them, and for copying and reordering always, these answer 404. `bulk_views`
    (name -> ActionBulkView) are what the list lets one do to several rows, after a dry run.
    """

    roles_view: ClassVar[tuple[str, ...]] = ()
    roles_change: ClassVar[tuple[str, ...]] = ()
    add_view_class: Any = None
    edit_view_class: Any = None
    delete_view_class: Any = None
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {}
    bulk_views: ClassVar[dict[str, type[ActionBulkView]]] = {}
    index_view_class = ActionIndexView
    inspect_view_class = ActionInspectView
    inspect_view_enabled = True
    inspect_template_name = "registrations/admin/inspect.html"
    copy_view_enabled = False
    sort_order_field = None
    add_to_reference_index = False
    list_select_related: ClassVar[tuple[str, ...]] = ()
    list_prefetch_related: ClassVar[tuple[str, ...]] = ()
    list_per_page = 50
    guide = "reglages"
    related: ClassVar[tuple[tuple[Any, str, tuple[str, ...]], ...]] = ()

    @cached_property
    def verbs(self) -> frozenset[str]:
        """What the policy may grant at all."""
        given = {"add": self.add_view_class, "change": self.edit_view_class, "delete": self.delete_view_class}
        return frozenset(verb for verb, view in given.items() if view) | ({ACT} if self.post_views else set())

    @cached_property
    def bulk_acts(self) -> dict[str, type[ActionBulkView]]:
        """Its own, and what other features add to every list that they know."""
        added = [act for more in MORE_BULKS for act in more(self).items()]
        return self.bulk_views | dict(added)

    @cached_property
    def permission_policy(self) -> RolePolicy:
        return RolePolicy(self.model, view=self.roles_view, change=self.roles_change, verbs=self.verbs)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        given = super().get_common_view_kwargs(**kwargs)
        given["permission_policy"] = self.permission_policy
        given["guide"] = self.guide
        given["history_url_name"] = given["usage_url_name"] = None
        given["add_url_name"] = self.get_url_name("add") if self.add_view_class else None
        given["edit_url_name"] = self.get_url_name("edit") if self.edit_view_class else None
        given["delete_url_name"] = self.get_url_name("delete") if self.delete_view_class else None
        return given

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        given = super().get_index_view_kwargs(**kwargs)
        given["list_export"] = self.UNDEFINED  # the columns of the screen
        given["list_select_related"] = self.list_select_related
        given["list_prefetch_related"] = self.list_prefetch_related
        given["bulks"] = self.bulks
        given["screen"], given["filters_url_name"] = self.name, self.get_url_name("filtres")
        return given

    def bulks(self, by: Any) -> list[dict[str, Any]]:
        """What this actor may do to several rows of the list: the act and its address."""
        return [
            {"label": act.label, "icon": act.icon, "url": reverse(self.get_url_name(f"lot-{name}"))}
            for name, act in self.bulk_acts.items()
            if by.has(*act.roles_for(self))
        ]

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = {name: self.get_url_name(name) for name in self.post_views}
        return super().get_inspect_view_kwargs(
            related=self.related, post_views=self.post_views, post_url_names=names, **kwargs
        )

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_add_view_kwargs(**kwargs), **self._form_of(self.add_view_class)}

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_edit_view_kwargs(**kwargs), **self._form_of(self.edit_view_class)}

    @staticmethod
    def _form_of(view: Any) -> dict[str, Any]:
        return {"form_class": view.form_class, "panel": None} if getattr(view, "form_class", None) else {}

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: ARG002  # Wagtail's signature
        if self._edit_handler:
            return self._edit_handler.get_form_class()
        if not self.get_form_fields():
            return forms.Form
        return modelform_factory(
            self.model,
            form=ActionModelForm,
            fields=self.get_form_fields(),
            formfield_callback=self.formfield_for_dbfield,
        )

    def get_edit_handler(self) -> Any:
        """Panels of the viewset alone: those of a page-like model belong to Wagtail's own editor."""
        return super().get_edit_handler() if hasattr(self, "panels") or hasattr(self, "edit_handler") else None

    def get_urlpatterns(self) -> list[Any]:
        pk = f"<{self.pk_path_converter}:pk>/"
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("filtres/", self.for_readers(require_POST(self.keep_filter)), name="filtres"),
            path(f"inspect/{pk}", self.inspect_view, name="inspect"),
        ]
        if self.add_view_class:
            patterns.append(path("new/", self.add_view, name="add"))
        if self.edit_view_class:
            patterns.append(path(f"edit/{pk}", self.edit_view, name="edit"))
        if self.delete_view_class:
            patterns.append(path(f"delete/{pk}", self.delete_view, name="delete"))
        for name, view in self.post_views.items():
            patterns.append(path(f"{name}/{pk}", self._post_view(name, view), name=name))
        for name in self.bulk_acts:
            check, done = self._bulk_view(BulkCheckView, name), self._bulk_view(BulkRunView, name)
            patterns.append(path(f"lot/{name}/", check, name=f"lot-{name}"))
            patterns.append(path(f"lot/{name}/<uuid:uuid>/", done, name=f"lot-{name}-fait"))
        return patterns

    def keep_filter(self, request: HttpRequest) -> HttpResponse:
        """Keep the present filters of the list under a name, or forget one."""
        return keep_filter(request, screen=self.name, index_url=reverse(self.get_url_name("index")))

    def for_readers(self, view: Any) -> Any:
        """The same door as the list's, for an address of one's own."""

        def guard(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not self.permission_policy.user_has_permission(request.user, VIEW):
                raise PermissionDenied
            return view(request, **kwargs)

        return guard

    def _bulk_view(self, view: Any, name: str) -> Any:
        return view.as_view(viewset=self, bulk_name=name, guide=self.guide, header_icon=self.icon)

    def _post_view(self, name: str, view: type[ActionPostView]) -> Any:
        return self.construct_view(view, post_url_name=self.get_url_name(name))

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        policy = self.permission_policy

        def is_shown(_self: MenuItem, request: Any) -> bool:
            return policy.user_has_permission(request.user, VIEW)

        return type(f"{self.model.__name__}MenuItem", (MenuItem,), {"is_shown": is_shown})

    @property
    def url_finder_class(self) -> Any:
        base = super().url_finder_class
        return type(base.__name__, (base,), {"edit_url_name": self.get_url_name("inspect")})

    def on_register(self) -> None:
        if self.inspect_view_enabled:
            PAGES.setdefault(self.model, (self.get_url_name("inspect"), self.permission_policy))
        if policy_registry.get_by_type(self.model, fallback=False) is None:
            register_permission_policy(self.model, self.permission_policy, exact_class=True)
        for name, act in self.bulk_acts.items():
            BULKS[self.name, name] = partial(act, self)
        super().on_register()

    def register_permissions(self) -> None:
        """Nothing to show among Django's permissions: roles decide."""


class ShownToRoles:
    """For Wagtail's own viewsets (lists of pages), whose policy decides access: the menu shows them to `roles_view`."""

    roles_view: ClassVar[tuple[str, ...]] = ()

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        roles = {Role.ADMINISTRATOR, *self.roles_view}

        def is_shown(_self: MenuItem, request: Any) -> bool:
            return not roles.isdisjoint(roles_of(request.user))

        return type(f"{type(self).__name__}MenuItem", (MenuItem,), {"is_shown": is_shown})


class TradeGroup(ViewSetGroup):
    """A trade's entry in the main menu, shown to those who may open one of its screens.

    `menu_name` is also the page of the team's guide that its screens link to, those apart that name their own.
    """

    def __init__(self) -> None:
        super().__init__()
        for screen in self.registerables:
            if screen.guide == ActionViewSet.guide:
                screen.guide = self.menu_name


class _ForReaders:
    """Lets through those who may read what is chosen among."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy_registry.get_by_type(self.model_class).user_has_permission(request.user, VIEW):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class _Choose(_ForReaders, ChooseView):
    pass


class _ChooseResults(_ForReaders, ChooseResultsView):
    pass


class _Chosen(_ForReaders, ChosenView):
    pass


class _ChosenMultiple(_ForReaders, ChosenMultipleView):
    pass


class ActionChooserViewSet(ChooserViewSet):
    """A chooser that never creates, open to those who may read the model."""

    choose_view_class = _Choose
    choose_results_view_class = _ChooseResults
    chosen_view_class = _Chosen
    chosen_multiple_view_class = _ChosenMultiple

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_common_view_kwargs(**kwargs), "create_url_name": None, "creation_form_class": None}

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]
