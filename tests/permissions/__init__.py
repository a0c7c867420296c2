"""Who may reach what: every route of the site, asked as every kind of person.

The routes are generated (from the API's router, the site map and the admin's viewsets); the expected answers are
written by hand, one small file per feature beside this one. A route without a row fails, so does a row without a route.

To add rows, write `tests/permissions/<feature>.py`:

    from tests.permissions.kinds import TEAM, answers, screen
    from tests.permissions.table import Row

    def session(world):                     # makes what the address and the body need; runs inside each feature's test
        return {"uuid": SessionFactory().uuid}

    ROWS = {
        # the key is the method and the address as the router has it
        "GET /api/v1/training/sessions": Row(answers(200)),
        "POST /api/v1/training/sessions/{uuid}/enrolments": Row(answers(201, anonymous=401), make=session, body={}),
        "GET /formation/<slug:slug>/": Row(answers(404)),                # nothing made: what does not exist
        "GET /moi/profil/": Row(answers(200, anonymous=302)),
    }
    SCREENS = {
        # the name of an ActionViewSet: who reads its lists and pages, who may open what acts
        "organisations": screen(view=TEAM, change=("training_lead", "accounting")),
    }

Rules: `answers(default, kind=..., ...)` gives one status per kind (`team=` for every role but `door`).
`world.people["registrar"]` is the person of a kind, `world.organisation` a member organisation with a registrar, a
manager and a practitioner (`member`). `make(world)` returns the parts of the address by name; it may return `body` too.
Each request runs in a savepoint that is rolled back: the kinds do not see each other's writes. A page that has a `post`
needs its "POST ..." row; of a function view only "GET ..." is asked for. Where a visitor is sent to sign in, it is 302.
"""
