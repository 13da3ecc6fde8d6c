"""Self-test questions without scripts: every answer is a link away, and never in sight."""

from collections.abc import Iterator

from studyguide.proof.epub.opened import NAMES, ContentDocument, OpenedBook, text
from studyguide.proof.epub.rules.rule import page_rule, rule

DISTANCE = 2000
REASONS = ".//h:ol[@class='rationale']/h:li[normalize-space(h:p[@class='option']) and h:*[position() > 1 and normalize-space()]]"
"""Choices of an answer that say more than the choice."""


@rule("answer", "a question without an answer, or an answer nobody finds")
def answer(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """§1.7: questions and answers one to one, linked both ways."""
    questions = {f"{page.name}#{node.get('id')}": (page, node) for page in book.content() for node in page.classed("question")}
    answers = {f"{page.name}#{node.get('id')}": (page, node) for page in book.content() for node in page.classed("answer")}
    reached = set()
    for place, (page, node) in questions.items():
        links = {page.target(href) for href in node.xpath(".//h:a/@href", namespaces=NAMES)} & answers.keys()
        if len(links) != 1:
            yield page.name, f"{node.get('id')} leads to {len(links)} answers"
        for there in links:
            home, found = answers[there]
            reached.add(there)
            if place not in {home.target(href) for href in found.xpath(".//h:a[@role='doc-backlink']/@href", namespaces=NAMES)}:
                yield home.name, f"{found.get('id')} does not lead back to {node.get('id')}"
    for place in sorted(answers.keys() - reached):
        yield place.partition("#")[0], f"no question leads to {place.partition('#')[2]}"


@page_rule("answer-distance", "Kobo, Kindle and KOReader show everything: an answer nearby is an answer given away")
def answer_distance(page: ContentDocument) -> Iterator[str]:
    """§1.7: in one file, at least 2,000 characters lie between a question and any answer; nothing hides in details."""
    questions, answers = page.classed("question"), page.classed("answer")
    before = {node: len("".join(node.xpath("preceding::text()"))) for node in (*questions, *answers)}
    for question in questions:
        end = before[question] + len("".join(question.itertext()))
        for found in answers:
            apart = max(before[found] - end, before[question] - before[found] - len("".join(found.itertext())))
            if apart < DISTANCE:
                yield f"{found.get('id')} stands {max(apart, 0)} characters from {question.get('id')}"
    for node in page.find("//h:details"):
        yield f"“{text(node)[:40]}” stands in details: Kobo on Android never opens it, KOReader never closes it"


@rule("rationale", "a letter alone teaches nothing: whoever chose another wants to know why it is wrong")
def rationale(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """§1.7: an answer gives a reason for every option and every pair of its question."""
    places = book.elements
    for page in book.content():
        for question in page.classed("question"):
            offered = question.xpath(".//h:ol[@class='options' or @class='match-left']/h:li", namespaces=NAMES)
            for href in question.xpath(".//h:p[@class='to-answer']//h:a/@href", namespaces=NAMES):
                found = places.get(page.target(href))
                reasons = found.xpath(REASONS, namespaces=NAMES) if found is not None else []
                if len(reasons) < len(offered):
                    yield page.name, f"the answer to {question.get('id')} gives no reason for each of {len(offered)} options"
