"""Staff lists in use: a wave of invitations that was answered or not, people to confirm, lists confirmed or late."""

from datetime import datetime, timedelta

from config.demo.bringing import LOADER
from registrations.messages.bounces import keep_bounce
from registrations.models import Affiliation, Invitation, Organisation, StaffConfirmation, User
from registrations.organisations.actions.affiliations import give_post
from registrations.people.actions import record_person
from registrations.staff.actions import open_wave
from registrations.staff.rules import INVITATION_LASTS, WaveState, period_of

WAVE = "Première vague : l’Est du Québec"
ASKING = (("Océane", "Bédard"), ("Ludovic", "Fiset"), ("Maïka", "Laflamme"), ("Thierno", "Bah"), ("Inès", "Chouinard"))


def load(*, at: datetime) -> None:
    """Forty centres invited ten days ago, five people who wait for an answer, sixty lists confirmed."""
    centres = list(Organisation.objects.filter(kind="centre", archived_at=None).order_by("pk"))
    invitations(centres[:40], at=at)
    requests(centres, at=at)
    confirmations(centres[10:70], at=at)


def invitations(centres: list[Organisation], *, at: datetime) -> None:
    """Of each ten people: four came in, one address returns its mails, one declined, one waits in line."""
    sent = at - timedelta(days=10)
    wave = open_wave(name=WAVE, organisations=centres, per_hour=120, starts_at=sent, by=LOADER, at=sent)
    rows = list(wave.invitations.select_related("person").order_by("pk"))
    told = {"told_at": sent, "expires_at": sent + INVITATION_LASTS}
    came = [row for number, row in enumerate(rows) if number % 10 < 4]
    declined = [row for number, row in enumerate(rows) if number % 50 == 5]
    in_line = [row for number, row in enumerate(rows) if number % 10 == 9]
    everybody = Invitation.objects.filter(wave=wave)
    everybody.exclude(pk__in=[row.pk for row in in_line]).update(state="sent", **told)
    answered = sent + timedelta(days=2)
    everybody.filter(pk__in=[row.pk for row in came]).update(state="accepted", answered_at=answered)
    everybody.filter(pk__in=[row.pk for row in declined]).update(state="declined", answered_at=answered)
    User.objects.filter(pk__in=[row.person_id for row in came]).update(last_login=answered)
    for number, row in enumerate(rows):
        if number % 60 == 6:
            keep_bounce(address=row.address, kind="hard", diagnosis="550 5.1.1 unknown user", at=answered)
    if not in_line:
        type(wave).objects.filter(pk=wave.pk).update(state=WaveState.DONE)


def requests(centres: list[Organisation], *, at: datetime) -> None:
    """People who said where they work, and whose registrars have not answered yet: two in the first centre."""
    for number, (given, family) in enumerate(ASKING):
        centre = centres[0 if number < 2 else number]
        address = f"{given[:1]}.{family}@exemple.test".lower().replace("é", "e")
        person = record_person(email=address, given_name=given, family_name=family, by=LOADER, at=at)
        asked = at - timedelta(days=number)
        give_post(
            person=person,
            organisation=centre,
            how="",
            role="practitioner",
            starts_on=asked.date(),
            asked_at=asked,
            by=LOADER,
            at=asked,
        )


def confirmations(centres: list[Organisation], *, at: datetime) -> None:
    """This half-year's, most of them by a director."""
    posts = Affiliation.objects.filter(organisation__in=centres, role="director", ends_on=None).order_by("pk")
    directors = {post.organisation_id: post.person_id for post in posts}
    period = period_of(at.date())
    StaffConfirmation.objects.bulk_create(
        StaffConfirmation(
            organisation=centre,
            period=period,
            count=18,
            confirmed_by_id=directors.get(centre.pk),
            confirmed_at=at - timedelta(days=number % 20 + 1),
        )
        for number, centre in enumerate(centres)
    )
