"""Starting what is due, climbing the ladder, and what the coordinator does by hand."""
