"""A registrar's pages: the list, one colleague, the requests, the confirmation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from registrations.actors import Actor
from registrations.organisations.models import Affiliation, Organisation
from registrations.people.models import User
from registrations.staff.actions import (
    add_colleague,
    answer_bounce,
    change_address,
    change_colleague,
    confirm_list,
    confirm_post,
    end_post,
    invite,
    invite_everybody,
    name_colleague,
    refuse_post,
    undo_end,
)
from registrations.staff.forms import (
    AddressForm,
    BounceForm,
    ColleagueForm,
    EndForm,
    NameForm,
    PostForm,
    StaffFilterForm,
)
from registrations.staff.portal.doors import acted, entered, get_and_post, shown, tried
from registrations.staff.queries import (
    Wanted,
    address_to_invite,
    colleague_named,
    colleagues,
    confirmation_of,
    people_to_invite,
    posts_to_answer,
    tiles_of,
)
from registrations.staff.rules import next_period, period_of


@require_safe
@login_required
def hub(request: HttpRequest, slug: str) -> HttpResponse:
    """All that a registrar looks after in one organisation."""
    me, organisation = entered(request, slug)
    return shown(
        request, "hub", {"organisation": organisation, "tiles": tiles_of(organisation, by=me, at=timezone.now())}
    )


@require_safe
@login_required
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """The staff of an organisation, for its registrars."""
    _me, organisation = entered(request, slug)
    filters, today = StaffFilterForm(request.GET or None), timezone.localdate()
    wanted = filters.wanted()
    context = {
        "organisation": organisation,
        "filters": filters,
        "wanted": wanted,
        "staff": colleagues(organisation, wanted, on=today),
        "waiting": posts_to_answer(organisation, on=today),
        "to_invite": len(people_to_invite([organisation.pk], on=today)),
        "confirmation": confirmation_of(organisation, on=today),
        "period": period_of(today),
    }
    return shown(request, "people", context)


@login_required
@get_and_post
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """One colleague more."""
    me, organisation = entered(request, slug)
    form = ColleagueForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        post = tried(
            form, lambda: add_colleague(organisation=organisation, **form.colleague(), by=me, at=timezone.now())
        )
        if post is not None:
            messages.success(request, _added(post, invited=_invited(post, form.cleaned_data["invite"], by=me)))
            return redirect("staff:colleague", slug, post.uuid)
    return shown(request, "add", {"organisation": organisation, "form": form})


@require_safe
@login_required
def colleague(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """One colleague: what is known, what can be done."""
    _me, organisation = entered(request, slug)
    return shown(request, "colleague", _about(organisation, uuid))


@login_required
@get_and_post
def change(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Role, registrar."""
    me, organisation = entered(request, slug)
    context = _about(organisation, uuid)
    post = context["colleague"].post
    form = PostForm.of(post, request.POST if request.method == "POST" else None)
    if form.is_bound and tried(form, lambda: change_colleague(post, **form.cleaned_data, by=me, at=timezone.now())):
        messages.success(request, _("Changed."))
        return redirect("staff:colleague", slug, uuid)
    return shown(request, "change", context | {"form": form})


