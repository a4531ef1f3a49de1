"""HTML views of the content, one folder a view. The one place where HTML is made."""
