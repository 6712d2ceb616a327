"""Places (a tree of containers) and doors."""
