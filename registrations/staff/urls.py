"""The portal's addresses of one's own organisations, of staff lists and of invitations."""

from django.urls import path

from registrations.staff.portal import invitations, keeping, lists, mine

app_name = "staff"
STAFF = "moi/organisme/<slug:slug>/personnel/"
ONE = f"{STAFF}<uuid:uuid>/"
urlpatterns = [
    path("moi/organismes/", mine.my_organisations, name="mine"),
    path("moi/organismes/ajouter/", mine.ask, name="ask"),
    path("moi/organismes/<uuid:uuid>/demande/", mine.asked, name="asked"),
    path("moi/organismes/<uuid:uuid>/quitter/", mine.leave, name="leave"),
    path("moi/organismes/nom/<uuid:uuid>/", mine.answer_name, name="answer_name"),
    path("moi/organismes/bienvenue/", mine.welcome, name="welcome"),
    path("moi/organisme/<slug:slug>/", keeping.hub, name="hub"),
    path(STAFF, keeping.people, name="people"),
    path(f"{STAFF}ajouter/", keeping.add, name="add"),
    path(f"{STAFF}liste/", lists.paste, name="paste"),
    path(f"{STAFF}liste/<uuid:uuid>/", lists.batch, name="batch"),
    path(f"{STAFF}inviter/", keeping.invite_all, name="invite_all"),
    path(f"{STAFF}confirmer/", keeping.confirm, name="confirm"),
    path(ONE, keeping.colleague, name="colleague"),
    path(f"{ONE}modifier/", keeping.change, name="change"),
    path(f"{ONE}nom/", keeping.rename, name="rename"),
    path(f"{ONE}courriel/", keeping.readdress, name="readdress"),
    path(f"{ONE}depart/", keeping.end, name="end"),
    path(f"{ONE}parti/", keeping.ended, name="ended"),
    path(f"{ONE}revenu/", keeping.undo, name="undo"),
    path(f"{ONE}inviter/", keeping.send_invitation, name="invite"),
    path(f"{ONE}retour/", keeping.bounce, name="bounce"),
    path(f"{ONE}reponse/", keeping.answer, name="answer"),
    path("invitation/<str:secret>/", invitations.invitation, name="invitation"),
]
