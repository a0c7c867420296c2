"""What allauth asks of us: its mails in our layout, its accounts made by our actions. For the doors alone."""

from smtplib import SMTPRecipientsRefused
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.account.utils import has_verified_email
from allauth.core import context as allauth_context
from allauth.core.internal.httpkit import headed_redirect_response
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from registrations.actors import Actor, Via
from registrations.association.queries import association
from registrations.errors import DomainError
from registrations.messages.actions import record_bounce
from registrations.messages.registry import Mail
from registrations.messages.rules import bounce_kind
from registrations.people.actions import close_addresses, close_if_left, prove_address, sign_up
from registrations.people.errors import AddressClosed
from registrations.people.mails import envelope, proof_mail, sign_in_mail
from registrations.people.models import User
from registrations.people.queries import claimable_record, domains_of


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in, sign-up and their mails."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: ARG002  # allauth's signature
        """The account of an address still to be proved: a record that the team imported, else a new one."""
        return sign_up(
            email=form.cleaned_data["email"],
            language=get_language() or settings.LANGUAGE_CODE,
            by=Actor(person=None, via=Via.PORTAL),
            at=timezone.now(),
        )

    def clean_email(self, email: str) -> str:
        """Asked by every form that takes an address: what an employer keeps is nobody's before it is looked up."""
        close_if_left(email, at=timezone.now())
        cleaned: str = super().clean_email(email)
        return cleaned

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """A password opens nothing with an address that an employer keeps."""
        close_if_left(credentials.get("email") or "", at=timezone.now())
        return super().authenticate(request, **credentials)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The code of an address was typed: by the same action as everywhere."""
        person = email_address.user
        try:
            prove_address(person, email=email_address.email, by=Actor(person=person, via=Via.PORTAL), at=timezone.now())
        except DomainError as refusal:
            self.add_message(request, messages.ERROR, message=str(refusal))
            return False
        return True

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """A code that was typed proves the address, of an account as of an imported record that it then claims.

        Whatever the door (page, headless, password, code, reset), an address that an employer keeps ends here.
        """
        email, now = (options.get("email") or "").lower(), timezone.now()
        domains = domains_of(user, on=timezone.localdate(now))
        if domains.left:
            close_addresses(user, by=Actor.system("sign-in"), at=now)
        if email and domains.keeps(email):
            return self._refuse(request, AddressClosed())
        if email and _proved(request, user, email) and not has_verified_email(user, email):
            try:
                claimed = prove_address(user, email=email, by=Actor(person=user, via=Via.PORTAL), at=now)
            except DomainError as refusal:
                return self._refuse(request, refusal)
            if claimed and user.get_full_name() != email:
                found = _("We found your record, %(name)s: your posts and registrations are in your space.")
                self.add_message(request, messages.SUCCESS, message=found % {"name": user.get_full_name()})
        response: HttpResponse | None = super().pre_login(request, user, **options)
        return response

    def _refuse(self, request: HttpRequest, refusal: DomainError) -> HttpResponse:
        clear_login(request)
        self.add_message(request, messages.ERROR, message=str(refusal))
        response: HttpResponse = headed_redirect_response("account_login")
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = context.get("user")
        language = user.language if isinstance(user, User) else (get_language() or settings.LANGUAGE_CODE)
        request = allauth_context.request
        links = {"login_url": request.build_absolute_uri(reverse("account_login")) if request else settings.SITE_URL}
        mail = sign_in_mail(template_prefix, {"email": email, "current_site": _Site(), **links, **context})
        send_now(mail, to=email, language=language)


def send_now(mail: Mail, *, to: str, language: str) -> None:
    """Somebody waits for it at their screen. An address that the server refuses is kept, and breaks no page."""
    try:
        envelope(mail, to=to, sender=association(), language=language).send()
    except SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()), (0, b""))
        text = f"{code} {words.decode(errors='replace')}"
        if kind := bounce_kind(code, text):
            record_bounce(address=to, kind=kind, diagnosis=text, by=Actor.system("sign-in"), at=timezone.now())


def send_proof(code: str, *, to: str, language: str) -> None:
    """The code that proves an address, in this language."""
    with override(language):
        mail = proof_mail(code)
    send_now(mail, to=to, language=language)


class LoginCodeForm(RequestLoginCodeForm):
    """Also sends a code to the address of an imported record that nobody has taken yet."""

    _user: User | None

    def clean_email(self) -> str:
        close_if_left(self.cleaned_data["email"], at=timezone.now())
        email: str = super().clean_email()
        if email and self._user is None:
            self._user = claimable_record(email, on=timezone.localdate())
        return email


class SignInForm(LoginForm):
    """An address, and a password for those who chose one: without it, a code is sent."""

    def _setup_password_field(self) -> None:
        field = self.fields["password"]
        field.required = False
        field.label = gettext_lazy("Password")

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict[str, Any]:  # noqa: ARG002  # allauth's signature
        asked = LoginCodeForm({"email": email or ""})
        if asked.is_valid():
            self.user = asked._user
        for error in asked.errors.get("email", []):
            self.add_error("login", error)
        return dict(self.cleaned_data)


class _Site:
    """What allauth's own templates print of the site."""

    name = "AXTRA"
    domain = settings.SITE_URL


def _proved(request: HttpRequest, user: User, email: str) -> bool:
    records = get_authentication_records(request, user)
    return any(record["method"] == "code" and record.get("email") == email for record in records)
