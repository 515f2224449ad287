"""Markdown without HTML, differences between versions, what a page must hold."""

import time
from datetime import date

import pytest

from hueioc.handbook.rules import NewVersion, check_version, differences, is_in_force, plain, rendered
from hueioc.lib.refusals import Invalid

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("typed", "never"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("x <img src=x onerror=alert(1)>", "<img"),
        ("<div onclick=x>\n\ny\n\n</div>", "<div"),
        ("[a](javascript:alert(1))", "href"),
        ("[a](JaVa\tScript:alert(1))", "href"),
        ("[a](data:text/html;base64,PHN2Zz4=)", "href"),
        ("[a](vbscript:x)", "href"),
        ("[a](//elsewhere.example/x)", "href"),
        ("![a](https://elsewhere.example/pixel.png)", "<img"),
        ("<javascript:alert(1)>", "href"),
        ('[a](https://x.example/"onmouseover="alert(1))', '"onmouseover'),
        ("| a |\n|---|\n| <b onx=1>y</b> |", "<b"),
        ("```<script>\nx\n```", "<script"),
    ],
)
def test_no_tag_and_no_address_of_a_reader_passes(typed: str, never: str) -> None:
    assert never not in rendered(typed)


def test_what_markdown_means_is_shown_below_the_heading_of_the_page() -> None:
    shown = rendered("# Một\n\n- **đậm**\n\n[nguồn](https://vanban.example/1)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert "<h2>Một</h2>" in shown
    assert "<strong>đậm</strong>" in shown
    assert 'rel="noopener noreferrer nofollow"' in shown
    assert '<table class="tbl">' in shown
    assert plain("# Một\n\n- **đậm** [nguồn](x)", 8) == "Một đậm …"


def test_differences_name_the_words_and_skip_what_stayed() -> None:
    old = "\n".join(["đầu", *map(str, range(20)), "hạn mức 10 triệu", "cuối"])
    lines = differences(old, old.replace("10 triệu", "15 triệu") + "\nthêm")
    assert [line.kind for line in lines if line.kind != "same"] == ["skipped", "gone", "new", "new"]
    gone, new = lines[-4:-2] if lines[-2].kind == "same" else (lines[-4], lines[-3])
    assert gone.pieces == [("hạn mức", False), ("10", True), ("triệu", False)]
    assert new.pieces[1] == ("15", True)
    assert differences(old, old) == []


def test_texts_of_one_line_over_and_over_are_compared_in_no_time() -> None:
    began = time.monotonic()
    lines = differences("x\n" * 30_000, "x\ny\n" * 15_000)
    lines += differences("x " * 20_000, "x y " * 10_000)
    assert {line.kind for line in lines} >= {"gone", "new"}
    assert time.monotonic() - began < 10


def test_a_page_says_everything_that_is_wrong_at_once() -> None:
    wrong = NewVersion(title=" ", body="a\x00", valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1))
    with pytest.raises(Invalid) as refusal:
        check_version(wrong)
    assert set(refusal.value.fields) == {"title", "body", "valid_to"}
    right = check_version(NewVersion(title="  Một \n trang ", body="a\r\n", valid_to=date(2026, 1, 1)))
    assert (right.title, right.body) == ("Một trang", "a")
    assert is_in_force(right, date(2026, 1, 1))
    assert not is_in_force(right, date(2026, 1, 2))
