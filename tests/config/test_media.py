"""Renditions are public; originals and documents have no address."""

from django.conf import settings


def put(path: str) -> None:
    file = settings.MEDIA_ROOT / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x")


def test_rendition_is_shown_and_kept_a_day(client):
    put("images/couverture.width-400.jpg")

    answer = client.get("/media/images/couverture.width-400.jpg")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=86400")


def test_original_document_and_climbing_path_are_not(client, db):
    for path in ("original_images/couverture.jpg", "documents/brouillon.pdf"):
        put(path)

    paths = ["original_images/couverture.jpg", "documents/brouillon.pdf", "images/../documents/brouillon.pdf"]

    assert [client.get(f"/media/{path}").status_code for path in paths] == [404, 404, 400]
