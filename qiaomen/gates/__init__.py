"""Gates: who passed, in or out, what the guard saw and what was true; visitors, alarms and their answers."""
