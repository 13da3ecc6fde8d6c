"""What the guide is made from, as values: a folder read once, data held against schemas, every mistake told at its place."""
