"""A Java machine that is none: what the veraPDF engine asks of JPype, played in Python, as the module `jpype`.

A rule of a profile is kept by a file that holds the text of the rule's test.
"""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

STARTED: list[tuple[Any, ...]] = []
PROFILE = """<profile xmlns="http://www.verapdf.org/ValidationProfile"><rules>{rules}</rules>
<variables><variable name="n" object="PDDocument"><defaultValue>0</defaultValue></variable></variables></profile>"""
RULE = """<rule object="PDDocument" tags="structure"><id specification="ISO_14289_1" clause="{clause}" testNumber="1"/>
<description>d</description><test>{test}</test><error><message>{message}</message><arguments/></error></rule>"""


def startJVM(*arguments: Any, **options: Any) -> None:  # noqa: N802 (JPype's name)
    """Start the machine; without its library there is none."""
    if str(arguments[0]).endswith("nowhere/lib/server/libjvm.so"):
        raise OSError("[Errno 2] no libjvm.so")
    STARTED.append((*arguments, options["classpath"]))


def JClass(name: str) -> Any:  # noqa: N802 (JPype's name)
    """A class by its name."""
    return CLASSES[name]


class Validator:
    """Judges a file by a profile, and must be closed."""

    def __init__(self, profile: Any, *, log_passed: bool) -> None:
        assert not log_passed
        self.profile, self.closed = profile, False

    def validate(self, parser: Any) -> Any:
        """The result: an assertion for each rule that the file breaks."""
        data = Path(parser.path).read_text("latin-1")
        broken = [_assertion(rule) for rule in self.profile.rules if rule.test not in data]
        return SimpleNamespace(
            isCompliant=lambda: not broken,
            getTotalAssertions=lambda: len(self.profile.rules),
            getTestAssertions=lambda: broken,
        )

    def close(self) -> None:
        """Let go."""
        self.closed = True


def _assertion(rule: Any) -> Any:
    number = SimpleNamespace(getClause=lambda: rule.clause, getTestNumber=lambda: rule.number)
    place = SimpleNamespace(getContext=lambda: "root/document[0]")
    return SimpleNamespace(getRuleId=lambda: number, getMessage=lambda: rule.error, getLocation=lambda: place)


def _rule(number: Any, _object: str, deferred: bool, _tags: str, description: str, test: str, error: str, _more: Any) -> Any:
    assert (deferred, description) == (False, "d")
    made = Rule()
    made.__dict__.update(clause=number[1], number=number[2], test=test, error=error)
    return made


class Rule(SimpleNamespace):
    """A rule of a profile."""

    __hash__ = object.__hash__  # type: ignore[assignment]


FOUNDRY = SimpleNamespace(
    createParser=lambda file, kind: SimpleNamespace(path=file, kind=kind, close=lambda: None),
    createValidator=lambda profile, logged: Validator(profile, log_passed=logged),
)
MANAGER = SimpleNamespace(reset=lambda: None)
CLASSES: dict[str, Any] = {
    "java.util.logging.LogManager": SimpleNamespace(getLogManager=lambda: MANAGER),
    "org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider": SimpleNamespace(initialise=lambda: None),
    "org.verapdf.pdfa.validation.profiles.Profiles": SimpleNamespace(
        variableFromValues=lambda *values: values,
        profileFromValues=lambda _kind, _details, _hash, rules, variables: SimpleNamespace(rules=rules, variables=variables),
        defaultProfile=lambda: SimpleNamespace(getDetails=lambda: "details"),
        errorFromValues=lambda message, _arguments: message,
        ruleIdFromValues=lambda specification, clause, number: (specification, clause, number),
        ruleFromValues=_rule,
    ),
    "org.verapdf.pdfa.flavours.PDFAFlavour": SimpleNamespace(fromString=str),
    "org.verapdf.pdfa.flavours.PDFAFlavour$Specification": SimpleNamespace(valueOf=str),
    "org.verapdf.pdfa.Foundries": SimpleNamespace(defaultInstance=lambda: FOUNDRY),
    "java.util.HashSet": set,
    "java.util.ArrayList": list,
    "java.lang.Boolean": SimpleNamespace(valueOf=bool),
    "java.io.File": str,
}
