"""The review sheet: all of a tree on paper, for an expert who signs it off."""
