"""The demo's pictures: covers and article images drawn by Pillow from two colours, the same for the same words."""

import io
import random

from PIL import Image, ImageDraw


def cover(*, colours: tuple[str, str], seed: str, size: tuple[int, int] = (1240, 1600)) -> bytes:
    """A large X made of two crossing bands over quiet waves, as JPEG."""
    width, height = size
    chance = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    picture = Image.new("RGB", size, colours[0])
    draw = ImageDraw.Draw(picture, "RGBA")
    for wave in range(9):
        level = height * (0.35 + wave * 0.08) + chance.randint(-30, 30)
        crest = [(x, level + chance.randint(-14, 14)) for x in range(0, width + 80, 80)]
        draw.polygon([*crest, (width, height), (0, height)], fill=(255, 255, 255, 14))
    band = width // 7
    left, right, top, bottom = width * 0.18, width * 0.82, height * 0.2, height * 0.8
    draw.polygon([(left, top), (left + band, top), (right, bottom), (right - band, bottom)], fill=colours[1])
    draw.polygon([(right - band, top), (right, top), (left + band, bottom), (left, bottom)], fill=(255, 255, 255, 235))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=86)
    return file.getvalue()
