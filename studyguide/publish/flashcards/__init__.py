"""Flashcards: the glossary, the questions and the drawings of a guide as a deck for Anki, and as lines of text."""
