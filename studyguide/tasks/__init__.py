"""What dodo.py calls: `stages` does the work, `record` knows whether it is done, `border` tells a person what went wrong."""
