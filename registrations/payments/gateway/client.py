"""One call to the provider, with what its answers mean when it is down, busy, or refuses."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings

from registrations.payments.errors import CardsNotOpen, ProviderRefused, ProviderUnreachable

if TYPE_CHECKING:
    from stripe import StripeClient

TIMEOUT = 10
RETRIES = 2
LONGEST_WAIT = 4 * 3600
PAGE = 100

NOT_OF_THE_ACT = frozenset({401, 403, 409})
"""Our key is not accepted, or the same call is at work elsewhere: nothing is said of what we ask."""

T = TypeVar("T")


def asked(call: "Callable[[StripeClient], T]") -> T:
    """Make one call; a provider that is down or busy is told apart from one that refuses.

    Raises `ProviderUnreachable`, after which the same call may be made again, or `ProviderRefused`.
    """
    stripe = sdk()
    if not settings.STRIPE_SECRET_KEY:
        raise CardsNotOpen
    try:
        return call(client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE))
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise _unreachable(error) from error
    except stripe.StripeError as error:
        if (error.http_status or 500) >= 500 or error.http_status in NOT_OF_THE_ACT:
            raise _unreachable(error) from error
        raise ProviderRefused(said=str(error.user_message or error)[:200]) from error


def _unreachable(error: Any) -> ProviderUnreachable:
    """With the wait that the provider asks for, in seconds, when it asks for one."""
    asked_for = str((error.headers or {}).get("Retry-After", ""))
    wait = int(asked_for) if asked_for.isascii() and asked_for.isdigit() else 0
    return ProviderUnreachable(retry_after=min(wait, LONGEST_WAIT))


@cache
def client(key: str, base: str) -> "StripeClient":
    """One client for each key: it keeps its connections."""
    stripe = sdk()
    options: dict[str, Any] = {"base_addresses": {"api": base}} if base else {}
    http_client = stripe.RequestsClient(timeout=TIMEOUT)
    made: StripeClient = stripe.StripeClient(key, http_client=http_client, max_network_retries=RETRIES, **options)
    return made


def is_live() -> bool:
    """Whether our key moves real money; what the other mode tells is not for us."""
    key: str = settings.STRIPE_SECRET_KEY
    return key.startswith(("sk_live_", "rk_live_"))


def dashboard(path: str) -> str:
    """Where the team sees a thing at the provider's."""
    return f"https://dashboard.stripe.com/{'' if is_live() else 'test/'}{path}"


def sdk() -> Any:
    """Imported late: it takes half a second that only payments should wait for."""
    import stripe

    return stripe


def name_of(thing: Any) -> str:
    """The identifier of an object that the provider gives as itself or by its name; "" for none."""
    return (thing if isinstance(thing, str) else str(thing.id)) if thing else ""
