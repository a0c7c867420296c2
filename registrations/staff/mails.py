"""What the staff lists say by mail. Each returns its mail, or None when it is not true any more."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.dates import spelled_day, spelled_instant
from registrations.messages.registry import Mail, MailKind
from registrations.organisations.models import Affiliation, Organisation
from registrations.staff.models import Invitation, NameProposal
from registrations.staff.queries import link_of
from registrations.staff.rules import InvitationState


def absolute(name: str, *args: object) -> str:
    """The absolute address of one of our pages."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def invitation(uuid: UUID, language: str) -> Mail | None:
    """The personal link; nothing once it was answered, withdrawn or replaced."""
    found = Invitation.objects.select_related("person", "organisation").filter(uuid=uuid).first()
    link = link_of(found) if found and found.state == InvitationState.SENT else None
    if found is None or link is None or found.expires_at is None:
        return None
    name = {"organisation": found.organisation.name}
    return Mail(
        subject=_("%(organisation)s opens your AXTRA space") % name,
        paragraphs=[
            _("Hello %(name)s,") % {"name": found.person.get_short_name()},
            _("%(organisation)s has you on its staff list at AXTRA, the alliance of employment counselling centres.")
            % name,
            _(
                "With your account, you register for training by yourself and get the resources and the prices of "
                "member centres. It takes a minute, and no password is needed."
            ),
            _("This link is yours alone: do not forward it."),
        ],
        facts=[(_("Link valid until"), spelled_instant(found.expires_at, language))],
        action=(_("Open my account"), link),
        reason=_("You receive this message because %(organisation)s keeps its staff list with AXTRA.") % name,
    )


