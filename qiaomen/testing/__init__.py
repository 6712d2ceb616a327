"""What tests of every package share: the database, and the named cast of one small world."""
