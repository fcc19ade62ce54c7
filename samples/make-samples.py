"""Makes the sample pictures, and an invented identity document, from one public-domain portrait.

    pip install pillow scikit-image
    python samples/make-samples.py

A scikit-image wheel that is already on disk does as well, without installing it:

    python samples/make-samples.py scikit_image-0.26.0-….whl
"""

import io
import math
import random
import sys
import zipfile
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFont, ImageOps

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

# A document of no country: a card of the usual proportions (ISO ID-1) on a flat table.
MARGIN = 40
CARD = (1520, round(1520 * 53.98 / 85.60))
CORNER = round(1520 * 3.18 / 85.60)
DRAWN_AT = 2  # Drawn at twice the size and reduced, so that lines and corners are smooth.
TABLE = (96, 104, 112)
PAPER = (222, 232, 226)
BAND = (52, 92, 104)
INK = (28, 36, 44)
FAINT = (92, 110, 114)
RED = (196, 24, 40)
# Grain and quality together bring each side above 600 kB, as Smile ID recommends.
GRAIN = 10
DOCUMENT_QUALITY = 94

FRONT_FIELDS = [
    ("Country", "UTOPIA (SPECIMEN LAND)"),
    ("Document type", "IDENTITY CARD"),
    ("Document number", "000000000"),
    ("Surname", "SPECIMEN"),
    ("Given name", "PERSON"),
    ("Date of birth", "01 JAN 1900"),
    ("Date of expiry", "31 DEC 2099"),
]

# Three lines of thirty, as on a real card, with fillers where the check digits belong.
MACHINE_LINES = [
    "I<UTO000000000".ljust(30, "<"),
    "000101<<991231<UTO".ljust(30, "<"),
    "SPECIMEN<<PERSON".ljust(30, "<"),
]


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


def scaled(*lengths):
    return tuple(length * DRAWN_AT for length in lengths)


def write(draw, at, text, size, fill, weight=0, anchor="ls"):
    font = ImageFont.load_default(size * DRAWN_AT)
    draw.text(scaled(*at), text, font=font, fill=fill, anchor=anchor, stroke_width=weight, stroke_fill=fill)


def blank_card(title, phase):
    """Paper with fine waves and a band that says what this is."""
    card = Image.new("RGB", scaled(*CARD), PAPER)
    draw = ImageDraw.Draw(card)
    for row in range(-40, CARD[1] + 40, 9):
        for colour, shift in (((186, 208, 206), 0.0), ((212, 206, 188), math.pi)):
            wave = [
                scaled(x, row + 26 * math.sin(x / 118 + row / 210 + phase + shift) + 7 * math.sin(x / 31 + shift))
                for x in range(0, CARD[0] + 8, 8)
            ]
            draw.line(wave, fill=colour, width=2)
    draw.rectangle((0, 0, *scaled(CARD[0], 112)), fill=BAND)
    write(draw, (60, 74), title, 46, "white", weight=2)
    write(draw, (CARD[0] - 60, 74), "NOT A REAL DOCUMENT", 32, "white", weight=1, anchor="rs")
    return card


def stamp_specimen(card, centre, size, angle):
    ink = Image.new("L", card.size, 0)
    at = (centre[0], centre[1])
    write(ImageDraw.Draw(ink), at, "SPECIMEN", size, 120, weight=9, anchor="mm")
    ink = ink.rotate(angle, resample=Image.Resampling.BICUBIC, center=scaled(*at))
    card.paste(RED, mask=ink)


def draw_front(portrait):
    card = blank_card("SPECIMEN LAND  ·  IDENTITY CARD", phase=0.0)
    draw = ImageDraw.Draw(card)
    photo = frame(portrait, *REGISTRATION["selfie"])
    left, top, width = 60, 168, 450
    height = width * HEIGHT // WIDTH
    card.paste(photo.resize(scaled(width, height), Image.Resampling.LANCZOS), scaled(left, top))
    draw.rectangle(scaled(left, top, left + width, top + height), outline=BAND, width=6)
    for row, (label, value) in enumerate(FRONT_FIELDS):
        y = 196 + 94 * row
        write(draw, (570, y), label, 24, FAINT)
        write(draw, (570, y + 44), value, 42, INK, weight=1)
    write(draw, (60, CARD[1] - 64), "Made up for tests. Names, dates and numbers belong to nobody.", 26, FAINT)
    stamp_specimen(card, (CARD[0] / 2 + 40, 560), 270, 18)
    return card


def draw_back():
    card = blank_card("SPECIMEN LAND  ·  REVERSE", phase=1.7)
    draw = ImageDraw.Draw(card)
    # Stripes of random width: no barcode, nothing to read.
    stripes = random.Random(1)
    draw.rectangle(scaled(60, 160, CARD[0] - 60, 330), fill="white")
    x = 90
    while x < CARD[0] - 100:
        width = stripes.choice((3, 3, 6, 9))
        draw.rectangle(scaled(x, 176, x + width, 314), fill=INK)
        x += width + stripes.choice((4, 4, 7, 10))
    write(draw, (60, 400), "Issued by", 24, FAINT)
    write(draw, (60, 444), "NOBODY, SPECIMEN LAND", 42, INK, weight=1)
    write(draw, (60, 500), "Date of issue", 24, FAINT)
    write(draw, (60, 544), "01 JAN 2000", 42, INK, weight=1)
    write(draw, (60, 600), "Made up for tests. The stripes and the lines below identify nobody.", 26, FAINT)
    draw.rectangle((0, scaled(660)[0], *scaled(*CARD)), fill=(240, 242, 238))
    pitch = (CARD[0] - 120) / 30
    for row, line in enumerate(MACHINE_LINES):
        for column, letter in enumerate(line):
            write(draw, (60 + pitch * (column + 0.5), 738 + 80 * row), letter, 54, INK, weight=1, anchor="ms")
    stamp_specimen(card, (CARD[0] / 2, 520), 270, 18)
    return card


def on_table(card, seed):
    """The card on a flat background, with a grain like that of paper."""
    corners = Image.new("L", card.size, 0)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, card.width - 1, card.height - 1), scaled(CORNER)[0], fill=255)
    card, corners = card.resize(CARD, Image.Resampling.LANCZOS), corners.resize(CARD, Image.Resampling.LANCZOS)
    noise = Image.frombytes("L", CARD, random.Random(seed).randbytes(CARD[0] * CARD[1]))
    grain = noise.point(lambda value: 128 + (value - 128) * GRAIN // 128).convert("RGB")
    card = ImageChops.add(card, grain, offset=-128)
    picture = Image.new("RGB", (CARD[0] + 2 * MARGIN, CARD[1] + 2 * MARGIN), TABLE)
    picture.paste(card, (MARGIN, MARGIN), corners)
    return picture


def save(picture, target, quality=88):
    # A new image carries no metadata; baseline, because that is what phones send.
    target.parent.mkdir(exist_ok=True)
    picture.save(target, "JPEG", quality=quality, progressive=False)


def main():
    samples = Path(__file__).parent
    portrait = with_headroom(open_portrait(sys.argv[1:]))
    for folder, rows in {"registration": REGISTRATION, "authentication": AUTHENTICATION}.items():
        for name, row in rows.items():
            save(frame(portrait, *row), samples / folder / f"{name}.jpg")
    save(on_table(draw_front(portrait), seed=2), samples / "document/front.jpg", DOCUMENT_QUALITY)
    save(on_table(draw_back(), seed=3), samples / "document/back.jpg", DOCUMENT_QUALITY)


main()
