"""The EPUB stage: a `Publication` of finished documents goes in, the bytes of an EPUB 3.3 file come out, and are inspected.

`publication` the values · `accessibility` what may be claimed · `package`, `navigation` package document, nav and NCX ·
`hyphens`, `ties` where lines end · `pack` the container · `images`, `cover` pictures · `opened`, `rules`, `inspect`, `profiles`,
`reread` checks on the finished bytes · `grounds` figures on reading backgrounds · `fit` what a small screen cuts off ·
`screens` pictures of what a reader sees.
"""
