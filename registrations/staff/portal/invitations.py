"""The way in by a personal link."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from registrations.errors import DomainError
from registrations.staff.actions import accept_invitation, decline_invitation
from registrations.staff.actions.inviting import expect_usable
from registrations.staff.errors import UnknownInvitation
from registrations.staff.forms import AcceptForm
from registrations.staff.models import Invitation
from registrations.staff.portal.doors import get_and_post, shown, tried
from registrations.staff.queries import invitation_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@get_and_post
@sensitive_variables("secret")
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Open one's account. Only pressing the button does anything: programs that read mails follow every link.

    The site's own referrer policy keeps the secret from other sites. A stricter one (`no-referrer`) would make browsers
    post the form with a null origin, which the CSRF check refuses.
    """
    try:
        found = invitation_of(secret)
        expect_usable(found, at=timezone.now())
    except DomainError as refusal:
        status = 404 if isinstance(refusal, UnknownInvitation) else 409
        return render(request, "portal/staff/invitation_dead.html", {"refusal": refusal}, status=status)
    if request.method == "POST" and request.POST.get("answer") == "decline":
        decline_invitation(found, at=timezone.now())
        return shown(request, "declined", {"invitation": found})
    return _opened(request, found)


def _opened(request: HttpRequest, found: Invitation) -> HttpResponse:
    person = found.person
    names = {name: getattr(person, name) for name in AcceptForm.base_fields}
    form = AcceptForm(request.POST if request.method == "POST" else None, initial=names)
    if form.is_bound:
        opened = tried(form, lambda: accept_invitation(found, **form.cleaned_data, at=timezone.now()))
        if opened is not None:
            login(request, opened, backend=BACKEND)
            record_authentication(request, opened, method="mail", email=found.address)
            return redirect("staff:welcome")
    return shown(request, "invitation", {"form": form, "invitation": found})
