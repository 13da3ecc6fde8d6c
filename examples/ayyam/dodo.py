"""The tasks are those of the program. One of your own is a function `task_…` below (https://pydoit.org)."""

from studyguide.tasks.dodo import *  # noqa: F403
