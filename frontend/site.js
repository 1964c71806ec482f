// Makes signed-in pages pleasanter; every page works without it.
