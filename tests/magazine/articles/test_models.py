"""No door of Wagtail shows an article: not its admin, not its bulk screens, not its scheduler, not its API."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken, GroupApprovalTask, Workflow, WorkflowTask

from config.workflow import finish
from magazine.articles.actions import approve_article
from magazine.articles.models import ArticlePage
from magazine.issues.actions import release_issue
from registrations.actors import Role
from registrations.models import User
from tests.factories import magazine as make
from tests.factories.registrations import NOW, UserFactory
from tests.people import with_role

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["editor", "superuser"])
def person(request):
    if request.param == "editor":
        return with_role(UserFactory(), Role.EDITOR)
    return User.objects.create_superuser(email="super@exemple.test", password="x" * 20)


@pytest.fixture
def draft():
    """An article of a released issue, changed since."""
    make.issue(4)
    article = ArticlePage.objects.get()
    release_issue(article.issue, by=make.EDITOR, at=NOW)
    article.refresh_from_db()
    article.lead = "Changé."
    article.save_revision()
    return article


def shown():
    return list(ArticlePage.objects.visible(at=timezone.now()).values_list("lead", flat=True))


def test_admin_offers_no_publishing(client, person, draft):
    client.force_login(person)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))

    assert (page.status_code, b"action-publish" in page.content) == (200, False)


def test_bulk_publishing_shows_nothing(client, person, draft):
    client.force_login(person)

    client.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={draft.pk}",
        {"include_descendants": "on"},
    )

    assert shown() == ["Un lieu de rencontre."]


def test_wagtails_api_shows_nothing(client, person, draft):
    _token, secret = APIToken.create_token(user=person, name="x")
    headers = {"Authorization": f"Bearer {secret}"}

    response = client.post(f"/api/cms/pages/{draft.pk}/actions/publish/", headers=headers)

    assert response.status_code in (401, 403, 404)
    assert shown() == ["Un lieu de rencontre."]


def test_schedule_of_an_unreleased_issue_shows_nothing():
    make.issue(4)
    article = ArticlePage.objects.get()
    article.go_live_at = timezone.now() - timedelta(hours=1)
    revision = article.save_revision(approved_go_live_at=article.go_live_at)
    call_command("publish_scheduled")

    assert (shown(), revision.pk > 0) == ([], True)


def test_released_pages_are_neither_unpublished_moved_nor_deleted_by_hand(person, draft):
    rights = draft.permissions_for_user(person)

    assert (rights.can_edit(), rights.can_unpublish(), rights.can_move(), rights.can_delete()) == (
        True,
        False,
        False,
        False,
    )


def test_workflow_approves_and_publishes_nothing(person):
    make.article(make.issue(4, articles=0), approved=False)
    article = ArticlePage.objects.get()
    workflow = Workflow.objects.create(name="Relecture")
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="Lire"), sort_order=0)
    state = workflow.start(article, person)

    state.finish(user=person)

    article.refresh_from_db()
    assert (article.is_approved, article.live, state.on_finish.__func__) == (True, False, finish)


def test_saving_over_an_approved_draft_makes_another_that_is_not_approved():
    make.issue(4, articles=0)
    article = make.article(make.issue(5, articles=0), approved=False)
    revision = article.save_revision()
    approve_article(article, by=make.EDITOR, at=NOW)
    article.title = "Autre titre"

    article.save_revision(overwrite_revision=revision)

    article.refresh_from_db()
    revision.refresh_from_db()
    assert (article.is_approved, revision.content["title"]) == (False, "Une île virtuelle")
