"""The resident's own pages, by the code on the door: to say, to ask, and to read what is kept about oneself."""
