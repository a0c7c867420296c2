"""The walk through every registered admin viewset: nothing is written but through an action view."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet

import config.urls  # noqa: F401  # Wagtail fills its registry when its addresses are read
from config.home.accounts import closed
from registrations.actors import Role
from registrations.people.models import User
from registrations.viewsets import ActionViewSet
from tests.config.admin.conftest import picture
from tests.factories.registrations import AffiliationFactory

WRITING = ("add", "edit", "delete", "copy", "reorder", "create", "chosen_multiple", "upload", "add_multiple", "move")

EVERYWHERE = {Role.ADMINISTRATOR.value, "superuser"}
"""Those who try the addresses that have no view too."""


def ours() -> list[ActionViewSet]:
    return [viewset for viewset in viewsets.viewsets if isinstance(viewset, ActionViewSet)]


def addresses(viewset, pk: int) -> dict[str, str]:
    """The writing addresses: those that have a name, and those that one would guess."""
    found = {}
    for name in WRITING:
        for args in ([], [pk]):
            try:
                found[name] = reverse(viewset.get_url_name(name), args=args)
            except (NoReverseMatch, ImproperlyConfigured):
                continue
    prefix = f"/admin/{viewset.url_prefix if viewset.name else 'pages'}"
    for name, path in {
        "add": "new/",
        "edit": f"edit/{pk}/",
        "delete": f"delete/{pk}/",
        "copy": f"copy/{pk}/",
        "reorder": f"reorder/{pk}/",
        "create": "create/",
    }.items():
        found.setdefault(name, f"{prefix}/{path}")
    for name in getattr(viewset, "bulk_acts", {}):
        found[f"lot {name}"] = f"{prefix}/lot/{name}/"
    model = getattr(viewset, "model", None)
    if model is not None and not isinstance(model, str):
        for verb in ("delete", "publish", "unpublish", "move", "set_active_state", "assign_role"):
            found[f"bulk {verb}"] = f"/admin/bulk/{model._meta.app_label}/{model._meta.model_name}/{verb}/?id={pk}"
    return found


def answers_by_role(address: str) -> bool:
    """Whether a view of somebody's stands there: an address without one is 404 for every role alike."""
    try:
        view = resolve(address.partition("?")[0])
    except Resolver404:
        return False
    return view.func is not closed and view.view_name != "wagtail.admin.views.home.default"


def some_row(viewset) -> int:
    model = getattr(viewset, "model", None)
    row = model._default_manager.last() if model is not None and not isinstance(model, str) else None
    return row.pk if row else 1


def test_walk_finds_the_viewsets_of_every_trade():
    assert len(ours()) > 3


@pytest.mark.parametrize("role", [*Role.values, "", "superuser"])
def test_post_to_every_writing_address_of_every_viewset_changes_nothing(role, person_of):
    AffiliationFactory()
    client = Client(raise_request_exception=False)
    person = person_of(*([role] if role else []))
    User.objects.filter(pk=person.pk).update(is_superuser=role == "superuser")
    client.force_login(person)
    before = picture()
    statuses = {}
    for viewset in viewsets.viewsets:
        for name, address in addresses(viewset, some_row(viewset)).items():
            if role not in EVERYWHERE and not answers_by_role(address):
                continue
            statuses[address] = client.post(address, {}).status_code
            if isinstance(viewset, ActionViewSet) and name not in given(viewset):
                assert (address, statuses[address]) in ((address, 404), (address, 302), (address, 403)), name
    assert picture() == before
    assert {address for address, status in statuses.items() if status >= 500} == set()


def given(viewset: ActionViewSet) -> set[str]:
    """The writing addresses that the viewset opens by an action view."""
    views = {"add": viewset.add_view_class, "edit": viewset.edit_view_class, "delete": viewset.delete_view_class}
    return {name for name, view in views.items() if view} | {f"lot {name}" for name in viewset.bulk_acts}


@pytest.mark.parametrize("role", Role.values)
def test_acts_on_several_rows_open_to_their_roles_and_write_nothing_unconfirmed(role, person_of):
    client = Client(raise_request_exception=False)
    client.force_login(person_of(role))
    before, wrong = picture(), {}
    for viewset in ours():
        for name, act in viewset.bulk_acts.items():
            address = reverse(viewset.get_url_name(f"lot-{name}"))
            allowed = role in {Role.ADMINISTRATOR, *act.roles_for(viewset)}
            got = [
                client.get(address, {"row": some_row(viewset)}).status_code,
                client.post(address, {"rows": some_row(viewset)}).status_code,
                client.post(address, {"rows": "999999", "apply": "1"}).status_code,
                client.get(f"{address}0193b6a0-0000-7000-8000-000000000000/").status_code,
            ]
            open_ = ({200}, {200, 422}, {302, 422}, {404})
            if any(status not in (some if allowed else {302, 403}) for status, some in zip(got, open_, strict=True)):
                wrong[address] = got
    assert wrong == {}
    assert picture() == before


def test_no_viewset_of_ours_saves_by_itself():
    views = {ModelViewSet.add_view_class, ModelViewSet.edit_view_class, ModelViewSet.delete_view_class}
    bare = [
        viewset.name
        for viewset in ours()
        if views & {viewset.add_view_class, viewset.edit_view_class, viewset.delete_view_class}
    ]
    assert bare == []
