"""What somebody answers, and what a guest says of themselves to come."""

from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from registrations.groups.models import Group
from registrations.organisations.models import Organisation
from registrations.questions.forms import CONSENT, answers_in, ask
from registrations.questions.queries import questions_of
from training.answers.actions import Guest
from training.enrolments.forms import accepting, ask_terms
from training.invitations.models import Invitation
from training.invitations.queries import Asked
from training.invitations.rules import Reply, Whom, read_lines


class AnswerForm(forms.Form):
    """The reply is the button that was pressed; who comes as a guest says who they are, and accepts the terms."""

    given_name = forms.CharField(
        label=_("Given name"), max_length=100, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=100, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("The confirmation and the calendar file go there. It is used for this session alone."),
    )
    accepted = accepting(_("I have read the terms of the programme and accept them."))

    def __init__(self, *args: Any, invitation: Invitation, seated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask(self, () if seated else questions_of(invitation.session.asked_for))
        self.terms = "" if seated else ask_terms(self, invitation.session)
        if seated:
            del self.fields["accepted"]
        self.asks_guest = invitation.person_id is None
        if not self.asks_guest:
            for name in ("given_name", "family_name", "address"):
                del self.fields[name]
        else:
            self.fields["address"].initial = invitation.address
            words = invitation.name.split(maxsplit=1)
            if len(words) > 1:
                self.fields["given_name"].initial, self.fields["family_name"].initial = words
        if self.reply != Reply.YES:
            for field in self.fields.values():
                field.required = not self.is_bound

    @property
    def reply(self) -> str:
        """What was answered, or ""."""
        said = str(self.data.get("reply", "")) if self.is_bound else ""
        return said if said in Reply.values else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.reply:
            raise forms.ValidationError(_("Press one of the answers."))
        return cleaned

    @property
    def answered(self) -> dict[str, Any]:
        """What was answered to the questions of the session, as `enrol` takes it; valid forms only."""
        return {"answers": answers_in(self), "consented": bool(self.cleaned_data.get(CONSENT))}

    def guest(self) -> Guest:
        """Who comes, as they wrote it; valid forms only."""
        names = ("given_name", "family_name", "address")
        return Guest(**{name: self.cleaned_data.get(name) or "" for name in names})


class InviteForm(forms.Form):
    """Whom to invite, until when to answer; what is asked for is shown first, and sent again to be done."""

    pasted = forms.CharField(
        label=_("Addresses or names, one a line"),
        required=False,
        max_length=300_000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_(
            "As: ana@centre.org, Ana Roy; ana@centre.org, or the name of somebody of the register. An address that the "
            "register does not know is invited as a guest."
        ),
    )
    members = forms.BooleanField(label=_("Every member organisation in good standing"), required=False)
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.filter(archived_at=None).order_by("name"),
        label=_("Organisations"),
        required=False,
        widget=forms.SelectMultiple({"size": 8}),
    )
    whom = forms.ChoiceField(label=_("Of these organisations, whom?"), choices=Whom.choices)
    groups = forms.ModelMultipleChoiceField(
        Group.objects.filter(archived_at=None).order_by("name"),
        label=_("Groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    answer_by = forms.DateTimeField(
        label=_("Answer due before"),
        help_text=_(
            "As 2026-09-21 17:00, on Montréal's clocks. Those who have not answered are reminded once, three days "
            "before."
        ),
        widget=AdminDateTimeInput,
    )
    words = forms.CharField(
        label=_("A few words of yours"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("In the mail, before the date and the place: the agenda, why they are invited."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def asked(self) -> Asked:
        """Whom it means; valid forms only."""
        given = self.cleaned_data
        return Asked(
            typed=read_lines(given["pasted"].splitlines()),
            organisations=list(given["organisations"]),
            whom=given["whom"],
            groups=list(given["groups"]),
            members=given["members"],
        )

    def mark(self) -> str:
        """What was asked for, as one short text: what is sent again must be what was shown."""
        names = ("pasted", "members", "organisations", "whom", "groups", "answer_by", "words")
        said = [self.data.getlist(name) if hasattr(self.data, "getlist") else self.data.get(name) for name in names]
        return sha256(repr(said).encode()).hexdigest()


class NewLinkForm(forms.Form):
    """Until when to answer by the new link."""

    answer_by = forms.DateTimeField(
        label=_("Answer due before"),
        help_text=_("As 2026-09-21 17:00, on Montréal's clocks."),
        widget=AdminDateTimeInput,
    )
