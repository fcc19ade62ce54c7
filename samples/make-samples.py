"""Makes the sample pictures from one public-domain portrait.

    pip install pillow scikit-image
    python samples/make-samples.py

A scikit-image wheel that is already on disk does as well, without installing it:

    python samples/make-samples.py scikit_image-0.26.0-….whl
"""

import io
import sys
import zipfile
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps

WIDTH, HEIGHT = 720, 960
HEADROOM = 48
PORTRAIT = "skimage/data/astronaut.png"

# One row a picture: centre x and y and width of the crop in the 512-pixel original,
# tilt in degrees, brightness, colour. No two rows are alike, as no two frames of a capture are.
REGISTRATION = {
    "selfie": (222, 158, 252, 0.0, 1.00, 1.00),
    "liveness-1": (222, 160, 262, 0.0, 1.00, 1.00),
    "liveness-2": (219, 158, 260, -1.5, 1.01, 1.00),
    "liveness-3": (216, 157, 258, -3.0, 1.01, 0.99),
    "liveness-4": (220, 156, 256, -1.0, 1.00, 0.99),
    "liveness-5": (225, 156, 252, 1.0, 0.99, 1.00),
    "liveness-6": (229, 157, 248, 2.5, 0.99, 1.01),
    "liveness-7": (227, 159, 242, 3.5, 1.00, 1.01),
    "liveness-8": (223, 160, 236, 1.5, 1.01, 1.00),
}

# The same person on another day: closer to the camera, in a warmer and dimmer room.
AUTHENTICATION = {
    "selfie": (226, 150, 226, 2.0, 0.86, 1.12),
    "liveness-1": (226, 152, 238, 2.0, 0.86, 1.12),
    "liveness-2": (229, 151, 235, 3.5, 0.85, 1.12),
    "liveness-3": (231, 150, 232, 5.0, 0.85, 1.13),
    "liveness-4": (227, 150, 230, 3.0, 0.86, 1.13),
    "liveness-5": (222, 149, 227, 0.5, 0.87, 1.12),
    "liveness-6": (219, 150, 224, -1.5, 0.87, 1.11),
    "liveness-7": (221, 152, 219, -2.5, 0.86, 1.11),
    "liveness-8": (225, 153, 214, 0.0, 0.86, 1.12),
}


def open_portrait(arguments):
    if arguments:
        with zipfile.ZipFile(arguments[0]) as wheel:
            return Image.open(io.BytesIO(wheel.read(PORTRAIT))).convert("RGB")
    from skimage import data

    return Image.fromarray(data.astronaut())


def with_headroom(portrait):
    """The original ends just above the hair: its backdrop, mirrored, leaves room to tilt."""
    taller = Image.new("RGB", (portrait.width, portrait.height + HEADROOM))
    taller.paste(ImageOps.flip(portrait.crop((0, 0, portrait.width, HEADROOM))), (0, 0))
    taller.paste(portrait, (0, HEADROOM))
    return taller


def frame(portrait, centre_x, centre_y, crop_width, tilt, brightness, colour):
    crop_height = crop_width * HEIGHT / WIDTH
    centre = (centre_x, centre_y + HEADROOM)
    left, top = centre[0] - crop_width / 2, centre[1] - crop_height / 2
    picture = portrait.rotate(tilt, resample=Image.Resampling.BICUBIC, center=centre)
    picture = picture.resize(
        (WIDTH, HEIGHT),
        resample=Image.Resampling.LANCZOS,
        box=(left, top, left + crop_width, top + crop_height),
    )
    picture = ImageEnhance.Brightness(picture).enhance(brightness)
    return ImageEnhance.Color(picture).enhance(colour)


def main():
    portrait = with_headroom(open_portrait(sys.argv[1:]))
    for folder, rows in {"registration": REGISTRATION, "authentication": AUTHENTICATION}.items():
        target = Path(__file__).parent / folder
        target.mkdir(exist_ok=True)
        for name, row in rows.items():
            # A new image carries no metadata; baseline, because that is what phones send.
            frame(portrait, *row).save(target / f"{name}.jpg", "JPEG", quality=88, progressive=False)


main()
