"""An issue and its articles become visible in one transaction, or nothing does."""

from datetime import timedelta

import pytest
from wagtail.models import Revision

from magazine.articles.models import ArticlePage
from magazine.issues.actions import attach_pdf, plan_release, release_issue, withdraw_issue
from magazine.issues.errors import AlreadyReleased, NotEditor, NotReady, NotReleased, NumberTaken, ReleaseInThePast
from magazine.issues.models import IssuePage
from registrations.actors import Actor
from registrations.caching.queries import generation
from registrations.files.errors import FileIsNotWhatItSays
from registrations.models import Entry
from tests.factories import magazine as make
from tests.factories.registrations import NOW
from tests.registrations.files.pdfs import pdf

pytestmark = pytest.mark.django_db


def visible() -> tuple[int, int]:
    return IssuePage.objects.visible(at=NOW).count(), ArticlePage.objects.visible(at=NOW).count()


def test_release_issue_shows_issue_and_articles_together():
    issue, before = make.issue(articles=3), generation("magazine")

    release_issue(issue, by=make.EDITOR, at=NOW)

    assert visible() == (1, 3)
    assert generation("magazine") == before + 1
    assert Entry.objects.filter(action="magazine.release", about_uuid=issue.uuid).count() == 1


def test_publishing_an_article_by_itself_shows_nothing():
    issue = make.issue(articles=1)

    ArticlePage.objects.get().get_latest_revision().publish()

    assert visible() == (0, 0)
    assert issue.released_at is None


@pytest.mark.parametrize("fault_at", [0, 1, 2, 3])
def test_release_issue_when_a_page_fails_shows_nothing(monkeypatch, fault_at):
    issue, seen, publish = make.issue(articles=3), [], Revision.publish

    def fail_at(revision, *args, **kwargs):
        seen.append(revision)
        if len(seen) == fault_at + 1:
            raise RuntimeError("disk full")
        return publish(revision, *args, **kwargs)

    monkeypatch.setattr(Revision, "publish", fail_at)
    with pytest.raises(RuntimeError):
        release_issue(issue, by=make.EDITOR, at=NOW)

    assert visible() == (0, 0)
    assert not ArticlePage.objects.filter(live=True).exists()


def test_release_issue_when_an_article_is_not_approved_is_refused_with_its_title():
    issue = make.issue(articles=1)
    make.article(issue, title="Brouillon", approved=False)

    with pytest.raises(NotReady) as refusal:
        release_issue(issue, by=make.EDITOR, at=NOW)

    assert [(f["code"], f["article"]) for f in refusal.value.members["findings"]] == [("not-approved", "Brouillon")]


def test_release_issue_when_an_approved_article_was_changed_is_refused():
    issue = make.issue(articles=1)
    article = ArticlePage.objects.get()
    article.title = "Autre titre"
    article.save_revision()

    with pytest.raises(NotReady):
        release_issue(issue, by=make.EDITOR, at=NOW)


def test_release_issue_twice_is_refused():
    issue = release_issue(make.issue(), by=make.EDITOR, at=NOW)

    with pytest.raises(AlreadyReleased):
        release_issue(issue, by=make.EDITOR, at=NOW)


def test_release_issue_by_another_role_is_refused():
    with pytest.raises(NotEditor):
        release_issue(make.issue(), by=Actor(person=None, roles=frozenset({"accounting"})), at=NOW)


def test_withdraw_issue_hides_everything_and_release_again_keeps_the_first_date():
    issue = release_issue(make.issue(articles=2), by=make.EDITOR, at=NOW)

    withdraw_issue(issue, by=make.EDITOR, at=NOW)
    hidden = visible()
    again = release_issue(issue, by=make.EDITOR, at=NOW + timedelta(days=1))

    assert (hidden, visible(), again.released_at) == ((0, 0), (1, 2), NOW)


def test_withdraw_issue_that_is_not_released_is_refused():
    with pytest.raises(NotReleased):
        withdraw_issue(make.issue(), by=make.EDITOR, at=NOW)


def test_editing_a_withdrawn_issue_does_not_show_it_again():
    issue = release_issue(make.issue(), by=make.EDITOR, at=NOW)
    issue.save_revision()
    withdraw_issue(issue, by=make.EDITOR, at=NOW)

    IssuePage.objects.get().get_latest_revision().publish()

    assert visible() == (0, 0)


def test_plan_release_in_the_past_is_refused():
    with pytest.raises(ReleaseInThePast):
        plan_release(make.issue(), release_at=NOW, by=make.EDITOR, at=NOW)


def test_create_issue_with_a_number_already_used_is_refused():
    make.issue(4)

    with pytest.raises(NumberTaken):
        make.issue(4)


def test_attach_pdf_survives_the_release_of_an_older_draft():
    issue = attach_pdf(make.issue(), pdf(3), by=make.EDITOR, at=NOW)

    released = release_issue(issue, by=make.EDITOR, at=NOW)

    assert (released.pdf.name, released.pdf_pages) == (issue.pdf.name, 3)
    assert released.pdf.storage.exists(released.pdf.name)


def test_attach_pdf_that_is_not_one_is_refused():
    with pytest.raises(FileIsNotWhatItSays):
        attach_pdf(make.issue(), b"Bonjour", by=make.EDITOR, at=NOW)
