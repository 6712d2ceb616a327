"""Pages of the console: HTTP only; what they show and do lives in the domain packages."""
