"""When a message is tried again."""

from datetime import timedelta

from registrations.messages.rules import MOST_ATTEMPTS, wait_after


def test_wait_after_doubles_up_to_two_hours_then_gives_up():
    minutes = [wait_after(attempts) for attempts in range(1, MOST_ATTEMPTS + 1)]

    assert minutes[:7] == [timedelta(minutes=n) for n in (1, 2, 4, 8, 16, 32, 64)]
    assert minutes[7:] == [None]
