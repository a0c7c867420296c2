"""What centres say of themselves: service points, contacts, presentations, logos of a few."""

import io
from collections.abc import Iterator
from datetime import datetime

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from config.demo.bringing import LOADER, Row, bring
from config.demo.data.places import PLACES
from config.demo.world import Centre, World
from registrations.files.pictures import received_picture
from registrations.models import Organisation
from registrations.organisations.actions import change_logo

NETWORKS = ("Réseau des carrefours jeunesse", "Réseau des services aux personnes immigrantes", "Entraide régionale")
COLOURS = ("#0b5c8a", "#8a1f4d", "#2f6b2f", "#7a4a00", "#4b3b8f", "#00695c")
PRESENTATIONS = (
    "Nous accompagnons les personnes qui cherchent un emploi, seules ou en groupe : bilan, choix d’une voie, "
    "recherche active, premières semaines au travail.",
    "Notre équipe aide les personnes à retourner au travail ou à en changer, et les employeurs à bien les accueillir.",
    "Un lieu calme, des conseillères et conseillers qui écoutent, des outils pour avancer à son rythme.",
)


def load(world: World, *, past: datetime) -> None:
    """After the organisations and the people."""
    bring("service-points", service_points(world), at=past, historical=True)
    bring("contacts", contacts(world), at=past, historical=True)
    for centre, colour in zip(world.centres[::17], COLOURS, strict=False):
        show_logo(centre, colour, at=past)


def networks() -> Iterator[Row]:
    for name in NETWORKS:
        yield {"vocabulary": "Réseau", "name_fr": name}


def said_of(centre: Centre) -> Row:
    """The network and the presentation of a centre: three of four have both."""
    return {
        "networks": [NETWORKS[centre.number % len(NETWORKS)]] if centre.number % 4 else [],
        "description": PRESENTATIONS[centre.number % len(PRESENTATIONS)] if centre.number % 4 else "",
    }


def service_points(world: World) -> Iterator[Row]:
    """One centre of three receives people in another municipality of its region too."""
    for centre in world.centres[::3]:
        near = [place for place in PLACES if place.region == centre.place.region and place.name != centre.place.name]
        if near:
            place = near[centre.number % len(near)]
            yield {
                "organisation": centre.name,
                "name": f"Point de service de {place.name}",
                "street": f"{20 + centre.number}, rue de l’Église",
                "municipality": place.name,
                "postal_code": f"{place.postal} 1A{centre.number % 9 + 1}",
                "latitude": place.latitude,
                "longitude": place.longitude,
                "phone": f"418 555-{centre.number:04d}",
                "hours": "Du mardi au jeudi, de 9 h à 16 h",
            }


def contacts(world: World) -> Iterator[Row]:
    """Who directs, and who pays."""
    directors = {person.centre.number: person for person in world.people if person.role == "director"}
    for centre in world.centres:
        named = {"organisation": centre.name}
        yield named | {"kind": "Direction", "person": directors[centre.number].email, "title": "Direction générale"}
        yield named | {"kind": "Facturation", "name": "Service de la comptabilité",
                       "email": f"comptabilite@{centre.domain}", "phone": f"418 555-{centre.number:04d}, poste 2"}  # fmt: skip


def show_logo(centre: Centre, colour: str, *, at: datetime) -> None:
    """The initials of a centre on a colour."""
    picture = Image.new("RGB", (480, 240), colour)
    initials = "".join(word[0] for word in centre.name.split()[:3]).upper()
    ImageDraw.Draw(picture).text((240, 120), initials, fill="white", anchor="mm", font_size=130)
    file = io.BytesIO()
    picture.save(file, "PNG")
    organisation = Organisation.objects.get(neq=centre.neq)
    with received_picture(ContentFile(file.getvalue(), name="logo.png"), feature="organisations", at=at) as drawn:
        change_logo(organisation=organisation, picture=drawn, by=LOADER, at=at)
