"""Private files on object storage: read through addresses that die within a minute."""

from typing import Any

from storages.backends.s3 import S3Storage

LIFE = 60
"""Seconds that an address given away works."""


class PrivateObjectStorage(S3Storage):
    """A bucket without public access; the decision is taken before each address is made."""

    def temporary_address(self, name: str, *, method: str, content_type: str, content_disposition: str) -> str:
        """An address for this method (an address for GET does not answer HEAD), that sends our own headers."""
        params: dict[str, Any] = {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}
        params |= {
            "ResponseContentType": content_type,
            "ResponseContentDisposition": content_disposition,
            "ResponseCacheControl": "private, no-store",
        }
        operation = "head_object" if method == "HEAD" else "get_object"
        client = self.connection.meta.client
        return str(client.generate_presigned_url(operation, Params=params, ExpiresIn=LIFE, HttpMethod=method))

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:  # noqa: ARG002 - the signature is django-storages'
        """Raise ValueError: a private file has no address of its own."""
        raise ValueError("A private file has no address; serve it.")
