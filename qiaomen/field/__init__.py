"""The field app: what a phone in a cold stairwell loads, and the pages that serve it."""
