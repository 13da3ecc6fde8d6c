"""Displaced keys: keys of a file that stand under a heading in brackets, and so belong to that.

A heading that is written too early makes of every key below it an unknown one, and of each that is needed a missing one. That is
one mistake, and told as one.
"""

from collections.abc import Sequence

Fault = tuple[tuple[str | int, ...], str, str, str]
"""Where (the path of a key), code, message, hint."""


def together(faults: Sequence[Fault]) -> list[Fault]:
    """The faults of a file; keys that are unknown under a heading, and some of them missing at the top, as one fault."""
    told = {where[:-1] for where, code, _, _ in faults if code == "unknown-key"}  # what has one may be no table that is known
    faults = [fault for fault in faults if fault[1] != "bad-value" or fault[0] not in told]
    missing = {message for where, code, message, _ in faults if code == "missing-key" and not where}
    strays: dict[str | int, list[str | int]] = {}
    for where, code, _, _ in faults:
        if code == "unknown-key" and len(where) == 2:
            strays.setdefault(where[0], []).append(where[1])
    for heading, keys in strays.items():
        lacking = {message for message in missing for key in keys if f"“{key}”" in message}
        if len(lacking) > 1 and len(lacking) == len(missing):
            rest = [fault for fault in faults if fault[2] not in lacking and not _stray(fault, heading)]
            return [_told(heading, keys), *rest]
    return list(faults)


def _stray(fault: Fault, heading: str | int) -> bool:
    where, code, _, _ = fault
    return code == "unknown-key" and len(where) == 2 and where[0] == heading


def _told(heading: str | int, keys: Sequence[str | int]) -> Fault:
    others = "" if len(keys) == 1 else f" and {len(keys) - 1} more"
    message = f"“{keys[0]}”{others} stand below [{heading}], and so belong to it"
    return (heading, keys[0]), "unknown-key", message, f"write them above [{heading}]"
