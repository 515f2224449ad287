"""What the demo tells at the start: its accounts, its one-time code and its key for the open interface."""

from typing import Any

from hueioc.demo.cast import ONE_TIME_CODE, assemble


def prepare() -> dict[str, Any]:
    """Make the accounts and describe them."""
    return {"accounts": assemble(), "one_time_code": ONE_TIME_CODE, "open311_api_key": "demo"}
