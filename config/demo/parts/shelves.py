"""What the librarian and her readers did: collections, a new edition, a translation, a capsule, requests in each state."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from cms.access_requests.actions import ask_access, grant_request, question_request, refuse_request
from cms.library.actions import (
    add_file,
    add_resource,
    note_review,
    publish_resource,
    relate_resources,
    replace_resource,
    save_collection,
    shelve,
    submit_resource,
    translate_resource,
)
from cms.library.models import Resource, Topic
from config.demo.bringing import LOADER
from config.demo.data.capsule import CAPTIONS, VIDEO
from config.demo.data.resources import PARAGRAPHS
from config.demo.papers import paper
from registrations.actors import Actor
from registrations.files.uploads import received
from registrations.models import User

REQUESTS = [
    ("sondage-pratiques-salariales-2020", "participant", "Je prépare une analyse des écarts salariaux pour notre comité de relations de travail.", ""),
    ("sondage-satisfaction-2020", "former", "J’écris l’historique de notre centre et j’aimerais citer les résultats de 2020.", "question"),
    ("grille-confidentialite", "former", "Pour former la relève de notre centre d’ici l’automne.", "granted"),
    ("sondage-satisfaction-2021", "former", "Par curiosité.", "refused"),
]  # fmt: skip


def load(*, at: datetime) -> None:
    """Everything is done by the actions that the team and the readers use."""
    editions(at=at)
    capsule(at=at)
    shelves(at=at)
    reviews(at=at)
    requests(at=at)


def editions(*, at: datetime) -> None:
    """The guide of interns has a second edition and an English record; a memory aid is replaced by a newer one."""
    guide = Resource.objects.get(slug="guide-stagiaires")
    second = at - timedelta(days=120)
    content = made(guide.title, "2e édition", second)
    with received(ContentFile(content, name="guide-stagiaires-2e-edition.pdf"), feature="library", at=second) as file:
        add_file(guide, file=file, note="Nouveau chapitre sur les stages hybrides", by=LOADER, at=second)
    english = translate_resource(
        guide,
        language="en",
        title="Hosting interns: a guide",
        slug="hosting-interns",
        abstract="From the offer to the assessment: a guide to hosting an intern, on site or at a distance.",
        by=LOADER,
        at=second,
    )
    content = paper(
        title=english.title,
        author="AXTRA",
        date="2nd edition",
        language="en",
        paragraphs=PARAGRAPHS["en"],
        pages=8,
    )
    with received(ContentFile(content, name="hosting-interns.pdf"), feature="library", at=second) as file:
        add_file(english, file=file, language="en", by=LOADER, at=second)
    publish_resource(english, by=LOADER, at=second)
    old = Resource.objects.get(slug="aide-memoire-telepratique")
    title = "Aide-mémoire : la télépratique en trente questions"
    new = add_resource(
        title=title,
        slug="aide-memoire-telepratique-2",
        kind="memory_aid",
        published_on=second.date(),
        abstract="Les questions à se poser avant, pendant et après une rencontre à distance; dix de plus que la première.",
        authors=["AXTRA"],
        topics=list(old.topics.all()),
        by=LOADER,
        at=second,
    )
    with received(ContentFile(made(title, "Nouvelle version", second), name="aide-memoire.pdf"), feature="library", at=second) as file:  # fmt: skip
        add_file(new, file=file, by=LOADER, at=second)
    replace_resource(old, following=publish_resource(new, by=LOADER, at=second), by=LOADER, at=second)


def capsule(*, at: datetime) -> None:
    """A video that plays in its page, with captions."""
    day = at - timedelta(days=45)
    resource = add_resource(
        title="Capsule : préparer une rencontre à distance",
        slug="capsule-rencontre-a-distance",
        kind="video",
        published_on=day.date(),
        abstract="Deux minutes pour vérifier le lieu, le son, l’image et la confidentialité avant une rencontre.",
        authors=["AXTRA"],
        topics=Topic.objects.filter(slug="telepratique"),
        by=LOADER,
        at=day,
    )
    for name, content in (("capsule.webm", VIDEO), ("capsule.vtt", CAPTIONS)):
        with received(ContentFile(content, name=name), feature="library", at=day) as file:
            add_file(resource, file=file, by=LOADER, at=day)
    publish_resource(resource, by=LOADER, at=day)


def shelves(*, at: datetime) -> None:
    """Two collections, and works that are read together."""
    texts = {
        "trousse-telepratique": ("Trousse de télépratique", "Tout ce qu’il faut pour accompagner à distance, du premier appel au bilan."),
        "memoires": ("Mémoires et prises de position", "Ce que l’alliance a dit aux gouvernements, du plus récent au plus ancien."),
    }  # fmt: skip
    made = {
        slug: save_collection(None, slug=slug, title_fr=title, text_fr=text, order=rank, by=LOADER, at=at)
        for rank, (slug, (title, text)) in enumerate(texts.items(), start=1)
    }
    for work in Resource.objects.filter(topics__slug="telepratique", live=True).order_by("pk"):
        shelve(work, collections=[made["trousse-telepratique"]], by=LOADER, at=at)
    for work in Resource.objects.filter(kind="brief", live=True).order_by("-published_on"):
        shelve(work, collections=[made["memoires"]], by=LOADER, at=at)
    together = list(Resource.objects.filter(slug__in=("grille-confidentialite", "aide-memoire-loi-25")))
    relate_resources(Resource.objects.get(slug="capsule-rencontre-a-distance"), others=together, by=LOADER, at=at)


def reviews(*, at: datetime) -> None:
    """Three works to read again, one of them late; a draft, and one that was handed over."""
    for days, slug in ((-40, "grille-confidentialite"), (20, "guide-stagiaires"), (300, "nika-rapport")):
        note_review(Resource.objects.get(slug=slug), next_on=at.date() + timedelta(days=days), by=LOADER, at=at)
    for title, handed in (("Guide : l’entrevue motivationnelle", True), ("Outil : grille de bilan de stage", False)):
        draft = add_resource(title=title, kind="guide", published_on=at.date(), by=LOADER, at=at)
        with received(ContentFile(made(title, "Version de travail", at), name="brouillon.pdf"), feature="library", at=at) as file:  # fmt: skip
            add_file(draft, file=file, by=LOADER, at=at)
        if handed:
            submit_resource(draft, by=LOADER, at=at)


def requests(*, at: datetime) -> None:
    """One that waits, one that was questioned, one granted, one refused."""
    for days, (slug, who, reason, then) in enumerate(REQUESTS, start=3):
        person, asked = User.objects.get(email=f"{who}@demo.test"), at - timedelta(days=days)
        request = ask_access(person, slug=slug, reason=reason, by=Actor(person=person), at=asked)
        answered = asked + timedelta(days=1)
        if then == "question":
            question_request(
                request, question="De quelles questions du sondage avez-vous besoin?", by=LOADER, at=answered
            )
        elif then == "granted":
            until = at + timedelta(days=60)
            grant_request(
                request, ends_at=until, answer="Merci de ne pas diffuser les tableaux.", by=LOADER, at=answered
            )
        elif then == "refused":
            refuse_request(
                request, answer="Ce sondage reste réservé au personnel des membres en règle.", by=LOADER, at=answered
            )


def made(title: str, date: str, at: datetime) -> bytes:
    """A paper of some pages."""
    return paper(
        title=title, author="AXTRA", date=f"{date} – {at:%Y}", language="fr", paragraphs=PARAGRAPHS["fr"], pages=6
    )
