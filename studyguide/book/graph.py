"""The study graph: objectives, sections and questions belong together."""

from collections import Counter
from collections.abc import Collection, Container, Mapping

from studyguide import nodes as n
from studyguide.book.targets import shared_name
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Name, Problems, place_in, slip_of, use_of


def check_study_graph(chapter: n.Chapter, problems: Problems) -> None:
    """Every question tests an objective of its chapter and names a section of it; every objective is tested by a question."""
    nodes = list(walk(chapter.children))
    questions = [node for node in nodes if isinstance(node, n.Question)]
    objectives = {objective.id: objective for objective in chapter.objectives}
    sections = [node for node in nodes if isinstance(node, n.Section)]
    names = {section.alias or section.id for section in sections}
    shared = Counter(section.alias for section in sections if section.alias)
    for question in questions:
        _check_link(question, "unknown-objective", question.objective, objectives, problems)
        _check_link(question, "unknown-section", question.section, names, problems)
        if shared[question.section] > 1:
            shared_name(question.section, shared[question.section], question.span, problems)
    _check_tested(objectives, {question.objective for question in questions}, problems)
    has_place = any(isinstance(node, n.ObjectivesHere) for node in nodes)
    if objectives and not has_place:
        message, hint = "the chapter's objectives are printed nowhere", "write :::{objectives} and ::: after the “in short” box"
        needs = Name(place_in(chapter.span.path), "objectives")
        problems.error(chapter.span, "objectives-nowhere", message, hint, needs=needs)
    if has_place and not objectives:
        message, needs = "the chapter has a place for objectives but none in its front matter", Name("objective", "")
        problems.error(chapter.span, "no-objectives", message, needs=needs, hides=("objective",))


def _check_link(question: n.Question, code: str, key: str, known: Collection[str], problems: Problems) -> None:
    if key not in known:
        what = code.removeprefix("unknown-")
        needs = Name.of_id(key) if what == "section" else Name(what, key)
        message, hides = (
            f"the chapter has no {what} “{key}”",
            (use_of("objective", question.span.path),) if what == "objective" else (),
        )
        problems.error(question.at(what), code, message, slip_of(key, known), needs=needs, hides=hides)


def _check_tested(objectives: Mapping[str, n.Objective], tested: Container[str], problems: Problems) -> None:
    for key, objective in objectives.items():
        if key not in tested:
            message = f"no question tests the objective “{key}”"
            hint, needs = f"give a question the line :objective: {key}", Name(use_of("objective", objective.span.path), key)
            problems.error(objective.span, "untested-objective", message, hint, needs=needs)
