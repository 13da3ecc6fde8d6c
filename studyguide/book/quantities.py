"""Quantities: what values.toml must say of its numbers, and how the text may show a number that holds in one country only."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from studyguide import nodes as n
from studyguide.nodes.tree import map_children, walk
from studyguide.sources.config import Guide, Quantity, Value, micro
from studyguide.sources.diagnostics import Name, Problems, did_you_mean, slip_of
from studyguide.sources.reference_files import Source

Values = Mapping[str, Quantity]
# What a reader takes in as one piece: here a rule of one country must be told from the others.
SCOPES = n.Section | n.Question | n.GlossaryEntry | n.FaqEntry
Told = dict[str, bool]
"""Of values that are shown, by key: whether their country is named there, or the rules of the others stand beside them."""
SPOKEN = n.Text | n.TermUse | n.Abbreviation | n.CrossReference


def check_values(values: Values, known: Mapping[str, Source], guide: Guide, problems: Problems) -> None:
    """Sources exist, dated tables have their dates, countries are declared, comparators fit their numbers."""
    for value in values.values():
        for rule in (_sources, _country, _comparators, _number):
            for key, code, message, hint in rule(value, known, guide):
                needs = Name("reference", message.split("“")[1].split("”")[0]) if code == "unknown-reference" else None
                problems.error(value.place(key), code, message, hint, needs=needs)


Fault = tuple[str, str, str, str]  # the key, the code, what is wrong, and what to do


def _sources(value: Quantity, known: Mapping[str, Source], guide: Guide) -> Iterator[Fault]:
    for key in value.source:
        if key and key not in known:
            message = f"the source “{key}” of “{value.key}” is not in the references"
            yield "source", "unknown-reference", message, slip_of(key, known)


def _country(value: Quantity, known: Mapping[str, Source], guide: Guide) -> Iterator[Fault]:
    if value.key.partition(".")[0] in guide.dated_values and not value.review_by:
        hint = "add review-by = 2027-11-30, the day by which somebody looks at its source again"
        yield "", "missing-review-date", f"“{value.key}” may change and has no day of review", hint
    if value.quantity and not value.where:
        hint = 'say whose rule it is: where = ["UK"]; or delete this line'
        yield "quantity", "missing-key", f"“{value.key}” has a quantity and no where", hint
    for code in value.where:
        if code not in guide.jurisdictions:
            hint = did_you_mean(code, guide.jurisdictions) or "declare it in [jurisdictions] of guide.toml"
            yield "where", "unknown-country", f"“{code}” is not a country or body of this guide", hint


def _comparators(value: Quantity, known: Mapping[str, Source], guide: Guide) -> Iterator[Fault]:
    """A number has one comparator, a range two that hold it from below and from above, a text none."""
    if value.op and isinstance(value.value, str):
        yield (
            "op",
            "bad-comparator",
            f"“{value.key}” is text and has a comparator",
            "write the comparator into the text, or a number",
        )
    elif value.op and isinstance(value.value, tuple) != (len(value.op) > 1):
        message = f"“{value.key}” has {len(value.op)} comparators"
        yield "op", "bad-comparator", message, "a number has one, a range one for each end"
    elif len(value.op) == 2 and (value.op[0] not in "≥>" or value.op[1] not in "≤<"):
        yield "op", "bad-comparator", f"“{value.key}” is not held between its comparators", 'write ["≥", "<"]'


def _number(value: Quantity, known: Mapping[str, Source], guide: Guide) -> Iterator[Fault]:
    """The ends of a range in their order; a number that is none because of its quotation marks or its many figures."""
    if micro(value.unit) != value.unit:
        hint = f"write “{micro(value.unit)}”, with the sign for micro"
        yield "unit", "bad-value", f"the unit of “{value.key}” is “{value.unit}”", hint
    if (least := _least(value.value)) < 0 and COUNTED.match(value.unit):
        yield (
            "value",
            "bad-value",
            f"“{value.key}” is {least:,} {value.unit}, and nothing is counted below nought",
            "delete the −",
        )
    match value.value:
        case (low, high) if low == high:
            yield "value", "bad-value", f"both ends of “{value.key}” are {low:,}", "write the one number, or the other end"
        case (low, high) if float(low) > float(high):
            yield (
                "value",
                "bad-value",
                f"“{value.key}” falls from {low:,} to {high:,}",
                "write the lower number first: [low, high]",
            )
        case str() as text if BARE_NUMBER.fullmatch(text):
            yield (
                "value",
                "bad-value",
                f"“{value.key}” is a number in quotation marks",
                "write it without them, and without commas",
            )
        case float() | tuple() as numbers if any(map(_long, numbers if isinstance(numbers, tuple) else (numbers,))):
            yield "value", "bad-value", f"“{value.key}” has more than {PRINTED} figures", "round it to what the source says"


def _least(value: Value) -> float:
    """The lowest number of a value; a text has none."""
    return 0 if isinstance(value, str) else min(value) if isinstance(value, tuple) else value


def _long(number: float | str) -> bool:
    return len(re.sub(r"\D", "", repr(number))) > PRINTED


COUNTED = re.compile(r"/|×|([µmkd]?[gL]|people|days?|weeks?|months?|years?|hours?|minutes?)(\W|$)")
"""Units of what is counted or weighed: unlike a temperature or a change in percent it is never negative."""
BARE_NUMBER = re.compile(r"[-+]?[0-9]+([,.][0-9]+)*")
PRINTED = 10  # figures of a number that are printed


@dataclass(frozen=True)
class Scope:
    """A section, question or entry without those inside it: its words, with the titles above it, and the values it shows."""

    words: str
    uses: tuple[n.ValueUse, ...]


def check_countries_told(
    roots: Iterable[n.Chapter | n.FaqEntry | n.GlossaryEntry], values: Values, guide: Guide, problems: Problems
) -> Told:
    """A value of one country, where others have another, stands beside theirs or in a section that names its country."""
    others, told = _others(values), dict[str, bool]()
    for scope in (scope for root in roots for scope in scopes(root, "")):
        shown = {use.key for use in scope.uses}
        for use in scope.uses:
            value, elsewhere = values.get(use.key), others.get(use.key, ())
            if value is None or not value.where:
                continue
            beside = {other.where for other in elsewhere if other.key in shown}
            untold = [other for other in elsewhere if other.where not in beside]
            named = _names(scope.words, value.where, guide)
            told[use.key] = told.get(use.key, False) or named or bool(elsewhere and not untold)
            if untold and not named:
                _report(use, value, untold[0], problems)
    return told


def check_countries_named(told: Iterable[Told], values: Values, problems: Problems) -> None:
    """The country of a value is named where it is shown, at one place at least: else it would be told nowhere."""
    named: Counter[str] = Counter()
    for each in told:
        named.update(each)
    for key in (key for key, times in named.items() if not times):
        where = "/".join(values[key].where)
        message = f"“{key}” is the rule of {where} alone, and no text that shows it says so"
        hint = f"name {where} where it is shown, or delete this line"
        problems.error(values[key].place("where"), "one-country", message, hint)


def _report(use: n.ValueUse, value: Quantity, other: Quantity, problems: Problems) -> None:
    here, there = "/".join(value.where), "/".join(other.where)
    message = f"“{value.key}” is the rule of {here} alone; {there} has “{other.key}” ({other.show().text})"
    problems.error(use.span, "one-country", message, f"name {here} in this section, or show {{value}}`{other.key}` beside it")


def _others(values: Values) -> dict[str, tuple[Quantity, ...]]:
    """The values of the same quantity that hold elsewhere, by key."""
    local = [value for value in values.values() if value.quantity and value.where]
    return {v.key: tuple(o for o in local if o.quantity == v.quantity and o.where != v.where) for v in local}


def _names(words: str, codes: Iterable[str], guide: Guide) -> bool:
    named = [word for code in codes for word in guide.jurisdictions.get(code, ())]
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", words) for word in named)


def scopes(root: n.Node, above: str) -> Iterator[Scope]:
    """The scopes of a node, outermost first; `above` holds the titles it stands under."""
    inner: list[n.Node] = []

    def take(node: n.Node) -> n.Node | None:
        if isinstance(node, SCOPES):
            inner.append(node)
            return None
        return map_children(node, take)

    titles = f"{above} {_title(root)}"
    own = list(walk(map_children(root, take)))
    words = " ".join(node.plain for node in own if isinstance(node, SPOKEN))
    yield Scope(f"{titles} {words}", tuple(node for node in own if isinstance(node, n.ValueUse)))
    for node in inner:
        yield from scopes(node, titles)


def _title(node: n.Node) -> str:
    match node:
        case n.Section() | n.Chapter():
            return node.plain_title
        case n.GlossaryEntry():
            return node.term
        case _:
            return ""
