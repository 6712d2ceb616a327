"""The `qiaomen` command: its environment, its commands, and the supervisor behind `qiaomen serve`."""
