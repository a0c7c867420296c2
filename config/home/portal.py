"""The portal's own pages: its home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What can I do here? For a visitor, and for a person who has signed in."""
    return render(request, "portal/home/home.html")
