"""Mails of sign-in, in the association's layout. They leave at once: a code that waits in an outbox is useless."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from registrations.association.models import Association
from registrations.messages.mails import as_html, as_text, from_address
from registrations.messages.registry import Mail, MailKind
from registrations.people.models import User
from registrations.people.queries import needs_own_address

Context = dict[str, Any]


def sign_in_mail(prefix: str, context: Context) -> Mail:
    """The mail that allauth calls `prefix` (`account/email/login_code`), in the active language."""
    if ours := OURS.get(prefix):
        return ours(context)
    subject = " ".join(render_to_string(f"{prefix}_subject.txt", context).split())
    body = render_to_string(f"{prefix}_message.txt", context).strip()
    return Mail(subject=subject, paragraphs=[part.strip() for part in body.split("\n\n") if part.strip()])


def proof_mail(code: str) -> Mail:
    """The code that proves an address to which a person asked for it."""
    return _confirm_address({"code": code})


def envelope(mail: Mail, *, to: str, sender: Association, language: str) -> EmailMultiAlternatives:
    """The mail, ready to be sent; its code is also in the subject, where telephones show it."""
    with override(language):
        email = EmailMultiAlternatives(
            subject=mail.subject,
            body=as_text(mail, sender=sender, language=language),
            from_email=from_address(sender),
            to=[to],
            headers={"Auto-Submitted": "auto-generated"},
        )
        email.attach_alternative(as_html(mail, sender=sender, language=language), "text/html")
    return email


def _ignore() -> str:
    return _("If you did not ask for it, ignore this mail: nothing happens without the code.")


def _login_code(context: Context) -> Mail:
    return Mail(
        subject=_("Your sign-in code: %(code)s") % {"code": context["code"]},
        paragraphs=[_("Type this code in the window where you are signing in.")],
        facts=[(_("Code"), context["code"])],
        reason=_ignore(),
    )


def _confirm_address(context: Context) -> Mail:
    return Mail(
        subject=_("Confirm your address: %(code)s") % {"code": context["code"]},
        paragraphs=[_("Type this code in the window that is open, to confirm that this address is yours.")],
        facts=[(_("Code"), context["code"])],
        reason=_ignore(),
    )


def _reset_code(context: Context) -> Mail:
    return Mail(
        subject=_("Your code to choose a new password: %(code)s") % {"code": context["code"]},
        paragraphs=[_("Type this code in the window that is open, then choose a new password.")],
        facts=[(_("Code"), context["code"])],
        reason=_ignore(),
    )


def _already_exists(context: Context) -> Mail:
    return Mail(
        subject=_("You already have an account"),
        paragraphs=[
            _("Somebody, probably you, tried to open an account with this address. You already have one."),
            _("Sign in with this address: we will send you a code, no password is needed."),
        ],
        action=(_("Sign in"), context["login_url"]),
        reason=_("If it was not you, ignore this mail."),
    )


def _unknown(context: Context) -> Mail:
    return Mail(
        subject=_("No account has this address"),
        paragraphs=[
            _("Somebody, probably you, tried to sign in with this address. No account has it."),
            _("Perhaps you signed up with another address. You can also open an account with this one."),
            _(
                "The address of an employer that you left does not sign in any more: use your personal one. Without "
                "any, write to us: we check who you are, and give you back what is yours."
            ),
        ],
        action=(_("Open an account"), context["signup_url"]),
        reason=_("If it was not you, ignore this mail."),
    )


OURS: dict[str, Callable[[Context], Mail]] = {
    "account/email/login_code": _login_code,
    "account/email/email_confirmation": _confirm_address,
    "account/email/email_confirmation_signup": _confirm_address,
    "account/email/password_reset_code": _reset_code,
    "account/email/account_already_exists": _already_exists,
    "account/email/unknown_account": _unknown,
}


def _person(about: UUID) -> User | None:
    return User.objects.filter(uuid=about, is_active=True).first()


def own_address(about: UUID, _language: str) -> Mail | None:
    """To somebody who will leave, while their mailbox is still theirs to read."""
    person = _person(about)
    if person is None or not needs_own_address(person, on=timezone.localdate()):
        return None
    return Mail(
        subject=_("Add a personal address to your account"),
        paragraphs=[
            _("The day on which you leave your organisation is now in our register."),
            _(
                "From that day, your address there does not sign in any more: the mailbox stays your employer's. Add a "
                "personal address now, and keep your certificates, your registrations and your replays."
            ),
        ],
        action=(_("Add an address"), f"{settings.SITE_URL}{reverse('people:addresses')}"),
        reason=_(
            "You receive this message because you sign in with the address of an organisation that you are leaving."
        ),
    )


def address_closed(about: UUID, _language: str) -> Mail | None:
    """To somebody who left, at the address that is theirs."""
    person = _person(about)
    if person is None or not person.email:
        return None
    return Mail(
        subject=_("You now sign in with this address"),
        paragraphs=[
            _(
                "You left an organisation: its addresses do not sign in to your account any more, and receive nothing "
                "from us. This one does."
            ),
            _("Your certificates, registrations and orders are where they were."),
        ],
        action=(_("See my addresses"), f"{settings.SITE_URL}{reverse('people:addresses')}"),
        reason=_("You receive this message because it changes how you sign in."),
    )


def way_in(about: UUID, _language: str) -> Mail | None:
    """How to sign in: no link that opens anything, the page sends the code."""
    person = _person(about)
    if person is None or not person.email:
        return None
    return Mail(
        subject=_("How to sign in"),
        paragraphs=[
            _("Your account is ready. Open the page below and give this address: we send you a code, no password."),
            _("You will find your registrations, your certificates and what your organisation gives you access to."),
        ],
        facts=[(_("Your address"), person.email)],
        action=(_("Sign in"), f"{settings.SITE_URL}{reverse('account_login')}"),
        reason=_("You receive this message because the team sent it to you, at your request or your organisation's."),
    )


def _anybody() -> UUID | None:
    return User.objects.filter(is_active=True).exclude(email=None).values_list("uuid", flat=True).first()


MAIL_KINDS = {
    "people-way-in": MailKind(gettext_lazy("How to sign in"), way_in, example=_anybody),
    "people-own-address": MailKind(gettext_lazy("Add a personal address"), own_address, example=_anybody),
    "people-address-closed": MailKind(gettext_lazy("Address of a former employer"), address_closed, example=_anybody),
}
