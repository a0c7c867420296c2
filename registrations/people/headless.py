"""allauth's headless doors, where they must know our rules: a code for an imported record. For the doors alone."""

from allauth.headless.account.views import RequestLoginCodeView, VerifyEmailView
from allauth.headless.base.response import ConflictResponse
from allauth.headless.constants import Client
from allauth.headless.internal.restkit.inputs import Input
from django.http import HttpRequest, HttpResponse
from django.urls import path

from registrations.people.adapters import LoginCodeForm


class LoginCodeInput(LoginCodeForm, Input):
    """The same form as the portal's page."""


class RequestCodeView(RequestLoginCodeView):
    input_class = LoginCodeInput


class ProveAddressView(VerifyEmailView):
    """An address that may not join this account is 409, with nothing written."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        return ConflictResponse(request) if response.status_code >= 500 else response


urlpatterns = [
    route
    for client in (Client.BROWSER, Client.APP)
    for route in (
        path(f"{client.value}/v1/auth/code/request", RequestCodeView.as_api_view(client=client)),
        path(f"{client.value}/v1/auth/email/verify", ProveAddressView.as_api_view(client=client)),
    )
]
