"""`otklik reconcile`: database and journeys are compared after a restore, and made to agree again by rule."""
