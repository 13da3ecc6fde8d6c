"""The rules that a finished EPUB must keep, one small function each, declared in `RULES` by importing these modules."""

from importlib import import_module
from pkgutil import iter_modules

from studyguide.proof.epub.rules.rule import READER_RULES, RULES, Rule

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["READER_RULES", "RULES", "Rule"]
