"""A first policy in force since 2020, a draft for the board, and two dozen works with their files."""

from datetime import UTC, date, datetime, timedelta

from babel.dates import format_date
from django.core.files.base import ContentFile

from cms.diffusion.actions import RuleDraft, adopt_policy, draft_first_policy, draft_policy
from cms.diffusion.models import PolicyVersion
from cms.library.actions import add_file, add_resource, add_topic, publish_resource
from cms.models import Topic
from config.demo.bringing import LOADER
from config.demo.data.resources import PARAGRAPHS, TOPICS, WORKS, Work
from config.demo.papers import paper
from registrations.files.uploads import received

ADOPTED = datetime(2020, 4, 21, 14, tzinfo=UTC)
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


def policies(*, at: datetime) -> None:
    """Number 1, adopted in 2020; number 2, a draft that opens memory aids to the public."""
    first = draft_first_policy(by=LOADER, at=ADOPTED)
    adopt_policy(first, resolution="CA-2020-04-21", effective_from=ADOPTED, by=LOADER, at=ADOPTED)
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
    draft_policy(
        title_fr="Politique de diffusion : projet soumis au conseil",
        title_en="Diffusion policy: draft for the board",
        text_fr=first.text_fr,
        text_en=first.text_en,
        rules=[opened, *rules_of(first)],
        by=LOADER,
        at=at,
    )


def rules_of(version: PolicyVersion) -> list[RuleDraft]:
    """The rules of a version, to begin another."""
    names = ("clause", "kinds", "audiences", "verbs", "delay_days", "allows", "explanation_fr", "explanation_en")
    return [RuleDraft(**{name: getattr(rule, name) for name in names}) for rule in version.rules.all()]


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
