"""The portal's pages of one's own profile and addresses."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from registrations.errors import DomainError
from registrations.people.actions import (
    ask_code,
    change_profile,
    choose_address,
    join_record,
    preview_people,
    remove_address,
    type_code,
)
from registrations.people.adapters import send_proof
from registrations.people.errors import AddressOfAnotherRecord, BadPhone
from registrations.people.forms import AddressForm, CodeForm, ProfileForm
from registrations.people.queries import addresses_shown, needs_own_address, proved_record
from registrations.people.requests import actor, person_behind

TO_PROVE = "address_to_prove"


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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        needs = needs_own_address(person_behind(self.request), on=timezone.localdate())
        return super().get_context_data(needs_own_address=needs, **kwargs)


class AddressesView(LoginRequiredMixin, FormView[AddressForm]):
    """Every address of mine, what it is good for, and the form that adds one."""

    form_class = AddressForm
    template_name = "portal/people/addresses.html"
    success_url = reverse_lazy("people:prove")

    def form_valid(self, form: AddressForm) -> HttpResponse:
        try:
            send_code(self.request, form.cleaned_data["email"])
        except DomainError as refusal:
            form.add_error("email", str(refusal))
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        me, on = person_behind(self.request), timezone.localdate()
        kwargs |= {"addresses": addresses_shown(me, on=on), "needs_own_address": needs_own_address(me, on=on)}
        return super().get_context_data(**kwargs)


class ProveView(LoginRequiredMixin, FormView[CodeForm]):
    """The code that was sent to the address just given."""

    form_class = CodeForm
    template_name = "portal/people/prove.html"
    success_url = reverse_lazy("people:addresses")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.email = request.session.get(TO_PROVE, "")
        if request.user.is_authenticated and not self.email:
            return redirect("people:addresses")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        me, now = person_behind(self.request), timezone.now()
        try:
            type_code(me, email=self.email, code=form.cleaned_data["code"], by=actor(self.request), at=now)
        except AddressOfAnotherRecord as refusal:
            messages.warning(self.request, str(refusal))
            return redirect("people:merge")
        except DomainError as refusal:
            form.add_error("code", str(refusal))
            return self.form_invalid(form)
        del self.request.session[TO_PROVE]
        messages.success(self.request, _("The address %(email)s is yours: it signs in too.") % {"email": self.email})
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(email=self.email, **kwargs)


class MergeView(LoginRequiredMixin, FormView[forms.Form]):
    """The address that I proved is another record's: what becoming one would do, before it is done."""

    form_class = forms.Form
    template_name = "portal/people/merge.html"
    success_url = reverse_lazy("people:addresses")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.email = request.session.get(TO_PROVE, "")
            other = proved_record(person_behind(request), email=self.email, at=timezone.now())
            if other is None:
                return redirect("people:addresses")
            self.other = other
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        me, now = person_behind(self.request), timezone.now()
        try:
            join_record(kept=me, dropped=self.other, email=self.email, by=actor(self.request), at=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        del self.request.session[TO_PROVE]
        messages.success(self.request, _("The two records are one: all that was there is yours."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        me = person_behind(self.request)
        preview = preview_people(kept=me, dropped=self.other, by=actor(self.request), at=timezone.now())
        return super().get_context_data(other=self.other, email=self.email, preview=preview, **kwargs)


@require_POST
@login_required
def change_address(request: HttpRequest) -> HttpResponse:
    """One of the buttons beside an address: `act` is send, choose or remove."""
    me, email, now = person_behind(request), request.POST.get("email", ""), timezone.now()
    act = request.POST.get("act")
    if act == "send":
        send_code(request, email)
        return redirect("people:prove")
    if act == "choose":
        choose_address(me, email=email, by=actor(request), at=now)
        messages.success(request, _("Our messages now go to %(email)s.") % {"email": email})
    elif act == "remove":
        remove_address(me, email=email, by=actor(request), at=now)
        messages.success(request, _("%(email)s is no longer one of your addresses.") % {"email": email})
    return redirect("people:addresses")


def send_code(request: HttpRequest, email: str) -> None:
    """Send the code and remember, in the session, which address waits for it."""
    me = person_behind(request)
    code = ask_code(me, email=email, by=actor(request), at=timezone.now())
    request.session[TO_PROVE] = email.strip().lower()
    send_proof(code, to=email, language=me.language)
