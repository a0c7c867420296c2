"""The three ways by which bytes leave, with their real parts: Django alone, nginx in front, object storage beside.

One decision before each answer, whatever the method and its conditions; the same headers; the same bytes.
"""

import socket
import time
import urllib.error
import urllib.request
from datetime import timedelta
from uuid import uuid4

import boto3
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from moto.server import ThreadedMotoServer

from cms.library.models import DownloadCount, ResourceFile
from registrations.files.objects import PrivateObjectStorage
from tests import nginx
from tests.factories.cms import ResourceFileFactory, adopted
from tests.factories.registrations import AffiliationFactory, MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = bytes(range(256)) * 4000
NAME = "Grille d’été.pdf"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SEEN = {"kinds": ["tool"], "verbs": ["see"], "clause": "2.1"}
MEMBERS = {"kinds": ["tool"], "audiences": ["member"], "clause": "4.2"}


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(params=["django", "nginx", "objects"])
def site(request, settings, live_server, tmp_path, monkeypatch):
    """The address of a site that sends files in one of the three ways."""
    if request.param == "django":
        yield live_server.url
    elif request.param == "nginx":
        nginx.needed()
        settings.FILES_ACCEL_PREFIX = "/_private/"
        port, upstream = free_port(), live_server.url.removeprefix("http://")
        with nginx.nginx(tmp_path / "nginx", port=port, upstream=upstream, files=settings.PRIVATE_ROOT):
            yield f"http://localhost:{port}"
    else:
        server = ThreadedMotoServer(port=0, verbose=False)
        server.start()
        bucket = f"private-{uuid4()}"
        endpoint = "http://{}:{}".format(*server.get_host_and_port())
        keys = {"endpoint_url": endpoint, "region_name": "ca-central-1"}
        boto3.client("s3", aws_access_key_id="x", aws_secret_access_key="x", **keys).create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "ca-central-1"}
        )
        storage = PrivateObjectStorage(
            bucket_name=bucket, access_key="x", secret_key="x", signature_version="s3v4", **keys
        )
        monkeypatch.setattr(ResourceFile._meta.get_field("file"), "storage", storage)
        yield live_server.url
        server.stop()
    time.sleep(0.2)  # the last request's thread closes its connection before the database is put back


@pytest.fixture
def file():
    adopted(SEEN, MEMBERS)
    storage = ResourceFile._meta.get_field("file").storage
    name = storage.save("library/2026/a b.pdf", ContentFile(CONTENT))
    return ResourceFileFactory(resource__kind="tool", file=name, original_name=NAME, size=len(CONTENT))


@pytest.fixture
def member():
    today = timezone.localdate()
    post = AffiliationFactory(starts_on=today - timedelta(days=30))
    MembershipFactory(
        organisation=post.organisation,
        starts_on=today - timedelta(days=30),
        ends_on=today + timedelta(days=30),
        lapses_on=today + timedelta(days=30),
    )
    return post.person


def cookie(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}


