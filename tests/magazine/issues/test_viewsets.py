"""An editor composes and releases an issue from its page in the admin."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from magazine.articles.models import Contributor, Section
from magazine.issues.models import IssuePage
from magazine.issues.rules import IssueState
from registrations.actors import Role
from tests.factories import magazine as make
from tests.factories.registrations import UserFactory
from tests.people import with_role
from tests.registrations.files.pdfs import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(with_role(UserFactory(), Role.EDITOR))
    return client


def test_editor_composes_approves_attaches_releases_and_withdraws(editor):
    make.magazine()
    fields = {"number": 4, "season": "autumn", "year": 2020, "theme": "Autrement", "editorial": "Bienvenue."}
    editor.post(reverse("numeros:add"), fields)
    issue = IssuePage.objects.get(number=4)
    issue.cover, issue.cover_alt = make.picture(), "Un X"
    issue.save_revision()
    make.article(issue, title="Brouillon", approved=False)
    page = editor.get(reverse("numeros:inspect", args=[issue.pk])).content.decode()

    editor.post(reverse("numeros:paraitre", args=[issue.pk]))
    refused = IssuePage.objects.get().state
    editor.post(reverse("numeros:approuver", args=[issue.pk]))
    editor.post(reverse("numeros:pdf", args=[issue.pk]), {"file": SimpleUploadedFile("x.pdf", pdf(3))})
    editor.post(reverse("numeros:planifier", args=[issue.pk]), {"release_at": "2099-01-01 09:00"})
    planned = IssuePage.objects.get().state
    editor.post(reverse("numeros:paraitre", args=[issue.pk]))
    released = IssuePage.objects.get()
    editor.post(reverse("numeros:retirer", args=[issue.pk]))

    assert ("Brouillon" in page, "n’est pas approuvé" in page) == (True, True)
    assert (refused, planned, released.state) == (IssueState.PREPARED, IssueState.PLANNED, IssueState.RELEASED)
    assert (released.pdf_pages, IssuePage.objects.get().state) == (3, IssueState.WITHDRAWN)


def test_editor_names_sections_and_contributors(editor):
    make.issue(4)
    section, contributor = Section.objects.get(), Contributor.objects.get()

    editor.post(reverse("rubriques:edit", args=[section.pk]), {"name": "Grand dossier", "order": 2})
    editor.post(reverse("rubriques:add"), {"name": "Outils", "order": 3})
    editor.post(reverse("collaborateurs:edit", args=[contributor.pk]), {"name": "Odile M.", "biography": "Coach."})

    contributor.refresh_from_db()
    assert sorted(Section.objects.values_list("slug", "name")) == [("dossier", "Grand dossier"), ("outils", "Outils")]
    assert (contributor.name, contributor.biography) == ("Odile M.", "Coach.")


def test_preview_shows_the_issue_and_the_article_as_readers_will_see_them(editor):
    issue = make.issue(4)

    cover = editor.get(reverse("wagtailadmin_pages:view_draft", args=[issue.pk])).content.decode()
    article = editor.get(reverse("wagtailadmin_pages:view_draft", args=[issue.get_children().get().pk]))

    assert ("Accompagner autrement" in cover, "Article 4-0" in cover) == (True, True)
    assert (article.status_code, "story" in article.content.decode()) == (200, True)
