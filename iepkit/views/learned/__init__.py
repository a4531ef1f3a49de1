"""What a group learned: a table and a plot of answers before and after."""
