"""Images in the API."""

from ninja import Schema

from cms.media.queries import Picture, absolute


class SourceOut(Schema):
    """One size in one format, for `srcset`."""

    type: str
    url: str
    width: int
    height: int

    @staticmethod
    def resolve_url(source: object) -> str:
        return absolute(source.url)


class ImageOut(Schema):
    """An image: `url` is a JPEG, or the original while its sizes are being made; `sources` go from light to heavy."""

    alt: str
    credit: str
    url: str
    width: int
    height: int
    sources: list[SourceOut]

    @staticmethod
    def resolve_url(picture: Picture) -> str:
        return absolute(picture.url)
