"""The word list: chapters/words.txt, one word a line for the spelling check, with a remark after # if need be."""

from studyguide.sources.diagnostics import Problems, Span


def check_word_list(path: str, text: str, problems: Problems) -> None:
    """Report lines of more than one word, and words that stand there twice."""
    seen: dict[str, int] = {}
    for i, line in enumerate(text.split("\n"), 1):
        word = line.partition("#")[0].strip()
        if len(word.split()) > 1:
            problems.error(Span(path, i, 1, len(word)), "bad-value", f"“{word}” is more than one word", "write one word a line")
        elif word and seen.setdefault(word, i) != i:
            message = f"“{word}” stands in line {seen[word]} already"
            problems.error(Span(path, i, 1, len(word)), "duplicate-key", message, "keep one of the two")
