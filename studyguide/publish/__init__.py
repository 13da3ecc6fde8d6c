"""The renditions: the compiled guide in, finished files out, and the store that keeps what a build needs again."""
