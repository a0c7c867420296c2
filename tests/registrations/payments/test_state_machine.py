"""Orders, cards, cheques, credits, refunds, disputes and time in any order, against a simple model.

`MONEY_EXAMPLES=2000 pytest tests/registrations/payments/test_state_machine.py` looks longer, with other seeds.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.registrations.payments.machine.giving_back import MoneyBack

EXAMPLES = int(os.environ.get("MONEY_EXAMPLES", "0"))
PROFILE = settings(
    max_examples=EXAMPLES or 21,
    stateful_step_count=40 if EXAMPLES else 25,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_money_whatever_happens() -> None:
    run_state_machine_as_test(MoneyBack, settings=PROFILE)
