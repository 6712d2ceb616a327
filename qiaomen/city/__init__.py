"""A city's view: what districts publish, taken in, added up and compared. Numbers of places, nobody's data."""
