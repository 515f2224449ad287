"""Pictures for the demo, drawn on the spot and marked as such: a street before and after."""

import io
import random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 720
Colour = tuple[int, int, int]
_SKY: tuple[Colour, ...] = ((150, 178, 190), (176, 190, 188), (128, 150, 168))
_WALLS: tuple[Colour, ...] = ((226, 208, 178), (206, 140, 106), (214, 214, 206), (196, 182, 150), (178, 196, 190))
_WATER, _ROAD, _PAVEMENT, _DARK = (122, 108, 80), (104, 108, 112), (190, 184, 172), (58, 62, 66)


def street(seed: str, *, is_mended: bool) -> bytes:
    """A street as JPEG; the same seed draws the same houses, flooded and littered before, dry and clean after."""
    dice = random.Random(seed)
    picture = Image.new("RGB", (WIDTH, HEIGHT), dice.choice(_SKY))
    pen = ImageDraw.Draw(picture)
    _houses(pen, dice)
    ground = int(HEIGHT * 0.62)
    pen.rectangle((0, ground, WIDTH, HEIGHT), fill=_PAVEMENT)
    pen.polygon([(WIDTH * 0.3, ground), (WIDTH * 0.7, ground), (WIDTH, HEIGHT), (0, HEIGHT)], fill=_ROAD)
    if is_mended:
        for step in range(6):
            y = ground + 14 + step * step * 8
            pen.rectangle(
                (WIDTH / 2 - 3 - step * 2, y, WIDTH / 2 + 3 + step * 2, y + 8 + step * 5), fill=(232, 232, 226)
            )
    else:
        _trouble(pen, dice, ground)
    pen.text((16, HEIGHT - 28), "DEMO", fill=(255, 255, 255))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def _houses(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    left = -dice.randint(0, 60)
    while left < WIDTH:
        wide, high = dice.randint(130, 240), dice.randint(180, 340)
        top, floor = int(HEIGHT * 0.64) - high, int(HEIGHT * 0.64)
        pen.rectangle((left, top, left + wide, floor), fill=dice.choice(_WALLS))
        for window in range(2):
            x = left + 24 + window * wide // 2
            pen.rectangle((x, top + 34, x + wide // 4, top + 90), fill=_DARK)
        pen.rectangle((left + wide // 3, floor - 96, left + wide // 3 + 48, floor), fill=(92, 64, 48))
        left += wide + dice.randint(4, 18)


def _trouble(pen: ImageDraw.ImageDraw, dice: random.Random, ground: int) -> None:
    """Water over the road with waves, and things that should not lie there."""
    pen.polygon(
        [(0, ground + 40), (WIDTH * 0.45, ground + 12), (WIDTH, ground + 60), (WIDTH, HEIGHT), (0, HEIGHT)], fill=_WATER
    )
    for _ in range(14):
        x, y = dice.randint(-40, WIDTH), dice.randint(ground + 50, HEIGHT)
        pen.arc((x, y, x + 120, y + 26), 200, 340, fill=(164, 150, 120), width=4)
    for _ in range(5):
        x, y = dice.randint(60, WIDTH - 60), dice.randint(ground + 60, HEIGHT - 70)
        pen.ellipse((x, y, x + dice.randint(26, 70), y + dice.randint(18, 44)), fill=_DARK)
