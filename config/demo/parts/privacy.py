"""Personal data: texts of consents and who agreed, requests in three states, an incident, disclosures, providers."""

from dataclasses import replace
from datetime import datetime, timedelta

from config.demo.bringing import LOADER
from config.demo.parts.accounts import MEMBERS, TEAM
from registrations.actors import Actor, Via
from registrations.journal.actions import add_note, disclose, record_incident
from registrations.models import User
from registrations.privacy.actions import (
    add_consent_text,
    answer,
    ask,
    give_consent,
    keep_provider,
    note_tacit,
    record_request,
    study,
    unsubscribe,
)
from registrations.privacy.queries import Holder
from registrations.privacy.rules import Basis, Channel, How, MailList, Purpose, RequestKind, RequestState

TEXTS = {
    Purpose.NEWSLETTER: (
        "J’accepte de recevoir par courriel l’infolettre des membres d’AXTRA, environ une fois par mois. Je peux me désabonner en tout temps.",
        "I agree to receive AXTRA’s members’ newsletter by e-mail, about once a month. I may unsubscribe at any time.",
    ),
    Purpose.PROMOTION: (
        "J’accepte de recevoir par courriel les offres d’AXTRA : colloque, formations payantes, partenaires. Je peux me désabonner en tout temps.",
        "I agree to receive AXTRA’s offers by e-mail: colloquium, training with a fee, partners. I may unsubscribe at any time.",
    ),
    Purpose.IMAGE: (
        "J’accepte de figurer sur les photographies et les enregistrements des activités d’AXTRA, publiés dans son magazine et sur son site.",
        "I agree to appear in photographs and recordings of AXTRA’s activities, published in its magazine and on its site.",
    ),
    Purpose.RESEARCH: (
        "J’accepte d’être invité·e à participer à des études sur le secteur de l’employabilité.",
        "I agree to be invited to take part in studies of the employment sector.",
    ),
}
AGREED = 60


def load(*, at: datetime, past: datetime) -> None:
    """What the person in charge finds on an ordinary day."""
    for purpose, (text_fr, text_en) in TEXTS.items():
        add_consent_text(
            purpose=purpose, text_fr=text_fr, text_en=text_en, effective_from=past.date(), by=LOADER, at=past
        )
    consents(at=at)
    requests(at=at)
    registers(at=at)
    provider = {
        "country_fr": "Canada (Ontario)",
        "country_en": "Canada (Ontario)",
        "service_fr": "Acheminement des courriels",
        "service_en": "Delivery of mails",
        "safeguards_fr": "Contrat de sous-traitance, chiffrement en transit, évaluation des facteurs relatifs à la vie privée",
        "safeguards_en": "Processing agreement, encryption in transit, privacy impact assessment",
    }
    keep_provider(name="Messagerie de démonstration", by=LOADER, at=past, **provider)


def consents(*, at: datetime) -> None:
    """One in twenty-five or so agreed to something; a few left a list."""
    people = list(User.objects.filter(email__isnull=False).order_by("pk")[: AGREED * 25 : 25])
    purposes = list(TEXTS)
    for number, person in enumerate(people):
        itself = Actor(person=person, via=Via.PORTAL)
        day = at - timedelta(days=number)
        give_consent(person, purpose=purposes[number % 4], version=1, how=How.PORTAL, by=itself, at=day)
        if number % 12 == 0:
            unsubscribe(Holder(person), MailList.NEWSLETTER, by=itself, at=day + timedelta(hours=1))
    enquiry = {"basis": Basis.ENQUIRY, "source": "Courriel du kiosque, colloque", "on": at.date(), "by": LOADER}
    note_tacit(Holder(address="curieuse@exemple.test"), MailList.PROMOTION, at=at, **enquiry)


def requests(*, at: datetime) -> None:
    """One new, one in study that is nearly due, one answered in part."""
    asking = [User.objects.get(email=account.email) for account in MEMBERS[:3]]
    for person, kind, wording, days in (
        (asking[1], RequestKind.PORTABILITY, "Mes attestations et mes inscriptions, s’il vous plaît.", 2),
        (asking[2], RequestKind.DESTRUCTION, "Je change de métier : détruisez ce que vous avez sur moi.", 20),
    ):
        then = at - timedelta(days=days)
        itself = Actor(person=person, via=Via.PORTAL)
        made = ask(person, kind=kind, wording=wording, channel=Channel.PORTAL, by=itself, at=then)
        if days > 7:
            study(made, by=_officer(), at=then + timedelta(days=1))
            answer(
                made,
                outcome=RequestState.PARTIAL,
                answer="Votre compte, vos adresses et vos consentements seront détruits dans les jours qui viennent.",
                reason="Vos factures sont conservées six ans : article 35.1 de la Loi sur l’administration fiscale.",
                by=_officer(),
                at=then + timedelta(days=12),
            )
    by_post = record_request(
        kind=RequestKind.CORRECTION,
        channel=Channel.POST,
        received_on=(at - timedelta(days=25)).date(),
        name="Ginette Beaurivage",
        address="ginette.beaurivage@exemple.test",
        language="fr",
        wording="Mon nom est mal écrit dans le programme de 2020.",
        identified_how="Rappel au numéro de la fiche",
        by=_officer(),
        at=at - timedelta(days=25),
    )
    study(by_post, by=_officer(), at=at - timedelta(days=20))


def registers(*, at: datetime) -> None:
    """An incident without serious risk, closed; a file given to the funder."""
    known = (at - timedelta(days=90)).date()
    incident = record_incident(
        title="Liste de présences envoyée à la mauvaise personne",
        what_happened="Une liste de présences a été jointe à un courriel destiné à un autre organisme.",
        occurred_on=known,
        known_on=known,
        data="Noms et organismes de 14 personnes",
        people_count=14,
        serious_risk=False,
        reasoning="Renseignements professionnels, destinataire connu qui a confirmé la destruction.",
        measures="Destinataire joint par téléphone, fichier détruit.",
        by=_officer(),
        at=at - timedelta(days=90),
    )
    for kind, text in (
        ("measure", "Les listes partent désormais par lien plutôt qu’en pièce jointe."),
        ("closed", "Destruction confirmée par écrit."),
    ):
        add_note(incident, kind=kind, on=known, text=text, by=_officer(), at=at - timedelta(days=88))
    people = User.objects.filter(enrolments__historical=True).order_by("pk").values_list("pk", flat=True)
    disclose(
        "Dossier de preuve du programme de formation : noms, organismes et présences",
        to_whom="Fonds québécois des compétences (démonstration)",
        purpose="Reddition de comptes de l’entente",
        legal_basis="P-39.1, art. 18 (entente avec le bailleur de fonds)",
        people=people.distinct()[:200],
        by=_officer(),
        at=at - timedelta(days=40),
    )


def _officer() -> Actor:
    return replace(LOADER, person=User.objects.get(email=TEAM[0].email), via=Via.ADMIN)
