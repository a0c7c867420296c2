"""The smallest valid pages of the magazine."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Page, Site

from cms.models import CustomImage, HomePage
from magazine.articles.actions import Byline, add_article, add_contributor, add_section, approve_article
from magazine.issues.actions import create_issue
from magazine.models import ArticlePage, IssuePage, MagazineIndexPage
from registrations.actors import Actor
from tests.factories.registrations import NOW

EDITOR = Actor(person=None, roles=frozenset({"editor"}))


def picture(title: str = "Image", description: str = "Une image") -> CustomImage:
    data = io.BytesIO()
    Image.new("RGB", (16, 16), "#0b4f6c").save(data, "PNG")
    return CustomImage.objects.create(
        title=title, description=description, file=SimpleUploadedFile(f"{title}.png", data.getvalue(), "image/png")
    )


def magazine() -> MagazineIndexPage:
    """The magazine's index under a home page."""
    if known := MagazineIndexPage.objects.first():
        return known
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Accueil", slug="accueil"))
    Site.objects.update(root_page=home)
    return home.add_child(instance=MagazineIndexPage(title="AXE Magazine", slug="magazine"))


def issue(number: int = 4, *, articles: int = 1, **fields: Any) -> IssuePage:
    """An issue in preparation that the preflight accepts."""
    defaults = {
        "title": f"Numéro {number}",
        "season": "autumn",
        "year": 2020,
        "theme": "Accompagner autrement",
        "cover": picture("couverture"),
        "cover_alt": "Un grand X",
        "editorial": "Bienvenue.",
    }
    made = create_issue(magazine(), number=number, by=EDITOR, at=NOW, **(defaults | fields))
    for position in range(articles):
        article(made, title=f"Article {number}-{position}", order=position)
    return made


def article(
    parent: IssuePage, *, title: str = "Une île virtuelle", approved: bool = True, **fields: Any
) -> ArticlePage:
    section = add_section(slug="dossier", name="Dossier", order=1, by=EDITOR)
    someone = add_contributor(name="Odile Marchessault", by=EDITOR)
    defaults = {"lead": "Un lieu de rencontre.", "body": [("paragraph", "<p>Au départ.</p>")], "first_page": 9}
    made = add_article(
        parent,
        title=title,
        section=section,
        bylines=[Byline(someone, "L’Aiguillage")],
        by=EDITOR,
        at=NOW,
        **(defaults | fields),
    )
    return approve_article(made, by=EDITOR, at=NOW) if approved else made
