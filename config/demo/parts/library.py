"""A first policy in force since 2020, a draft for the board, and two dozen works with their files."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from babel.dates import format_date
from django.core.files.base import ContentFile

from cms.diffusion.actions import (
    RuleDraft,
    adopt_policy,
    discard_policy,
    draft_first_policy,
    draft_policy,
    drafts_of,
    examples_of,
    open_consultation,
)
from cms.diffusion.models import PolicyVersion
from cms.library.actions import add_file, add_resource, add_topic, publish_resource
from cms.models import Topic
from cms.simulations.actions import ask_simulation
from cms.simulations.jobs import begin
from config.demo.bringing import LOADER
from config.demo.data.resources import PARAGRAPHS, TOPICS, WORKS, Work
from config.demo.papers import paper
from registrations.files.uploads import received

ADOPTED, REVISED = datetime(2020, 4, 21, 14, tzinfo=UTC), datetime(2023, 3, 14, 14, tzinfo=UTC)
WORDS = ("title_fr", "title_en", "text_fr", "text_en")
RECENT = [
    Work("rapport-ia-employabilite", "Intelligence artificielle et employabilité : premiers constats", "research", "",
         "Une enquête auprès des équipes : usages, craintes, besoins de formation.", ("competences", "marche-du-travail"), ("AXTRA",), "fr", 9),
    Work("aide-memoire-loi-25", "Aide-mémoire : la Loi 25 au quotidien", "memory_aid", "",
         "Dix gestes pour protéger les renseignements personnels.", ("gouvernance",), ("AXTRA",), "fr", 2),
    Work("sondage-satisfaction", "Sondage de satisfaction des membres", "survey", "",
         "Les résultats de la dernière année.", ("vie-associative",), ("AXTRA",), "fr", 5),
]  # fmt: skip


def load(*, at: datetime) -> None:
    """Bring the policy, then the works: their files are made and stored outside any action."""
    policies(at=at)
    topics = {slug: add_topic(slug=slug, name_fr=name, by=LOADER, at=ADOPTED) for slug, name in TOPICS.items()}
    for work in WORKS:
        add(work, topics, published_on=date.fromisoformat(work.published_on))
    for weeks, work in zip((3, 30, 60), RECENT, strict=True):
        add(work, topics, published_on=at.date() - timedelta(weeks=weeks))
    simulation(at=at)


def policies(*, at: datetime) -> None:
    """Number 1, in force until 2023; number 2, which opened research sooner; number 3, on which members are consulted."""
    model = draft_first_policy(by=LOADER, at=ADOPTED)
    rules, words = drafts_of(model), {name: getattr(model, name) for name in WORDS}
    discard_policy(model, by=LOADER, at=ADOPTED)
    slower = [replace(rule, delay_days=180) if rule.delay_days else rule for rule in rules]
    first = draft_policy(rules=slower, by=LOADER, at=ADOPTED, **words)
    adopt_policy(first, resolution="CA-2020-04-21", effective_from=ADOPTED, by=LOADER, at=ADOPTED)
    second = draft_first_policy(by=LOADER, at=REVISED)
    adopt_policy(second, resolution="CA-2023-03-14", effective_from=REVISED, by=LOADER, at=REVISED)
    opened = RuleDraft(
        clause="2.2",
        kinds=["memory_aid"],
        audiences=[],
        verbs=["read", "download"],
        delay_days=180,
        allows=True,
        explanation_fr="Les aide-mémoire sont publics six mois après leur parution.",
        explanation_en="Memory aids are public six months after they appear.",
    )
    titles = {
        "title_fr": "Politique de diffusion : projet soumis au conseil",
        "title_en": "Diffusion policy: draft for the board",
    }
    draft = draft_policy(rules=[opened, *rules], examples=examples_of(second), by=LOADER, at=at, **words | titles)
    open_consultation(draft, audiences=["member", "board"], by=LOADER, at=at)


def simulation(*, at: datetime) -> None:
    """What the draft would change, kept for the board."""
    begin(ask_simulation(PolicyVersion.objects.get(number=3), by=LOADER, at=at))


def add(work: Work, topics: dict[str, Topic], *, published_on: date) -> None:
    """One work, its PDF, and its publication that day."""
    day = datetime(published_on.year, published_on.month, published_on.day, 14, tzinfo=UTC)
    resource = add_resource(
        title=work.title,
        slug=work.slug,
        kind=work.kind,
        published_on=published_on,
        language=work.language,
        abstract=work.abstract,
        authors=list(work.authors),
        topics=[topics[slug] for slug in work.topics],
        licence="CC-BY-NC-ND-4.0" if work.kind in {"guide", "research", "brief"} else "",
        by=LOADER,
        at=day,
    )
    content = paper(
        title=work.title,
        author=", ".join(work.authors),
        date=format_date(published_on, "long", locale=f"{work.language}_CA"),
        language=work.language,
        paragraphs=PARAGRAPHS[work.language],
        pages=work.pages,
    )
    with received(ContentFile(content, name=f"{work.slug}.pdf"), feature="library", at=day) as file:
        add_file(resource, file=file, language=work.language, by=LOADER, at=day)
    publish_resource(resource, by=LOADER, at=day)
