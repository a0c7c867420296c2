"""What goes to Zoom, and what comes back: the registrants of a meeting, and each one's own link."""

import csv
import io
from collections.abc import Iterable, Iterator

from registrations.folding import folded
from training.attendance.errors import LinksUnreadable
from training.attendance.rules.reports import SEPARATORS, decoded

EMAILS = {
    folded(word)
    for word in ("Email", "E-mail", "Email Address", "User Email", "Courriel", "Adresse e-mail", "Adresse courriel")
}
LINKS = {
    folded(word)
    for word in (
        "Join URL",
        "Join Link",
        "Join link",
        "Unique Join Link",
        "URL d'accès",
        "Lien d'accès",
        "Lien pour rejoindre",
        "Lien de participation",
        "URL de participation",
        "Lien unique",
    )
}
LONGEST_LINK = 1000


def registrants_csv(people: Iterable[tuple[str, str, str]]) -> bytes:
    """Zoom's own template for importing registrants: first name, last name, e-mail."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(["First Name", "Last Name", "Email"])
    rows.writerows([_plain(cell) for cell in person] for person in people)
    return text.getvalue().encode("utf-8-sig")


def links_of(content: bytes) -> dict[str, str]:
    """By address, the personal join link of an export of registrants. Raises `LinksUnreadable`."""
    for separator in SEPARATORS:
        rows = list(csv.reader(io.StringIO(decoded(content), newline=""), delimiter=separator))
        for number, cells in enumerate(rows):
            headings = [folded(cell) for cell in cells]
            email = next((place for place, cell in enumerate(headings) if cell in EMAILS), None)
            link = next((place for place, cell in enumerate(headings) if cell in LINKS), None)
            if email is not None and link is not None:
                return dict(_pairs(rows[number + 1 :], email, link))
    raise LinksUnreadable()


def _pairs(rows: Iterable[list[str]], email: int, link: int) -> Iterator[tuple[str, str]]:
    for cells in rows:
        if len(cells) > max(email, link):
            address, url = cells[email].strip().lower(), cells[link].strip()
            if (
                "@" in address
                and url.startswith("https://")
                and len(url) <= LONGEST_LINK
                and not set(url) & set(' <>"')
            ):
                yield address, url


def _plain(cell: str) -> str:
    """A name that begins as a formula does is given as text."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell
