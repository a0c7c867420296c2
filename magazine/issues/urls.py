"""The magazine in the portal."""

from django.urls import path

from magazine.articles import portal as articles
from magazine.issues import portal as issues

app_name = "magazine"
urlpatterns = [
    path("", issues.magazine, name="index"),
    path("<int:number>/", issues.issue, name="issue"),
    path("<int:number>/axe-magazine.pdf", issues.pdf, name="pdf"),
    path("<int:number>/<slug:slug>/", articles.article, name="article"),
]
