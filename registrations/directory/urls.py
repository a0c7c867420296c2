"""The portal's addresses of the directory."""

from django.urls import path

from registrations.directory import portal

app_name = "directory"
urlpatterns = [
    path("organismes/", portal.organisation_list, name="list"),
    path("organismes/repertoire/", portal.latest_year, name="latest_year"),
    path("organismes/repertoire/<str:label>/", portal.year_page, name="year"),
    path("organismes/<slug:slug>/", portal.organisation_page, name="page"),
]
