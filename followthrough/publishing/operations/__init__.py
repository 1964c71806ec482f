"""What changes an edition: compiling, writing, its road to publication, and making its files."""