def added(uuid: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the language is already in force
    """Somebody who has a record was put on another list."""
    if (post := _live(uuid)) is None:
        return None
    name = {"organisation": post.organisation.name}
    return Mail(
        subject=_("You are on the staff list of %(organisation)s") % name,
        paragraphs=[
            _("Hello %(name)s,") % {"name": post.person.get_short_name()},
            _("A registrar of %(organisation)s added you to its staff. You have its rights from today.") % name,
            _("If it is a mistake, say so on the page of your organisations: one click is enough."),
        ],
        facts=[(_("Role"), post.get_role_display())],
        action=(_("See my organisations"), absolute("staff:mine")),
        reason=_("You receive this message because %(organisation)s keeps its staff list with AXTRA.") % name,
    )


def asked(uuid: UUID, language: str) -> Mail | None:
    """A registrar is asked whether somebody works there."""
    post = _live(uuid)
    if post is None or post.verified_at is not None:
        return None
    names = {"name": post.person.get_full_name(), "organisation": post.organisation.name}
    return Mail(
        subject=_("Does %(name)s work at %(organisation)s?") % names,
        paragraphs=[
            _("%(name)s says that they work at %(organisation)s. You are its registrar: confirm, or answer “Not ours”.")
            % names,
            _("Until then, they have none of the members' rights; a seat that they take is kept a few days only."),
        ],
        facts=[
            (_("Role"), post.get_role_display()),
            (_("Address"), post.person.address or "–"),
            (_("Since"), spelled_day(post.starts_on, language, weekday=False)),
        ],
        action=(_("Answer"), absolute("staff:answer", post.organisation.slug, post.uuid)),
        reason=_registrar(post.organisation),
    )


def confirmed(uuid: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the same
    """The person's post is confirmed."""
    post = _live(uuid)
    if post is None or post.verified_at is None:
        return None
    name = {"organisation": post.organisation.name}
    return Mail(
        subject=_("Your post at %(organisation)s is confirmed") % name,
        paragraphs=[
            _("Hello %(name)s,") % {"name": post.person.get_short_name()},
            _("%(organisation)s confirmed that you work there: you have its rights from now on.") % name,
        ],
        action=(_("See my organisations"), absolute("staff:mine")),
        reason=_("You receive this message because you have a post at %(organisation)s.") % name,
    )


def refused(uuid: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the same
    """The organisation said that the person does not work there."""
    post = Affiliation.objects.select_related("person", "organisation").filter(uuid=uuid).first()
    if post is None or post.refused_at is None:
        return None
    name = {"organisation": post.organisation.name}
    return Mail(
        subject=_("%(organisation)s did not confirm your post") % name,
        paragraphs=[
            _("Hello %(name)s,") % {"name": post.person.get_short_name()},
            _("%(organisation)s answered that you are not on its staff. What rested on this post is released.") % name,
            _("If it is a mistake, speak to its registrar, or answer this message."),
        ],
        action=(_("See my organisations"), absolute("staff:mine")),
        reason=_("You receive this message because you asked for a post at %(organisation)s.") % name,
    )


def bounced(uuid: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the same
    """A colleague's address returns our mails."""
    if (post := _live(uuid)) is None:
        return None
    names = {"name": post.person.get_full_name(), "organisation": post.organisation.name}
    return Mail(
        subject=_("Is %(name)s still at %(organisation)s?") % names,
        paragraphs=[
            _("Our mails to %(name)s come back: nothing more is sent to that address.") % names,
            _("Say whether they still work there, have another address, or have left: one page is enough."),
        ],
        facts=[(_("Address"), post.person.address or "–")],
        action=(_("Answer"), absolute("staff:bounce", post.organisation.slug, post.uuid)),
        reason=_registrar(post.organisation),
    )


def left(uuid: UUID, language: str) -> Mail | None:
    """A colleague ended their own post."""
    post = Affiliation.objects.select_related("person", "organisation").filter(uuid=uuid).first()
    if post is None or post.ends_on is None:
        return None
    names = {"name": post.person.get_full_name(), "organisation": post.organisation.name}
    return Mail(
        subject=_("%(name)s has left %(organisation)s") % names,
        paragraphs=[_("%(name)s says that they do not work at %(organisation)s any more.") % names],
        facts=[(_("Since"), spelled_day(post.ends_on, language, weekday=False))],
        action=(_("See the staff list"), absolute("staff:people", post.organisation.slug)),
        reason=_registrar(post.organisation),
    )


def declined(uuid: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the same
    """Somebody who was invited says that they do not work there."""
    found = Invitation.objects.select_related("person", "organisation").filter(uuid=uuid).first()
    if found is None or found.state != InvitationState.DECLINED:
        return None
    names = {"name": found.person.get_full_name(), "organisation": found.organisation.name}
    return Mail(
        subject=_("%(name)s declined your invitation") % names,
        paragraphs=[
            _("%(name)s answered that they do not work at %(organisation)s: end their post if it is so.") % names
        ],
        action=(_("See the staff list"), absolute("staff:people", found.organisation.slug)),
        reason=_registrar(found.organisation),
    )


def name_proposed(uuid: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the same
    """A registrar believes that a name is spelled otherwise."""
    found = NameProposal.objects.select_related("person", "organisation").filter(uuid=uuid, answered_at=None).first()
    if found is None:
        return None
    name = {"organisation": found.organisation.name}
    return Mail(
        subject=_("Is your name spelled so?"),
        paragraphs=[
            _("Hello %(name)s,") % {"name": found.person.get_short_name()},
            _("%(organisation)s writes your name another way. Your record is yours: take it over, or leave it.") % name,
        ],
        facts=[(_("Proposed"), str(found)), (_("Today"), found.person.get_full_name())],
        action=(_("Answer"), absolute("staff:mine")),
        reason=_("You receive this message because you have a post at %(organisation)s.") % name,
    )


def list_to_confirm(uuid: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the same
    """Twice a year: is the list still right?"""
    organisation = Organisation.objects.filter(uuid=uuid, archived_at=None).first()
    if organisation is None:
        return None
    name = {"organisation": organisation.name}
    return Mail(
        subject=_("Is the staff list of %(organisation)s still right?") % name,
        paragraphs=[
            _("Twice a year, we ask you to look at your staff list: who came, who left. One click confirms it."),
            _("Your colleagues' rights, invitations and invoices follow from this list."),
        ],
        action=(_("Look at the list"), absolute("staff:confirm", organisation.slug)),
        reason=_registrar(organisation),
    )


def _live(uuid: UUID) -> Affiliation | None:
    """A post that has not ended."""
    return Affiliation.objects.select_related("person", "organisation").filter(uuid=uuid, ends_on=None).first()


def _registrar(organisation: Organisation) -> str:
    name = {"organisation": organisation.name}
    return _("You receive this message because you are a registrar of %(organisation)s.") % name


def _a_post(**having: object) -> UUID | None:
    return Affiliation.objects.filter(**having).order_by("-pk").values_list("uuid", flat=True).first()


def _an_invitation(state: str) -> UUID | None:
    return Invitation.objects.filter(state=state).order_by("-pk").values_list("uuid", flat=True).first()


def _a_proposal() -> UUID | None:
    return NameProposal.objects.filter(answered_at=None).order_by("-pk").values_list("uuid", flat=True).first()


def _an_organisation() -> UUID | None:
    return Organisation.objects.filter(archived_at=None).order_by("pk").values_list("uuid", flat=True).first()


MAIL_KINDS: dict[str, MailKind] = {
    "staff-invitation": MailKind(
        gettext_lazy("Invitation of a colleague"), invitation, example=lambda: _an_invitation("sent")
    ),
    "staff-added": MailKind(
        gettext_lazy("Added to a staff list"), added, example=lambda: _a_post(ends_on=None, verified_at__isnull=False)
    ),
    "staff-asked": MailKind(
        gettext_lazy("Post to confirm"), asked, example=lambda: _a_post(ends_on=None, verified_at=None)
    ),
    "staff-confirmed": MailKind(
        gettext_lazy("Post confirmed"), confirmed, example=lambda: _a_post(ends_on=None, verified_at__isnull=False)
    ),
    "staff-refused": MailKind(
        gettext_lazy("Post not confirmed"), refused, example=lambda: _a_post(refused_at__isnull=False)
    ),
    "staff-bounced": MailKind(
        gettext_lazy("Address of a colleague that returns mails"), bounced, example=lambda: _a_post(ends_on=None)
    ),
    "staff-left": MailKind(gettext_lazy("Colleague who left"), left, example=lambda: _a_post(ends_on__isnull=False)),
    "staff-declined": MailKind(
        gettext_lazy("Invitation declined"), declined, example=lambda: _an_invitation("declined")
    ),
    "staff-name": MailKind(gettext_lazy("Name proposed"), name_proposed, example=_a_proposal),
    "staff-list": MailKind(gettext_lazy("Staff list to confirm"), list_to_confirm, example=_an_organisation),
}
