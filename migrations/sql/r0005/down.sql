-- Everything that the fifth revision made.

DROP TABLE told_policies;
