"""Pictures: what is taken, what is refused with which words, and what is left of them."""

import io
import struct
import zlib
from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageCms, ImageFile

from core.clock import LONDON
from core.models import remove_orphaned_pictures
from core.pictures import LONGEST_SIDE, check_picture
from core.rules.file_types import FileRefused
from tests import factories
from tests.core.files import picture, picture_bytes, upload

ORIENTATION, GPS, CAMERA = 0x0112, 0x8825, 0x010F


def drawn(file):
    file.seek(0)
    return Image.open(io.BytesIO(file.read()))


def checked(content, name="picture.png"):
    return check_picture(upload(content, name))


@pytest.mark.parametrize(
    ("kind", "mode", "extension"),
    [
        ("PNG", "RGB", "png"),
        ("PNG", "RGBA", "png"),
        ("PNG", "L", "png"),
        ("PNG", "P", "png"),
        ("PNG", "1", "png"),
        ("JPEG", "RGB", "jpg"),
        ("JPEG", "L", "jpg"),
        ("JPEG", "CMYK", "jpg"),
        ("WEBP", "RGB", "jpg"),
        ("WEBP", "RGBA", "png"),
    ],
)
def test_each_kind_is_kept_as_png_or_jpeg(kind, mode, extension):
    colour = {"L": 90, "P": 3, "1": 1, "RGBA": (1, 2, 3, 90), "CMYK": (1, 2, 3, 4)}.get(mode, (1, 2, 3))
    kept = checked(picture_bytes(kind, mode=mode, colour=colour), "what it is called.gif")
    assert kept.name.endswith(f".{extension}")
    assert "called" not in kept.name
    assert (kept.width, kept.height) == drawn(kept).size == (60, 40)
    assert drawn(kept).mode == ("RGBA" if mode == "RGBA" else "RGB")


def test_nothing_of_where_and_with_what_it_was_taken_is_left():
    exif = Image.Exif()
    exif[CAMERA] = "Camera of Zanzibar"
    exif.get_ifd(GPS)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG", "WEBP"):
        content = picture_bytes(kind, exif=exif, icc_profile=profile, comment="Zanzibar")
        assert b"Zanzibar" in content
        kept = checked(content).read()
        assert b"Zanzibar" not in kept
        assert not {"exif", "icc_profile", "comment", "XML:com.adobe.xmp"} & set(Image.open(io.BytesIO(kept)).info)


def test_picture_is_turned_as_the_camera_was_held():
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was on its side
    out = io.BytesIO()
    lying = Image.new("RGB", (80, 40), "white")
    lying.paste("black", (0, 0, 40, 40))
    lying.save(out, "JPEG", exif=exif)
    upright = drawn(checked(out.getvalue()))
    assert upright.size == (40, 80)
    assert (upright.getpixel((20, 5))[0] < 50, upright.getpixel((20, 75))[0] > 200) == (True, True)


def test_large_picture_is_made_smaller_and_a_photograph_in_png_becomes_a_jpeg():
    assert checked(picture_bytes("JPEG", size=(4000, 1000))).width == LONGEST_SIDE
    noise = Image.effect_noise((1000, 1000), 100).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert checked(out.getvalue()).name.endswith(".jpg")


