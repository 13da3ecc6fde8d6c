"""The Markdown of others (MyST, Pandoc and Quarto, mdBook, MkDocs, GitHub), read to be written in the grammar of a guide.

`convert` is the way in. Every construct has a rule in a module of its own; what has no counterpart is told (`told.KINDS`), with
the words that it held.
"""
