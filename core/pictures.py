"""Pictures that people choose: judged by their content, turned upright, and drawn anew without anything else in them.

What is kept is a PNG or JPEG of bounded size that this module has written: no place, camera, owner or comment of the
file that was chosen, and nothing that was hidden in it (I-11).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from typing import IO, Any, cast
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from core.rules.file_types import FileRefused
from core.uploads import check_size

FORMATS = ("PNG", "JPEG", "WEBP")
# What is read: about what a telephone of today takes. A file of a few kilobytes can claim far more.
PIXELS_AT_MOST = 50_000_000
MOST_PIXELS = f"{PIXELS_AT_MOST // 1_000_000} million"
# What is kept: enough for the whole width of a printed page.
LONGEST_SIDE = 1_600
# A larger picture without transparency is a photograph, whatever its format.
PNG_AT_MOST = 400_000
SHORTEST_SIDE = 16

NO_PICTURE = "is not a PNG, JPEG or WebP picture inside, whatever its name says"
DAMAGED = "is damaged: the picture can’t be opened. Save it again, then choose it again"
MOVING = "is a moving picture. Choose a still one"
# What Pillow meets a damaged file with.
FAULTS = (ArithmeticError, AttributeError, LookupError, MemoryError, OSError, SyntaxError, TypeError, ValueError)


class PictureFile(ContentFile[bytes]):
    """A picture that may be kept, under a name of ours; ``sha256`` is of its content."""

    def __init__(self, content: bytes, *, extension: str, width: int, height: int) -> None:
        super().__init__(content, name=f"{uuid4()}.{extension}")
        self.sha256 = sha256(content).hexdigest()
        self.width, self.height = width, height


def check_picture(upload: UploadedFile[Any]) -> PictureFile:
    """The picture in the file as it may be kept. Raises ``FileRefused``."""
    check_size(upload)
    try:
        with _whole_ones_only(), Image.open(cast("IO[bytes]", upload.file), formats=FORMATS) as chosen:
            _check_drawing(chosen)
            # A large photograph is read at a half or a quarter of its size.
            chosen.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            drawn = _in_our_colours(ImageOps.exif_transpose(chosen))
    except UnidentifiedImageError:
        raise FileRefused(NO_PICTURE) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused(f"has too many pixels. It must have {MOST_PIXELS} or fewer") from None
    except FAULTS as error:
        raise FileRefused(DAMAGED) from error
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    drawn.info.clear()  # else what the file said of itself is written again
    extension, content = _written(drawn, was_png=chosen.format == "PNG")
    return PictureFile(content, extension=extension, width=drawn.width, height=drawn.height)


@contextmanager
def _whole_ones_only() -> Iterator[None]:
    """WeasyPrint has Pillow take pictures that are cut off. A picture that is chosen has to be whole."""
    usual, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = usual


def _check_drawing(chosen: Image.Image) -> None:
    """By what the file says of itself, before any of it is drawn."""
    width, height = chosen.size
    if width * height > PIXELS_AT_MOST:
        millions = -(-width * height // 1_000_000)
        raise FileRefused(f"has {millions} million pixels. It must have {MOST_PIXELS} or fewer")
    if min(width, height) < SHORTEST_SIDE:
        raise FileRefused(f"is {width} by {height} pixels. Each side must have {SHORTEST_SIDE} or more")
    if min(width, height) * LONGEST_SIDE < max(width, height) * SHORTEST_SIDE:
        raise FileRefused(f"is {width} by {height} pixels. That is too narrow to show")
    # Several pictures in a JPEG are a telephone's own, of one moment.
    if chosen.format != "MPO" and getattr(chosen, "n_frames", 1) > 1:
        raise FileRefused(MOVING)


def _in_our_colours(picture: Image.Image) -> Image.Image:
    """In sRGB, which every screen and printer takes; with transparency if it has any."""
    if picture.mode.startswith("I"):  # grey of 65,536 shades, of which Pillow would take all but 256 for white
        picture = picture.convert("I").point(lambda shade: shade * (1 / 256)).convert("L")
    wanted = "RGBA" if picture.has_transparency_data else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            mode = wanted if picture.mode != "CMYK" else "RGB"
            return ImageCms.profileToProfile(picture, own, srgb, outputMode=mode) or picture.convert(wanted)
        except (ImageCms.PyCMSError, OSError):
            pass  # damaged, or of another kind of colours than the picture: its numbers are taken as they are
    return picture.convert(wanted)


def _written(drawn: Image.Image, *, was_png: bool) -> tuple[str, bytes]:
    """Its ending, and its content."""
    content = BytesIO()
    if was_png or drawn.mode == "RGBA":
        drawn.save(content, "PNG")
        if drawn.mode == "RGBA" or content.tell() <= PNG_AT_MOST:
            return "png", content.getvalue()
    content = BytesIO()
    drawn.save(content, "JPEG", quality=85, optimize=True, progressive=True)
    return "jpg", content.getvalue()
