"""The order of locks: people by id, then the order, its promotion, pools by id, number series."""

from collections.abc import Callable, Collection, Iterable

from registrations.orders.models import LineKind, Order, OrderLine
from registrations.orders.sales import SALES, Locks
from registrations.people.models import User
from registrations.promotions.actions import lock_promotion_of
from registrations.seats.actions import lock_pools


def together(locks: Iterable[Locks]) -> Locks:
    """The locks of all lines as one."""
    taken = list(locks)
    return Locks(
        people=frozenset().union(*(lock.people for lock in taken)),
        pools=frozenset().union(*(lock.pools for lock in taken)),
    )


def lock_order(order_pk: int) -> Order:
    """The order as it stands, locked with the people and the pools of its lines, and with its promotion."""
    return lock_orders([order_pk])[0]


def lock_orders(pks: Collection[int], *, between: Callable[[], object] | None = None) -> list[Order]:
    """Several orders by id, as `lock_order` takes one; `between` takes what is locked after people, before orders."""
    lines = OrderLine.objects.filter(order__in=pks)
    needed = together(SALES[LineKind(line.kind)].locks(line) for line in lines)
    User.objects.lock(*needed.people)
    if between:
        between()
    rows = Order.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=pks)
    orders = list(rows.order_by("pk"))
    if len(orders) != len(set(pks)):
        raise Order.DoesNotExist
    pools = set(needed.pools)
    pools |= {of for order in orders if order.promotion_code and (of := lock_promotion_of(order.uuid))}
    if pools:
        lock_pools(sorted(pools))
    return orders
