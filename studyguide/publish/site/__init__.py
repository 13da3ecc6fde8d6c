"""The site: a front page to download from, and the web edition with its search. Static files, from any host or from a disk."""
