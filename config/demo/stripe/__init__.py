"""A local Stripe: a real HTTP process for the demo and the tests, checked against Stripe's API description.

No money moves and no network is used. `python -m config.demo.stripe` serves it; `FakeStripe` is for tests.
"""

from .server import FakeStripe

__all__ = ["FakeStripe"]
