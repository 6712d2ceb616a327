"""Paper: codes to stick on doors, and walk lists for phones that die, with quick re-entry from them."""
