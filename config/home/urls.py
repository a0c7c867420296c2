"""Home, the choice of language, and the pages that every site owes to its visitors."""

from django.urls import path
from django.views.i18n import set_language

from config.home import portal

OWED = ("confidentialite", "accessibilite", "nous-joindre")

urlpatterns = [
    path("", portal.home, name="home"),
    path("moi/", portal.my_space, name="my_space"),
    path("langue/", set_language, name="set_language"),
    *[path(f"{slug}/", portal.information, {"slug": slug}, name=slug) for slug in OWED],
]
