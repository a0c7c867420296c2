"""Mails of sign-in, in the association's layout. They leave at once: a code that waits in an outbox is useless."""

from collections.abc import Callable
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from registrations.association.models import Association
from registrations.messages.mails import as_html, as_text, from_address
from registrations.messages.registry import Mail

Context = dict[str, Any]


def sign_in_mail(prefix: str, context: Context) -> Mail:
    """The mail that allauth calls `prefix` (`account/email/login_code`), in the active language."""
    if ours := OURS.get(prefix):
        return ours(context)
    subject = " ".join(render_to_string(f"{prefix}_subject.txt", context).split())
    body = render_to_string(f"{prefix}_message.txt", context).strip()
    return Mail(subject=subject, paragraphs=[part.strip() for part in body.split("\n\n") if part.strip()])


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
