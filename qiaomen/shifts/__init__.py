"""Shifts (排班): posts and who stands there when: rosters from rules, swaps, checking in, handing over, strength."""
