"""Workshops: the notes of whoever leads one, and what there are."""
