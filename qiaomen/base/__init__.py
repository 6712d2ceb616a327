"""What everything stands on: outbreaks and their keys, sealing, changes and the clock, problems, record kinds."""
