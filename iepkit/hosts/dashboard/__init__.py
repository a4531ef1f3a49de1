"""The served dashboard: Voila with iepkit's own launcher and template."""
