"""The addresses of the lists and of the code."""

from django.urls import path

from training.attendance import portal

app_name = "training_attendance"
urlpatterns = [
    path("formation/seances/<uuid:uuid>/presences/", portal.session, name="session"),
    path("formation/seances/<uuid:uuid>/presences/<uuid:number>/", portal.team_list, name="list"),
    path("formation/seances/<uuid:uuid>/presences/<uuid:number>/rapport/", portal.report, name="report"),
    path("formation/seances/<uuid:uuid>/presences/zoom.csv", portal.zoom, name="zoom"),
    path("formation/seances/<uuid:uuid>/presences/liens/", portal.links, name="links"),
    path("formation/seances/<uuid:uuid>/code/", portal.code, name="code"),
    path("presences/<str:secret>/", portal.trainer, name="trainer"),
    path("presences/<str:secret>/<uuid:number>/", portal.trainer_list, name="trainer_list"),
]
