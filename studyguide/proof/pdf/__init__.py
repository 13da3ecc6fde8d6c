"""Gates for finished PDFs: does the file say, show and link what its sources say, all of it, in order, and legibly?

`reader` reads a file once into frozen values (`values`): what its operators paint (`painting`, with a module for each family
of operators), its structure tree (`tree`), links, names and metadata. `speech` and `source` make of the structure and of the
units' XHTML the same kind of value, a stream of words (`stream`), and `alignment` puts the two side by side. A gate is a
function of all that (`facts`) and yields findings; `gates` has them all. `printed` reads page numbers a second time, by PDFium.
"""
