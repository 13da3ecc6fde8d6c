"""The EPUB stage: a `Publication` of finished documents goes in, the bytes of an EPUB 3.3 file come out.

`publication` the values · `accessibility` what may be claimed · `package`, `navigation` package document, nav and NCX ·
`pack` the container.
"""