@login_required
@get_and_post
def rename(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Correct a name that is nobody's own yet; else propose it."""
    me, organisation = entered(request, slug)
    context = _about(organisation, uuid)
    post = context["colleague"].post
    form = NameForm.of(post, request.POST if request.method == "POST" else None)

    def perform() -> tuple[object]:
        return (name_colleague(post, **form.cleaned_data, by=me, at=timezone.now()),)

    if form.is_bound and (done := tried(form, perform)):
        proposed = _("This name was proposed to the person, who will answer.")
        messages.success(request, proposed if done[0] else _("The name is corrected."))
        return redirect("staff:colleague", slug, uuid)
    return shown(request, "rename", context | {"form": form})


@login_required
@get_and_post
def readdress(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Another address for somebody who never signed in."""
    me, organisation = entered(request, slug)
    context = _about(organisation, uuid)
    post = context["colleague"].post
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and tried(form, lambda: change_address(post, **form.cleaned_data, by=me, at=timezone.now())):
        messages.success(request, _("The address is changed."))
        return redirect("staff:colleague", slug, uuid)
    return shown(request, "readdress", context | {"form": form})


@login_required
@get_and_post
def end(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """End a post, from today by default; asked once."""
    me, organisation = entered(request, slug)
    context, today = _about(organisation, uuid), timezone.localdate()
    post = context["colleague"].post
    form = EndForm(request.POST if request.method == "POST" else None, initial={"last_day": today})

    def perform() -> Affiliation:
        return end_post(post, on=form.cleaned_data["last_day"], by=me, at=timezone.now())

    if form.is_bound and tried(form, perform):
        return redirect("staff:ended", slug, uuid)
    return shown(request, "end", context | {"form": form})


@require_safe
@login_required
def ended(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """What happened, and how to take it back."""
    _me, organisation = entered(request, slug)
    context = _about(organisation, uuid)
    if context["colleague"].post.ends_on is None:
        return redirect("staff:colleague", slug, uuid)
    return shown(request, "ended", context)


@login_required
@require_POST
def undo(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """They have not left."""
    me, organisation = entered(request, slug)
    post = colleague_named(organisation, uuid).post
    done = _("%(name)s is on the list again.") % {"name": post.person.get_full_name()}
    back = {"slug": slug, "uuid": uuid}
    return acted(request, lambda: undo_end(post, by=me, at=timezone.now()), done=done, back="staff:colleague", **back)


@login_required
@require_POST
def send_invitation(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Invite, or invite again."""
    me, organisation = entered(request, slug)
    post = colleague_named(organisation, uuid).post
    done = _("The invitation is on its way to %(address)s.") % {"address": address_to_invite(post.person)}
    back = {"slug": slug, "uuid": uuid}
    return acted(request, lambda: invite(post, by=me, at=timezone.now()), done=done, back="staff:colleague", **back)


@login_required
@require_POST
def invite_all(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite all those who never signed in."""
    me, organisation = entered(request, slug)
    count = invite_everybody(organisation, by=me, at=timezone.now())
    text = ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", count)
    messages.success(request, text % {"n": count})
    return redirect("staff:people", slug)


@login_required
@get_and_post
def answer(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Confirm, or not ours."""
    me, organisation = entered(request, slug)
    context = _about(organisation, uuid)
    post: Affiliation = context["colleague"].post
    if request.method != "POST" or request.POST.get("answer") not in ("confirm", "refuse"):
        return shown(request, "answer", context)
    confirms = request.POST["answer"] == "confirm"
    act = confirm_post if confirms else refuse_post
    said = _("%(name)s is confirmed.") if confirms else _("%(name)s is not on your list.")
    done = said % {"name": post.person.get_full_name()}
    return acted(request, lambda: act(post, by=me, at=timezone.now()), done=done, back="staff:people", slug=slug)


@login_required
@get_and_post
def bounce(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Still here, another address, or left: what became of somebody whose address returns our mails."""
    me, organisation = entered(request, slug)
    context = _about(organisation, uuid)
    post: Affiliation = context["colleague"].post
    form = BounceForm(request.POST if request.method == "POST" else None, initial={"last_day": timezone.localdate()})
    if form.is_bound and tried(form, lambda: answer_bounce(post, **form.cleaned_data, by=me, at=timezone.now())):
        messages.success(request, _("Thank you: it is done."))
        return redirect("staff:colleague", slug, uuid)
    return shown(request, "bounce", context | {"form": form})


@login_required
@get_and_post
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at the list, then say that it is right."""
    me, organisation = entered(request, slug)
    today = timezone.localdate()
    context = {
        "organisation": organisation,
        "staff": colleagues(organisation, Wanted(), on=today),
        "waiting": posts_to_answer(organisation, on=today),
        "confirmation": confirmation_of(organisation, on=today),
        "next": next_period(today),
    }
    if request.method != "POST":
        return shown(request, "confirm", context)
    return acted(
        request,
        lambda: confirm_list(organisation, by=me, at=timezone.now()),
        done=_("Thank you: the list is confirmed."),
        back="staff:confirm",
        slug=slug,
    )


def _about(organisation: Organisation, uuid: UUID) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "colleague": colleague_named(organisation, uuid),
        "today": timezone.localdate(),
    }


def _invited(post: Affiliation, wanted: bool, *, by: Actor) -> bool:
    """Invite whom the form asked to invite, when they have an address of their own and no account."""
    person: User = post.person
    if not wanted or not address_to_invite(person) or colleague_named(post.organisation, post.uuid).has_own_record:
        return False
    invite(post, by=by, at=timezone.now())
    return True


def _added(post: Affiliation, *, invited: bool) -> str:
    name = {"name": post.person.get_full_name()}
    return (_("%(name)s is on the list and invited.") if invited else _("%(name)s is on the list.")) % name
