"""Welcome stations: beds, who arrived, their days and tests, and who goes home."""