def claims(width, height):
    """A PNG of a few bytes that says it is so large."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    part = struct.pack(">I", len(head) - 4) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + part + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


def moving():
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "is not a PNG, JPEG or WebP picture"),
        (picture_bytes("GIF"), "is not a PNG, JPEG or WebP picture"),
        (b"\x89PNG\r\n\x1a\n", "is not a PNG, JPEG or WebP picture"),
        (b"nothing of a picture", "is not a PNG, JPEG or WebP picture"),
        (picture_bytes("JPEG", size=(600, 400))[:900], "is damaged: the picture can’t be opened"),
        (claims(200, 200), "is damaged: the picture can’t be opened"),
        (claims(8_000, 8_000), "has 64 million pixels. It must have 50 million or fewer"),
        (claims(60_000, 60_000), "has too many pixels. It must have 50 million or fewer"),
        (claims(10_000, 10_000), "has too many pixels. It must have 50 million or fewer"),
        (picture_bytes(size=(400, 1)), "is 400 by 1 pixels. Each side must have 16 or more"),
        (moving(), "is a moving picture. Choose a still one"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused_in_words(content, reason):
    with pytest.raises(FileRefused, match=reason):
        checked(content)


def test_picture_that_is_cut_off_is_refused_where_papers_are_drawn_too(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    with pytest.raises(FileRefused, match="is damaged"):
        checked(picture_bytes("JPEG", size=(600, 400))[:900])
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_script_after_the_picture_is_not_kept():
    kept = checked(picture_bytes() + b"<script>alert(1)</script>").read()
    assert b"<script>" not in kept


# On a record


@pytest.fixture
def admin(client_for, world):
    return client_for(world.admin)


URL = "/halton/details/"
NAMED = {"name": "Halton", "accent": "#1d5b6e"}


def test_logo_is_shown_with_its_type_and_kept_by_browsers(admin, client, world):
    assert admin.post(URL, NAMED | {"picture": picture(), "picture_alt": "Three rings"}).status_code == 302
    world.partnership.refresh_from_db()
    page = client.get("/halton/").text
    assert f'<img class="app-header__logo" src="{world.partnership.picture_url}" alt="">' in page
    answer = client.get(world.partnership.picture_url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == (
        "nosniff",
        "public, max-age=86400, immutable",
    )
    assert answer.content.startswith(b"\x89PNG")
    assert client.get("/halton/logo/0123456789abcdef.png").status_code == 404
    assert f'src="{world.partnership.picture_url}" alt="Three rings"' in admin.get(URL).text


def test_what_the_picture_shows_must_be_said(admin, world):
    form = admin.post(URL, NAMED | {"picture": picture()}).context["form"]
    assert form.errors == {
        "picture_alt": ["Enter what the picture shows"],
        "picture": ["Choose the picture again: it was not kept, because of the other answers"],
    }
    world.partnership.refresh_from_db()
    assert not world.partnership.picture


def test_file_that_is_no_picture_is_refused_beside_its_box(admin):
    sent = NAMED | {"picture": upload(b"MZ", "logo.png"), "picture_alt": "Three rings"}
    assert admin.post(URL, sent).context["form"].errors == {
        "picture": ["Logo.png is not a PNG, JPEG or WebP picture inside, whatever its name says"]
    }


def test_file_is_deleted_when_it_is_replaced_or_taken_away(admin, world, django_capture_on_commit_callbacks):
    def send(**more):
        with django_capture_on_commit_callbacks(execute=True):
            admin.post(URL, NAMED | {"picture_alt": "Three rings"} | more)
        world.partnership.refresh_from_db()
        return world.partnership.picture.name

    first = send(picture=picture())
    second = send(picture=picture(colour=(9, 9, 9)))
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)
    assert send(name="Halton Partnership") == second
    assert send(**{"picture-clear": "on"}) == ""
    assert (default_storage.exists(second), world.partnership.picture_alt) == (False, "")


def test_two_admins_who_change_the_logo_at_once_are_told(admin, world):
    shown = admin.get(URL).context["form"].initial["shown"]
    admin.post(URL, NAMED | {"picture": picture(), "picture_alt": "Three rings"})
    late = NAMED | {"picture": picture(colour=(9, 9, 9)), "picture_alt": "Three rings", "shown": shown}
    errors = admin.post(URL, late).context["form"].errors
    assert errors["picture"] == [
        "Somebody has changed this to “another file” in the meantime. If this is right, save again"
    ]


@pytest.mark.django_db
def test_files_that_no_record_names_go_after_a_day():
    kept = factories.add_picture(factories.PartnershipFactory()).picture.name
    lost = default_storage.save("pictures/lost.png", ContentFile(b"x"))
    now = datetime.now(LONDON)
    assert (remove_orphaned_pictures(at=now), default_storage.exists(lost)) == (0, True)
    remove_orphaned_pictures(at=now + timedelta(days=2))
    assert (default_storage.exists(lost), default_storage.exists(kept)) == (False, True)


def test_picture_whose_file_is_gone_is_not_found(client, world):
    factories.add_picture(world.partnership)
    default_storage.delete(world.partnership.picture.name)
    assert client.get(world.partnership.picture_url).status_code == 404


def test_grey_of_65_536_shades_stays_grey():
    out = io.BytesIO()
    Image.new("I;16", (60, 40), 30_000).save(out, "PNG")
    assert drawn(checked(out.getvalue())).getpixel((30, 20)) == (117, 117, 117)


def test_damaged_profile_of_colours_is_passed_over():
    kept = checked(picture_bytes("PNG", icc_profile=b"no profile" * 50))
    assert drawn(kept).getpixel((30, 20)) == (29, 91, 110)


def test_strip_that_would_shrink_to_a_line_is_refused():
    out = io.BytesIO()
    Image.new("RGB", (16, 4_000)).save(out, "PNG")
    with pytest.raises(FileRefused, match=r"is 16 by 4000 pixels\. That is too narrow to show"):
        checked(out.getvalue())
