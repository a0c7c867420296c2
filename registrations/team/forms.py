"""The shape of what an administrator types."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A person may hold several. Without any role, the admin is closed to them."),
    )


class InviteForm(RolesForm):
    email = forms.EmailField(label=_("E-mail address"), help_text=_("They sign in with it, by a code sent there."))
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)

    field_order = ("email", "given_name", "family_name", "roles")
