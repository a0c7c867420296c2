"""Whole cents of Canadian dollars, never floats."""

from collections.abc import Sequence

CURRENCY = "CAD"


def half_up(amount: int, rate: int, per: int) -> int:
    """`amount * rate / per`, rounded half up. Raises ValueError on a negative amount: tax the original, then negate."""
    if amount < 0:
        raise ValueError("Tax the original amount, then negate (credit notes).")
    return (amount * rate + per // 2) // per


def share_out(amount: int, weights: Sequence[int]) -> list[int]:
    """Split `amount` in proportion to `weights` by largest remainder; the parts always sum to the amount."""
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: amount * weights[i] % whole, reverse=True)
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def spelled(cents: int, language: str) -> str:
    """1 234,56 $ in French (no-break spaces), $1,234.56 in English; with a true minus sign."""
    sign, cents = ("\u2212" if cents < 0 else ""), abs(cents)
    dollars = f"{cents // 100:,}"
    if language == "fr":
        return f"{sign}{dollars.replace(',', chr(0xA0))},{cents % 100:02d}\u00a0$"
    return f"{sign}${dollars}.{cents % 100:02d}"
