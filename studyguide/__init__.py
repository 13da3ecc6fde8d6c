"""A study guide is compiled: chapters in, PDF and EPUB out. ARCHITECTURE.md tells the flow on one page."""
