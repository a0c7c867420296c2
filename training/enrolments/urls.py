"""The portal's addresses of a session and of one's registrations."""

from django.urls import path

from training.enrolments import portal

app_name = "training_enrolments"
urlpatterns = [
    path("formation/seances/<uuid:uuid>/", portal.session, name="session"),
    path("formation/seances/<uuid:uuid>/inscription/", portal.register, name="register"),
    path("formation/seances/<uuid:uuid>/commande/", portal.order, name="order"),
    path("moi/inscriptions/", portal.mine, name="mine"),
    path("moi/inscriptions/<uuid:uuid>/", portal.done, name="done"),
    path("moi/inscriptions/<uuid:uuid>/annuler/", portal.cancel, name="cancel"),
    path("moi/inscriptions/<uuid:uuid>/changer/", portal.move, name="move"),
    path("moi/inscriptions/<uuid:uuid>/offre/", portal.offer, name="offer"),
    path("moi/inscriptions/<uuid:uuid>/calendrier.ics", portal.calendar, name="calendar"),
    path("inscription/<uuid:uuid>/<str:secret>/", portal.decline, name="decline"),
]
