"""Presenter mode: each page on the wall of a hall, one thing at a time."""
