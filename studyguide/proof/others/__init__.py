"""Checks by other people's programs, one module each; `tools` finds them. Without its program a check is SKIPPED, never PASS."""
