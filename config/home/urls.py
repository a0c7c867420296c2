"""Home, and the choice of language."""

from django.urls import path
from django.views.i18n import set_language

from config.home import portal

urlpatterns = [
    path("", portal.home, name="home"),
    path("langue/", set_language, name="set_language"),
]
