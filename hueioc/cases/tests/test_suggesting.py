"""Suggestions: by the pack's words first, learned from history later, and honest about how often they are right."""

from pathlib import Path
from typing import Any

import pytest

from hueioc.cases.background import is_time_to_learn
from hueioc.cases.commands import Order, Sorting, give_many, open_case, undo_step
from hueioc.cases.commands.learning import train_suggestions
from hueioc.cases.models import Case, Suggested
from hueioc.cases.queries import accuracy, suggest, suggest_for, why_suggested
from hueioc.cases.rules.learning import learn
from hueioc.cases.rules.model import FEWEST_TO_LEARN, Lesson, features, grams, load
from hueioc.lib.geo import Point
from tests.cast import IN_WARD, WARD, Cast, report

HERE = Point(*IN_WARD)
SAID = {
    "drainage": "nước ngập cống nghẹt tràn vào nhà",
    "light_fault": "đèn đường tắt tối om không sáng",
    "waste_dump": "rác đổ trộm hôi thối bên đường",
}


def lessons(many: int) -> list[Lesson]:
    kinds = list(SAID)
    return [
        Lesson(f"{SAID[kinds[n % 3]]} số {n} lần {n % 7}", "ward", kinds[n % 3], f"unit-{n % 3}", "normal")
        for n in range(many)
    ]


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("nuoc ngap, cong nghet tran vo nha", "drainage"),
        ("Đèn đường trước nhà hỏng, tối om", "light_fault"),
        ("O GA to giua duong", "road_damage"),
        ("xe rác không đến mấy hôm rồi, thùng rác đầy", "waste_collect"),
    ],
)
def test_rough_words_name_the_category_before_there_is_history(city: None, said: str, category: str) -> None:
    found = suggest(said, HERE)
    assert (found.category, found.source) == (category, "keywords")
    assert found.words
    assert 0.4 < found.category_probability < 1


def test_the_unit_comes_from_the_routing_rules(cast: Cast, opened: Case) -> None:
    found = suggest_for(opened)
    assert (found.lead, found.lead_probability) == (WARD, None)
    assert found.why


def test_a_text_that_says_nothing_keeps_what_the_sender_chose(city: None) -> None:
    found = suggest("xin chào", HERE, chosen="noise")
    assert (found.category, found.words) == ("noise", ())
    assert why_suggested(found)


def test_a_model_learns_and_survives_its_file(tmp_path: Path) -> None:
    model = learn(lessons(300))
    model.save(tmp_path / "m.npz")
    kept = load(tmp_path / "m.npz")
    part = kept.parts["category"]
    [best, *_rest] = part.guesses(features("cong nghet, nuoc ngap"))
    assert best.code == "drainage"
    assert best.probability > 0.8
    assert (part.right, part.tried) == (60, 60)
    assert (
        kept.parts["unit"].guesses(features("den duong tat", area="ward", category="light_fault"))[0].code == "unit-1"
    )


def test_the_model_holds_no_rare_words_and_no_digits(tmp_path: Path) -> None:
    marked = lessons(300)
    marked[7] = Lesson("gọi ông Nguyễn Văn Thử 0900000123 nhà 12b", "ward", "drainage", "unit-0", "normal")
    learn(marked).save(tmp_path / "m.npz")
    known = load(tmp_path / "m.npz").parts["category"].index
    assert not [gram for gram in known if any(letter.isdigit() for letter in gram)]
    assert not [gram for gram in known if "nguyen" in gram or "thu " in gram]
    assert not [gram for gram in grams(features("nhà 12b 0900")) if any(letter.isdigit() for letter in gram)]


def test_too_little_history_is_refused_with_the_number_that_is_needed() -> None:
    with pytest.raises(ValueError, match=str(FEWEST_TO_LEARN)):
        learn(lessons(20))
    assert not is_time_to_learn(199, 0)
    assert is_time_to_learn(200, 0)
    assert not is_time_to_learn(210, 200)


@pytest.fixture
def own_home(tmp_path: Path, settings: Any) -> Path:
    settings.SHARED = tmp_path
    return tmp_path


def test_the_city_learns_from_what_people_sorted(cast: Cast, own_home: Path) -> None:
    sorted_cases = [
        Case(
            code=f"T-{n}", service=one.category, description=one.text, phase="closed", outcome="answered", unit=WARD,
            opened_at="2026-01-01T00:00:00Z", updated_at="2026-01-01T00:00:00Z", secret=f"s{n}",
        )
        for n, one in enumerate(lessons(240))
    ]  # fmt: skip
    Case.objects.bulk_create(sorted_cases)
    event = train_suggestions()
    assert (event.learned_from, event.category_right, event.tried_on) == (240, 48, 48)
    found = suggest("den duong tat toi om", HERE)
    assert (found.category, found.source) == ("light_fault", "model")
    assert found.learned_from == 80
    assert accuracy().held_out["category"] == (48, 48)


def test_what_people_take_is_counted_and_an_undone_one_is_not(cast: Cast, own_home: Path) -> None:
    step = ""
    for category in ("drainage", "light_fault"):
        case = open_case(report(), cast.owner)
        data = {"sorting": Sorting(category=category, lead=WARD), "suggested": suggest_for(case)}
        step = give_many([Order(case.code, "triage", data)], cast.operator).step
    assert accuracy().taken["keywords"]["category"] == (1, 2)
    undo_step(step, cast.operator)
    assert accuracy().taken["keywords"]["category"] == (1, 1)
    assert Suggested.objects.count() == 1
