"""A realistic issue for the measures: twelve articles of four sections, with images, released."""

import io
from datetime import UTC, datetime

from PIL import Image
from wagtail.models import Page

from cms.media.actions import add_image
from cms.media.tasks import make_renditions
from cms.models import CustomImage, HomePage
from magazine.articles.actions import Byline, add_article, add_contributor, add_section, approve_article
from magazine.articles.models import ArticlePage
from magazine.issues.actions import create_issue, prepare_magazine, release_issue
from magazine.issues.models import IssuePage
from registrations.actors import Actor

BY = Actor.system("bench")
AT = datetime(2020, 9, 15, 13, 0, tzinfo=UTC)
SECTIONS = (("dossier", "Dossier"), ("pratiques", "Pratiques"), ("reflexion", "Réflexion"), ("parcours", "Parcours"))
PARAGRAPH = "<p>{}</p>".format("Accompagner une personne demande du temps, de la présence et un lieu où arriver. " * 8)


def publish_issue(number: int = 900, *, articles: int = 12) -> tuple[int, str]:
    """A released issue, made once: its number, and the slug of one of its articles."""
    known = IssuePage.objects.filter(number=number).first()
    issue = known or _made(number, articles)
    return number, str(ArticlePage.objects.filter(issue=issue).order_by("path").values_list("slug", flat=True)[0])


def _made(number: int, articles: int) -> IssuePage:
    home = HomePage.objects.order_by("path").first() or Page.get_first_root_node().add_child(
        instance=HomePage(title="Accueil", slug="accueil")
    )
    issue = create_issue(
        prepare_magazine(home=home),
        number=number,
        title=f"Numéro {number}",
        season="autumn",
        year=2020,
        theme="Accompagner autrement",
        cover=_image("couverture", (1240, 1600)),
        cover_alt="Un grand X",
        editorial="En quelques jours, nos portes se sont fermées. " * 10,
        by=BY,
        at=AT,
    )
    sections = [add_section(slug=slug, name=name, order=n, by=BY) for n, (slug, name) in enumerate(SECTIONS)]
    for position in range(articles):
        _article(issue, position, sections[position % len(sections)])
    return release_issue(issue, by=BY, at=AT)


def _article(issue: IssuePage, position: int, section: object) -> None:
    writer = add_contributor(name=f"Personne {position % 7}", organisation="Un centre", by=BY)
    article = add_article(
        issue,
        title=f"Un article de fond, le numéro {position}",
        section=section,
        bylines=[Byline(writer, "Un centre, Gatineau")],
        lead="Ce que les équipes ont appris, et ce qu’elles souhaitent conserver.",
        order=position,
        first_page=position * 3 + 4,
        image=_image(f"article-{position}"),
        body=[
            *[("paragraph", PARAGRAPH)] * 4,
            ("quote", {"text": "Un endroit où arriver.", "attribution": ""}),
            ("image", {"image": _image(f"texte-{position}"), "caption": "Le quai"}),
            *[("paragraph", PARAGRAPH)] * 3,
        ],
        by=BY,
        at=AT,
    )
    approve_article(article, by=BY, at=AT)


def _image(name: str, size: tuple[int, int] = (960, 640)) -> CustomImage:
    data = io.BytesIO()
    Image.new("RGB", size, "#0b4f6c").save(data, "JPEG")
    image = add_image(f"{name}.jpg", data.getvalue(), title=name, description="Une image", by=BY, at=AT)
    make_renditions.call(image.pk)
    return image
