"""What the board's secretary types about groups."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from registrations.groups.models import Group, GroupMeeting, Mandate
from registrations.organisations.forms import RowForm
from registrations.organisations.models import Organisation
from registrations.people.models import User


def organisations() -> Any:
    """Those that one may still choose."""
    return Organisation.objects.filter(archived_at=None).order_by("name")


class GroupForm(RowForm):
    class Meta:
        model = Group
        fields = ["name", "kind", "description", "partners"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partners"].queryset = organisations()


class AppointForm(forms.Form):
    """A person is found by address, which is quicker than a list of thousands; else an organisation is chosen."""

    address = forms.EmailField(
        label=_("Address of the person"), required=False, help_text=_("Or choose an organisation below.")
    )
    organisation = forms.ModelChoiceField(
        label=_("organisation"),
        required=False,
        queryset=Organisation.objects.none(),
        help_text=_("Its seat makes nobody a member of the group: appoint by name who sits for it."),
    )
    office = forms.CharField(label=_("office"), required=False, max_length=100, help_text=_("Presidency, ..."))
    starts_on = forms.DateField(label=_("since"), widget=AdminDateInput, initial=timezone.localdate)
    ends_on = forms.DateField(label=_("first day without the seat"), required=False, widget=AdminDateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations()

    def clean_address(self) -> User | None:
        """The only person who signs in with it or is reached there."""
        address = self.cleaned_data["address"].lower()
        if not address:
            return None
        found = User.objects.filter(email=address)[:2] or User.objects.filter(contact_email=address)[:2]
        if len(found) != 1:
            raise forms.ValidationError(_("No single person in the register has this address."))
        return found[0]


class MandateForm(RowForm):
    """`ends_on` is the first day without the seat."""

    class Meta:
        model = Mandate
        fields = ["office", "starts_on", "ends_on"]


class EndForm(forms.Form):
    on = forms.DateField(label=_("first day without the seat"), widget=AdminDateInput, initial=timezone.localdate)


class DocumentForm(forms.Form):
    title = forms.CharField(label=_("title"), max_length=200)
    file = forms.FileField(label=_("file"))


class MeetingForm(RowForm):
    """A place, a link, or both."""

    link = forms.URLField(label=_("link"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = GroupMeeting
        fields = ["starts_at", "ends_at", "place", "link", "agenda"]
        widgets = {"starts_at": AdminDateTimeInput, "ends_at": AdminDateTimeInput}


class PlanForm(forms.Form):
    """A meeting of a group that is already chosen."""

    starts_at = forms.DateTimeField(label=_("starts"), widget=AdminDateTimeInput)
    ends_at = forms.DateTimeField(label=_("ends"), widget=AdminDateTimeInput)
    place = forms.CharField(label=_("place"), required=False, max_length=200)
    link = forms.URLField(label=_("link"), required=False, max_length=500, assume_scheme="https")
    agenda = forms.CharField(label=_("agenda"), required=False, max_length=5000, widget=forms.Textarea)
