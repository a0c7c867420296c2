"""Doing one thing to several rows, once."""

from uuid import uuid4

import pytest
from django.utils import timezone

from registrations.actors import Role
from registrations.journal.models import Entry
from registrations.lists.actions import apply_rows, finish_run, forget_filter, save_filter, start_run
from registrations.lists.errors import (
    BulkNotAllowed,
    FilterNameTaken,
    NoRowChosen,
    NothingToSave,
    NotYourFilter,
    OtherRun,
    TooManyFilters,
    TooManyRows,
)
from registrations.lists.models import BulkRow, BulkRun, SavedFilter
from registrations.lists.queries import counts, filters_of
from registrations.lists.rules import MOST_FILTERS, MOST_ROWS, RunState, left_out, passes
from registrations.organisations.errors import NeqTaken
from registrations.organisations.models import Organisation
from tests.factories.registrations import NOW, OrganisationFactory, UserFactory
from tests.people import actor_for

pytestmark = pytest.mark.django_db


class Rename:
    """Names each row anew; refuses « refusé », leaves « laissé » out."""

    def __init__(self, by):
        self.by, self.prepared = by, []

    def allowed(self):
        return self.by.has(Role.ACCOUNTING)

    def instances(self, pks):
        return Organisation.objects.in_bulk(list(pks))

    def prepare(self, instances):
        self.prepared.append(len(instances))

    def verdict(self, instance):
        return left_out("C'est ainsi.") if instance.name == "laissé" else passes("Renommé.")

    def act(self, instance):
        Organisation.objects.filter(pk=instance.pk).update(name=f"{instance.name}+")
        if instance.name == "refusé":
            raise NeqTaken()


def started(rows, by=None, uuid=None, **changed):
    by = by or actor_for(UserFactory(), Role.ACCOUNTING)
    given = {"screen": "organisations", "action": "renommer", "given": {}, "by": by, "at": timezone.now()} | changed
    deed = Rename(by)
    return start_run(uuid=uuid or uuid4(), pks=[row.pk for row in rows], deed=deed, **given), deed


def test_apply_rows_acts_on_those_that_pass_and_says_why_not_for_the_others():
    rows = [OrganisationFactory(name=name) for name in ("un", "laissé", "refusé", "deux")]
    gone = OrganisationFactory()
    run, deed = started([*rows, gone])
    gone.delete()

    number = apply_rows(run=run, deed=deed, most=50, at=timezone.now())

    assert number == 5
    assert [row.name for row in Organisation.objects.order_by("pk")] == ["un+", "laissé", "refusé", "deux+"]
    assert list(BulkRow.objects.values_list("state", "text")) == [
        ("done", "Renommé."),
        ("left_out", "C'est ainsi."),
        ("refused", str(NeqTaken())),
        ("done", "Renommé."),
        ("refused", "Cette ligne n’est plus là."),
    ]
    assert counts(run) == {"waiting": 0, "done": 2, "left_out": 1, "refused": 2}


def test_apply_rows_twice_does_nothing_twice():
    rows = OrganisationFactory.create_batch(3, name="un")
    run, deed = started(rows)

    numbers = [apply_rows(run=run, deed=deed, most=2, at=timezone.now()) for _ in range(4)]
    for _ in range(2):
        finish_run(run=run, by=deed.by, at=timezone.now())

    run.refresh_from_db()
    assert numbers == [2, 1, 0, 0]
    assert deed.prepared == [2, 1]
    assert set(Organisation.objects.values_list("name", flat=True)) == {"un+"}
    assert run.state == RunState.APPLIED
    assert sorted(Entry.objects.values_list("action", flat=True)) == ["lists.bulk", "lists.bulk_applied"]


def test_start_run_with_the_same_page_is_the_same_run():
    row, by, uuid = OrganisationFactory(), actor_for(UserFactory(), Role.ACCOUNTING), uuid4()

    runs = {started([row, row], by=by, uuid=uuid)[0].pk for _ in range(2)}

    assert runs == set(BulkRun.objects.values_list("pk", flat=True))
    assert BulkRow.objects.count() == 1


