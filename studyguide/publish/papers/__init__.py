"""Papers: what is printed of a guide on its own: tests for a class, and sheets to use."""
