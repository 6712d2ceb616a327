"""A city's districts: which there are, where each one's database is, how one is made, told of and moved. No Django."""
