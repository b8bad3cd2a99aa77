"""The revisions: the file name begins with the number, `sql/r<number>/` has the statements."""
