"""The search of the whole site."""

from django.urls import path

from cms.search import portal

app_name = "search"
urlpatterns = [path("", portal.search, name="search")]
