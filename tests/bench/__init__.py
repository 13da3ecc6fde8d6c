"""How fast a PDF is made, measured on a generated book: `python -m tests.bench`."""
