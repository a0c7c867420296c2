"""Staff lists in use: a wave of invitations that was answered or not, people to confirm, lists confirmed or late."""

from datetime import datetime, timedelta

from config.demo.answers import answer_wave
from config.demo.bringing import LOADER
from registrations.actors import Actor, Via
from registrations.models import Affiliation, Organisation
from registrations.organisations.actions.affiliations import give_post
from registrations.people.actions import record_person
from registrations.staff.actions import confirm_list, open_wave

WAVE = "Première vague : l’Est du Québec"
ASKING = (("Océane", "Bédard"), ("Ludovic", "Fiset"), ("Maïka", "Laflamme"), ("Thierno", "Bah"), ("Inès", "Chouinard"))


def load(*, at: datetime) -> None:
    """Forty centres invited ten days ago, five people who wait for an answer, sixty lists confirmed."""
    centres = list(Organisation.objects.filter(kind="centre", archived_at=None).order_by("pk"))
    invitations(centres[:40], at=at)
    requests(centres, at=at)
    confirmations(centres[10:70], at=at)


def invitations(centres: list[Organisation], *, at: datetime) -> None:
    """A first wave, ten days ago."""
    sent = at - timedelta(days=10)
    wave = open_wave(name=WAVE, organisations=centres, per_hour=120, starts_at=sent, by=LOADER, at=sent)
    answer_wave(wave, sent=sent)


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
    """This half-year’s, each by one of its registrars."""
    keepers = Affiliation.objects.filter(organisation__in=centres, is_registrar=True, ends_on=None).order_by("pk")
    chosen = {post.organisation: post.person for post in keepers.select_related("organisation", "person")}
    for number, (centre, keeper) in enumerate(chosen.items()):
        confirm_list(centre, by=Actor(person=keeper, via=Via.PORTAL), at=at - timedelta(days=number % 20 + 1))
