"""The desk: the guide in a browser while it is written."""
