"""The knowledge check: items under their topics, and sets of them."""
