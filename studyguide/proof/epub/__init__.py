"""Proof of an EPUB: the file opened again, our own rules, what each reader needs, what a screen shows."""
