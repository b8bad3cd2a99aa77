"""The admins' door: an HTTP API, a package for each noun; beside them stands what all calls share."""
