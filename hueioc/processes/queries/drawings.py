"""Draws a definition with the words of the reader's language; on an instance, with where it stands and has been."""

from collections.abc import Collection

from hueioc.processes.queries.looks import condition_words, outcome_words, time_words, who_words
from hueioc.processes.rules.drawing import Arrow, Box, drawn
from hueioc.workflow.pack import END, Process
from hueioc.workflow.queries import said


def drawing_of(process: Process, *, passed: Collection[str] = (), here: str = "", is_file: bool = False) -> str:
    """The flow as SVG: steps with who and how long, ways with their conditions, ways back dashed."""
    ends = list(dict.fromkeys(way.outcome for step in process.step for way in step.next if way.to == END))
    boxes = [
        Box(
            step.code,
            said(step.names),
            who_words(step, process),
            time_words(step.allowance),
            "is-here" if step.code == here else "is-done" if step.code in passed else "",
        )
        for step in process.step
    ]
    boxes += [
        Box(f"end:{code}", outcome_words(process, code), css="is-here" if here == f"end:{code}" else "")
        for code in ends
    ]
    arrows = []
    for step in process.step:
        for way in step.next:
            label = ", ".join(condition_words(process, one) for one in way.when)
            arrows.append(Arrow(step.code, f"end:{way.outcome}" if way.to == END else way.to, label))
        arrows += [Arrow(step.code, code, is_back=True) for code in step.back]
    return drawn(said(process.names), boxes, arrows, is_file=is_file, mark=process.code)
