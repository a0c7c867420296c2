"""Addresses of surveys."""

from django.urls import path

from registrations.surveys import portal

app_name = "surveys"
urlpatterns = [path("moi/sondages/<uuid:uuid>/", portal.answer, name="answer")]
