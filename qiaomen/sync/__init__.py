"""The phones' interface."""
