"""Words of errors and of other people's code are left out of the log; names, places and our own sentences stay."""

import json
import logging
import threading

from hueioc.config.access import MOST_WAITING, AccessLog
from hueioc.config.logs import Json, Plain, told
from hueioc.lib import tracing


def _record(name: str, message: str, *values: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, values, info)


def _raised() -> BaseException:
    try:
        try:
            int("0912345678x")
        except ValueError as fault:
            raise LookupError("someone@example.org") from fault
    except LookupError as error:
        return error
    raise AssertionError


def test_an_error_and_its_cause_are_told_without_their_words() -> None:
    text = told(_raised())
    assert text.startswith("LookupError at ")
    assert " | because of ValueError at " in text
    assert "0912345678" not in text
    assert "someone" not in text


def test_a_ring_of_causes_ends() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    assert told(first).count("ValueError") == 2


def test_our_sentences_are_whole_and_those_of_others_lose_their_values() -> None:
    for form in (Plain(), Json()):
        assert "follower maps failed 3 times" in form.format(
            _record("hueioc.x", "follower %s failed %d times", "maps", 3)
        )
        assert "0912345678" not in form.format(_record("django.request", "Not Found: %s", "/0912345678"))
        assert "0912345678" not in form.format(_record("somebody", "number 0912345678"))
        assert "0912345678" not in form.format(_record("hueioc.x", "failed", error=_raised()))


def test_json_is_one_line_with_the_number_of_the_request() -> None:
    token = tracing.current.set(tracing.Trace("ab" * 16))
    try:
        text = Json().format(_record("hueioc.x", "two\nlines", error=_raised()))
    finally:
        tracing.current.reset(token)
    assert "\n" not in text
    assert (json.loads(text)["request"], json.loads(text)["message"]) == ("ab" * 16, "two\nlines")


def test_lines_of_requests_are_written_in_order_and_all_of_them_at_the_end() -> None:
    written: list[bytes] = []
    log = AccessLog(written.append)
    for turn in range(1_000):
        log.note(0.0, "GET", f"route-{turn}", 200, 0.001, "n")
    log.close()
    lines = b"".join(written).splitlines()
    assert [json.loads(line)["route"] for line in lines] == [f"route-{turn}" for turn in range(1_000)]


def test_a_reader_that_stands_still_delays_nobody_and_costs_no_memory() -> None:
    goes_on, stands = threading.Event(), threading.Event()
    written: list[bytes] = []

    def slow(data: bytes) -> None:
        stands.set()
        assert goes_on.wait(30)
        written.append(data)

    log = AccessLog(slow)
    log.note(0.0, "GET", "first", 200, 0.001, "n")
    assert stands.wait(30)
    for turn in range(MOST_WAITING + 50):
        log.note(0.0, "GET", f"route-{turn}", 200, 0.001, "n")
    goes_on.set()
    log.close()
    lines = b"".join(written).splitlines()
    assert len(lines) == 1 + MOST_WAITING + 1
    assert json.loads(lines[-1])["message"] == "50 lines were lost"
