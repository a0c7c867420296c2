"""Making the sizes of an image: slow, so never within a request or a transaction."""

from django_tasks import task

from cms.media.models import CustomImage
from cms.media.rules import SPECS


@task
def make_renditions(image_pk: int) -> None:
    """Make the sizes that are missing; a second run finds them all."""
    image = CustomImage.objects.filter(pk=image_pk).first()
    if image is not None:
        image.get_renditions(*SPECS)
