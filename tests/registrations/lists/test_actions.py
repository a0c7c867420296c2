"""Doing one thing to several rows, once."""

from uuid import uuid4

import pytest
from django.utils import timezone

from registrations.actors import Role
from registrations.journal.models import Entry
from registrations.lists.actions import apply_rows, finish_run, start_run
from registrations.lists.errors import BulkNotAllowed, NoRowChosen, OtherRun, TooManyRows
from registrations.lists.models import BulkRow, BulkRun
from registrations.lists.queries import counts
from registrations.lists.rules import MOST_ROWS, RunState, left_out, passes
from registrations.organisations.errors import NeqTaken
from registrations.organisations.models import Organisation
from tests.factories.registrations import OrganisationFactory, UserFactory
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
        ("refused", "Cette ligne n'est plus là."),
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
