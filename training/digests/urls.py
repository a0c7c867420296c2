"""The address of one's choice."""

from django.urls import path

from training.digests import portal

app_name = "digests"
urlpatterns = [path("moi/resume-de-la-semaine/", portal.choice, name="choice")]
