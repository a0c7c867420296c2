import gc
from types import SimpleNamespace

import boto3
import moto
import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from registrations.files import serving
from registrations.files.objects import PrivateObjectStorage
from registrations.files.serving import serve
from registrations.files.storages import PrivateFileSystemStorage, private_storage

CONTENT = bytes(range(256)) * 3
SHA = "ab" * 32
ETAG = f'"{SHA}"'


class OneFile:
    """A storage of one file in memory, which knows how many readers are open."""

    opened = closed = 0

    def size(self, name):
        return len(CONTENT)

    def open(self, name, mode="rb"):
        self.opened += 1
        file, close, storage = ContentFile(CONTENT), ContentFile.close, self

        def closing():
            storage.closed += 1
            close(file)

        file.close = closing
        return file


def answer(method="GET", *, storage=None, sha256=SHA, **headers):
    request = getattr(RequestFactory(), method.lower())("/f", headers=headers)
    file = SimpleNamespace(storage=storage or OneFile(), name="library/2026/a b.pdf")
    return serve(file, request, filename="Été.pdf", content_type="application/pdf", sha256=sha256)


def body(response):
    return b"".join(response.streaming_content)


def test_serve_sends_all_with_headers_that_keep_it_private():
    response = answer()

    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Content-Length"] == "768"
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Accept-Ranges"] == "bytes"
    assert response["ETag"] == ETAG
    assert response["Content-Disposition"] == "attachment; filename=\"Ete.pdf\"; filename*=UTF-8''%C3%89t%C3%A9.pdf"


@given(st.integers(0, 800), st.integers(0, 800))
def test_serve_range_is_the_slice(first, length):
    response = answer(Range=f"bytes={first}-{first + length}")

    if first >= len(CONTENT):
        assert (response.status_code, response["Content-Range"]) == (416, "bytes */768")
    else:
        expected = CONTENT[first : first + length + 1]
        assert (response.status_code, body(response)) == (206, expected)
        assert response["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/768"
        assert response["Content-Length"] == str(len(expected))


def test_serve_range_larger_than_a_piece(monkeypatch):
    monkeypatch.setattr(serving, "PIECE", 7)

    assert body(answer(Range="bytes=5-99")) == CONTENT[5:100]


@pytest.mark.parametrize("header", ["bytes=0-1,4-5", "bytes=9-1", "pages=1-2"])
def test_serve_several_or_malformed_ranges_send_all(header):
    response = answer(Range=header)

    assert (response.status_code, body(response)) == (200, CONTENT)


@pytest.mark.parametrize(
    ("condition", "status"), [(ETAG, 206), ('"other"', 200), (f"W/{ETAG}", 200), ("Tue, 06 Oct 2026 09:00:00 GMT", 200)]
)
def test_serve_if_range_needs_the_same_file(condition, status):
    assert answer(Range="bytes=0-9", **{"If-Range": condition}).status_code == status


def test_serve_if_range_without_entity_tag_sends_all():
    response = answer(sha256="", Range="bytes=0-9", **{"If-Range": '""'})

    assert (response.status_code, "ETag" in response) == (200, False)


def test_serve_when_the_caller_has_it_says_304():
    response = answer(**{"If-None-Match": f'"old", W/{ETAG}', "Range": "bytes=0-9"})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", ETAG)
    assert response["Cache-Control"] == "private, no-store"


def test_serve_head_has_the_length_and_opens_nothing():
    storage = OneFile()

    response = answer("HEAD", storage=storage, Range="bytes=0-9")

    assert (response.status_code, response["Content-Length"], storage.opened) == (200, "768", 0)


def test_serve_closes_the_file_even_when_nothing_was_read():
    storage = OneFile()

    answer(storage=storage).close()
    partly = answer(storage=storage, Range="bytes=1-5")
    next(iter(partly.streaming_content))
    partly.close()
    gc.collect()

    assert (storage.opened, storage.closed) == (2, 2)


def test_serve_behind_nginx_gives_the_place_and_no_bytes(settings):
    settings.FILES_ACCEL_PREFIX = "/_private/"

    response = answer(storage=PrivateFileSystemStorage(), Range="bytes=0-9")

    assert (response.status_code, response.content) == (200, b"")
    assert response["X-Accel-Redirect"] == "/_private/library/2026/a%20b.pdf"
    assert response["Content-Type"] == "application/pdf"


def test_private_files_have_no_address():
    with pytest.raises(ValueError, match="no address"):
        private_storage().url("library/2026/a.pdf")


@pytest.fixture
def bucket(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with moto.mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="private")
        yield PrivateObjectStorage(bucket_name="private", region_name="us-east-1", signature_version="s3v4")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_serve_from_object_storage_redirects_for_a_minute(bucket, method):
    name = bucket.save("library/2026/a b.pdf", ContentFile(CONTENT))

    response = answer(method, storage=bucket)

    assert name == "library/2026/a b.pdf"
    assert response.status_code == 302
    assert response["Cache-Control"] == "private, no-store"
    assert "X-Amz-Expires=60" in response["Location"]
    assert "X-Amz-Signature=" in response["Location"]
    assert "response-content-disposition=attachment" in response["Location"]


def test_serve_from_object_storage_when_the_caller_has_it_gives_no_address(bucket):
    response = answer(storage=bucket, **{"If-None-Match": ETAG})

    assert (response.status_code, "Location" in response) == (304, False)


def test_object_storage_gives_no_lasting_address(bucket):
    with pytest.raises(ValueError, match="no address"):
        bucket.url("library/2026/a.pdf")
