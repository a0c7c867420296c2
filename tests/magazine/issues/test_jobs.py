"""The sweep releases what is planned, whole, once its instant has come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from magazine.articles.models import ArticlePage
from magazine.issues.actions import plan_release
from magazine.issues.jobs import sweep_releases
from magazine.issues.models import IssuePage
from magazine.issues.queries import attention
from tests.factories import magazine as make

pytestmark = pytest.mark.django_db


def planned(number=4, *, minutes_ago=1, **fields):
    issue, now = make.issue(number, **fields), timezone.now()
    when = now - timedelta(minutes=minutes_ago)
    return plan_release(issue, release_at=when, by=make.EDITOR, at=when - timedelta(hours=1))


def test_sweep_releases_what_is_due_and_nothing_else():
    planned(4, articles=2), planned(5, minutes_ago=-10)

    assert [sweep_releases.call_local(), sweep_releases.call_local()] == [1, 0]
    assert list(IssuePage.objects.visible(at=timezone.now()).values_list("number", flat=True)) == [4]
    assert ArticlePage.objects.visible(at=timezone.now()).count() == 2


def test_issue_that_is_not_ready_stays_planned_and_waits_for_attention():
    make.article(planned(4), title="Brouillon", approved=False)
    planned(5)

    assert sweep_releases.call_local() == 1
    assert [issue.number for issue in attention(at=timezone.now())] == [4]
    assert IssuePage.objects.get(number=4).release_at is not None


def test_issue_released_by_hand_before_its_instant_is_not_released_again():
    issue = planned(4)
    IssuePage.objects.filter(pk=issue.pk).update(released_at=timezone.now())

    assert sweep_releases.call_local() == 0