@pytest.mark.parametrize("changed", [{"action": "autre"}, {"screen": "personnes"}])
def test_start_run_with_the_page_of_something_else_is_refused(changed):
    row, by, uuid = OrganisationFactory(), actor_for(UserFactory(), Role.ACCOUNTING), uuid4()
    started([row], by=by, uuid=uuid)

    with pytest.raises(OtherRun):
        started([row], by=by, uuid=uuid, **changed)


def test_start_run_with_the_page_of_somebody_else_is_refused():
    row, uuid = OrganisationFactory(), uuid4()
    started([row], uuid=uuid)

    with pytest.raises(OtherRun):
        started([row], uuid=uuid)


def test_start_run_without_the_role_is_refused():
    with pytest.raises(BulkNotAllowed):
        started([OrganisationFactory()], by=actor_for(UserFactory(), Role.EDITOR))
    assert BulkRun.objects.count() == 0


def test_start_run_without_rows_is_refused():
    with pytest.raises(NoRowChosen):
        started([])


def test_start_run_with_too_many_rows_is_refused():
    by = actor_for(UserFactory(), Role.ACCOUNTING)
    named = {"screen": "organisations", "action": "renommer", "given": {}, "by": by, "at": timezone.now()}

    with pytest.raises(TooManyRows):
        start_run(uuid=uuid4(), pks=range(MOST_ROWS + 1), deed=Rename(by), **named)


def test_apply_rows_after_the_role_was_lost_refuses_each_row():
    run, _deed = started([OrganisationFactory(name="un")])

    apply_rows(run=run, deed=Rename(actor_for(UserFactory())), most=50, at=timezone.now())

    assert list(BulkRow.objects.values_list("state", "text")) == [("refused", str(BulkNotAllowed()))]
    assert Organisation.objects.get().name == "un"


def saved(by, **given):
    return save_filter(
        **{"screen": "personnes", "name": "Actives", "query": "is_active=true", "by": by, "at": NOW} | given
    )


def test_save_filter_is_one_s_own_until_it_is_shared():
    mine, other = actor_for(UserFactory(), Role.EDITOR), actor_for(UserFactory(), Role.EDITOR)
    saved(mine), saved(mine, name="  Pour   tous ", shared=True), saved(mine, screen="organisations")

    assert [row.name for row in filters_of(mine.person, screen="personnes")] == ["Actives", "Pour tous"]
    assert [row.name for row in filters_of(other.person, screen="personnes")] == ["Pour tous"]


def test_save_filter_twice_under_a_name_is_refused():
    by = actor_for(UserFactory())
    saved(by)

    with pytest.raises(FilterNameTaken):
        saved(by, query="is_active=false")
    assert saved(actor_for(UserFactory())).name == "Actives"


@pytest.mark.parametrize("given", [{"name": " "}, {"query": ""}])
def test_save_filter_that_says_nothing_is_refused(given):
    with pytest.raises(NothingToSave):
        saved(actor_for(UserFactory()), **given)


def test_save_filter_has_a_limit():
    by = actor_for(UserFactory())
    for number in range(MOST_FILTERS):
        saved(by, name=str(number))

    with pytest.raises(TooManyFilters):
        saved(by)


def test_forget_filter_is_for_its_owner_or_for_an_administrator_when_it_is_shared():
    owner, other = actor_for(UserFactory()), actor_for(UserFactory(), Role.EDITOR)
    chief = actor_for(UserFactory(), Role.ADMINISTRATOR)
    own, shared = saved(owner), saved(owner, name="Partagé", shared=True)

    for row, by in ((own, other), (shared, other), (own, chief)):
        with pytest.raises(NotYourFilter):
            forget_filter(row, by=by, at=NOW)
    forget_filter(shared, by=chief, at=NOW)
    forget_filter(own, by=owner, at=NOW)

    assert SavedFilter.objects.count() == 0
