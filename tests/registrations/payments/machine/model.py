"""What must become of orders and money, said in the simplest way: no database, no code of ours.

One purchase is one order; money is counted on its invoice, or is due back, or is lost. Seats are numbers of a hall.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

PLACED, SETTLED, CANCELLED, EXPIRED = "placed", "settled", "cancelled", "expired"


def taxes(cents: int) -> tuple[int, int]:
    """GST and QST, each half up."""
    return tuple(int((Decimal(cents) * rate).quantize(Decimal(1), ROUND_HALF_UP)) for rate in RATES)


OFF, USES, BUDGET = 250, 2, 450
"""What a promotion code takes off, how often, and of how much in all."""
RATES = (Decimal("0.05"), Decimal("0.09975"))


@dataclass
class Coin:
    """One payment: how much came, how much of it counts on the invoice, is due back, went back."""

    reference: str
    cents: int
    by_card: bool
    counted: int = 0
    due: int = 0
    back: int = 0
    lost: int = 0
    bounced: bool = False
    for_nothing: bool = False
    disputed: bool = False

    @property
    def left(self) -> int:
        """What was neither given back nor lost."""
        return 0 if self.bounced else self.cents - self.back - self.lost


@dataclass
class Page:
    """A page of the provider: for how much, since when, and whether its money reached our books."""

    session: str
    cents: int
    opened: datetime
    paid: bool = False
    booked: bool = False


@dataclass
class Purchase:
    """One order as it should be."""

    key: int
    lines: list[tuple[int, int, int]]
    """Hall, number of seats, cents for all of them."""
    on_account: bool
    until: datetime | None
    state: str = PLACED
    invoiced: bool = False
    credits: list[int] = field(default_factory=list)
    """Cents credited before taxes, line by line."""
    coins: list[Coin] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    code: int = 0
    """The hall of the promotion code's uses; none is 0."""
    off: int = 0
    """What the code took off, of its budget."""

    @property
    def base(self) -> int:
        return sum(cents for _hall, _seats, cents in self.lines)

    @property
    def total(self) -> int:
        return self.base + sum(taxes(self.base))

    @property
    def credited(self) -> int:
        rest = self.base - sum(self.credits)
        return self.total - rest - sum(taxes(rest))

    @property
    def paid(self) -> int:
        return sum(coin.counted for coin in self.coins)

    @property
    def due(self) -> int:
        """What is owed; below zero, what is overpaid."""
        return self.total - (self.credited + self.paid if self.invoiced else 0)

    @property
    def has_code(self) -> bool:
        """An order that is credited whole gives its code back."""
        return bool(self.code) and not (self.invoiced and 0 < self.total == self.credited)

    def seats(self, hall: int) -> int:
        if hall == self.code:
            return int(self.has_code)
        return sum(seats for where, seats, _cents in self.lines if where == hall)

    def holds(self, at: datetime) -> bool:
        """Whether nobody else can have its seats."""
        if self.state == PLACED:
            return self.until is None or self.until > at
        return self.state == SETTLED


class World:
    """All purchases, and the halls that they share."""

    def __init__(self, halls: dict[int, int | None]) -> None:
        self.halls = halls
        self.purchases: list[Purchase] = []

    def taken(self, hall: int, *, at: datetime, but: Purchase | None = None) -> int:
        return sum(each.seats(hall) for each in self.purchases if each is not but and each.holds(at))

    def fits(self, purchase: Purchase, *, at: datetime) -> bool:
        """Whether its seats are free, those of others apart."""
        for hall, capacity in self.halls.items():
            wanted = purchase.seats(hall)
            if wanted and capacity is not None and self.taken(hall, at=at, but=purchase) + wanted > capacity:
                return False
        return True

    def spent(self, *, but: Purchase | None = None) -> int:
        """What the code's orders took of its budget, until they expire or end."""
        live = [each for each in self.purchases if each.has_code and each is not but]
        return sum(each.off for each in live if each.state in (PLACED, SETTLED))

    def may_come_back(self, purchase: Purchase, *, at: datetime) -> bool:
        """Seats, a use of the code and its budget are all free."""
        return self.fits(purchase, at=at) and self.spent(but=purchase) + purchase.off <= BUDGET

    def place(self, purchase: Purchase) -> None:
        self.purchases.append(purchase)
        if purchase.on_account:
            purchase.invoiced = True
        elif not purchase.total:
            purchase.state = SETTLED

    def receive(self, purchase: Purchase, coin: Coin, *, at: datetime) -> None:
        """Money came: it pays, or it came for nothing and is due back."""
        purchase.coins.append(coin)
        late = purchase.until is not None and purchase.until <= at
        if purchase.state in (SETTLED, CANCELLED):
            self.came_for_nothing(coin)
        elif purchase.on_account:
            coin.counted = coin.cents
        elif (purchase.state == EXPIRED or late) and not self.may_come_back(purchase, at=at):
            self.came_for_nothing(coin)
            purchase.state = EXPIRED
        else:
            purchase.state, purchase.invoiced, coin.counted = SETTLED, True, coin.cents
        self.follow(purchase)

    def came_for_nothing(self, coin: Coin) -> None:
        """By card it goes back by itself; by hand it is due."""
        coin.for_nothing = True
        if coin.by_card:
            coin.back = coin.cents
        else:
            coin.due = coin.cents

    def follow(self, purchase: Purchase) -> None:
        """The state that the balance implies, once there is an invoice."""
        if not purchase.invoiced:
            return
        if purchase.state == PLACED and purchase.credited == purchase.total and purchase.total and not purchase.paid:
            purchase.state = CANCELLED
        elif purchase.state == PLACED and purchase.due <= 0:
            purchase.state = SETTLED
        elif purchase.state == SETTLED and purchase.due > 0:
            purchase.state, purchase.on_account, purchase.until = PLACED, True, None

    def give_back(self, purchase: Purchase, coin: Coin, cents: int) -> None:
        """So much goes back (less than zero: it did not go after all)."""
        coin.back += cents
        if coin.for_nothing:
            coin.due -= cents
        else:
            coin.counted -= cents
            self.follow(purchase)

    def lose(self, purchase: Purchase, coin: Coin) -> None:
        """The bank gave the cardholder all that was left."""
        coin.lost = coin.left
        if not coin.for_nothing:
            coin.counted -= coin.lost
            self.follow(purchase)
        coin.due = 0

    def bounce(self, purchase: Purchase, coin: Coin) -> None:
        coin.counted, coin.due, coin.bounced = 0, 0, True
        self.follow(purchase)

    def expire(self, *, at: datetime) -> None:
        for each in self.purchases:
            if each.state == PLACED and each.until is not None and each.until <= at:
                each.state = EXPIRED
