"""Seals on doors and roads: they tell that something was opened, and never keep it shut."""
