"""A release: what lies in its folder besides the finished files, and what such folders tell of files."""
