"""What changes about issues."""

from django.db import transaction
from wagtail.models import Page

from magazine.issues.models import MagazineIndexPage


@transaction.atomic
def prepare_magazine(*, home: Page) -> MagazineIndexPage:
    """Make the magazine's own page under the home page, once."""
    found: MagazineIndexPage | None = MagazineIndexPage.objects.child_of(home).first()
    if found:
        return found
    page = MagazineIndexPage(title="AXE Magazine", slug="magazine", locale=home.locale)
    home.add_child(instance=page)
    return page
