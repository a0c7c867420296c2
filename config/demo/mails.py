"""Where the demo's mails go: real RFC 5322 messages in a folder, and a page that shows them. Never in production."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from registrations.ids import uuid7

SHOWN, LOOKED_AT = 30, 500


def folder() -> Path:
    """One file per mail, named by its instant so that names sort."""
    return Path(settings.DATA_DIR) / "mails"


class MailFolder(BaseEmailBackend):
    """Keeps each mail as an `.eml` file instead of sending it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder().mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            path = folder() / f"{time.time_ns():020d}-{uuid7().hex}.eml"
            draft = path.with_suffix(".part")
            draft.write_bytes(message.message().as_bytes())
            draft.rename(path)
        return len(email_messages)


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """All mails, the newest first; with `to`, those of one address among the newest."""
    names, to = sorted((path.stem for path in folder().glob("*.eml")), reverse=True), request.GET.get("to", "").lower()
    if to:
        names = [name for name in names[:LOOKED_AT] if to in _recipients(name)]
    page = Paginator(names, SHOWN).get_page(request.GET.get("page"))
    rows = [_summary(name, _read(name)) for name in page]
    return render(request, "portal/demo/mails.html", {"mails": rows, "page": page, "to": to})


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: its headers, its HTML in a frame that can do nothing, its text, its attachments."""
    parsed = _read(name)
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    context = _summary(name, parsed) | {
        "text": text.get_content() if text else "",
        "has_html": html is not None,
        "attachments": [part.get_filename() or "piece" for part in parsed.iter_attachments()],
    }
    return render(request, "portal/demo/mail.html", context)


@require_safe
def mail_html(_request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part alone, for the frame: no script, nothing loaded, links open outside."""
    html = _read(name).get_body(("html",))
    if html is None:
        raise Http404
    response = HttpResponse(html.get_content().replace("<head>", '<head><base target="_blank">', 1))
    response._csp_replace = {  # type: ignore[attr-defined]  # as django-csp's own decorator does
        "default-src": ["'none'"],
        "script-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    }
    return response


@require_safe
def mail_attachment(_request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One attachment, to download."""
    parts = list(_read(name).iter_attachments())
    if not 0 <= number < len(parts):
        raise Http404
    part = parts[number]
    response = HttpResponse(part.get_payload(decode=True), content_type=part.get_content_type())
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=part.get_filename() or "piece"
    )
    return response


def _read(name: str) -> Parsed:
    path = folder() / f"{name}.eml"
    if path.parent != folder() or not path.is_file():
        raise Http404
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    if not isinstance(parsed, Parsed):  # the policy makes it one
        raise Http404
    return parsed


def _recipients(name: str) -> str:
    with (folder() / f"{name}.eml").open("rb") as file:
        return str(BytesHeaderParser(policy=policy.default).parse(file)["To"]).lower()


def _instant(header: str) -> datetime:
    """Django dates its mails in UTC and says `-0000`, which Python reads as no zone at all."""
    at = parsedate_to_datetime(header)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _summary(name: str, parsed: Parsed) -> dict[str, Any]:
    return {
        "name": name,
        "subject": parsed["Subject"],
        "to": parsed["To"],
        "sender": parsed["From"],
        "at": _instant(parsed["Date"]),
        "attached": sum(1 for _ in parsed.iter_attachments()),
    }
