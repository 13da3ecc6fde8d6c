"""What a screen reader says of the finished files, told without one: transcripts, and the rules that they must keep."""