class SameMethod(urllib.request.HTTPRedirectHandler):
    """Follows a redirection as browsers do: HEAD stays HEAD, and no cookie goes to another place."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        kept = {name: value for name, value in req.header_items() if name not in {"Cookie", "Host"}}
        return urllib.request.Request(newurl, method=req.get_method(), headers=kept)


OPENER = urllib.request.build_opener(SameMethod)


def ask(address, method="GET", **headers):
    request = urllib.request.Request(address, method=method, headers={"User-Agent": BROWSER} | headers)
    try:
        with OPENER.open(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def address_of(site, file):
    return f"{site}/api/v1/library/files/{file.uuid}/download"


def test_all_its_bytes_and_the_same_headers(site, file, member):
    status, headers, body = ask(address_of(site, file), **cookie(member))

    assert (status, body == CONTENT) == (200, True)
    assert headers["Content-Length"] == str(len(CONTENT))
    assert headers["Content-Type"] == "application/pdf"
    assert "filename*=UTF-8''Grille%20d%E2%80%99%C3%A9t%C3%A9.pdf" in headers["Content-Disposition"]
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers.get_all("Cache-Control") == ["private, no-store"]


def test_headers_that_keep_a_file_harmless(site, file, member):
    if "objects" in str(file.file.storage.__class__):
        pytest.skip("the store's own answer: it never renders a file on the site's origin")
    _status, headers, _body = ask(address_of(site, file), **cookie(member))

    assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert headers.get_all("Cross-Origin-Resource-Policy") == ["same-origin"]
    assert [
        value.startswith("sandbox; default-src 'none'") for value in headers.get_all("Content-Security-Policy")
    ] == [True]


def test_a_part_of_it(site, file, member):
    status, headers, body = ask(address_of(site, file), Range="bytes=1000-1999", **cookie(member))

    assert (status, body) == (206, CONTENT[1000:2000])
    assert headers["Content-Range"] == f"bytes 1000-1999/{len(CONTENT)}"


def test_head_has_no_body(site, file, member):
    status, headers, body = ask(address_of(site, file), "HEAD", **cookie(member))

    assert (status, headers["Content-Length"], body) == (200, str(len(CONTENT)), b"")


def test_resumed_under_the_same_state_and_restarted_under_another(site, file, member):
    me, address = cookie(member), address_of(site, file)
    etag = ask(address, **me)[1]["ETag"]

    resumed = ask(address, Range="bytes=5000-", **{"If-Range": etag}, **me)
    restarted = ask(address, Range="bytes=5000-", **{"If-Range": '"another"'}, **me)

    assert (resumed[0], resumed[2] == CONTENT[5000:]) == (206, True)
    if "objects" not in str(
        file.file.storage.__class__
    ):  # S3 knows no If-Range: it sends the part of a name that never changes
        assert (restarted[0], restarted[2] == CONTENT) == (200, True)


def test_not_sent_again_to_who_has_it(site, file, member):
    me, address = cookie(member), address_of(site, file)
    etag = ask(address, **me)[1]["ETag"]

    status, _headers, body = ask(address, **{"If-None-Match": etag}, **me)

    assert (status, body) == (304, b"")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Range": "bytes=0-10"},
        {"Range": "bytes=10-"},
        {"If-None-Match": '"%s"' % ("ab" * 32)},
        {"If-None-Match": "*"},
    ],
    ids=["all", "first", "rest", "tag", "any"],
)
def test_refused_before_any_byte_whatever_is_asked(site, file, method, headers):
    status, answered, body = ask(address_of(site, file), method, **headers)

    assert (status, CONTENT[:50] in body) == (403, False)
    assert answered["Cache-Control"] == "private, no-store"
    assert answered["ETag"] is None


def test_right_that_ended_is_refused_at_the_next_part(site, file, member):
    me, address = cookie(member), address_of(site, file)
    assert ask(address, Range="bytes=0-999", **me)[0] == 206

    member.affiliations.update(ends_on=timezone.localdate())

    assert ask(address, Range="bytes=1000-1999", **me)[0] == 403


def test_parts_of_one_reading_are_one_download(site, file, member):
    me, address = cookie(member), address_of(site, file)
    for start in range(0, 5000, 1000):
        ask(address, Range=f"bytes={start}-{start + 999}", **me)
    ask(address, "HEAD", **me)
    ask(address, **me)
    ask(address, **me, **{"User-Agent": "Googlebot/2.1"})

    assert list(DownloadCount.objects.values_list("number", flat=True)) == [1]


def test_nginx_gives_no_file_by_its_own_address(request, settings, live_server, tmp_path, file):
    nginx.needed()
    port = free_port()
    with nginx.nginx(
        tmp_path / "nginx", port=port, upstream=live_server.url.removeprefix("http://"), files=settings.PRIVATE_ROOT
    ):
        status, _headers, body = ask(f"http://localhost:{port}/_private/library/2026/a%20b.pdf")

    assert (status, CONTENT[:50] in body) == (404, False)
