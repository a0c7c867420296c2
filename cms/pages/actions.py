"""The first pages of an empty site."""

from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from cms.pages.models import HomePage, StandardPage
from cms.search.actions import index

ABOUT_TEXT = """<p>Cette page présente l’association : sa mission, ses membres, son équipe.
L’équipe la complète dans l’administration, sous <i>Pages</i>.</p>"""
PRIVACY_TEXT = """<p>Nous ne recueillons que les renseignements nécessaires à l’adhésion, à la formation et au colloque.
Vous pouvez en tout temps les consulter et les faire corriger. Ce site ne suit pas vos visites et n’appelle aucun
service de tiers ; seul le paiement par carte passe par notre fournisseur de paiement.</p>"""
FIRST_PAGES = (
    ("À propos", "a-propos", "Qui nous sommes et ce que nous faisons.", ABOUT_TEXT),
    ("Confidentialité", "confidentialite", "Ce que nous faisons des renseignements personnels.", PRIVACY_TEXT),
)


@transaction.atomic
def prepare_pages(*, name: str, host: str, port: int) -> HomePage:
    """Make the home page and its first pages in French, and the record of the site; a second call changes nothing.

    Pages that the team renamed or removed since are left alone: only a site without a home page gets any.
    """
    french, _created = Locale.objects.get_or_create(language_code="fr")
    Locale.objects.get_or_create(language_code="en")
    home = HomePage.objects.filter(locale=french).order_by("path").first() or _first_pages(french, name)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": host, "port": port, "site_name": name, "root_page": home}
    )
    if not Collection.objects.filter(name="Magazine").exists():
        Collection.get_first_root_node().add_child(name="Magazine")
    return home


def _first_pages(locale: Locale, name: str) -> HomePage:
    root = Page.get_first_root_node()
    home = HomePage(title=name, slug="accueil", locale=locale)
    root.add_child(instance=home)
    for title, slug, summary, text in FIRST_PAGES:
        page = StandardPage(title=title, slug=slug, summary=summary, locale=locale)
        page.body = [("paragraph", text)]
        home.add_child(instance=page)
    _replace_welcome(root, home)
    return home


def _replace_welcome(root: Page, home: HomePage) -> None:
    """Wagtail's own first page, which its migrations make, gives its place up."""
    Site.objects.filter(root_page__depth=2).update(root_page=home)
    for page in root.get_children().filter(slug="home").not_type(HomePage):
        page.delete()


def index_pages() -> int:
    """Write every page's entry in the search index anew; how many."""
    return index("page", [page.entry() for page in StandardPage.objects.all()])
