"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(_request: HttpRequest) -> dict[str, object]:
    """The demo's notice is shown on every page of the demo."""
    return {"demo": settings.DEMO, "mail_viewer": settings.MAIL_VIEWER}
