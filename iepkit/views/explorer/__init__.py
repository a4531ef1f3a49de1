"""The explorer of a decision tree."""
