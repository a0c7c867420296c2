"""The funder's report: the team reads it, the training lead freezes it."""

from tests.factories.training import ProgrammeFactory
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row


def programme(world):
    return {"slug": ProgrammeFactory().slug}


REPORT = "/api/v1/training/programmes/{slug}/report"
READ = answers(404, anonymous=401, team=200)
FREEZE = answers(404, anonymous=401, team=403) | {"training_lead": 201, "administrator": 201}
DAYS = {"first_on": "2026-04-01", "last_on": "2026-12-31"}
ROWS = {
    f"GET {REPORT}": Row(READ, make=programme),
    f"GET {REPORT}.xlsx": Row(READ, make=programme),
    f"GET {REPORT}.pdf": Row(READ, make=programme),
    f"GET {REPORT}/frozen": Row(READ, make=programme),
    f"POST {REPORT}/freeze": Row(FREEZE, make=programme, body=DAYS),
}
SCREENS = {
    "rapports": screen(view=("training_lead", "accounting")),
    "fichiers-de-formation": screen(change=("training_lead",)),
}
