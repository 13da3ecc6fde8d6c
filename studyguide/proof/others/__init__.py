"""Does the artifact keep its promises? One module a check; each is a function of finished files: `(paths, tools) -> CheckResult`.

The validators themselves are other people's programs (`tools.py` finds them). A program that is missing makes the result
SKIPPED, never PASS. Findings are values, so that a task can print them, count them, or fail on them.
"""
