"""The language server: what editors ask of a guide while somebody writes it (Language Server Protocol 3.17), over stdio.

`overlay` and `checking` make a book of the texts as they stand in the editor; `known` is what there is to name in it;
`completion`, `hover` and `navigation` answer questions in plain values; `server` alone knows the
protocol, and `places` how it counts.
"""
