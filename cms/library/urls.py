"""The library's portal."""

from django.urls import path

from cms.diffusion.portal import current
from cms.library import portal

app_name = "library"
urlpatterns = [
    path("", portal.resources, name="resources"),
    path("politique/", current, name="policy"),
    path("collections/<slug:slug>/", portal.collection, name="collection"),
    path("couvertures/<uuid:uuid>/", portal.cover, name="cover"),
    path("lecture/<uuid:uuid>/", portal.play, name="play"),
    path("fichiers/<uuid:uuid>/", portal.file, name="file"),
    path("<slug:slug>/", portal.resource, name="resource"),
]
