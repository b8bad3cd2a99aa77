"""The schema's history: `versions/` has the revisions in order, `sql/` what each of them does."""
