"""Where views run: widgets, pages and the served dashboard."""
