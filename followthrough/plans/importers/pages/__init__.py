"""OGP's page of a commitment, read into facts that carry the line they came from."""
