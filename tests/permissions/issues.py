"""Issues: read by all once released, prepared and released by editors."""

from magazine.issues.actions import release_issue
from tests.factories import magazine as make
from tests.factories.registrations import NOW
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row

ALL = answers(200)
EDITORS = answers(403, anonymous=401, editor=200, administrator=200)
HIDDEN = answers(404, anonymous=401, editor=200, administrator=200)


def released(_world):
    release_issue(make.issue(4, articles=1), by=make.EDITOR, at=NOW)
    return {"number": 4}


def prepared(_world):
    make.issue(5, articles=1)
    return {"number": 5}


def again(_world):
    return {"number": 4}


ROWS = {
    "GET /api/v1/magazine/issues": Row(ALL),
    "GET /api/v1/magazine/issues/{number}": Row(ALL, make=released),
    "GET /api/v1/magazine/issues/current": Row(ALL),
    "GET /api/v1/magazine/issues/{number}/toc": Row(ALL, make=again),
    "GET /api/v1/magazine/issues/{number}/preflight": Row(HIDDEN, make=prepared),
    "POST /api/v1/magazine/issues/{number}/release": Row(HIDDEN, make=lambda _world: {"number": 5}),
    "POST /api/v1/magazine/issues/{number}/withdraw": Row(EDITORS, make=again),
    "GET /magazine/": Row(ALL),
    "GET /magazine/<int:number>/": Row(ALL, make=again),
    "GET /magazine/<int:number>/axe-magazine.pdf": Row(answers(404), make=again),
    "GET /feeds/issues.atom": Row(ALL),
    "GET /sitemap.xml": Row(ALL),
}
SCREENS = {"numeros": screen(change=("editor",))}
