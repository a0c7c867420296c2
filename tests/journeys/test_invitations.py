"""An assembly by invitation: the lead invites a guest by their address, who answers by mail without an account."""

import pytest
from playwright.sync_api import Page, expect

from registrations.ids import short_code
from tests.journeys.test_register import in_mail_to, press

pytestmark = pytest.mark.journey
RUN = short_code().lower()  # the journey may be walked twice on one site
GUEST = f"invitee.{RUN}@exemple.org"


def test_a_guest_is_invited_answers_from_the_mail_and_changes_their_mind(visit, sign_in, accessible):
    lead, guest = visit(), visit(width=390)
    sign_in(lead, "training")
    invite(lead)

    link = in_mail_to(guest, GUEST, r"/formation/invitation/[\w-]+/")
    guest.goto(link)
    accessible(guest)
    guest.get_by_label("Prénom").fill("Jeanne")
    guest.get_by_label("Nom", exact=True).fill(f"Invitée {RUN}")
    guest.get_by_role("button", name="Je viendrai").click()
    expect(guest.locator("main")).to_contain_text("Votre inscription est confirmée")
    accessible(guest)
    standing(lead, "Vient")

    guest.goto(link)
    guest.get_by_role("button", name="Je ne pourrai pas venir").click()
    standing(lead, "Ne vient pas")
    assert visit().goto("/formation/invitation/pas-un-lien-du-tout/").status == 404


def invite(page: Page) -> None:
    """Each line has its verdict before anybody is told; sent again, the list invites nobody twice."""
    page.goto("/admin/seances/?q=assembl")
    page.locator("main table tbody a", has_text="AGA").first.click()
    page.get_by_role("link", name="Invitations").first.click()
    page.locator("a[href*=inviter]").first.click()
    page.locator("textarea").first.fill(f"{GUEST}\npas une adresse\n{GUEST}")
    press(page)
    expect(page.locator("main")).to_contain_text("1 personne serait invitée")
    press(page)
    expect(page.locator("main")).to_contain_text("1 invitation part")


def standing(page: Page, answer: str) -> None:
    """What the lead reads beside the guest."""
    page.goto(f"/admin/invitations-aux-seances/?q={RUN}")
    expect(page.locator("main table tbody")).to_contain_text(answer)
