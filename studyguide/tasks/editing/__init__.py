"""Editing: what changes sources or tells about them for an editor. All of it is worked out as values, and written by `files`."""
