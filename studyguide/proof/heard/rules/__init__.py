"""The rules that a transcript must keep, a file each, declared in `HEARD` by importing these modules."""

from importlib import import_module
from pkgutil import iter_modules

from studyguide.proof.heard.rules.rule import HEARD, HeardRule

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["HEARD", "HeardRule"]
