"""What a build says of its tasks."""

from doit.reporter import ConsoleReporter


class GuideReporter(ConsoleReporter):  # type: ignore[misc]
    """A line a task."""
