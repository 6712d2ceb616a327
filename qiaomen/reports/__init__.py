"""The daily report: figures as data, frozen at the cut-off, each with the list behind it."""
