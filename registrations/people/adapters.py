"""What allauth asks of us: its mails in our layout, its accounts made by our actions. For the doors alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.utils import has_verified_email
from allauth.core import context as allauth_context
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor, Via
from registrations.association.queries import association
from registrations.people.actions import prove_address, sign_up
from registrations.people.mails import envelope, sign_in_mail
from registrations.people.models import User
from registrations.people.queries import claimable_record


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

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """A code that was typed proves the address, of an account as of an imported record that it then claims."""
        email = options.get("email")
        if email and _proved(request, user, email) and not has_verified_email(user, email):
            prove_address(user, email=email, by=Actor(person=user, via=Via.PORTAL), at=timezone.now())
        response: HttpResponse | None = super().pre_login(request, user, **options)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = context.get("user")
        language = user.language if isinstance(user, User) else (get_language() or settings.LANGUAGE_CODE)
        request = allauth_context.request
        links = {"login_url": request.build_absolute_uri(reverse("account_login")) if request else settings.SITE_URL}
        mail = sign_in_mail(template_prefix, {"email": email, "current_site": _Site(), **links, **context})
        envelope(mail, to=email, sender=association(), language=language).send()


class LoginCodeForm(RequestLoginCodeForm):
    """Also sends a code to the address of an imported record that nobody has taken yet."""

    _user: User | None

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if email and self._user is None:
            self._user = claimable_record(email)
        return email


class SignInForm(LoginForm):
    """An address, and a password for those who chose one: without it, a code is sent."""

    def _setup_password_field(self) -> None:
        field = self.fields["password"]
        field.required = False
        field.label = _("Password")

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
