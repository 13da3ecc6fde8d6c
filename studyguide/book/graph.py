"""The study graph: objectives, sections and questions belong together."""

from __future__ import annotations

from studyguide import nodes as n
from studyguide.diagnostics import Problems, did_you_mean
from studyguide.tree import walk


def check_study_graph(chapter: n.Chapter, problems: Problems) -> None:
    """Every question tests an objective of its chapter and names a section of it; every objective is tested by a question."""
    objectives = {o.id: o for o in chapter.objectives}
    sections = {s.id for s in walk(chapter.children) if isinstance(s, n.Section)}
    tested: set[str] = set()
    for question in (q for q in walk(chapter.children) if isinstance(q, n.Question)):
        tested.add(question.objective)
        if question.objective not in objectives:
            problems.error(
                question.span,
                "unknown-objective",
                f"the chapter has no objective “{question.objective}”",
                did_you_mean(question.objective, objectives),
            )
        if question.section not in sections:
            problems.error(
                question.span,
                "unknown-section",
                f"the chapter has no section “{question.section}”",
                did_you_mean(question.section, sections),
            )
    for key, objective in objectives.items():
        if key not in tested:
            problems.error(
                objective.span,
                "untested-objective",
                f"no question tests the objective “{key}”",
                f"give a question the line :objective: {key}",
            )
    has_place = any(isinstance(b, n.ObjectivesHere) for b in walk(chapter.children))
    if objectives and not has_place:
        problems.error(
            chapter.span,
            "objectives-nowhere",
            "the chapter's objectives are printed nowhere",
            "write :::{objectives} and ::: after the “in short” box",
        )
    if has_place and not objectives:
        problems.error(chapter.span, "no-objectives", "the chapter has a place for objectives but none in its front matter")
