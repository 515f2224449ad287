"""Pictures for tests, drawn on the spot."""

import io
from typing import Any

from PIL import Image


def jpeg(width: int = 64, height: int = 48, **options: Any) -> bytes:
    """A small picture as a camera would send it."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (40, 120, 130)).save(out, "JPEG", **options)
    return out.getvalue()
