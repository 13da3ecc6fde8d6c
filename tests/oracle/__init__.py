"""The oracle: WeasyPrint's own `Document.copy` of the same units, written in one piece. The linked PDF must be equal to it.

The two share the layout and nothing after it: WeasyPrint writes pages, links, names, outline and structure of the one by itself.
"""
