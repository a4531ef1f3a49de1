"""Practice cases: read, decide, compare with the tree, discuss."""
