"""Proof: is the finished file what its sources say? It reads what everything else made, and nothing else imports it."""
