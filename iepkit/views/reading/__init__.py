"""Pages to read and search: questions, words, myths, stories, and what stands in a plan."""
