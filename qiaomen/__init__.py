"""Qiaomen (敲门): outbreak response at the door."""

__version__ = "0.1.0"
