"""The import of a list of slots: the workflow that watches over it, and the steps that it orders."""
