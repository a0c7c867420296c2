"""Addresses of questions."""

from django.urls import path

from registrations.questions import portal

app_name = "questions"
urlpatterns = [path("moi/questions/<slug:slug>/<uuid:uuid>/", portal.answers, name="answers")]
