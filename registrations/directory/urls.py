"""The portal's addresses of the directory."""

from django.urls import path

from registrations.directory import portal

app_name = "directory"
urlpatterns = [
    path("organismes/", portal.organisation_list, name="list"),
    path("organismes/<slug:slug>/", portal.organisation_page, name="page"),
]
