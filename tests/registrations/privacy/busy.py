"""A person with something in every feature, and a search for words in everything that is stored."""

from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as VisitorSession
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import models
from django.db.models import TextField
from django.db.models.functions import Cast
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry, Page, PageSubscription
from wagtail.users.models import UserProfile

from cms.models import Grant
from registrations.actors import Actor, Role
from registrations.journal.actions import disclose, log
from registrations.messages.actions import tell, tell_address
from registrations.models import (
    AddressProof,
    ApiToken,
    BouncedAddress,
    BulkRow,
    BulkRun,
    Campaign,
    Contact,
    Declaration,
    FormerAddress,
    ImportBatch,
    ImportLine,
    Invitation,
    MembershipApplication,
    Message,
    NameProposal,
    SavedFilter,
    StoredAnswer,
    Ticket,
    User,
    Writing,
    WritingRecipient,
)
from registrations.orders.actions import issue_invoice, settle_order
from registrations.privacy.actions import ask, give_consent
from registrations.privacy.actions.requests import answer, study
from tests.factories.cms import ResourceFactory
from tests.factories.privacy import ConsentTextFactory
from tests.factories.registrations import (
    NOW,
    AffiliationFactory,
    MandateFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.sales import TicketTypeFactory, order_ticket, quebec_taxes
from tests.factories.training import SessionFactory
from training.enrolments.actions import enrol
from training.models import Enrolment

GIVEN, FAMILY = "Zébuline", "Quatrefages-Ôtreau"
OWN, OTHER, WORK = "zebuline@exemple.test", "z.quatre@ailleurs.test", "zebuline.quatrefages@centre.test"
FORMER = "zebuline@ancien.test"
PHONE = "(514) 555-0189"
WORDS = (GIVEN, FAMILY, OWN, OTHER, WORK, FORMER, PHONE)
ADMIN = Actor(person=None, roles=frozenset({Role.ADMINISTRATOR}))
ACCOUNTING = {"registrations_invoice", "registrations_order", "registrations_payment", "registrations_creditnote"}
"""Six years: the law says so, and the preview too."""


def busy_person():
    """With posts, seats, tickets, an invoice, mails, imports, sessions, exceptions, consents and requests."""
    person = UserFactory(given_name=GIVEN, family_name=FAMILY, email=OWN, contact_email=WORK, phone=PHONE)
    me = Actor(person=person, via="portal")
    _signs_in(person)
    organisation = _works(person)
    _learns(person, me)
    _reads(person)
    _is_written_to(person)
    _was_imported(person, organisation)
    _agrees_and_asks(person, me)
    _buys(person)
    _lists_and_writes(person, organisation)
    _speaks_for(person)
    return person


def _signs_in(person):
    for address in (OWN, OTHER):
        row = EmailAddress.objects.create(user=person, email=address, verified=True, primary=address == OWN)
        EmailConfirmation.objects.create(email_address=row, key=address)
    Authenticator.objects.create(user=person, type="totp", data={"secret": FAMILY})
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session.save()
    asked = SessionStore()
    asked["account_login"] = {"email": OTHER}
    asked.save()
    UserSession.objects.create(user=person, ip="192.0.2.7", session_key=session.session_key, user_agent=FAMILY)
    ApiToken.objects.create(
        person=person, name=f"poste de {GIVEN}", hash="1" * 64, created_at=NOW, expires_at=NOW + timedelta(1)
    )
    profile = UserProfile.objects.create(user=person)
    profile.avatar.save("avatar.png", ContentFile(OWN.encode()))
    PageSubscription.objects.create(user=person, page=Page.objects.first(), comment_notifications=True)
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.create(
        content_type=kind,
        object_id=str(person.pk),
        label=str(person),
        action="wagtail.edit",
        timestamp=NOW,
        user=person,
    )


def _works(person):
    organisation = OrganisationFactory(billing_email=WORK)
    AffiliationFactory(person=person, organisation=organisation, is_registrar=True)
    MandateFactory(person=person)
    Contact.objects.create(organisation=organisation, person=person, email=OWN)
    Contact.objects.create(organisation=organisation, name=f"{GIVEN} {FAMILY}", email="info@centre.test")
    Invitation.objects.create(person=person, organisation=organisation, address=WORK, hash="2" * 64, created_at=NOW)
    NameProposal.objects.create(
        person=person, organisation=organisation, given_name=GIVEN, family_name=FAMILY, created_at=NOW
    )
    return organisation


def _learns(person, me):
    past = SessionFactory(starts_at=NOW - timedelta(30), opens_at=NOW - timedelta(60), closes_at=NOW - timedelta(31))
    Enrolment.objects.create(session=past, person=person, state="attended", region="06", role="manager", created_at=NOW)
    enrol(session=SessionFactory(), person=person, by=ADMIN, at=NOW, reason=f"{GIVEN} {FAMILY} arrive en retard")
    other = UserFactory()
    enrol(session=SessionFactory(days=3), person=other, by=Actor(person=other), at=NOW)
    Enrolment.objects.filter(person=other).update(registered_by=person)
    log(person, "people.change", by=me, at=NOW, reason=OWN, number=3)


def _reads(person):
    Grant.objects.create(
        resource=ResourceFactory(),
        person=person,
        by=person,
        reason=f"Pour {FAMILY}",
        starts_at=NOW,
        ends_at=NOW + timedelta(9),
    )


def _is_written_to(person):
    tell("invoice", about=person, to=person, at=NOW - timedelta(1))
    Message.objects.update(state="sent", sent_at=NOW, error=f"550 {OWN}: no such user")
    tell_address("invoice", about=person, address=WORK, language="fr", at=NOW)
    BouncedAddress.objects.create(address=OTHER, kind="hard", diagnosis=f"<{OTHER}>", bounced_at=NOW)
    StoredAnswer.objects.create(
        principal="anonymous",
        route="POST /x",
        key="k",
        body_hash="3" * 64,
        body=f'{{"name": "{GIVEN} {FAMILY}"}}',
        created_at=NOW,
    )
    disclose("Liste", to_whom="Bailleur", purpose="Preuve", legal_basis="art. 18", people=[person.pk], by=ADMIN, at=NOW)
    run = BulkRun.objects.create(
        screen="x", action="y", given={"text": f"Bonjour {OWN}"}, by=person, created_at=NOW, progressed_at=NOW
    )
    BulkRow.objects.create(run=run, object_pk=person.pk, text=f"{GIVEN} {FAMILY} : refus")


def _was_imported(person, organisation):
    batch = ImportBatch.objects.create(
        kind="people", file_name="personnes.csv", state="applied", by=person, created_at=NOW, applied_at=NOW
    )
    row = {"given_name": GIVEN, "family_name": FAMILY, "email": WORK, "organisation": organisation.name, "phone": PHONE}
    ImportLine.objects.create(batch=batch, number=3, values={"email": FORMER}, verdict="refused")
    ImportLine.objects.create(batch=batch, number=2, values=row, verdict="new", reasons=[f"{GIVEN} {FAMILY} existe"])


def _agrees_and_asks(person, me):
    ConsentTextFactory()
    give_consent(person, purpose="newsletter", version=1, how="portal", by=me, at=NOW)
    request = ask(person, kind="destruction", wording=f"Effacez {FAMILY}", channel="portal", by=me, at=NOW)
    study(request, by=ADMIN, at=NOW)
    answer(request, outcome="done", answer=f"Madame {FAMILY}", by=ADMIN, at=NOW)
    Message.objects.filter(kind__startswith="privacy-").update(state="sent", sent_at=NOW)


def _buys(person):
    quebec_taxes()
    order = order_ticket(TicketTypeFactory(), person)
    settle_order(order, by=ADMIN, at=NOW)
    issue_invoice(order=order, by=ADMIN, at=NOW)
    Message.objects.filter(state="waiting", kind="ticket-confirmed").update(state="failed", error=f"<{OWN}>")


def _lists_and_writes(person, organisation):
    """Addresses given up or still to be proved, filters kept, mails to several people."""
    FormerAddress.objects.create(person=person, address=FORMER, closed_at=NOW)
    AddressProof.objects.create(
        person=person, address=OTHER, hash="4" * 64, asked_at=NOW, expires_at=NOW + timedelta(1)
    )
    SavedFilter.objects.create(owner=person, screen="personnes", name=FAMILY[:60], query=f"q={OWN}", created_at=NOW)
    writing = Writing.objects.create(origin="x", by=person, reply_to=OWN, created_at=NOW)
    WritingRecipient.objects.create(
        writing=writing, person=person, organisation=organisation, address=WORK, fields={"sujet": f"{GIVEN} {FAMILY}"}
    )
    FormState.objects.create(
        user=person,
        data={"courriel": OWN},
        content_type=ContentType.objects.get_for_model(User),
        object_id="1",
        last_updated_at=NOW,
    )


def _speaks_for(person):
    """An application and a yearly declaration sent for their organisation."""
    MembershipApplication.objects.create(
        membership=MembershipFactory(), applicant=person, message=f"Écrivez à {OWN}", submitted_at=NOW
    )
    membership = MembershipFactory()
    campaign = Campaign.objects.create(year=membership.year, due_on=NOW.date(), statement_fr="Oui", opened_at=NOW)
    Declaration.objects.create(
        campaign=campaign,
        membership=membership,
        budget_cents=1,
        statement_version=1,
        statement="Oui",
        signed_at=NOW,
        signed_by=person,
        signer_name=f"{GIVEN} {FAMILY}",
        signer_title="Direction",
    )


def numbers():
    """What reports count: enrolments by organisation, region, role; tickets and orders; posts."""
    return {
        "enrolments": sorted(Enrolment.objects.values_list("organisation", "region", "role", "session"), key=str),
        "people": Enrolment.objects.values("person").distinct().count(),
        "attended": Enrolment.objects.filter(state="attended").count(),
        "tickets": Ticket.objects.count(),
        "messages": Message.objects.filter(state="sent").count(),
        "lines": ImportLine.objects.filter(verdict="new").count(),
        "disclosed": list(apps.get_model("registrations", "Disclosure").objects.values_list("count", flat=True)),
    }


def found_in_tables(words=WORDS):
    """`table.column: word` for every place of the database where one of the words is still written."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy or model._meta.label == "wagtailsearch.SQLiteFTSIndexEntry":
            continue
        written = [
            f
            for f in model._meta.local_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField | models.FileField)
        ]
        for field in written:
            rows = model._default_manager.annotate(said=Cast(field.name, TextField()))
            said = [text.casefold() for text in rows.values_list("said", flat=True) if text]
            for word in words:
                shapes = {word.casefold(), ascii(word)[1:-1].casefold().replace("\\x", "\\u00")}
                if any(shape in text for text in said for shape in shapes):
                    found.append(f"{model._meta.db_table}.{field.name}: {word}")
    return found


def found_in_files(words=WORDS):
    """The same for the files of both storages."""
    found = []
    for storage in (default_storage, storages["private"]):
        folders = [""]
        while folders:
            folder = folders.pop()
            try:
                inside, files = storage.listdir(folder)
            except FileNotFoundError:
                continue
            folders += [f"{folder}/{name}".lstrip("/") for name in inside]
            for name in files:
                path = f"{folder}/{name}".lstrip("/")
                with storage.open(path) as file:
                    held = file.read()
                found += [f"{path}: {word}" for word in words if word.encode() in held or word in path]
    return found


def sessions_holding(words=WORDS):
    """The same for what visitors are in the middle of."""
    return [word for session in VisitorSession.objects.all() for word in words if word in str(session.get_decoded())]
