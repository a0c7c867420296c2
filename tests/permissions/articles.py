"""The magazine's articles, sections and contributors."""

from tests.permissions.issues import released
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row

ALL = answers(200)


def article(world):
    return released(world) | {"slug": "article-4-0"}


def again(_world):
    return {"number": 4, "slug": "article-4-0"}


ROWS = {
    "GET /api/v1/magazine/articles": Row(ALL),
    "GET /api/v1/magazine/articles/{slug}": Row(ALL, make=article),
    "GET /api/v1/magazine/sections": Row(ALL),
    "GET /api/v1/magazine/contributors": Row(ALL),
    "GET /api/v1/magazine/contributors/{slug}": Row(answers(404)),
    "GET /magazine/<int:number>/<slug:slug>/": Row(ALL, make=again),
}
SCREENS = {
    "articles": screen(change=("editor",)),
    "rubriques": screen(change=("editor",)),
    "collaborateurs": screen(change=("editor",)),
}
