"""What each kind of mail looks like: HTML and text beside each other, wide or on a phone, by day or by night."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from registrations.association.queries import association
from registrations.folding import folded
from registrations.messages.mails import as_html, as_text
from registrations.messages.queries import example_of
from registrations.messages.registry import MAILS, Mail

LANGUAGES = ("fr", "en")


def previews(request: HttpRequest) -> HttpResponse:
    """Each kind of mail, to see in both languages."""
    wanted = request.GET.get("q", "").strip()[:60]
    kinds = sorted(((kind, str(spec.label)) for kind, spec in MAILS.items()), key=lambda one: one[1])
    found = [(kind, label) for kind, label in kinds if folded(wanted) in folded(f"{label} {kind}")]
    context = {"kinds": found, "languages": LANGUAGES, "q": wanted, "total": len(kinds)}
    return render(request, "registrations/admin/messages/previews.html", context)


def preview(request: HttpRequest, *, kind: str, language: str) -> HttpResponse:
    """One kind, made with the latest row that it can speak of."""
    context = {"kind": kind, "language": language, "label": _known(kind, language).label, "languages": LANGUAGES}
    context |= looks(request) | seen(_example(kind, language), language)
    return render(request, "registrations/admin/messages/preview.html", context)


def preview_html(request: HttpRequest, *, kind: str, language: str) -> HttpResponse:
    """The mail alone, for a frame that can do nothing."""
    mail = _example(kind, language)
    if mail is None:
        raise Http404
    return frame(mail, language, dark="sombre" in request.GET)


def looks(request: HttpRequest) -> dict[str, Any]:
    """What the page was asked to look like: as on a telephone, as in the dark."""
    return {"phone": "telephone" in request.GET, "dark": "sombre" in request.GET}


def seen(mail: Mail | None, language: str) -> dict[str, Any]:
    """What the template shows of a mail."""
    return {"mail": mail, "text": as_text(mail, sender=association(), language=language) if mail else ""}


def frame(mail: Mail, language: str, *, dark: bool) -> HttpResponse:
    """The HTML part with nothing that could act: no script, no address to load from."""
    html = as_html(mail, sender=association(), language=language)
    if dark:
        html = html.replace("@media (prefers-color-scheme: dark)", "@media all")
    response = HttpResponse(html)
    response._csp_replace = {  # type: ignore[attr-defined]  # as django-csp's own decorator does
        "default-src": ["'none'"],
        "script-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "sandbox": [],
    }
    return response


def _known(kind: str, language: str) -> Any:
    if kind not in MAILS or language not in LANGUAGES:
        raise Http404
    return MAILS[kind]


def _example(kind: str, language: str) -> Mail | None:
    _known(kind, language)
    with override(language):
        return example_of(kind, language)
