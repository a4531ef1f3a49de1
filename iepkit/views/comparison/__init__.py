"""The side-by-side comparison."""
