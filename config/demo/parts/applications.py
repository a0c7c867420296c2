"""Who asks to join: the criteria of admission, two applications under study, one refused, one withdrawn."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from config.demo.bringing import LOADER
from config.demo.papers import paper
from config.demo.world import Centre, World
from registrations.actors import Actor, Via
from registrations.files.uploads import received
from registrations.memberships.actions import (
    Candidate,
    Declared,
    Finding,
    add_criterion,
    apply_for_membership,
    ask_applicant,
    recommend,
    refuse_membership,
    study,
    withdraw_application,
)
from registrations.memberships.models import MembershipApplication, MembershipCategory
from registrations.memberships.queries import criteria_of, registrars_of
from registrations.models import Organisation, User
from registrations.people.actions import register_person

MISSION = "Avoir pour mission principale d’aider des personnes à trouver, à garder ou à changer d’emploi au Québec."
LEGAL = "Être une personne morale sans but lucratif, immatriculée au registre des entreprises."
CRITERIA = {
    "membre-actif": (
        (LEGAL, "Be a non-profit legal person, listed in the enterprise register.", "art. 5.1 a", "Lettres patentes"),
        (MISSION, "Help people find, keep or change work in Quebec as its main purpose.", "art. 5.1 b", ""),
        (
            "Offrir ses services en français depuis au moins deux ans, avec du personnel salarié.",
            "Have offered its services in French for at least two years, with paid staff.",
            "art. 5.1 c",
            "Rapport annuel",
        ),
        (
            "Être dirigé par un conseil d’administration élu par ses membres.",
            "Be led by a board that its members elect.",
            "art. 5.1 d",
            "Liste du conseil",
        ),
        (
            "Avoir des états financiers vérifiés, ou examinés, pour sa dernière année.",
            "Have audited or reviewed financial statements for its last year.",
            "Politique d’adhésion, 3.2",
            "États financiers",
        ),
        (
            "S’engager à respecter le code de conduite et à payer la cotisation de l’année.",
            "Undertake to follow the code of conduct and to pay the dues of the year.",
            "Politique d’adhésion, 3.4",
            "Résolution de votre conseil",
        ),
    ),
    "membre-associe": (
        (LEGAL, "Be a non-profit legal person, listed in the enterprise register.", "art. 5.2 a", "Lettres patentes"),
        (
            "Soutenir, par ses activités, l’accès à l’emploi ou le développement des compétences.",
            "Support access to work or the development of skills by what it does.",
            "art. 5.2 b",
            "",
        ),
        (
            "Être présenté par un membre actif, ou rencontrer la permanence.",
            "Be introduced by an active member, or meet the team.",
            "Politique d’adhésion, 4.1",
            "",
        ),
    ),
}
MINGAN = Candidate(
    name="Passerelle emploi Mingan", neq="1179990011", region="09", municipality="Havre-Saint-Pierre",
    website="https://passerelle-mingan.example", phone="418 555-0190",
)  # fmt: skip
AGENCY = Candidate(name="Placement Laurier-Est", region="06", municipality="Montréal")


def load(world: World, *, at: datetime) -> None:
    """By the acts of the applicants and of the team."""
    categories = {category.slug: category for category in MembershipCategory.objects.all()}
    for slug, asked in CRITERIA.items():
        for position, (fr, en, reference, proof) in enumerate(asked, start=1):
            words = {"text_fr": fr, "text_en": en, "reference": reference, "proof_fr": proof, "position": position}
            add_criterion(category=categories[slug], **words, by=LOADER, at=at)
    active = categories["membre-actif"]
    waiting(newcomer("Noémie", "Vollant", at=at), MINGAN, active, at=at - timedelta(days=12))
    recommended(world.centres[88], active, at=at - timedelta(days=26))
    refused(newcomer("Étienne", "Robidoux", at=at), active, at=at - timedelta(days=40))
    sent = apply(registrar(world.centres[89], at=at), known(world.centres[89]), active, at=at - timedelta(days=33))
    withdraw_application(application=sent, by=actor(sent.applicant), at=at - timedelta(days=30))


def waiting(person: User, candidate: Candidate, category: MembershipCategory, *, at: datetime) -> None:
    """Under study, with a question that is not answered."""
    sent = apply(person, candidate, category, documents=("Lettres patentes", "Rapport annuel"), but=4, at=at)
    first, second = sent.criteria.all()[:2]
    findings = {first.uuid: Finding(met=True, note="Registre consulté"), second.uuid: Finding(met=True)}
    study(application=sent, findings=findings, by=LOADER, at=at + timedelta(days=4))
    text = "Il nous manque les états financiers de la dernière année.\nUn projet signé par l’expert-comptable suffit."
    ask_applicant(application=sent, text=text, by=LOADER, at=at + timedelta(days=5))


def recommended(centre: Centre, category: MembershipCategory, *, at: datetime) -> None:
    """A former member that returns: everything is met, the board decides next."""
    sent = apply(registrar(centre, at=at), known(centre), category, documents=("États financiers",), at=at)
    study(application=sent, findings={row.uuid: Finding(met=True) for row in sent.criteria.all()}, by=LOADER, at=at)
    reasons = "Ancien membre, dossier complet. Le départ de 2021 tenait à une réorganisation, aujourd’hui terminée."
    recommend(application=sent, standpoint="admit", recommendation=reasons, by=LOADER, at=at + timedelta(days=9))


def refused(person: User, category: MembershipCategory, *, at: datetime) -> None:
    """The purpose is not that of a member."""
    sent = apply(person, AGENCY, category, but=2, at=at)
    reason = (
        "L’organisme place du personnel contre rémunération : sa mission n’est pas celle que demande l’article 5.1 b."
    )
    refuse_membership(membership=sent.membership, reason=reason, by=LOADER, at=at + timedelta(days=10))


def apply(
    person: User,
    subject: Organisation | Candidate,
    category: MembershipCategory,
    *,
    documents: tuple[str, ...] = (),
    but: int = -1,
    at: datetime,
) -> MembershipApplication:
    """Everything is declared met, the criterion at the place `but` excepted."""
    shown = [criterion.uuid for criterion in criteria_of(category)]
    with ExitStack() as stack:
        kept = [stack.enter_context(received(file, feature="memberships", at=at)) for file in files(documents)]
        return apply_for_membership(
            subject=subject,
            role="director",
            category=category,
            declared=Declared(shown=shown, met=[uuid for place, uuid in enumerate(shown) if place != but]),
            message="Nous partageons depuis longtemps des clientèles avec vos membres et souhaitons nous joindre à vous.",
            documents=kept,
            by=actor(person),
            at=at,
        )


def files(titles: tuple[str, ...]) -> Iterator[ContentFile]:
    for title in titles:
        text = [f"{title} de l’organisme, document de démonstration."]
        content = paper(title=title, author="Démonstration", date="2026", language="fr", paragraphs=text, pages=2)
        yield ContentFile(content, name=f"{title}.pdf")


def actor(person: User) -> Actor:
    return Actor(person=person, via=Via.PORTAL)


def newcomer(given: str, family: str, *, at: datetime) -> User:
    address = f"{given}.{family}@courriel.example".lower().replace("é", "e")
    return register_person(given_name=given, family_name=family, contact_email=address, by=LOADER, at=at)


def known(centre: Centre) -> Organisation:
    return Organisation.objects.get(name=centre.name)


def registrar(centre: Centre, *, at: datetime) -> User:
    """Whoever answers for the centre, else the first who works there."""
    organisation, on = known(centre), timezone.localdate(at)
    found = registrars_of(organisation, on=on)
    return found[0] if found else User.objects.filter(affiliations__organisation=organisation).order_by("pk")[0]
