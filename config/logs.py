"""What the logs must not hold: the secrets of personal links, which Django writes with each address that it refuses."""

import logging

SECRET = ("secret", "token")
"""Names under which our addresses carry what opens something without an account."""


class WithoutSecrets(logging.Filter):
    """Take out of a record about a request the secret of its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        for name in SECRET:
            secret = match.kwargs.get(name) if match else None
            if isinstance(secret, str) and secret and isinstance(record.args, tuple):
                record.args = tuple(one.replace(secret, "…") if isinstance(one, str) else one for one in record.args)
        return True
