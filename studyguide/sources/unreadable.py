"""Unreadable: the one fault for which a data file cannot be read at all."""


class Unreadable(ValueError):
    """What is wrong and what to do, in plain words, at a line and column (from 1) of the text."""

    def __init__(self, line: int, col: int, message: str, hint: str, length: int = 1) -> None:
        super().__init__(message)
        self.line, self.col, self.message, self.hint, self.length = line, col, message, hint, length
