"""Who is registered: oneself, a colleague of whom one is the registrar, or whom the team names."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.colloquium.forms import OrderForm
from registrations.dates import spelled_period
from registrations.orders.actions import Wanted
from registrations.orders.models import LineKind
from registrations.people.models import User
from registrations.people.queries import PeopleBook
from registrations.questions.forms import CONSENT, answers_in, ask
from registrations.questions.models import Question
from training.sessions.models import Session
from training.sessions.rules import SessionState


def accepting(label: str | Promise) -> forms.BooleanField:
    """The box that accepts a programme's terms."""
    return forms.BooleanField(
        label=label, error_messages={"required": _("Accept the terms of the programme to register.")}
    )


def ask_terms(form: forms.Form, session: Session) -> str:
    """The terms to show beside the box, which goes where the programme has none."""
    programme = session.activity.programme
    if programme is None or not programme.terms:
        del form.fields["accepted"]
        return ""
    return programme.terms


class EnrolForm(forms.Form):
    """Asks for whom only when there is a choice. `questions` are answered for oneself: colleagues are asked later."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("For whom?"), empty_label=None)
    accepted = accepting(
        _("I have read the terms of the programme and accept them (for a colleague: they accept them).")
    )

    def __init__(
        self,
        *args: Any,
        me: User,
        people: QuerySet[User],
        session: Session,
        questions: Sequence[Question] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        ask(self, questions)
        self.terms = ask_terms(self, session)
        if self.terms:
            self.order_fields([*(name for name in self.fields if name != "accepted"), "accepted"])
        self.me, self.fields["person"].queryset = me, people
        if not people.exists():
            del self.fields["person"]
        else:
            self.fields["person"].initial = me.pk

    @property
    def choosing(self) -> bool:
        """Whether it is for oneself or for a colleague."""
        return "person" in self.fields

    def person_to_enrol(self) -> User:
        """Whom it is for; valid forms only."""
        return self.cleaned_data.get("person") or self.me

    @property
    def answered(self) -> dict[str, Any]:
        """One's own answers, as `enrol` takes them; valid forms only."""
        own = self.person_to_enrol() == self.me
        return {"answers": answers_in(self) if own else None, "consented": bool(self.cleaned_data.get(CONSENT))}


class SeatsForm(OrderForm):
    """Who takes a seat in a session with a price, who pays, and how."""

    accepted = accepting(_("Whoever attends has read the terms of the programme and accepts them."))

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = ask_terms(self, session)

    @property
    def people_to_choose(self) -> bool:
        return "attendees" in self.fields

    def wanted(self, item: UUID) -> list[Wanted]:
        """The line of the order."""
        people = self.attending
        accepted = bool(self.cleaned_data.get("accepted"))
        return [Wanted(LineKind.SESSION, item, len(people), tuple(people), accepted=accepted)]


class MoveForm(forms.Form):
    """Which other session, and whether to wait for it when it is full."""

    session = forms.ModelChoiceField(
        Session.objects.none(),
        label=_("Session"),
        to_field_name="uuid",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a session."), "invalid_choice": _("Choose one of these sessions.")},
    )
    wait = forms.BooleanField(
        label=_("If it is full, put me on its waiting list: I keep my present place until a seat there is mine"),
        required=False,
    )

    def __init__(self, *args: Any, sessions: QuerySet[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions
        self.fields["session"].label_from_instance = _labelled


def _labelled(session: Session) -> str:
    """Its day and hours, and whether it is full."""
    when = spelled_period(session.starts_at, session.ends_at, get_language() or "fr")
    return f"{when} – {_('full')}" if session.pool.available == 0 else when


class MoveSomebodyForm(forms.Form):
    """Where the team moves a registration."""

    session = forms.ModelChoiceField(Session.objects.none(), label=_("Session"))
    wait = forms.BooleanField(
        label=_("If it is full, join its waiting list; the present place is kept until a seat there is theirs"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        row = kwargs.pop("instance", None)
        super().__init__(*args, **kwargs)
        if row is not None:
            others = Session.objects.filter(activity=row.session.activity_id, state=SessionState.PUBLISHED)
            self.fields["session"].queryset = others.exclude(pk=row.session_id).select_related("pool")
            self.fields["session"].label_from_instance = _labelled


class SomebodyForm(forms.Form):
    """Whom the team registers, found by address."""

    email = forms.EmailField(label=_("Address of the person"))
    accepted = forms.BooleanField(label=_("They accept the terms of the programme, if it has any"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Only to pass over the dates, the conditions or an overlap; the journal keeps it."),
    )

    def clean_email(self) -> str:
        """Kept beside the address: the person whose it is."""
        address = str(self.cleaned_data["email"]).lower()
        self.somebody = PeopleBook.load([address]).owner(address)
        if self.somebody is None:
            raise forms.ValidationError(_("Nobody in the register has this address, or several people do."))
        return address
