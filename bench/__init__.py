"""Measures what iepkit promises about speed and size: ``make bench``, or ``python -m bench``."""
