"""The portal's page of one's own profile."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from registrations.errors import DomainError
from registrations.people.actions import change_profile
from registrations.people.errors import BadPhone
from registrations.people.forms import ProfileForm
from registrations.people.requests import actor, person_behind


class ProfileView(LoginRequiredMixin, FormView[ProfileForm]):
    """Names, language and telephone."""

    form_class = ProfileForm
    template_name = "portal/people/profile.html"
    success_url = reverse_lazy("people:profile")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.request.user, name) for name in ProfileForm.base_fields}

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        me = actor(self.request)
        try:
            change_profile(person_behind(self.request), **form.cleaned_data, by=me, at=timezone.now())
        except DomainError as refusal:
            form.add_error("phone" if isinstance(refusal, BadPhone) else None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Your profile is saved."))
        return super().form_valid(form)
