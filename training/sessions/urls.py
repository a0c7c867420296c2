"""The portal's addresses under `/formation/`."""

from django.urls import path

from training.sessions import portal

app_name = "training_sessions"
urlpatterns = [
    path("formation/", portal.session_list, name="list"),
    path("formation/calendrier/", portal.session_calendar, name="calendar"),
]
