"""Periods, journal entries, taxes and discrepancies: from facts in hand, to the cent."""
