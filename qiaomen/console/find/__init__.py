"""Find anything: one box for places, doors, people, workers and records.

It stands in the console because it spans packages and speaks in the reader's words; what each kind of thing is found by
lies with it (`places/search.py`, `people/search.py`). What is typed is a POST's body, and never part of an address.
"""
