"""Two releases at the same moment are one, and readers see all of it or nothing."""

from collections import Counter

import pytest
from django.utils import timezone

from magazine.articles.models import ArticlePage
from magazine.issues.actions import release_issue, withdraw_issue
from magazine.issues.models import IssuePage
from registrations.models import Entry
from tests.factories import magazine as make
from tests.races.test_enrolments import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def releasing(pk):
    return lambda: release_issue(IssuePage.objects.get(pk=pk), by=make.EDITOR, at=timezone.now()).number


def test_two_releases_at_once_are_one():
    issue = make.issue(4, articles=3)

    outcome = Counter(at_once([releasing(issue.pk)] * 6, threads=6))

    assert outcome == {4: 1, "already-released": 5}
    assert Entry.objects.filter(action="magazine.release").count() == 1
    assert ArticlePage.objects.visible(at=timezone.now()).count() == 3


def test_readers_during_a_release_and_a_withdrawal_see_all_or_nothing():
    issue = make.issue(4, articles=3)

    def withdrawing():
        return withdraw_issue(IssuePage.objects.get(pk=issue.pk), by=make.EDITOR, at=timezone.now()).number

    def reading():
        return "seen", ArticlePage.objects.visible(at=timezone.now()).count()

    outcome = at_once([reading] * 8 + [releasing(issue.pk)] + [reading] * 8 + [withdrawing] + [reading] * 8, threads=8)

    assert {seen[1] for seen in outcome if isinstance(seen, tuple)} <= {0, 3}
