"""Two released issues of 2020 and 2021, and the next one in preparation."""

from datetime import UTC, datetime

from cms.media.actions import add_image
from config.demo.bringing import LOADER
from config.demo.data.articles import CRISIS, LESSONS, NEXT, SECTIONS, Number, Text
from config.demo.papers import paper
from config.demo.pictures import cover
from magazine.articles.actions import Byline, add_article, add_contributor, add_section, approve_article
from magazine.issues.actions import attach_pdf, create_issue, release_issue
from magazine.models import IssuePage, MagazineIndexPage, Section


def load(*, at: datetime) -> None:
    """Bring the issues; the one in preparation has one article that nobody has approved yet."""
    sections = {
        slug: add_section(slug=slug, name=name, order=order, by=LOADER) for order, (slug, name) in enumerate(SECTIONS)
    }
    released(4, CRISIS, sections, season="autumn", year=2020, at=datetime(2020, 9, 22, 13, tzinfo=UTC))
    released(5, LESSONS, sections, season="spring", year=2021, at=datetime(2021, 4, 13, 13, tzinfo=UTC))
    # Two issues a year since the fourth, of autumn 2020: the next one has the number that follows today's.
    year, season = (at.year + 1, "spring") if at.month > 4 else (at.year, "autumn")
    number = 4 + 2 * (year - 2020) + (0 if season == "autumn" else -1)
    compose(number, NEXT, sections, season=season, year=year, at=at, approve=len(NEXT.articles) - 1)


def released(number: int, text: Number, sections: dict[str, Section], *, season: str, year: int, at: datetime) -> None:
    issue = compose(number, text, sections, season=season, year=year, at=at, approve=len(text.articles))
    content = paper(
        title=f"AXE Magazine, numéro {number} – {text.theme}",
        author="AXTRA",
        date=str(year),
        language="fr",
        paragraphs=[text.editorial, *(paragraph for article in text.articles for paragraph in article.paragraphs)],
        pages=28,
    )
    attach_pdf(issue, content=content, by=LOADER, at=at)
    release_issue(issue, by=LOADER, at=at)


def compose(
    number: int, text: Number, sections: dict[str, Section], *, season: str, year: int, at: datetime, approve: int
) -> IssuePage:
    """An issue with its cover and articles, the first `approve` of them approved."""
    picture = add_image(
        name=f"axe-{number}.jpg",
        content=cover(colours=text.cover, seed=text.theme),
        title=f"Couverture du numéro {number}",
        description=text.cover_alt,
        credit="AXTRA",
        by=LOADER,
        at=at,
    )
    issue = create_issue(
        MagazineIndexPage.objects.get(),
        number=number,
        title=f"Numéro {number}",
        season=season,
        year=year,
        theme=text.theme,
        cover=picture,
        cover_alt=text.cover_alt,
        editorial=text.editorial,
        by=LOADER,
        at=at,
    )
    for order, article in enumerate(sorted(text.articles, key=lambda article: article.page)):
        page = write(issue, article, sections, order=order, at=at)
        if order < approve:
            approve_article(page, by=LOADER, at=at)
    return issue


def write(issue: IssuePage, text: Text, sections: dict[str, Section], *, order: int, at: datetime):
    """One article with its contributors and its quotation."""
    bylines = [
        Byline(add_contributor(name=name, organisation=affiliation, by=LOADER), affiliation)
        for name, affiliation in text.authors
    ]
    body = [("paragraph", f"<p>{paragraph}</p>") for paragraph in text.paragraphs]
    if text.quote:
        body.insert(2, ("quote", {"text": text.quote, "attribution": ""}))
    return add_article(
        issue,
        title=text.title,
        section=sections[text.section],
        bylines=bylines,
        order=order,
        first_page=text.page,
        lead=text.lead,
        body=body,
        by=LOADER,
        at=at,
    )
