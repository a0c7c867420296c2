"""The portal's addresses of the directory; those of one's own organisations keep their names beside it."""

from django.urls import include, path

from registrations.directory import portal

app_name = "directory"
urlpatterns = [
    path("organismes/", portal.organisation_list, name="list"),
    path("organismes/<slug:slug>/", portal.organisation_page, name="page"),
    path("", include("registrations.memberships.urls")),
]
